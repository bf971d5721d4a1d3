"""Two networks on the same pictures, paired picture by picture, whatever batches each of them takes."""

import numpy as np
import pytest

from dlwb.calc.preprocessing.frame import Frame
from dlwb.domain.dataset import BrokenPicture, Sample
from dlwb.domain.errors import InputError
from dlwb.domain.model import Preprocessing
from dlwb.worker.likeness import likenesses
from dlwb.worker.looking import Seen, Shown, Spoiled

FRAME = Frame(4, 4, 4, 4, 1.0, 1.0)


class Played:
    """Shows pictures as a `Looker` does: in batches, and what is broken as soon as it is met."""

    def __init__(self, batch, *, broken=(), odd=(), whole=()):
        self.batch, self.broken, self.odd, self.whole = batch, broken, odd, whole

    def look(self, samples, preprocessing, read):
        spoiled, waiting = [], []
        for position, sample in samples:
            if position in self.broken:
                spoiled.append(Spoiled(position, BrokenPicture(sample.picture, f"'{sample.picture}' is broken.")))
            else:
                waiting.append(Shown(position, sample, FRAME))
            if len(waiting) == self.batch or (waiting and position == samples[-1][0]):
                yield from spoiled
                yield read(self.seen(tuple(waiting)))
                spoiled, waiting = [], []
        yield from spoiled

    def seen(self, shown):
        filled = [*shown, *[shown[-1]] * (self.batch - len(shown))]
        rows = [[1.0, one.position, np.nan if one.position in self.odd else 2.0] for one in filled]
        outputs = {"rows": np.array(rows, np.float32)}
        outputs |= {name: np.ones((7, 2), np.float32) for name in self.whole}
        return Seen(shown, (FRAME,) * self.batch, outputs)


def compared(mine, other, count=11):
    samples, odd = [(i, Sample(f"{i}.png", 4, 4)) for i in range(count)], set()
    return list(likenesses(mine, other, Preprocessing(), samples, odd.update)), odd


@pytest.mark.parametrize("batches", [(1, 1), (4, 1), (1, 4), (4, 3), (16, 2)])
@pytest.mark.parametrize("broken", [(), (0,), (4, 5), (10,)])
def test_every_picture_is_held_against_itself(batches, broken):
    made, odd = compared(*(Played(batch, broken=broken) for batch in batches))
    right = [one for one in made if not isinstance(one, Spoiled)]
    assert sorted(one.position for one in made) == list(range(11))
    assert [one.position for one in right] == [i for i in range(11) if i not in broken]
    assert all(one.record.cosine == pytest.approx((1.0,)) and one.record.nmse == (0.0,) for one in right)
    assert not odd


def test_pictures_whose_outputs_are_not_numbers_are_told():
    made, odd = compared(Played(4, odd=(2, 10)), Played(3, odd=(2, 5)))
    assert odd == {2, 5, 10}
    assert [one.position for one in made if one.record.cosine == (0.0,)] == [5, 10]


def test_a_picture_that_can_be_read_once_only_is_told():
    with pytest.raises(InputError, match="A moment ago it could be read"):
        compared(Played(4), Played(2, broken=(3,)))


def test_an_output_that_is_not_by_picture_needs_equal_batches():
    made, _ = compared(Played(4, whole=("list",)), Played(4, whole=("list",)))
    assert made[0].record.outputs == ("rows", "list")
    with pytest.raises(InputError, match="batches of 4 and 1, and their output 'list' is not by picture"):
        compared(Played(4, whole=("list",)), Played(1, whole=("list",)))
    made, _ = compared(Played(4, whole=("list",)), Played(1))
    assert made[0].record.outputs == ("rows",)
