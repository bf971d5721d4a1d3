"""Signs of classification (one score for each class) and of segmentation (a plane as large as the picture)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from dlwb.calc.recognition.evidence import Evidence, Finding, Port, shape_words
from dlwb.domain.output_adapter import Activation, AdapterProposal, Classification, Segmentation

_IMAGENET_WITH_BACKGROUND = 1001
_MOST_PIXEL_CLASSES = 512
_COARSEST = 8
# Chosen classes of a few pictures are not more different numbers than this; scores of 8 bits are.
_MOST_LEVELS = 64
_MOST_IN_8_BITS = 254
# Coordinates of landmarks in pixels: their median is at least this, and this share of the picture's side.
_LEAST_MIDDLE_PX = 16
_LEAST_MIDDLE = 1 / 8
# Landmarks may lie outside of the picture by so much of its side.
_OUTSIDE = 1 / 4


def find_classification(evidence: Evidence) -> Iterator[Finding]:
    """One output with a list of scores for each picture, and no other that has more numbers for each entry of that list."""
    for port in evidence.outputs:
        count = _list_length(port.shape, evidence.picture.batch)
        if count is None or _has_more_for_each(evidence, port, count) or _is_landmarks(evidence, port, count):
            continue
        activation, told = _activation(port, count)
        background = count == _IMAGENET_WITH_BACKGROUND or (
            evidence.classes is not None and count == evidence.classes + 1
        )
        words = f"'{port.name}' ({shape_words(port)}) has {count} scores{told}"
        if background:
            words += f", one more than there are classes ({count - 1}), so the first means that nothing is there"
        weight = 0.8 if evidence.classes in (count, count - 1) or port.says("prob", "softmax", "logit") else 0.7
        weight -= 0.3 if count > 20_000 else 0
        adapter = Classification(port.name, activation, background)
        yield Finding(weight, AdapterProposal(adapter, f"This looks like classification, because {words}."))


def _list_length(shape: Sequence[object], batch: int | None) -> int | None:
    """How long the one list is that an output has for each picture; None for another output.

    Args:
        shape: its dimensions, the batch first; those that are no whole numbers are open.
        batch: how many pictures there are at once; None where that is open. A sequence of several steps is no list.
    """
    if len(shape) not in (2, 3, 4) or (batch is not None and isinstance(shape[0], int) and shape[0] != batch):
        return None
    large = [dim for dim in shape[1:] if dim != 1]
    count = large[0] if len(large) == 1 else None
    return count if isinstance(count, int) and count >= 2 else None


def _has_more_for_each(evidence: Evidence, port: Port, count: int) -> bool:
    """Whether another output has several numbers for each entry of the list: then the entries are anchors, not classes."""
    others = ([dim for dim in other.inner if dim != 1] for other in evidence.outputs if other is not port)
    return any(len(large) > 1 and count in large for large in others)


def _is_landmarks(evidence: Evidence, port: Port, count: int) -> bool:
    """Whether the trial's numbers are places in the picture, in twos or threes: scores do not all lie so far above zero."""
    if not port.values.size or port.is_integer or port.dtype in ("i8", "u8"):
        return False
    for step in (2, 3):
        if count % step:
            continue
        places = port.values.reshape(-1, step)[:, :2]
        sides = np.array(evidence.picture.size)
        middle = np.median(places, axis=0)
        inside = (places >= -_OUTSIDE * sides) & (places <= (1 + _OUTSIDE) * sides)
        if inside.all() and (middle >= np.maximum(_LEAST_MIDDLE_PX, _LEAST_MIDDLE * sides)).all():
            return True
    return False


def _activation(port: Port, count: int) -> tuple[Activation, str]:
    """Whether scores are probabilities already: none is below zero, and they sum to one."""
    rows = port.rows(count)
    rows = rows[np.isfinite(rows).all(axis=1)]  # the others are no probabilities, and no logits either
    if not rows.size:
        sure = port.says("prob", "softmax")
        return (Activation.NONE if sure else Activation.SOFTMAX), " (probabilities, by its name)" if sure else ""
    off = np.abs(rows.sum(axis=1) - 1).max()
    if rows.min() >= -1e-4 and off < (0.15 if port.is_8_bit else 0.02):
        return Activation.NONE, " that sum to one: probabilities"
    return Activation.SOFTMAX, " that do not sum to one: logits"


