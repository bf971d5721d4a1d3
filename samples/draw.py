"""Draws the labelled sample pictures: simple shapes on busy backgrounds, everything decided by a seed.

Two kinds of picture:

* classification: one shape on 64x64 pixels, the label is its class;
* detection: one to four shapes on 128x128 pixels, the labels are tight boxes.

Picture number i of a split depends only on the split's seed and i, so a longer
series begins with the shorter one.

Run as a script to write the validation sets that ship with the project::

    python samples/draw.py
"""

from __future__ import annotations

import argparse
import json
import math
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw

Floats = npt.NDArray[np.float64]
Pixels = npt.NDArray[np.uint8]

SHIPPED = Path(__file__).resolve().parents[1] / "src" / "dlwb" / "samples"
"""Where the package keeps what these scripts make: `models/` and `data/`."""

CLASSES = ("circle", "square", "triangle", "star", "ring", "cross", "hexagon", "crescent")
CLASSIFICATION_SIDE = 64
"""Side of a classification picture in pixels."""
DETECTION_SIDE = 128
"""Side of a detection picture in pixels."""
MAX_SHAPES = 4
"""Most shapes on one detection picture."""

# One seed per split: pictures of different splits never coincide.
TRAIN_SEED, HELD_OUT_SEED, SHIPPED_SEED = 101, 202, 303

# Masks are drawn this many times larger and averaged down, because Pillow's polygons have hard edges.
SUPERSAMPLING = 4
JPEG_QUALITY = 85


@dataclass(frozen=True, slots=True)
class Box:
    """A labelled rectangle; left, top, width and height are pixels of the picture."""

    label: int
    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Scene:
    """A picture, (side, side, 3) RGB bytes, with the boxes of its shapes in drawing order."""

    pixels: Pixels
    boxes: tuple[Box, ...]


# --- outlines: closed polygons in a unit circle, y downwards --------------------------------------


def _arc(start: float, stop: float, points: int = 48) -> Floats:
    """Points of the unit circle from angle `start` to `stop` (radians), shape (points, 2)."""
    angles = np.linspace(start, stop, points)
    return np.stack([np.cos(angles), np.sin(angles)], axis=1)


def _regular(corners: int) -> Floats:
    return _arc(0.0, 2 * math.pi, corners + 1)[:-1]


def _star(rng: np.random.Generator) -> list[Floats]:
    points = _regular(10)
    points[1::2] *= rng.uniform(0.38, 0.55)
    return [points]


def _ring(rng: np.random.Generator) -> list[Floats]:
    return [_regular(48), _regular(48) * rng.uniform(0.45, 0.68)]


def _cross(rng: np.random.Generator) -> list[Floats]:
    arm = rng.uniform(0.24, 0.4)
    quarter = np.array([[1.0, -arm], [1.0, arm], [arm, arm]])
    turn = np.array([[0.0, 1.0], [-1.0, 0.0]])
    return [np.concatenate([quarter @ np.linalg.matrix_power(turn, k) for k in range(4)])]


def _crescent(rng: np.random.Generator) -> list[Floats]:
    # The unit disc without a second disc of radius `bite` around (shift, 0); they cross at x, +-y.
    shift, bite = rng.uniform(0.4, 0.6), rng.uniform(0.75, 0.9)
    x = (1 - bite**2 + shift**2) / (2 * shift)
    y = math.sqrt(1 - x * x)
    outer, inner = math.atan2(y, x), math.atan2(y, x - shift)
    bitten = _arc(2 * math.pi - inner, inner) * bite + np.array([shift, 0.0])
    return [np.concatenate([_arc(outer, 2 * math.pi - outer), bitten[1:-1]])]


# Classes whose outline is a regular polygon, with its corners; the others vary from picture to picture.
_CORNERS = {"circle": 48, "square": 4, "triangle": 3, "hexagon": 6}
_VARIED: dict[str, Callable[[np.random.Generator], list[Floats]]] = {
    "star": _star,
    "ring": _ring,
    "cross": _cross,
    "crescent": _crescent,
}


