"""What to try next: which groups of operations go back to floating point, so that the fastest network that holds is found.

Groups are ordered by sensitivity, and the fewest from the front that have to go back are found by bisection, which takes the
logarithm of the number of groups in attempts where one by one takes the number. Where attempts are cheap to dismiss, groups are
put back alone as well: a single one may repair just the pictures that were lost, whatever noise it leaves. Then the bisection by
sensitivity per time, as a sensitive group that costs much can be dearer than two that cost little; and at last groups that cost
most for the least sensitivity are taken back into 8 bits, as long as the bound holds. Nothing here measures: the caller does,
and answers.
"""

from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from dlwb.domain.measurement import Estimate

T = TypeVar("T")

# What is put back must promise so much less time than the best so far to be worth an attempt.
_CHEAPER = 0.98
# A group whose time is unknown or not above zero counts as this share of the mean.
_LEAST_SHARE = 0.05
# A ranking that needs more than this share of all groups is not to be believed.
_USELESS = 0.5
_FEWEST_TO_DOUBT = 4
# Attempts by which the result may get faster, after the fewest that hold were found.
MOST_EXTRA = 6
FINALISTS = 2
# Groups that are put back alone, at most.
MOST_ALONE = 12
# Up to so many times the drop that holds, a single group may well do, and is looked for first.
_NEAR = 2.0
# What promises to cost so many times as much as the best needs no measuring.
_ALIKE = 1.5
# Slower than this share of the fastest is slower, however wide the intervals are.
_TIE = 0.97
_ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class Candidate:
    """Groups to put back, and in words why these."""

    kept: frozenset[int]
    why: str


@dataclass(frozen=True, slots=True)
class Reranking:
    """The ranking is useless: measure what putting each group back does, and answer with the new sensitivities."""

    why: str


@dataclass(frozen=True, slots=True)
class Answer:
    """Whether a candidate holds, and its drop; to a `Reranking` the new `sensitivity` of every group."""

    holds: bool = False
    drop: float = 0.0
    sensitivity: tuple[float, ...] = ()


Question = Candidate | Reranking
Asking = Generator[Question, Answer, T]