def find_segmentation(evidence: Evidence) -> Iterator[Finding]:
    """An output with planes in the proportions of the picture, at least an eighth of its size."""
    planes = [(port, layout) for port in evidence.outputs if (layout := _layout(evidence, port)) is not None]
    for port, layout in planes:
        coarse = evidence.picture.height / (port.shape[layout.index("H")] or 1)
        channels = int(port.shape[layout.index("C")] or 1) if "C" in layout else 1
        if channels > _MOST_PIXEL_CLASSES:
            continue
        readings = (
            _readings_of_one(evidence, port, layout) if channels == 1 else _readings_of_scores(evidence, channels)
        )
        weight = (0.8 if coarse < _COARSEST else 0.45) - (0.1 if port.says("aux") else 0)
        weight -= 0.3 if channels == 1 and readings and not readings[0].chosen else 0
        missing = ("first_label",) if len({one.first_label for one in readings}) > 1 else ()
        for place, one in enumerate(readings):
            raw = channels == 1 and not one.chosen and not port.is_share
            activation = Activation.SIGMOID if raw else Activation.NONE
            adapter = Segmentation(port.name, layout, one.chosen, activation, first_label=one.first_label)
            reason = _segmentation_words(port, channels, coarse, one)
            yield Finding(weight - 0.01 * place, AdapterProposal(adapter, reason, missing))


@dataclass(frozen=True, slots=True)
class _PixelReading:
    """Whether the class of each pixel is chosen already, and the number that masks have for the network's first class."""

    chosen: bool
    first_label: int = 0


def _readings_of_scores(evidence: Evidence, channels: int) -> tuple[_PixelReading, ...]:
    """As many scores as there are classes leave none for a background, unless a name means that."""
    plain = _PixelReading(chosen=False)
    return (_PixelReading(chosen=False, first_label=1), plain) if channels == evidence.classes else (plain,)


def _readings_of_one(evidence: Evidence, port: Port, layout: str) -> tuple[_PixelReading, ...]:
    """One number for each pixel may be its class or the score of the only one; the likelier first."""
    is_score = "C" in layout and not port.is_integer and (not port.is_whole or port.is_share)
    score = (_PixelReading(chosen=False),) if is_score else ()
    chosen = tuple(_PixelReading(chosen=True, first_label=first) for first in _first_labels(evidence, port))
    return (*chosen, *score) if port.is_8_bit and _are_classes(evidence, port) else (*score, *chosen)


def _first_labels(evidence: Evidence, port: Port) -> tuple[int, ...]:
    """The number that masks may have for the first of chosen classes; none where the numbers are no classes.

    Where the highest class was not seen, the network may as well count without a background.
    """
    if not port.is_whole and (port.values.size or not port.is_8_bit):
        return ()
    if port.values.size and port.levels[0] < 0:
        return ()
    all_seen = evidence.classes is None or bool(port.values.size and port.levels[-1] >= evidence.classes)
    return (0,) if all_seen else (0, 1)


def _are_classes(evidence: Evidence, port: Port) -> bool:
    """Whether numbers of 8 bits look like classes: few different ones, and none too high."""
    if not port.values.size:
        return True
    highest = _MOST_IN_8_BITS if evidence.classes is None else evidence.classes
    return len(port.levels) <= _MOST_LEVELS and bool(port.levels[-1] <= highest)


def _segmentation_words(port: Port, channels: int, coarse: float, reading: _PixelReading) -> str:
    what = "one class" if reading.chosen else f"{channels} scores" if channels > 1 else "one score"
    size = f"1/{coarse:.3g} of " if coarse > 1.01 else ""
    without = ", without a background" if reading.first_label else ""
    return (
        f"This looks like segmentation, because '{port.name}' ({shape_words(port)}) has {what} for each pixel of a plane of "
        f"{size}the picture's size{without}."
    )


def _layout(evidence: Evidence, port: Port) -> str | None:
    """The layout of an output with a plane for the whole picture."""
    options = ("NCHW", "NHWC") if len(port.shape) == 4 else ("NHW",) if len(port.shape) == 3 else ()
    if evidence.is_tensorflow:
        options = options[::-1]
    for layout in options:
        sides = [port.shape[layout.index(letter)] for letter in "HW"]
        if None in sides or 1 in sides:
            continue
        steps = evidence.picture.height / int(sides[0] or 1), evidence.picture.width / int(sides[1] or 1)
        if min(steps) >= 0.99 and max(steps) <= _COARSEST * 1.05 and abs(steps[0] - steps[1]) < 0.1 * steps[0]:
            return layout
    return None
