"""Accuracy in one sentence, for people who read no further. Without numpy, because documents stand on it."""

from dlwb.calc.figure_words import number_words, per_cent, signed
from dlwb.domain.accuracy import Direction, Metric, MetricChange, PairedAccuracy
from dlwb.domain.dataset import Task
from dlwb.domain.evaluation import Evaluation
from dlwb.domain.sample_kind import SampleKind

_WORDS = {
    "top1": "top-1",
    "top5": "top-5",
    "map50": "mAP at IoU 0.5",
    "map50_11point": "11-point mAP",
    "coco_ap": "COCO AP",
    "coco_mask_ap": "COCO AP of masks",
    "miou": "mean IoU",
    "iou": "IoU",
    "pixel_accuracy": "pixel accuracy",
    "cosine": "cosine",
    "nmse": "normalised squared error",
}
# Figures that nobody gives in per cent.
PLAIN = ("cosine", "nmse")


def label_names(task: Task | None, classes: tuple[str, ...]) -> tuple[str, ...]:
    """The names of classes by the numbers that figures and confusions have: in masks, 0 is the background."""
    return ("background", *classes) if task is Task.SEGMENTATION and classes else classes


def label_name(names: tuple[str, ...], label: int | None, nothing: str = "nothing") -> str:
    """The name of a class by number, the number where it has none, and `nothing` for none."""
    if label is None:
        return nothing
    return names[label] if label < len(names) and names[label] else str(label)


def metric_words(name: str) -> str:
    """A metric as people call it: `coco_mask_ap_small` is COCO AP of masks, small objects."""
    if name in _WORDS:
        return _WORDS[name]
    family, _, rest = name.partition("coco_")
    if family or not rest:
        return name.replace("_", " ")
    what, _, size = rest.removeprefix("mask_").partition("_")
    masks = " of masks" if rest.startswith("mask_") else ""
    return f"COCO {what.upper()}{masks}{f', {size} objects' if size else ''}"


def metric_value(name: str, value: float) -> str:
    """The value of a metric: `76.10 %`, or plainly where it is no share."""
    return number_words(value) if name in PLAIN else per_cent(value, 2)


def metric_figure(metric: Metric) -> str:
    """A metric with its interval: `76.10 % [73.40, 78.70]`, or plainly where it is no share."""
    if metric.name in PLAIN:
        return f"{number_words(metric.value)} [{number_words(metric.low)}, {number_words(metric.high)}]"
    return f"{metric_value(metric.name, metric.value)} [{metric.low * 100:.2f}, {metric.high * 100:.2f}]"


def change_figure(change: MetricChange) -> str:
    """How a metric moved, with its interval: `+0.40 points [−0.10, +0.90]`, or plainly where it is no share."""
    plain = change.name in PLAIN
    value, low, high = (
        signed(one, ".4g") if plain else signed(one * 100) for one in (change.difference, change.low, change.high)
    )
    return f"{value}{'' if plain else ' points'} [{low}, {high}]"


def in_a_sentence(evaluation: Evaluation) -> str:
    """What one measurement came to."""
    report = evaluation.report
    pictures = evaluation.sample_kind.counted(report.samples)
    if evaluation.preview:
        return f"Nothing was measured: {pictures} {_were(report.samples)} shown, to see how the network is read."
    if not report.metrics:
        return f"There is no figure for {pictures}. {' '.join(report.notes)}".rstrip()
    first = report.metrics[0]
    words, of = metric_words(first.name), " with the other model's outputs" if evaluation.task is None else ""
    return f"{words if words.startswith('mAP') else words[0].upper() + words[1:]}{of} is {metric_figure(first)} on {pictures}."


def comparison_in_a_sentence(
    result: PairedAccuracy, before: str, after: str, kind: SampleKind = SampleKind.PICTURE
) -> str:
    """What changed between two variants on the same pictures.

    Args:
        result: the comparison; the metric that matters most is its first.
        before: what the reference is called.
        after: what the other is called; where both have one name, the sentence says "the second run".
        kind: what both have seen.
    """
    change = next(iter(result.changes), None)
    moved = f"{len(result.flips):,} of {kind.counted(result.samples)} {'flipped' if result.p_value is not None else 'changed'}"
    if change is None:
        return f"There is no figure to compare; {moved}."
    who = after if after and after != before else "The second run"
    words = metric_words(change.name)
    if change.difference == 0 and not result.flips:
        return f"{who} is exactly as right: {words} is the same, and none of {kind.counted(result.samples)} changed."
    if not change.significant:
        return f"{who} is not clearly better or worse: {words} moves by {change_figure(change)}; {moved}."
    better = (change.difference > 0) is (change.direction is Direction.HIGHER)
    if change.direction is Direction.LOWER:
        return f"{who} is {'better' if better else 'worse'}: {words} moves by {change_figure(change)}; {moved}."
    return f"{who} {'gains' if better else 'loses'} {_amount(change)}; {moved}."


def _amount(change: MetricChange) -> str:
    """`0.40 points top-1 [0.10, 0.80]`, the size of a gain or a loss."""
    ends = sorted((abs(change.low), abs(change.high)))
    words = metric_words(change.name)
    if change.name in PLAIN:
        value, low, high = (number_words(one) for one in (abs(change.difference), *ends))
        return f"{value} {words} [{low}, {high}]"
    return f"{abs(change.difference) * 100:.2f} points {words} [{ends[0] * 100:.2f}, {ends[1] * 100:.2f}]"


def _were(count: int) -> str:
    return "was" if count == 1 else "were"
