"""A part of a dataset that looks like the whole: the same pictures for the same seed, every class in proportion."""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence

from dlwb.domain.config_rules import MOST_SEED, whole_number_problems
from dlwb.domain.dataset import Sample, Subset
from dlwb.domain.errors import InvalidOptions, OptionProblem

Placed = Sequence[tuple[int, Sample]]
Usable = Callable[[Sample], bool]
_Origin = tuple[bool, int]


def size_of(subset: Subset, total: int) -> int:
    """How many of `total` pictures, without those it is apart from, a subset has; at least one, where there is one.

    Raises:
        InvalidOptions: both a number and a share, or one that cannot be; or such a seed.
    """
    problems = []
    if subset.count is not None and subset.percent is not None:
        problems.append(OptionProblem("percent", "contradicts count."))
    if subset.count is not None and subset.count < 1:
        problems.append(OptionProblem("count", f"{subset.count} is too few."))
    if subset.percent is not None and not 0 < subset.percent <= 100:
        problems.append(OptionProblem("percent", f"{subset.percent:g} % is not above 0 and at most 100 %."))
    hint = "Give a number or a share." if problems else "The same seed chooses the same pictures."
    problems += whole_number_problems("seed", subset.seed, 0, MOST_SEED)
    if problems:
        raise InvalidOptions(tuple(problems), hint)
    if subset.count is not None:
        return min(subset.count, total)
    return min(total, max(1, round(total * (100 if subset.percent is None else subset.percent) / 100)))


def strata_of(samples: Sequence[Sample]) -> tuple[int | None, ...]:
    """The class that each picture stands for: the rarest of those that it shows; None without labels."""
    held = [sample.labels for sample in samples]
    common = Counter(label for labels in held for label in labels)
    return tuple(min(labels, key=lambda label: (common[label], label), default=None) for labels in held)


def choose(names: Sequence[str], strata: Sequence[int | None], subset: Subset) -> tuple[int, ...]:
    """Positions of the chosen pictures, ascending.

    In each stratum the pictures are put in an order that only the seed and their names decide; the k-th of n has the place
    (k + u) / n, with a u in 0..1 that belongs to the stratum. The subset are the pictures with the lowest places. So each
    stratum has its share, but for less than one picture more or less, and a larger subset holds the smaller one.

    Args:
        names: what tells the pictures apart.
        strata: the class that each stands for; None is a class of its own.
        subset: how many, and the seed.

    Raises:
        InvalidOptions: see `size_of`, also for the part that it is apart from.
    """
    taken = frozenset(choose(names, strata, subset.apart_from)) if subset.apart_from else frozenset()
    left = [position for position in range(len(names)) if position not in taken]
    return tuple(sorted(_in_order(names, strata, subset.seed, left)[: size_of(subset, len(left))]))


def _in_order(names: Sequence[str], strata: Sequence[int | None], seed: int, left: Sequence[int]) -> list[int]:
    """Some positions by their places, see `choose`."""
    by_stratum: dict[int | None, list[int]] = defaultdict(list)
    for position in sorted(left, key=lambda one: (_chance(seed, names[one]), names[one], one)):
        by_stratum[strata[position]].append(position)
    places = {
        position: (rank + _chance(seed, f"stratum {stratum}")) / len(positions)
        for stratum, positions in by_stratum.items()
        for rank, position in enumerate(positions)
    }
    return sorted(places, key=lambda position: (places[position], position))


def part(samples: Placed, subset: Subset, usable: Usable = lambda _: True) -> Placed:
    """The chosen ones of the usable samples with their positions, in the same order.

    The part that a subset is apart from is the one that `spare_first` chooses of all samples. Copies of one original are chosen
    one after another, and none of them is in a part when another is in the part that it is apart from.

    Raises:
        InvalidOptions: see `choose`.
    """
    ours = [one for one in samples if usable(one[1])]
    if subset == Subset(seed=subset.seed):
        return ours
    apart = spare_first(samples, subset.apart_from, usable) if subset.apart_from else ()
    taken = {_origin(one) for one in apart}
    together: dict[_Origin, list[int]] = defaultdict(list)
    for place, one in enumerate(ours):
        together[_origin(one)].append(place)
    groups, strata = list(together.items()), strata_of([sample for _, sample in ours])
    left = [number for number, (origin, _) in enumerate(groups) if origin not in taken]
    order = _in_order(
        [ours[places[0]][1].picture for _, places in groups],
        [strata[places[0]] for _, places in groups],
        subset.seed,
        left,
    )
    wanted = size_of(subset, sum(len(groups[number][1]) for number in left))
    return [ours[place] for place in sorted([place for number in order for place in groups[number][1]][:wanted])]


def spare_first(samples: Placed, subset: Subset, usable: Usable) -> Placed:
    """The chosen ones of all samples, in the same order: usable ones only where there are not enough others.

    So those that can be measured on, because they have labels, are left for that. Raises InvalidOptions, see `choose`.
    """
    apart = spare_first(samples, subset.apart_from, usable) if subset.apart_from else ()
    taken = {_origin(one) for one in apart}
    left = [one for one in samples if _origin(one) not in taken]
    spare = [one for one in left if not usable(one[1])]
    if not spare:
        return part(samples, subset, usable)
    wanted = size_of(subset, len(left))
    chosen = {position for position, _ in part(spare, Subset(wanted, seed=subset.seed))}
    if wanted > len(spare):
        rest = [one for one in left if usable(one[1])]
        chosen |= {position for position, _ in part(rest, Subset(wanted - len(spare), seed=subset.seed))}
    return [one for one in samples if one[0] in chosen]


def _origin(placed: tuple[int, Sample]) -> _Origin:
    """What tells pictures apart that do not belong together: their original, or their own position."""
    position, sample = placed
    return (False, position) if sample.original is None else (True, sample.original)


def _chance(seed: int, name: str) -> float:
    """A number in 0..1 that seed and name decide, on every machine and with every version of everything."""
    digest = hashlib.sha256(f"{seed}\n{name}".encode(errors="surrogatepass")).digest()
    return int.from_bytes(digest[:8]) / 2**64
