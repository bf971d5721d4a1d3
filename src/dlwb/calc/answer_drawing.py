"""What a network says of a picture, drawn: masks, boxes and heat, as layers over the picture and as one picture.

Layers are RGBA, `[height, width, 4]`, as large as the picture or smaller in its proportions.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from dlwb.calc import masks
from dlwb.calc.heat_colours import heat
from dlwb.calc.saliency import share_of
from dlwb.calc.voc_colours import PALETTE
from dlwb.domain.accuracy import Detected, Prediction, Segmented

Pixels = NDArray[np.uint8]
Floats = NDArray[np.float64]
Size = tuple[int, int]

_MASK_ALPHA = 255
_BLEND = 0.6
_BOX_COLOUR = (255, 176, 0)
_TEXT_COLOUR = (0, 0, 0)
_MOST_SIDE = 1600


def mask_layer(prediction: Prediction, size: Size, threshold: float) -> Pixels | None:
    """The masks of a prediction; None where it has none. Objects below the threshold are left out, surer ones lie on top."""
    match prediction:
        case Segmented(labels=labels, masks=found):
            chosen = [(label, rle) for label, rle in zip(labels, found, strict=True) if label != 0]
            return _painted(chosen, (prediction.width, prediction.height), _MASK_ALPHA)
        case Detected(masks=found) if found:
            kept = [
                (label + 1, rle)
                for label, rle, score in zip(prediction.labels, found, prediction.scores, strict=True)
                if score >= threshold
            ]
            return _painted(kept[::-1], size, _MASK_ALPHA)
        case _:
            return None


def _painted(chosen: Sequence[tuple[int, str]], size: Size, alpha: int) -> Pixels:
    layer = np.zeros((size[1], size[0], 4), np.uint8)
    for label, rle in chosen:
        layer[masks.decode(rle, size)] = (*PALETTE[label % len(PALETTE)], alpha)
    return layer


def heat_layer(
    values: Floats, covers: tuple[float, float, float, float], size: Size, scale: tuple[float, float]
) -> Pixels:
    """A map as colours over the picture. `covers` (x0, y0, x1, y1) is the part of the picture it belongs to."""
    shrink = min(1.0, _MOST_SIDE / max(size))
    whole = max(1, round(size[0] * shrink)), max(1, round(size[1] * shrink))
    left, top, right, bottom = (round(edge * shrink) for edge in covers)
    shares = Image.fromarray(share_of(values, *scale).astype(np.float32))
    fitted = np.asarray(shares.resize((max(1, right - left), max(1, bottom - top)), Image.Resampling.BILINEAR))
    layer = np.zeros((whole[1], whole[0], 4), np.uint8)
    part = layer[top : top + fitted.shape[0], left : left + fitted.shape[1]]
    part[:] = heat(fitted.astype(np.float64))[: part.shape[0], : part.shape[1]]
    return layer


def drawn(picture: Pixels, layers: Sequence[Pixels], boxes: Sequence[tuple[Sequence[float], str]]) -> Pixels:
    """The picture `[height, width, 3]` under layers, with boxes (x0, y0, x1, y1) and their words on top."""
    height, width = picture.shape[:2]
    canvas = Image.fromarray(picture).convert("RGBA")
    for layer in layers:
        shown = Image.fromarray(layer).resize((width, height))
        shown.putalpha(shown.getchannel("A").point(lambda value: round(value * _BLEND)))
        canvas.alpha_composite(shown)
    pen = ImageDraw.Draw(canvas)
    line, font = max(1, round(min(width, height) / 200)), ImageFont.load_default(max(10, round(height / 40)))
    for box, words in boxes:
        pen.rectangle(_ordered(box), outline=_BOX_COLOUR, width=line)
        place = pen.textbbox((box[0] + line, box[1] + line), words, font=font)
        pen.rectangle((place[0] - line, place[1] - line, place[2] + line, place[3] + line), fill=_BOX_COLOUR)
        pen.text((box[0] + line, box[1] + line), words, fill=_TEXT_COLOUR, font=font)
    return np.asarray(canvas.convert("RGB"))


def _ordered(box: Sequence[float]) -> tuple[float, float, float, float]:
    return min(box[0], box[2]), min(box[1], box[3]), max(box[0], box[2]), max(box[1], box[3])


def titled(pictures: Sequence[Pixels], titles: Sequence[str]) -> Pixels:
    """Pictures of one size side by side, each under its title (one line or several)."""
    height, width = pictures[0].shape[:2]
    size = max(12, round(width / 36))
    font = ImageFont.load_default(size)
    pad = size // 2
    lines = max(title.count("\n") + 1 for title in titles)
    head = lines * round(size * 1.35) + 2 * pad
    canvas = Image.new("RGB", (width * len(pictures) + pad * (len(pictures) - 1), height + head), (255, 255, 255))
    pen = ImageDraw.Draw(canvas)
    for place, (picture, title) in enumerate(zip(pictures, titles, strict=True)):
        left = place * (width + pad)
        pen.multiline_text((left + pad, pad), title, fill=(20, 20, 20), font=font)
        canvas.paste(Image.fromarray(picture), (left, head))
    return np.asarray(canvas)
