"""Whether a network seems to number its classes in another order than the dataset that it was held against."""

from collections import Counter
from collections.abc import Iterable, Sequence

from dlwb.calc.figure_words import per_cent
from dlwb.domain.accuracy import ClassRecord
from dlwb.domain.dataset import Dataset

# Another order is worth a word when it makes so many more pictures right, as a share of all and as a multiple.
_MORE = 0.25
_TIMES = 2.0
# So many classes have to change places, each seen in so many pictures; one alone is a class that is taken for another.
_MOVED = 2
_SEEN = 3

# A true class, and the one that the network put first.
Answer = tuple[int, int]


def other_order(records: Sequence[ClassRecord], dataset: Dataset) -> str:
    """What has to be said where another order of the classes fits far better; empty where none does.

    The order is found on every second picture of each class and judged by the others, because any order fits the pictures that
    it was made from.
    """
    finding, judged = _halves((one.label, one.best.labels[0]) for one in records if one.best.labels)
    if not judged:
        return ""
    order = _best_order(finding)
    right = Counter(label for label, first in judged if order.get(label) == first)
    moved = [label for label in sorted(order) if order[label] != label and right[label] >= _SEEN]
    same, other = sum(label == first for label, first in judged) / len(judged), right.total() / len(judged)
    if len(moved) < _MOVED or other < max(same + _MORE, _TIMES * same):
        return ""
    examples = ", ".join(f"its class {order[label]} is {_name(dataset, label)}" for label in moved[:_MOVED])
    return (
        f"The network seems to number its classes in another order: {per_cent(other)} of the first answers would be right, "
        f"instead of {per_cent(same)}, if {examples}{' and so on' if len(moved) > _MOVED else ''}. "
        "Give the names of its classes (a label map), and they are found by name."
    )


def _halves(answers: Iterable[Answer]) -> tuple[list[Answer], list[Answer]]:
    halves: tuple[list[Answer], list[Answer]] = [], []
    seen: Counter[int] = Counter()
    for label, first in answers:
        halves[seen[label] % 2].append((label, first))
        seen[label] += 1
    return halves


def _best_order(answers: Iterable[Answer]) -> dict[int, int]:
    """What the network says for each true class, where each says another: the most frequent pairs first."""
    order: dict[int, int] = {}
    for (label, first), _ in Counter(answers).most_common():
        if label not in order and first not in order.values():
            order[label] = first
    return order


def _name(dataset: Dataset, label: int) -> str:
    return f"'{dataset.classes[label]}'" if label < len(dataset.classes) else f"the dataset's class {label}"
