"""Which pictures tell candidates apart, and what is taken for granted of the others."""

from dlwb.calc.quantization.screen import screen_of
from dlwb.domain.accuracy import Classified, ClassRecord
from dlwb.domain.evaluation import PositionedRecord


def seen(position, rank, margin=0.5):
    """A picture whose true class has that place, so far from its rival."""
    scores = (0.6, 0.6 - margin)
    return PositionedRecord(position, ClassRecord(f"{position}", 0, rank, Classified((0, 1), scores)))


def before(pictures, wrong=()):
    return {i: seen(i, 1 if i in wrong else 0).record for i in range(pictures)}


def test_turned_and_nearly_turned_pictures_are_shown_first():
    """Of 200, 3 are lost and 1 is won; of the others 10 are right by little, and 2 wrong by little."""
    rounded = {i: seen(i, 0) for i in range(200)}
    rounded |= {i: seen(i, 1) for i in (5, 6, 7)}
    rounded |= {i: seen(i, 0, 0.01) for i in range(50, 60)}
    rounded |= {i: seen(i, 1, 0.02) for i in (70, 71)}
    rounded[72] = seen(72, 40)  # wrong by so much that its place is not on record
    screen = screen_of("top1", before(200, wrong=(8, 70, 71, 72)), list(rounded.values()))
    assert screen is not None
    assert {5, 6, 7, 8, 70, 71, *range(50, 60)} <= screen.positions
    assert 72 not in screen.positions
    assert len(screen.positions) == 4 + 24


def test_what_was_not_shown_is_taken_from_the_network_in_eight_bits():
    rounded = [seen(i, 1 if i == 3 else 0, 0.01 if i < 30 else 0.5) for i in range(100)]
    screen = screen_of("top1", before(100), rounded)
    assert screen is not None
    repaired = [seen(i, 0) for i in sorted(screen.positions)]
    completed = {one.position: one for one in screen.completed(repaired)}
    assert completed == {i: repaired[[*sorted(screen.positions)].index(i)] if i in screen.positions else rounded[i]
                         for i in range(100)}  # fmt: skip
    assert all(one.record.rank == 0 for one in completed.values())


def test_no_screen_where_it_would_not_help_or_could_mislead():
    some = [seen(i, 1 if i < 3 else 0) for i in range(100)]
    assert screen_of("top1", before(100), some) is not None
    assert screen_of("top5", before(100), some) is None
    assert screen_of("map50", before(100), some) is None
    assert screen_of("top1", before(101), some) is None  # one was never shown
    assert screen_of("top1", before(100), [seen(i, 0) for i in range(100)]) is None  # none was turned
    assert screen_of("top1", before(100), [seen(i, i % 2) for i in range(100)]) is None  # half of them were
    assert screen_of("top1", before(30), some[:30]) is None  # nearly all would be shown