def _outlines(label: int, rng: np.random.Generator) -> list[Floats]:
    """The polygons of one shape of a class, deformed: the first is filled, the others are holes."""
    name = CLASSES[label]
    return _deform([_regular(_CORNERS[name])] if name in _CORNERS else _VARIED[name](rng), rng)


def _deform(outlines: list[Floats], rng: np.random.Generator) -> list[Floats]:
    """Stretches, shears and turns the polygons together; they still fit a circle of about radius 1."""
    angle = rng.uniform(0, 2 * math.pi)
    turn = np.array([[math.cos(angle), math.sin(angle)], [-math.sin(angle), math.cos(angle)]])
    tilt = np.array([[rng.uniform(0.75, 1.0), rng.uniform(-0.15, 0.15)], [0.0, 1.0]])
    return [points @ turn @ tilt for points in outlines]


# --- colour and texture ---------------------------------------------------------------------------


def _smooth_noise(side: int, cells: int, rng: np.random.Generator) -> Floats:
    """Clouds in -1..1, shape (side, side): a coarse random grid, enlarged smoothly."""
    coarse = Image.fromarray(rng.uniform(-1, 1, (cells, cells)).astype(np.float32))
    return np.asarray(coarse.resize((side, side), Image.Resampling.BICUBIC), dtype=np.float64)


def _pattern(side: int, rng: np.random.Generator) -> Floats:
    """A background pattern in -1..1, shape (side, side): flat, ramp, stripes, checks or clouds."""
    kind = rng.integers(5)
    if kind == 0:
        return np.zeros((side, side))
    if kind == 4:
        return _smooth_noise(side, int(rng.integers(4, 10)), rng)
    angle, period = rng.uniform(0, math.pi), rng.uniform(side / 10, side / 3)
    rows, columns = np.mgrid[0:side, 0:side].astype(np.float64)
    along = rows * math.sin(angle) + columns * math.cos(angle)
    across = rows * math.cos(angle) - columns * math.sin(angle)
    pattern: Floats = np.clip(2 * (along - along.mean()) / side, -1, 1)
    if kind >= 2:
        pattern = np.sin(2 * math.pi * along / period)
    if kind == 3:
        pattern = np.sign(pattern * np.sin(2 * math.pi * across / period))
    return pattern


def _background(side: int, rng: np.random.Generator) -> Floats:
    """A textured canvas, (side, side, 3), values about 0..255."""
    base = rng.uniform(20, 235, 3)
    other = np.clip(base + rng.uniform(-45, 45, 3), 0, 255)
    share = (_pattern(side, rng)[..., None] + 1) / 2
    return base * (1 - share) + other * share


def _contrasting(canvas: Floats, rng: np.random.Generator) -> Floats:
    """A random RGB colour that differs from the mean of `canvas` by at least `least` (Euclidean, 0..255)."""
    mean = canvas.mean(axis=(0, 1))
    least = rng.uniform(80, 160)
    colour = rng.uniform(0, 255, 3)
    while np.linalg.norm(colour - mean) < least:
        colour = rng.uniform(0, 255, 3)
    return colour


def _coverage(polygons: list[Floats], side: int) -> tuple[tuple[slice, slice], Floats]:
    """Share of each pixel inside the first polygon and outside the others.

    Returns the window (rows, columns) of the picture that the first polygon touches, and the share within it,
    shape (rows, columns, 1), 0..1: masks are costly, and most shapes are small.
    """
    low = np.clip(np.floor(polygons[0].min(axis=0)), 0, side - 1).astype(int)
    high = np.clip(np.ceil(polygons[0].max(axis=0)) + 1, low + 1, side).astype(int)
    width, height = (int(extent) for extent in (high - low) * SUPERSAMPLING)
    mask = Image.new("L", (width, height), 0)
    pen = ImageDraw.Draw(mask)
    for number, points in enumerate(polygons):
        corners = [(float(x), float(y)) for x, y in (points - low) * SUPERSAMPLING - 0.5]
        pen.polygon(corners, fill=255 if number == 0 else 0)
    share = np.asarray(mask.reduce(SUPERSAMPLING), dtype=np.float64)[..., None] / 255
    return (slice(int(low[1]), int(high[1])), slice(int(low[0]), int(high[0]))), share


