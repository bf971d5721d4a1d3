"""How like another network's the outputs of a network are, picture by picture; nobody has to know what they mean."""

from collections.abc import Iterator
from dataclasses import dataclass

from dlwb.calc.accuracy.records import likeness_record
from dlwb.domain.accuracy import LikenessRecord
from dlwb.domain.errors import InputError
from dlwb.domain.evaluation import PositionedRecord
from dlwb.domain.model import Preprocessing
from dlwb.worker.looking import Looker, OnOdd, Seen, Spoiled
from dlwb.worker.reading import Chosen


@dataclass(frozen=True, slots=True)
class _One:
    """One picture by its place in the batch that it was shown in."""

    seen: Seen
    place: int


def likenesses(
    looker: Looker, other: Looker, preprocessing: Preprocessing, samples: Chosen, odd: OnOdd = lambda _: None
) -> Iterator[PositionedRecord | Spoiled]:
    """The record of each picture; both networks are shown the same pictures in the same way, each in batches of its own.

    `odd` is told of pictures for which one of the two has outputs that are not numbers.

    Raises:
        InputError: a picture can be read no more, or the two have no output that can be compared.
    """
    theirs = _by_picture(other, preprocessing, samples, odd)
    waiting: dict[int, _One | Spoiled] = {}
    for position, mine in _by_picture(looker, preprocessing, samples, odd):
        while position not in waiting:  # batches of another size come at other times
            place, one = next(theirs)
            waiting[place] = one
        reference = waiting.pop(position)
        if isinstance(mine, Spoiled):
            yield mine
        elif isinstance(reference, Spoiled):
            raise InputError(f"{reference.broken.reason} A moment ago it could be read.", "Import the dataset again.")
        else:
            yield PositionedRecord(position, _record(mine, reference))


def _by_picture(
    looker: Looker, preprocessing: Preprocessing, samples: Chosen, odd: OnOdd
) -> Iterator[tuple[int, _One | Spoiled]]:
    """Every picture with its position in the dataset."""

    def read(seen: Seen) -> Seen:
        odd(seen.without_numbers())
        return seen

    for made in looker.look(samples, preprocessing, read):
        if isinstance(made, Spoiled):
            yield made.position, made
        else:
            yield from ((shown.position, _One(made, place)) for place, shown in enumerate(made.pictures))


def _record(mine: _One, reference: _One) -> LikenessRecord:
    batches = len(mine.seen.frames), len(reference.seen.frames)
    for name in mine.seen.outputs:
        apart = name not in reference.seen.outputs or (
            mine.seen.is_by_picture(name) and reference.seen.is_by_picture(name)
        )
        if batches[0] != batches[1] and not apart:
            raise InputError(
                f"The two models take batches of {batches[0]} and {batches[1]}, and their output '{name}' is not by picture.",
                "Choose the same batch for both.",
                terminal="--batch 1",
            )
    picture = mine.seen.pictures[mine.place].sample.picture
    try:
        return likeness_record(picture, mine.seen.of_picture(mine.place), reference.seen.of_picture(reference.place))
    except ValueError as error:
        raise InputError(str(error), "Choose a version of the same model.") from error
