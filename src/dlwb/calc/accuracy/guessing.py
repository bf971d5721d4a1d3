"""Whether a classifier does better than guessing; if not, it was shown what it does not know."""

from dlwb.calc.figure_words import per_cent
from dlwb.domain.accuracy import Metric
from dlwb.domain.dataset import Dataset

# Fewer pictures say too little about anything.
_FEWEST = 20


def no_better_than_guessing(top1: Metric, pictures: int, dataset: Dataset) -> str:
    """What has to be said of a top-1 whose interval holds what guessing gives; empty where it is clearly better."""
    classes = dataset.class_count
    if top1.name != "top1" or pictures < _FEWEST or classes < 2 or top1.low > 1 / classes:
        return ""
    return (
        f"Top-1 is not clearly better than guessing among the {classes} classes of '{dataset.name}' "
        f"({per_cent(1 / classes, 1)}): these pictures, their classes or the way they go in are probably not what the network "
        "was made for."
    )