def _paint(canvas: Floats, polygons: list[Floats], rng: np.random.Generator) -> None:
    """Paints the polygons (pixel coordinates) on the canvas, with a little shading, in place."""
    window, share = _coverage(polygons, len(canvas))
    under = canvas[window]
    shade = _smooth_noise(len(canvas), 3, rng)[window][..., None] * rng.uniform(0, 25)
    opacity = share * rng.uniform(0.8, 1.0)
    under += opacity * (_contrasting(under, rng) + shade - under)


def _scratch(canvas: Floats, rng: np.random.Generator) -> None:
    """Draws a bar from edge to edge that may hide a part of a shape, in place."""
    side = len(canvas)
    angle, half = rng.uniform(0, math.pi), rng.uniform(0.008, 0.03) * side
    along = np.array([math.cos(angle), math.sin(angle)])
    across = np.array([-along[1], along[0]])
    middle = rng.uniform(0.2, 0.8, 2) * side
    ends = [middle - 2 * side * along, middle + 2 * side * along]
    edge = half * across
    window, share = _coverage([np.array([ends[0] - edge, ends[1] - edge, ends[1] + edge, ends[0] + edge])], side)
    canvas[window] += share * (rng.uniform(0, 255, 3) - canvas[window])


def _develop(canvas: Floats, rng: np.random.Generator) -> Pixels:
    """Adds sensor noise and rounds to bytes, (side, side, 3)."""
    grain = rng.standard_normal(canvas.shape, dtype=np.float32) * rng.uniform(2, 12)
    return np.clip(np.rint(canvas + grain), 0, 255).astype(np.uint8)


# --- pictures -------------------------------------------------------------------------------------


def classification_picture(seed: int, index: int) -> tuple[Pixels, int]:
    """Picture `index` of a split: (64, 64, 3) RGB bytes and its class; the classes take turns."""
    rng = np.random.default_rng([seed, 0, index])
    side, label = CLASSIFICATION_SIDE, index % len(CLASSES)
    canvas = _background(side, rng)
    outlines = _outlines(label, rng)
    radius = rng.uniform(12, 28)
    centre = rng.uniform(radius * 0.85, side - radius * 0.85, 2)
    _paint(canvas, [points * radius + centre for points in outlines], rng)
    for _ in range(int(rng.integers(0, 3))):
        _scratch(canvas, rng)
    return _develop(canvas, rng), label


def _box(label: int, polygons: list[Floats]) -> Box:
    left, top = polygons[0].min(axis=0)
    right, bottom = polygons[0].max(axis=0)
    return Box(label, float(left), float(top), float(right - left), float(bottom - top))


def _apart(box: Box, others: list[Box], gap: float) -> bool:
    """Whether no other box comes nearer than `gap` pixels; a negative gap lets them overlap by that much."""
    return all(
        box.left > other.left + other.width + gap
        or other.left > box.left + box.width + gap
        or box.top > other.top + other.height + gap
        or other.top > box.top + box.height + gap
        for other in others
    )


