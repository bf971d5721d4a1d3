"""What is usual for networks of a kind: preprocessing to be tried and confirmed where the model's file does not say it.

Whatever is known already stays in every proposal; only what is missing is filled in.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from dlwb.calc.preprocessing.picture_input import PictureInput
from dlwb.domain.model import ColorOrder, Preprocessing
from dlwb.domain.output_adapter import (
    Classification,
    FinalBoxes,
    OutputAdapter,
    Segmentation,
    SsdDetections,
    YoloGrids,
    YoloRows,
    Yolox,
)
from dlwb.domain.preprocessing import PadPosition, PixelFilter, Resize, ResizeRule

RGB, BGR = ColorOrder.RGB, ColorOrder.BGR


@dataclass(frozen=True, slots=True)
class PreprocessingProposal:
    """Preprocessing that may be the network's, and what speaks for it."""

    preprocessing: Preprocessing
    reason: str


@dataclass(frozen=True, slots=True)
class _Numbers:
    """What happens to pixels 0..255."""

    name: str
    color_order: ColorOrder
    mean: tuple[float, ...]
    scale: tuple[float, ...]


TORCHVISION = _Numbers(
    "ImageNet's mean and deviation (torchvision)", RGB, (123.675, 116.28, 103.53), (58.395, 57.12, 57.375)
)
MINUS_ONE = _Numbers("-1..1 (TensorFlow)", RGB, (127.5,), (127.5,))
ZERO_ONE = _Numbers("0..1", RGB, (0.0,), (255.0,))
CAFFE = _Numbers("the mean colour taken off, BGR (Caffe)", BGR, (104.0, 117.0, 123.0), (1.0,))
CAFFE_SSD = _Numbers("-1..1, BGR (Caffe's MobileNet-SSD)", BGR, (127.5,), (127.5,))
RAW_RGB = _Numbers("plain pixels", RGB, (0.0,), (1.0,))
RAW_BGR = _Numbers("plain pixels, BGR (OpenCV)", BGR, (0.0,), (1.0,))
SIGNED = _Numbers("pixels less 128", RGB, (128.0,), (1.0,))
CIFAR = _Numbers("CIFAR's mean and deviation", RGB, (125.307, 122.961, 113.8575), (62.9932, 62.0887, 66.7048))

STRETCH = Resize(ResizeRule.STRETCH, PixelFilter.LINEAR)
STRETCH_SMOOTH = Resize(ResizeRule.STRETCH, PixelFilter.ANTIALIAS)
CENTRED = Resize(ResizeRule.LETTERBOX, PixelFilter.LINEAR, pad=114, position=PadPosition.CENTRE)
CORNERED = Resize(ResizeRule.LETTERBOX, PixelFilter.LINEAR, pad=114, position=PadPosition.CORNER)
# Below this side a picture is taken whole (CIFAR, MNIST); cutting its border off would lose what it shows.
_SMALL = 64
# The share of the shorter side that is cut out: 224 of 256, as nearly all networks for ImageNet have it.
_CROP_SHARE = 0.875
_CAFFE_SIDES = {227: 256}


def propose(
    target: PictureInput, adapter: OutputAdapter | None, known: Preprocessing
) -> tuple[PreprocessingProposal, ...]:
    """Preprocessing that is plausible for a network with such outputs, the most usual first.

    Args:
        target: the input that takes pictures.
        adapter: what the outputs mean; None: nobody knows.
        known: what the model's file or a person said; proposals differ only in what it leaves open.
    """
    made: dict[Preprocessing, PreprocessingProposal] = {}
    for numbers, resize, kind in _usual(target, adapter):
        filled = replace(
            known,
            color_order=known.color_order or numbers.color_order,
            mean=known.mean if known.mean is not None or known.scale is not None else numbers.mean,
            scale=known.scale if known.mean is not None or known.scale is not None else numbers.scale,
            resize=known.resize or resize,
            layout=known.layout or target.layout,
            origin=known.origin or "family",
        )
        made.setdefault(filled, PreprocessingProposal(filled, _reason(kind, numbers, resize, known)))
    return tuple(made.values())


