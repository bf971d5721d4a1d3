"""How like another network's the outputs of a network are, picture by picture; nobody has to know what they mean."""

from collections.abc import Iterator

import numpy as np

from dlwb.calc.accuracy.records import likeness_record
from dlwb.domain.errors import InputError
from dlwb.domain.evaluation import PositionedRecord
from dlwb.domain.model import Preprocessing
from dlwb.ports import Tensors
from dlwb.worker.looking import Looker, Seen, Spoiled
from dlwb.worker.reading import Chosen


def likenesses(
    looker: Looker, other: Looker, preprocessing: Preprocessing, samples: Chosen
) -> Iterator[PositionedRecord | Spoiled]:
    """The record of each picture; both networks are shown the same pictures in the same way.

    Raises:
        InputError: the two take different pictures, or have no output in common.
    """
    pairs = zip(
        looker.look(samples, preprocessing, lambda seen: seen),
        other.look(samples, preprocessing, lambda seen: seen),
        strict=True,
    )
    for mine, theirs in pairs:
        if isinstance(mine, Spoiled):
            yield mine
            continue
        if isinstance(theirs, Spoiled):
            raise InputError(f"{theirs.broken.reason} A moment ago it could be read.", "Import the dataset again.")
        for i, shown in enumerate(mine.pictures):
            try:
                alike = likeness_record(shown.sample.picture, _of_picture(mine, i), _of_picture(theirs, i))
            except ValueError as error:
                raise InputError(str(error), "Choose a version of the same model.") from error
            yield PositionedRecord(shown.position, alike)


def _of_picture(seen: Seen, place: int) -> Tensors:
    """The outputs for one picture of a batch; an output that is not by picture belongs to all."""
    pictures = len(seen.frames)
    return {
        name: np.asarray(array[place]) if array.ndim and len(array) == pictures > 1 else array
        for name, array in seen.outputs.items()
    }
