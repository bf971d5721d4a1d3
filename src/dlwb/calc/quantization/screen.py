"""Which pictures tell candidates apart: those that the network entirely in 8 bits turned, and those it nearly turned.

A candidate is that network with some operations put back, so its outputs lie between those of both forms. A picture that both
read alike, and the 8-bit network without hesitation, is hardly turned by anything in between. So a candidate that is shown the
others alone, a few dozen of several hundred, is known well enough to be dismissed; it is never accepted so.
"""

from collections.abc import Iterator, Mapping, Sequence

from dlwb.calc.quantization.certainty import loss_of
from dlwb.domain.accuracy import ClassRecord, PictureRecord
from dlwb.domain.evaluation import PositionedRecord

# Pictures that were nearly turned: at least so many, and as many as were turned.
_LEAST_NEAR = 24
# A screen of a larger share of all pictures saves too little.
_MOST_SHARE = 1 / 3


class Screen:
    """The pictures to show first (`positions`), and what is taken for granted of all others."""

    def __init__(self, positions: Sequence[int], rounded: Sequence[PositionedRecord]) -> None:
        """Take the records of the network entirely in 8 bits."""
        self.positions = frozenset(positions)
        self._rest = [one for one in rounded if one.position not in self.positions]

    def completed(self, shown: Sequence[PositionedRecord]) -> list[PositionedRecord]:
        """What a candidate makes of all pictures, if it reads the others as the network entirely in 8 bits does."""
        return [*shown, *self._rest]


def screen_of(
    metric: str, before: Mapping[int, PictureRecord | None], rounded: Sequence[PositionedRecord]
) -> Screen | None:
    """The pictures to show first; None: no few pictures tell candidates apart.

    Args:
        metric: that of the bound; of those that there are, only top-1 turns on single pictures whose margin is on record.
        before: all pictures for validation, with the record of the network in floating point.
        rounded: the records of the network entirely in 8 bits. It must have been shown all of these pictures.
    """
    if metric != "top1" or len(rounded) < len(before):
        return None
    turned = {one.position for one in rounded if loss_of(metric, before.get(one.position), one.record) != 0}
    margins = sorted(_margins(one for one in rounded if one.position not in turned))
    near = [position for _, position in margins[: max(_LEAST_NEAR, len(turned))]]
    if not turned or len(turned) + len(near) > _MOST_SHARE * len(rounded):
        return None
    return Screen([*turned, *near], rounded)


def _margins(records: Iterator[PositionedRecord]) -> Iterator[tuple[float, int]]:
    """By how much the true class is ahead of the second, or behind the first; nothing where it is not among the best."""
    for one in records:
        record = one.record
        if not isinstance(record, ClassRecord) or record.rank is None:
            continue
        scores = record.best.scores
        rival = 1 if record.rank == 0 else 0
        if max(record.rank, rival) < len(scores):
            yield abs(scores[record.rank] - scores[rival]), one.position