def detection_picture(seed: int, index: int) -> Scene:
    """Picture `index` of a split: 128x128 pixels with one to four shapes that barely touch."""
    rng = np.random.default_rng([seed, 1, index])
    side = DETECTION_SIDE
    canvas = _background(side, rng)
    boxes: list[Box] = []
    for _ in range(int(rng.integers(1, MAX_SHAPES + 1))):
        # A crowded picture may have no room left for the shape: then it simply has one shape fewer.
        for _ in range(10):
            label = int(rng.integers(len(CLASSES)))
            outlines = _outlines(label, rng)
            radius = rng.uniform(10, 30)
            centre = rng.uniform(radius + 1, side - radius - 1, 2)
            polygons = [points * radius + centre for points in outlines]
            box = _box(label, polygons)
            inside = min(box.left, box.top) >= 0 and max(box.left + box.width, box.top + box.height) <= side
            if inside and _apart(box, boxes, gap=-4):
                _paint(canvas, polygons, rng)
                boxes.append(box)
                break
    for _ in range(int(rng.integers(0, 3))):
        _scratch(canvas, rng)
    return Scene(_develop(canvas, rng), tuple(boxes))


# --- the data sets that ship ----------------------------------------------------------------------


def write_classification(folder: Path, count: int) -> None:
    """Writes `count` pictures in the flat layout: `val.txt` has "<file> <class>", `labels.txt` names."""
    folder.mkdir(parents=True, exist_ok=True)
    lines: list[str] = []
    for index in range(count):
        pixels, label = classification_picture(SHIPPED_SEED, index)
        name = f"{CLASSES[label]}_{index:03d}.jpg"
        Image.fromarray(pixels).save(folder / name, quality=JPEG_QUALITY)
        lines.append(f"{name} {label}")
    (folder / "val.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (folder / "labels.txt").write_text("\n".join(CLASSES) + "\n", encoding="utf-8")


def write_detection(folder: Path, count: int) -> None:
    """Writes `count` pictures in the COCO layout: `val/` and `annotations/instances_val.json`."""
    (folder / "val").mkdir(parents=True, exist_ok=True)
    (folder / "annotations").mkdir(exist_ok=True)
    images: list[dict[str, object]] = []
    annotations: list[dict[str, object]] = []
    for index in range(count):
        scene = detection_picture(SHIPPED_SEED, index)
        name = f"{index + 1:06d}.jpg"
        Image.fromarray(scene.pixels).save(folder / "val" / name, quality=JPEG_QUALITY)
        images.append({"id": index + 1, "file_name": name, "width": DETECTION_SIDE, "height": DETECTION_SIDE})
        for box in scene.boxes:
            annotations.append(_annotation(len(annotations) + 1, index + 1, box))
    document = {
        "info": {"description": "Drawn shapes", "version": "1"},
        "licenses": [{"id": 1, "name": "Apache-2.0", "url": "https://www.apache.org/licenses/LICENSE-2.0"}],
        "images": [{**image, "license": 1} for image in images],
        "annotations": annotations,
        # COCO counts categories from 1; class k of the models is category k + 1.
        "categories": [{"id": k, "name": name, "supercategory": "shape"} for k, name in enumerate(CLASSES, 1)],
    }
    text = json.dumps(document, separators=(",", ":")) + "\n"
    (folder / "annotations" / "instances_val.json").write_text(text, encoding="utf-8")


def _annotation(number: int, image: int, box: Box) -> dict[str, object]:
    corners = [round(value, 2) for value in (box.left, box.top, box.width, box.height)]
    return {
        "id": number,
        "image_id": image,
        "category_id": box.label + 1,
        "bbox": corners,
        "area": round(box.width * box.height, 2),
        "iscrowd": 0,
    }


def main() -> None:
    """Writes both sets under `--out`."""
    parser = argparse.ArgumentParser(description="Draw the labelled validation sets that ship here.")
    parser.add_argument("--out", type=Path, default=SHIPPED / "data", help="folder to write to")
    parser.add_argument("--classification", type=int, default=80, help="number of classification pictures")
    parser.add_argument("--detection", type=int, default=24, help="number of detection pictures")
    arguments = parser.parse_args()
    write_classification(arguments.out / "shapes-classification", arguments.classification)
    write_detection(arguments.out / "shapes-detection", arguments.detection)


if __name__ == "__main__":
    main()
