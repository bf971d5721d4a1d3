"""What a quantization can tell before it is started: what its pictures are for, and how sure they can make it."""

from collections.abc import Mapping

from dlwb.calc.accuracy.paired import paired_shares
from dlwb.calc.figure_words import counted
from dlwb.calc.quantization.sentences import bound_words
from dlwb.domain.dataset import Task
from dlwb.domain.quantization import Bound, Method
from dlwb.domain.sample_kind import SampleKind

_BY_TASK = {
    Task.CLASSIFICATION: ("top1", "top5"),
    Task.DETECTION: ("coco_ap", "map50", "map50_11point"),
    Task.INSTANCE_SEGMENTATION: ("coco_mask_ap", "coco_ap", "map50"),
    Task.SEGMENTATION: ("miou", "pixel_accuracy"),
}
_LIKENESS = ("cosine", "nmse")
_SMALL_ALREADY = ("i8", "u8", "i4", "u4")


def metrics_for(tasks: tuple[Task, ...]) -> tuple[str, ...]:
    """The metrics that a bound can be about; without labels those of likeness to the parent."""
    return tuple(dict.fromkeys(name for task in tasks for name in _BY_TASK[task])) or _LIKENESS


def doubt(pictures: int) -> float:
    """How large a drop of a share cannot be ruled out, at the least, even when not one picture changes sides, 0..1.

    That is the half-width of Newcombe's interval for a network that is right on half of them, where it is narrowest.
    """
    right = [number % 2 == 0 for number in range(pictures)]
    change = paired_shares("share", right, right)
    return max(-change.low, change.high)


def about_model(precision: str) -> tuple[str, ...]:
    """What stands in the way of a model with most weights of this element type; nothing for floating point."""
    if precision not in _SMALL_ALREADY:
        return ()
    bits = precision[1:]
    return (
        f"Most weights of this model are in {bits} bits already, so it will be refused: quantize the model in floating point "
        "that it was made from.",
    )


def about_pictures(
    total: int, calibration: int, validation: int, *, apart: bool, kind: SampleKind = SampleKind.PICTURE
) -> str:
    """What the samples are for, and how many are left over."""
    if calibration == 0:
        return f"{kind.counted(validation)} of {total:,} say how right the candidate is."
    if not apart:
        return (
            f"{kind.counted(calibration)} find the ranges, and {validation:,} of all {total:,} say how right a candidate is; "
            "those that do both make the drop look smaller than it is."
        )
    left = total - calibration - validation
    rest = f"; {left:,} stay unused" if left else ""
    return f"{kind.counted(calibration)} of {total:,} find the ranges, {validation:,} others say how right a candidate is{rest}."


def about_labels(labelled: Mapping[Task, int]) -> tuple[str, ...]:
    """That how many pictures count depends on what the network does; nothing where it does not."""
    if len(set(labelled.values())) < 2:
        return ()
    words = [f"{count:,} for {task.value.replace('_', ' ')}" for task, count in labelled.items()]
    return (
        f"Labels are there of {' and '.join(words)}: only pictures with labels for what the network does say how right a "
        "candidate is.",
    )


def about_doubt(pictures: int, bound: Bound | None) -> str:
    """How sure so many pictures can be of a drop of a share, and what that means for the bound."""
    least = doubt(pictures)
    said = f"Even if none of {counted(pictures, 'picture')} changed, a drop of {least * 100:.2g} points could not be ruled out"
    if bound is None or bound.relative or least <= bound.max_drop:
        return f"{said}."
    return f"{said}, so a bound of {bound_words(bound)} can at best be met on these pictures, without being sure of others."


def about_goal(method: Method, bound: Bound | None, *, like_parent: bool) -> str:
    """What candidates are held against, and what is done where too much is lost."""
    against = "the model's own outputs" if like_parent else "labels"
    if bound is None:
        what = "The whole network is" if method is Method.INT8 else "The weights are"
        return f"{what} made smaller; what that loses against {against} is measured and told, not bounded."
    if method is Method.WEIGHTS_INT4:
        return (
            f"Candidates are held against {against}; where too much is lost, fewer weights are in 4 bits, at last none."
        )
    if method is not Method.INT8:
        return f"There is one candidate: its weights are made smaller, and it is held against {against}."
    return f"Candidates are held against {against}; where too much is lost, the most sensitive operations go back to floats."


def about_no_loss(method: Method, bound: Bound | None, kind: SampleKind = SampleKind.PICTURE) -> tuple[str, ...]:
    """What it means that nothing at all may be lost; nothing where something may."""
    if bound is None or bound.max_drop > 0:
        return ()
    said = (
        f"A bound of {bound_words(bound)} holds only for a candidate that is at least as right as the model on these very "
        f"{kind.plural}; however many there are, they make sure of others only where it clearly gains."
    )
    if method is Method.INT8:
        said += " Usually most operations go back to floating point for it, or none of the candidates holds."
    return (said,)