def _reason(kind: str, numbers: _Numbers, resize: Resize, known: Preprocessing) -> str:
    parts = []
    if known.mean is None and known.scale is None:
        parts.append(numbers.name)
    elif known.color_order is None:
        parts.append(numbers.color_order.value)
    if known.resize is None:
        parts.append(resize_words(resize))
    return f"Usual for {kind}: {', '.join(parts)}." if parts else "All of it is known."


def resize_words(resize: Resize) -> str:
    """A resize rule in a few words."""
    if resize.rule is ResizeRule.CROP:
        return f"shorter side {resize.shorter_side or 'to fit'}, middle cut out"
    if resize.rule is ResizeRule.LETTERBOX:
        where = "in the middle" if resize.position is PadPosition.CENTRE else "top left"
        return f"whole picture {where}, padded with {resize.pad:g}"
    return "stretched"


_Usual = Iterator[tuple[_Numbers, Resize, str]]


def _usual(target: PictureInput, adapter: OutputAdapter | None) -> _Usual:
    """Pairs of numbers and resize rule, the most usual first."""
    resizes, kind = _resizes(target, adapter)
    for numbers in _numbers(target, adapter):
        yield numbers, resizes[0], kind
    for resize in resizes[1:]:
        for numbers in _numbers(target, adapter):
            yield numbers, resize, kind


def _resizes(target: PictureInput, adapter: OutputAdapter | None) -> tuple[tuple[Resize, ...], str]:
    match adapter:
        case Classification() | None:
            return _classification_resizes(target), "classification"
        case Yolox():
            return (CORNERED,), "YOLOX"
        case YoloRows():
            return (CENTRED, STRETCH), "YOLO"
        case YoloGrids():
            return (STRETCH, replace(CENTRED, pad=128)), "YOLO with anchors"
        case Segmentation():
            return (STRETCH, STRETCH_SMOOTH, replace(CORNERED, pad=127.5)), "segmentation"
        case SsdDetections():
            return (STRETCH,), "SSD"
        case _:
            return (STRETCH, replace(CORNERED, pad=0)), "detectors"


def _classification_resizes(target: PictureInput) -> tuple[Resize, ...]:
    side = min(target.size)
    if side <= _SMALL:
        return (STRETCH_SMOOTH,)
    shorter = _CAFFE_SIDES.get(side, round(side / _CROP_SHARE))
    crop = Resize(ResizeRule.CROP, PixelFilter.ANTIALIAS, shorter)
    return crop, replace(crop, filter=PixelFilter.BICUBIC), STRETCH_SMOOTH


def _numbers(target: PictureInput, adapter: OutputAdapter | None) -> tuple[_Numbers, ...]:
    if target.dtype == "u8":
        return RAW_RGB, RAW_BGR
    if target.dtype == "i8":
        return (SIGNED,)
    channels_last = target.layout.endswith("C")
    match adapter:
        case Yolox():
            return RAW_BGR, TORCHVISION, RAW_RGB
        case YoloRows() | YoloGrids():
            return ZERO_ONE, RAW_RGB, RAW_BGR
        case SsdDetections():
            return CAFFE, RAW_BGR, CAFFE_SSD, MINUS_ONE, TORCHVISION
        case Segmentation():
            first = (MINUS_ONE, ZERO_ONE, TORCHVISION) if channels_last else (TORCHVISION, ZERO_ONE, MINUS_ONE)
            return *first, RAW_RGB, CAFFE, RAW_BGR
        case FinalBoxes():
            first = (MINUS_ONE, RAW_RGB, ZERO_ONE) if channels_last else (ZERO_ONE, TORCHVISION, RAW_RGB)
            return *first, CAFFE, RAW_BGR
        case _:
            small = (CIFAR,) if min(target.size) <= _SMALL else ()
            first = (MINUS_ONE, ZERO_ONE, TORCHVISION) if channels_last else (TORCHVISION, ZERO_ONE, MINUS_ONE)
            return *first, *small, RAW_RGB, CAFFE, RAW_BGR