class Search:
    """A search under way: `question` is what to try, `answer` brings the next; `holding` are those that held."""

    def __init__(
        self,
        sensitivity: Sequence[float],
        costs: Sequence[float | None],
        drop: float,
        limit: float,
        *,
        final: bool = False,
        screened: bool = False,
    ) -> None:
        """Begin with a network entirely in 8 bits that does not hold.

        Args:
            sensitivity: of each group; any unit.
            costs: by how much each group in floating point slows the network down; None: not known.
            drop: that of the network entirely in 8 bits.
            limit: the largest drop that holds.
            final: nothing better than these sensitivities can be had.
            screened: candidates that do not hold are dismissed at little cost.
        """
        self._screened = screened
        self._final = final
        self.holding: dict[frozenset[int], Answer] = {}
        self.question: Question | None = None
        self.gave_up = False
        self._costs = filled(costs)
        self._known: dict[frozenset[int], Answer] = {frozenset(): Answer(False, drop)}
        self._extra = 0
        self._improving = False
        self._asking = self._searched(list(sensitivity), limit)
        self._advance(None)

    def answer(self, answer: Answer) -> None:
        """Say what became of `question`."""
        if isinstance(self.question, Candidate):
            self._known[self.question.kept] = answer
            if answer.holds:
                self.holding[self.question.kept] = answer
        self._advance(answer)

    def cost(self, kept: frozenset[int]) -> float:
        """What putting these back is expected to cost; in the unit of the costs, or in groups where none is known."""
        return sum(self._costs[group] for group in kept)

    def best(self) -> frozenset[int]:
        """Of those that hold, the one that promises to be fastest. Raises ValueError: none does."""
        return min(self.holding, key=lambda kept: (self.cost(kept), self.holding[kept].drop))

    def finalists(self) -> list[frozenset[int]]:
        """Those that hold and could be the fastest, what promises most first; putting back more than another never is."""
        least = [kept for kept in self.holding if not any(other < kept for other in self.holding)]
        order = sorted(least, key=lambda kept: (self.cost(kept), self.holding[kept].drop))
        return [kept for kept in order if self.cost(kept) <= _ALIKE * self.cost(order[0])][:FINALISTS]

    def _advance(self, answer: Answer | None) -> None:
        try:
            self.question = next(self._asking) if answer is None else self._asking.send(answer)
        except StopIteration:
            self.question = None

    # --- the plan ---------------------------------------------------------------------------------

    def _searched(self, sensitivity: list[float], limit: float) -> Asking[None]:
        order = by_sensitivity(sensitivity)
        if self._screened and self._known[frozenset()].drop <= _NEAR * limit:
            yield from self._alone(order)
        if self.holding:
            yield from self._cheaper_fewest(order, sensitivity, self._share(limit), "most sensitive")
        else:
            sensitivity = yield from self._fewest_at_all(sensitivity, limit)
            order = by_sensitivity(sensitivity)
        if not self.holding:
            self.gave_up = True
            return
        if self._screened:
            yield from self._alone(order)
        self._improving = True
        if len(set(self._costs)) > 1:
            order = by_sensitivity_per_cost(sensitivity, self._costs)
            share = _left(sensitivity, self.best())
            yield from self._cheaper_fewest(order, sensitivity, share, "most sensitive for their time")
        yield from self._taken_back(sensitivity)

    def _fewest_at_all(self, sensitivity: list[float], limit: float) -> Asking[list[float]]:
        """The fewest most sensitive that hold, measured anew where the ranking is useless; the sensitivities in the end."""
        order = by_sensitivity(sensitivity)
        found = yield from self._fewest(order, sensitivity, self._share(limit), "most sensitive")
        if self._is_doubtful(found):
            answer = yield Reranking(
                "No part of the ranking holds." if found is None else "More than half of all groups had to go back."
            )
            sensitivity = list(answer.sensitivity)
            order = by_sensitivity(sensitivity)
            yield from self._cheaper_fewest(order, sensitivity, self._share(limit), "most sensitive by trial")
        return sensitivity

    def _is_doubtful(self, found: int | None) -> bool:
        groups = len(self._costs)
        return not self._final and groups >= _FEWEST_TO_DOUBT and (found is None or found > _USELESS * groups)

    def _share(self, limit: float) -> float:
        """The share of all sensitivity that may be left, if the drop is in proportion to it."""
        drop = self._known[frozenset()].drop
        return max(0.0, limit / drop) if drop > 0 else 0.0

    def _fewest(
        self, order: Sequence[int], sensitivity: Sequence[float], share: float, words: str, most: int | None = None
    ) -> Asking[int | None]:
        """The fewest from the front of an order that hold; None: not even all but one do.

        The first guess is as many as leave that share of all sensitivity.
        """
        high = len(order) - 1 if most is None else most
        failed, held = 0, None
        step = guess = min(max(1, _guess(order, sensitivity, share)), max(1, high))
        while held is None and failed < high:
            answer = yield from self._ask(frozenset(order[:guess]), f"the {guess} {words} put back")
            if answer.holds:
                held = guess
            else:
                failed = guess
                guess, step = min(high, guess + step), 2 * step
        while held is not None and held - failed > 1:
            middle = (failed + held) // 2
            answer = yield from self._ask(frozenset(order[:middle]), f"the {middle} {words} put back")
            if answer.holds:
                held = middle
            else:
                failed = middle
        return held

    def _cheaper_fewest(
        self, order: Sequence[int], sensitivity: Sequence[float], share: float, words: str
    ) -> Asking[None]:
        """The same for another order, as far as it can be cheaper than the best so far."""
        most = len(order) - 1
        if self.holding:
            within = _CHEAPER * self.cost(self.best())
            most = max((n for n in range(1, most + 1) if self.cost(frozenset(order[:n])) < within), default=0)
        if most > 0:
            yield from self._fewest(order, sensitivity, share, words, most)

    def _alone(self, order: Sequence[int]) -> Asking[None]:
        """Single groups, the most sensitive first, as far as they are cheaper than the best so far."""
        for number, group in enumerate(order[: min(MOST_ALONE, len(order) - 1)], 1):
            if not self.holding or self._costs[group] < _CHEAPER * self.cost(self.best()):
                yield from self._ask(frozenset({group}), f"number {number} of the ranking alone put back")

    def _taken_back(self, sensitivity: Sequence[float]) -> Asking[None]:
        """Take those that cost most and matter least back into 8 bits: half of them, then fewer."""
        best = self.best()
        order = [group for group in reversed(by_sensitivity_per_cost(sensitivity, self._costs)) if group in best]
        count = max(1, len(order) // 2)
        while len(best) > 1 and order and self._extra < MOST_EXTRA:
            some = order[:count]
            answer = yield from self._ask(best - set(some), _taken_words(len(some)))
            if answer.holds:
                best, order = best - set(some), order[count:]
            elif count == 1:
                order = order[1:]
            count = max(1, min(count if answer.holds else count // 2, len(order)))

    def _ask(self, kept: frozenset[int], why: str) -> Asking[Answer]:
        known = self._known.get(kept)
        if known is not None:
            return known
        if (
            self._extra >= MOST_EXTRA
        ):  # from here on nothing else holds, so that every part of the plan comes to its end
            return Answer(False)
        self._extra += self._improving
        return (yield Candidate(kept, why))


def fastest_first(
    finalists: Sequence[frozenset[int]], speeds: Mapping[frozenset[int], Estimate], drops: Sequence[float]
) -> list[frozenset[int]]:
    """The finalists, the fastest first; of those that cannot be told from the fastest, the one that loses least.

    Args:
        finalists: in the order of what they promise.
        speeds: of each; where one is missing, the order stays as it is.
        drops: of each.
    """
    if any(kept not in speeds for kept in finalists):
        return list(finalists)
    best = max((speeds[kept] for kept in finalists), key=lambda speed: speed.value, default=None)
    if best is None:
        return []
    lost = dict(zip(finalists, drops, strict=True))
    tied = [kept for kept in finalists if speeds[kept].high >= best.low and speeds[kept].value >= _TIE * best.value]
    rest = [kept for kept in finalists if kept not in tied]
    return [*sorted(tied, key=lambda kept: lost[kept]), *sorted(rest, key=lambda kept: -speeds[kept].value)]


def _taken_words(count: int) -> str:
    return "the dearest taken back into 8 bits" if count == 1 else f"the {count} dearest taken back into 8 bits"


def _guess(order: Sequence[int], sensitivity: Sequence[float], share: float) -> int:
    """How many from the front of an order must go back, so that no more than a share of all sensitivity is left."""
    left, wanted = sum(sensitivity), share * sum(sensitivity)
    for count, group in enumerate(order):
        if left <= wanted + _ROUNDING * wanted:
            return count
        left -= sensitivity[group]
    return len(order)


def _left(sensitivity: Sequence[float], kept: frozenset[int]) -> float:
    """The share of all sensitivity that is left when these are put back."""
    total = sum(sensitivity)
    left = sum(value for group, value in enumerate(sensitivity) if group not in kept)
    return left / total if total > 0 else 0.0


def by_sensitivity(sensitivity: Sequence[float]) -> list[int]:
    """The groups, the most sensitive first."""
    return sorted(range(len(sensitivity)), key=lambda group: (-sensitivity[group], group))


def by_sensitivity_per_cost(sensitivity: Sequence[float], costs: Sequence[float]) -> list[int]:
    """The groups, those first that bring most for the time they cost."""
    return sorted(range(len(sensitivity)), key=lambda group: (-sensitivity[group] / costs[group], group))


def filled(costs: Sequence[float | None]) -> tuple[float, ...]:
    """Costs above zero for all groups: the mean where one is not known, a small share of it where none was seen."""
    known = [cost for cost in costs if cost is not None]
    mean = sum(max(cost, 0.0) for cost in known) / len(known) if known else 0.0
    if mean <= 0:
        return (1.0,) * len(costs)
    return tuple(mean if cost is None else max(cost, _LEAST_SHARE * mean) for cost in costs)


def spread_over(groups: Sequence[Sequence[str]], time_us: Mapping[str, float]) -> list[float | None]:
    """The time of each group, as the sum over its operations; None where no operation has any."""
    found = [[time_us[name] for name in names if name in time_us] for names in groups]
    return [sum(times) if times else None for times in found]
