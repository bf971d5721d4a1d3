"""From the records of all pictures to the figures, each with its interval."""

from collections.abc import Callable, Sequence
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from dlwb.calc.accuracy import detection, pixels
from dlwb.calc.accuracy.clusters import Clusters, clusters_of
from dlwb.calc.accuracy.confusion import added_up, class_cells, object_cells
from dlwb.calc.accuracy.outlines import about_masks
from dlwb.calc.accuracy.resampling import metric, resamples
from dlwb.calc.stats import wilson
from dlwb.domain.accuracy import (
    AccuracyReport,
    ClassFigure,
    ClassRecord,
    LikenessRecord,
    Metric,
    ObjectRecord,
    OutputLikeness,
    PictureRecord,
    PixelRecord,
)
from dlwb.domain.dataset import Sample, Task

Floats = NDArray[np.float64]
R = TypeVar("R", ClassRecord, ObjectRecord, PixelRecord, LikenessRecord)


def report(
    samples: Sequence[Sample], records: Sequence[PictureRecord], *, masks: bool = False, first: str | None = None
) -> AccuracyReport:
    """The figures of all pictures; `samples` and `records` belong together by place.

    Args:
        samples: the truth, and which pictures are copies of one original; only objects need them.
        records: one for each sample, all of one kind.
        masks: for objects, whether their masks are compared too, see `outlines.compares_masks`.
        first: the metric that comes first, and that is shown by class; None: the usual one of the kind.

    Raises:
        ValueError: there are no records, or of several kinds.
    """
    clusters = clusters_of(samples, len(records))
    if classes := of_kind(ClassRecord, records):
        return classification_report(classes, clusters)
    if objects := of_kind(ObjectRecord, records):
        return detection_report(samples, objects, masks=masks, first=first)
    if masked := of_kind(PixelRecord, records):
        return pixel_report(masked, clusters)
    if alike := of_kind(LikenessRecord, records):
        return likeness_report(alike, clusters)
    raise ValueError("There is nothing to report on: no records, or of several kinds.")


def of_kind(kind: type[R], records: Sequence[PictureRecord]) -> list[R]:
    """The records when all are of that kind, otherwise none."""
    mine = [record for record in records if isinstance(record, kind)]
    return mine if len(mine) == len(records) else []


def classification_report(records: Sequence[ClassRecord], clusters: Clusters) -> AccuracyReport:
    """Top-1 and top-5 with intervals by Wilson, by class, and what was taken for what."""
    by_class: dict[int, list[int]] = {}
    for i, record in enumerate(records):
        by_class.setdefault(record.label, []).append(i)
    figures = tuple(
        ClassFigure(label, len(mine), top("top1", [records[i] for i in mine], 1, clusters.some(mine)))
        for label, mine in sorted(by_class.items())
    )
    return AccuracyReport(
        Task.CLASSIFICATION,
        len(records),
        (top("top1", records, 1, clusters), top("top5", records, 5, clusters)),
        figures,
        added_up(map(class_cells, records)),
    )


def top(name: str, records: Sequence[ClassRecord], places: int, clusters: Clusters) -> Metric:
    """The share of pictures whose class is among the first `places`; its interval is that of as many as there are clusters."""
    right = sum(record.rank is not None and record.rank < places for record in records)
    share = wilson(right * clusters.weight, clusters.count)
    return Metric(name, share.value, share.low, share.high)


