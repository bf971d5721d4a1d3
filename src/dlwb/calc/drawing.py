"""Labelled pictures drawn from a seed: one to three shapes of one class before a soft background."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from dlwb.calc.chance import Chance

Pixels = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float64]

CLASSES = ("circle", "square", "triangle", "star", "ring", "cross", "hexagon", "crescent")
"""In the order of the sample models that ship with dlwb."""
MOST_SHAPES = 3
_SUPERSAMPLING = 3
_TRIES = 30
_LEAST_CONTRAST = 90.0


@dataclass(frozen=True, slots=True)
class Drawn:
    """A picture (height × width × 3), the class of its shapes, and a mask (height × width) for each of them."""

    pixels: Pixels
    label: int
    shapes: tuple[npt.NDArray[np.bool_], ...]


def draw(width: int, height: int, seed: int, number: int) -> Drawn:
    """Picture `number` of a series; classes take turns, so that a series of any length is balanced."""
    chance = Chance(seed, "shapes", number)
    label = number % len(CLASSES)
    canvas = _background(width, height, chance)
    background = canvas.mean(axis=(0, 1))
    shapes: list[npt.NDArray[np.bool_]] = []
    places: list[tuple[float, float, float]] = []
    for _ in range(chance.whole(1, MOST_SHAPES)):
        place = _free_place(width, height, places, chance)
        if place is None:
            break
        share = _share(label, place, (height, width), chance)
        if not (share >= 0.5).any():
            continue
        places.append(place)
        shapes.append(share >= 0.5)
        canvas += (_contrasting(background, chance) - canvas) * share[..., None]
    return Drawn(np.clip(np.rint(canvas), 0, 255).astype(np.uint8), label, tuple(shapes))


def noise(width: int, height: int, seed: int, number: int) -> Pixels:
    """Picture `number` of a series of noise: every value equally likely."""
    return Chance(seed, "noise", number).bytes(width * height * 3).reshape(height, width, 3)


def _background(width: int, height: int, chance: Chance) -> Floats:
    """A ramp between two near colours in a random direction, with a little grain."""
    one = 30 + 195 * chance.uniform(3)
    other = np.clip(one + 80 * chance.uniform(3) - 40, 0, 255)
    angle = chance.between(0, 2 * np.pi)
    y, x = np.mgrid[0:height, 0:width]
    along = (x / width - 0.5) * np.cos(angle) + (y / height - 0.5) * np.sin(angle) + 0.5
    grain = 6 * chance.normal(width * height).reshape(height, width, 1)
    background: Floats = one + (other - one) * np.clip(along, 0, 1)[..., None] + grain
    return background


def _free_place(
    width: int, height: int, taken: list[tuple[float, float, float]], chance: Chance
) -> tuple[float, float, float] | None:
    """Centre and radius of a circle inside the picture that touches no other; None where there is no room."""
    side = min(width, height)
    for _ in range(_TRIES):
        radius = side * chance.between(0.12, 0.3)
        x, y = chance.between(radius, width - radius), chance.between(radius, height - radius)
        if all((x - a) ** 2 + (y - b) ** 2 > (radius + r) ** 2 for a, b, r in taken):
            return x, y, radius
    return None


def _share(label: int, place: tuple[float, float, float], size: tuple[int, int], chance: Chance) -> Floats:
    """How much of each pixel the shape covers, 0..1."""
    height, width = size
    angle, squeeze = chance.between(0, 2 * np.pi), chance.between(0.8, 1.0)
    steps = (np.arange(_SUPERSAMPLING) + 0.5) / _SUPERSAMPLING
    x = (np.arange(width)[:, None] + steps).ravel() - place[0]
    y = (np.arange(height)[:, None] + steps).ravel() - place[1]
    u = (x[None, :] * np.cos(angle) + y[:, None] * np.sin(angle)) / place[2]
    v = (y[:, None] * np.cos(angle) - x[None, :] * np.sin(angle)) / (place[2] * squeeze)
    inside = _INSIDE[CLASSES[label]](u, v)
    share: Floats = inside.reshape(height, _SUPERSAMPLING, width, _SUPERSAMPLING).mean(axis=(1, 3))
    return share


def _contrasting(background: Floats, chance: Chance) -> Floats:
    """A colour that nobody overlooks before the background (distance in 0..255)."""
    for _ in range(_TRIES):
        colour = 255 * chance.uniform(3)
        if np.linalg.norm(colour - background) >= _LEAST_CONTRAST:
            return colour
    return np.where(background < 128, 255.0, 0.0)


# --- shapes in a circle of radius 1: which points are inside ----------------------------------------

Inside = Callable[[Floats, Floats], npt.NDArray[np.bool_]]


def _regular(corners: int) -> Inside:
    def inside(u: Floats, v: Floats) -> npt.NDArray[np.bool_]:
        part = 2 * np.pi / corners
        folded = np.mod(np.arctan2(v, u), part) - part / 2
        within: npt.NDArray[np.bool_] = np.hypot(u, v) * np.cos(folded) <= np.cos(part / 2)
        return within

    return inside


def _star(u: Floats, v: Floats) -> npt.NDArray[np.bool_]:
    """Five points; the edge goes from (1, 0) to the notch at 36 degrees with radius 0.45."""
    part = np.pi / 5
    folded = np.abs(np.mod(np.arctan2(v, u) + part, 2 * part) - part)
    notch_x, notch_y = 0.45 * np.cos(part), 0.45 * np.sin(part)
    edge = notch_y / (np.cos(folded) * notch_y - np.sin(folded) * (notch_x - 1))
    within: npt.NDArray[np.bool_] = np.hypot(u, v) <= edge
    return within


_INSIDE: dict[str, Inside] = {
    "circle": lambda u, v: u * u + v * v <= 1,
    "square": _regular(4),
    "triangle": _regular(3),
    "star": _star,
    "ring": lambda u, v: (u * u + v * v <= 1) & (u * u + v * v >= 0.55**2),
    "cross": lambda u, v: (np.minimum(np.abs(u), np.abs(v)) <= 0.3) & (np.maximum(np.abs(u), np.abs(v)) <= 0.95),
    "hexagon": _regular(6),
    "crescent": lambda u, v: (u * u + v * v <= 1) & ((u - 0.5) ** 2 + v * v >= 0.82**2),
}
