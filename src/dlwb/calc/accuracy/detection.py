"""The figures of a detector: Pascal VOC's mAP in both forms, and the twelve of COCO, on boxes or on masks."""

import warnings
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from enum import Enum

import numpy as np
from numpy.typing import NDArray

from dlwb.calc.accuracy.average_precision import COCO_RECALLS, VOC_RECALLS, average_precisions, recalls_reached
from dlwb.calc.accuracy.found_objects import MOST, ClassMatches, coco_matches, voc_matches
from dlwb.calc.accuracy.matching import COCO_OVERLAPS
from dlwb.domain.accuracy import Detected
from dlwb.domain.dataset import Sample

Floats = NDArray[np.float64]

_AREAS = ("", "_small", "_medium", "_large")
_AR_MOST = (1, 10, MOST)


class _Rule(Enum):
    """By what detections are matched with objects."""

    VOC = "map50"
    BOXES = "coco"
    MASKS = "coco_mask"


def _rule_of(name: str) -> _Rule:
    """The rule behind a metric."""
    if name.startswith(_Rule.MASKS.value):
        return _Rule.MASKS
    return _Rule.BOXES if name.startswith(_Rule.BOXES.value) else _Rule.VOC


@dataclass(frozen=True, slots=True)
class DetectionMatches:
    """What a detector found by each rule; `masks` None: no masks were compared."""

    voc: tuple[ClassMatches, ...]
    boxes: tuple[ClassMatches, ...]
    masks: tuple[ClassMatches, ...] | None


def match_all(
    samples: Sequence[Sample], found: Sequence[Detected], *, masks: bool, only: Collection[str] | None = None
) -> DetectionMatches:
    """Match every detection with the objects of its picture, by each rule, or by those that some metrics need.

    Pictures are taken by COCO's number where they have one, which decides between equal scores as the reference does; in what
    comes out they have their places in `samples`.
    """
    order = sorted(range(len(samples)), key=lambda i: (samples[i].number is None, samples[i].number or 0, i))
    samples, found = [samples[i] for i in order], [found[i] for i in order]
    places = np.array(order, dtype=np.intp)

    def placed(matches: tuple[ClassMatches, ...]) -> tuple[ClassMatches, ...]:
        return tuple(replace(one, pictures=places[one.pictures], shown=places[one.shown]) for one in matches)

    needed = {_rule_of(name) for name in only} if only is not None else set(_Rule)
    compared = placed(coco_matches(samples, found, masks=True)) if masks and _Rule.MASKS in needed else None
    return DetectionMatches(
        placed(voc_matches(samples, found)) if _Rule.VOC in needed else (),
        placed(coco_matches(samples, found)) if _Rule.BOXES in needed else (),
        compared,
    )


@dataclass(frozen=True, slots=True)
class DetectionFigures:
    """Every metric by name, one value for each resample; NaN where none of its objects is there.

    `by_class` has the average precisions `[resamples, classes]` behind `map50`, `coco_ap` and `coco_mask_ap`.
    """

    totals: dict[str, Floats]
    by_class: dict[str, Floats]


def figures(matches: DetectionMatches, weights: Floats, only: Collection[str] | None = None) -> DetectionFigures:
    """All figures, or those of some names, for any weights of the pictures, `[resamples, pictures]`."""
    made = DetectionFigures({}, {})
    if matches.voc and _wanted(only, "map50"):
        whole = average_precisions(matches.voc, weights, None)
        made.totals["map50"], made.by_class["map50"] = _mean(whole), whole[:, :, 0]
    if matches.voc and _wanted(only, "map50_11point"):
        made.totals["map50_11point"] = _mean(average_precisions(matches.voc, weights, VOC_RECALLS))
    _add_coco(made, _Rule.BOXES, matches.boxes, weights, only)
    if matches.masks is not None:
        _add_coco(made, _Rule.MASKS, matches.masks, weights, only)
    return made


def _wanted(only: Collection[str] | None, *names: str) -> bool:
    return only is None or any(name in only for name in names)


def classes_of(matches: DetectionMatches, name: str) -> tuple[ClassMatches, ...]:
    """The classes that a metric of `DetectionFigures.by_class` goes over."""
    return matches.voc if name == "map50" else matches.boxes if name == "coco_ap" else matches.masks or ()


def _add_coco(
    made: DetectionFigures, rule: _Rule, matches: Sequence[ClassMatches], weights: Floats, only: Collection[str] | None
) -> None:
    """COCO's twelve figures, or some; those of a range of areas without an object are left out."""
    prefix = rule.value
    for area, suffix in enumerate(_AREAS):
        present = [one for one in matches if one.objects[area].any()]
        if not present:
            continue
        name = f"{prefix}_ap{suffix}"
        at = {f"{prefix}_ap{overlap}": overlap / 100 for overlap in (50, 75)} if area == 0 else {}
        if _wanted(only, name, *at):
            precisions = average_precisions(present, weights, COCO_RECALLS, area)
            made.totals[name] = _mean(precisions)
            if area == 0:
                made.by_class[name] = precisions.mean(axis=2)
            for at_overlap, overlap in at.items():
                place = int(np.argmin(np.abs(COCO_OVERLAPS - overlap)))
                made.totals[at_overlap] = _mean(precisions[:, :, place : place + 1])
        for most in _AR_MOST if area == 0 else (MOST,):
            name = f"{prefix}_ar{most}" if area == 0 else f"{prefix}_ar{suffix}"
            if _wanted(only, name):
                made.totals[name] = _mean(recalls_reached(present, weights, area, most))


def _mean(values: Floats) -> Floats:
    """The mean over classes and overlaps of those that exist, by resample."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # a resample without any object has no figure: NaN
        return np.asarray(np.nanmean(values, axis=(1, 2)))