def detection_report(
    samples: Sequence[Sample], records: Sequence[ObjectRecord], *, masks: bool = False, first: str | None = None
) -> AccuracyReport:
    """VOC mAP and COCO's figures, with `masks` on them too, with bootstrap intervals; what was taken for what."""
    matches = detection.match_all(samples, [record.detected for record in records], masks=masks)
    task = Task.INSTANCE_SEGMENTATION if masks else Task.DETECTION
    taken = added_up(object_cells(sample, record.detected) for sample, record in zip(samples, records, strict=True))
    if not matches.boxes:
        nothing = "No picture shows an object that has to be found."
        return AccuracyReport(task, len(records), (), confusion=taken, notes=(nothing,))
    clusters = clusters_of(samples, len(records))
    whole = detection.figures(matches, np.ones((1, len(records))))
    drawn = [detection.figures(matches, weights) for weights in resamples(clusters)]
    leading = first or ("coco_mask_ap" if masks else "coco_ap" if _is_coco(samples) else "map50")
    metrics = [
        metric(name, float(value[0]), _joined(value, [part.totals[name] for part in drawn]), clusters.count)
        for name, value in whole.totals.items()
    ]
    shown = leading if leading in whole.by_class else next(iter(whole.by_class))
    values = whole.by_class[shown]
    spread = _joined(values, [part.by_class[shown] for part in drawn])
    per_class = tuple(
        ClassFigure(
            one.label,
            int(one.objects[0].sum()),
            metric(shown, float(values[0, i]), spread[:, i], clusters.count),
        )
        for i, one in enumerate(detection.classes_of(matches, shown))
    )
    metrics.sort(key=lambda m: m.name != leading)
    outlines = masks or any(record.detected.masks for record in records)
    notes = about_masks(samples, masks=masks) if outlines else ()
    return AccuracyReport(task, len(records), tuple(metrics), per_class, taken, notes)


def _joined(whole: Floats, parts: Sequence[Floats]) -> Floats:
    """All resamples; none for a single picture. `whole` is the figure itself, in the same shape."""
    return np.concatenate([whole[:0], *parts])


def _is_coco(samples: Sequence[Sample]) -> bool:
    """Whether the pictures have numbers, which COCO gives."""
    return any(sample.number is not None for sample in samples)


def pixel_report(records: Sequence[PixelRecord], clusters: Clusters) -> AccuracyReport:
    """Mean intersection over union and pixel accuracy with bootstrap intervals, by class, and what was taken for what."""
    counts = pixels.count_pixels(records)
    metrics = estimated(lambda weights: pixels.figures(counts, weights), clusters)
    values = pixels.unions(counts, np.ones((1, len(records))))
    spread = _joined(values, [pixels.unions(counts, weights) for weights in resamples(clusters)])
    total = counts.truth.sum(axis=0)
    return AccuracyReport(
        Task.SEGMENTATION,
        len(records),
        metrics,
        tuple(
            ClassFigure(label, int(total[i]), metric("iou", float(values[0, i]), spread[:, i], clusters.count))
            for i, label in enumerate(counts.labels)
            if total[i]
        ),
        added_up(record.cells for record in records),
    )


def likeness_report(records: Sequence[LikenessRecord], clusters: Clusters) -> AccuracyReport:
    """Mean cosine and normalised squared error over pictures and outputs, and of each output, with bootstrap intervals."""
    metrics = estimated(lambda weights: likeness_figures(records, weights), clusters)
    outputs = records[0].outputs if records else ()
    per_output = tuple(_output_likeness(records, i, clusters) for i in range(len(outputs)))
    return AccuracyReport(None, len(records), metrics, per_output=per_output)


def _output_likeness(records: Sequence[LikenessRecord], index: int, clusters: Clusters) -> OutputLikeness:
    """One output over all pictures."""
    cosine = np.array([record.cosine[index] for record in records])
    error = np.array([record.nmse[index] for record in records])
    found = estimated(lambda weights: {"cosine": _mean(cosine, weights), "nmse": _mean(error, weights)}, clusters)
    return OutputLikeness(records[0].outputs[index], *found)


def likeness_figures(records: Sequence[LikenessRecord], weights: Floats) -> dict[str, Floats]:
    """`cosine` and `nmse` by resample."""
    cosine = np.array([np.mean(record.cosine) for record in records])
    error = np.array([np.mean(record.nmse) for record in records])
    return {"cosine": _mean(cosine, weights), "nmse": _mean(error, weights)}


def _mean(values: Floats, weights: Floats) -> Floats:
    """The mean over pictures, by resample."""
    mean: Floats = weights @ values / weights.sum(axis=1)
    return mean


def estimated(figures: Callable[[Floats], dict[str, Floats]], clusters: Clusters) -> tuple[Metric, ...]:
    """Metrics with intervals, from a function that gives them for any weights of the pictures."""
    values = figures(np.ones((1, len(clusters.of))))
    parts = [figures(weights) for weights in resamples(clusters)]
    return tuple(
        metric(name, float(value[0]), _joined(value, [part[name] for part in parts]), clusters.count)
        for name, value in values.items()
    )
