"""Whether masks of objects are compared: where the network outlines them, and the labels outline enough of them."""

from collections.abc import Sequence

from dlwb.calc.figure_words import counted
from dlwb.domain.dataset import Sample, Task

# Where fewer are outlined, figures of masks would be figures of boxes.
_ENOUGH = 0.5


def compares_masks(task: Task | None, samples: Sequence[Sample]) -> bool:
    """Whether figures of masks are worked out, whatever the network finds.

    Args:
        task: of the network, by what its outputs mean.
        samples: all pictures that are shown; decided once for them, so that networks compared on them have the same figures.
    """
    outlined, objects = _counts(samples)
    return task is Task.INSTANCE_SEGMENTATION and outlined >= _ENOUGH * objects


def about_masks(samples: Sequence[Sample], *, masks: bool) -> tuple[str, ...]:
    """What has to be said of the labels of a network that outlines objects; `masks`: they are compared."""
    outlined, objects = _counts(samples)
    if not masks:
        return (f"The labels outline {outlined:,} of {counted(objects, 'object')}, so there are no figures of masks.",)
    if outlined < objects:
        words = f"Objects without an outline in the labels: {objects - outlined:,} of {objects:,}"
        return (f"{words}; for figures of masks their boxes count.",)
    return ()


def _counts(samples: Sequence[Sample]) -> tuple[int, int]:
    """How many objects are outlined, and how many there are."""
    boxes = [box for sample in samples for box in sample.boxes or ()]
    return sum(bool(box.polygons or box.rle) for box in boxes), len(boxes)
