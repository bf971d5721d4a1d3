"""What a network said of pictures, as predictions in the classes of a dataset, held against its labels."""

from collections.abc import Sequence

from dlwb.calc.accuracy.records import record_of
from dlwb.calc.detections.decode import decode, relabel
from dlwb.domain.accuracy import PictureRecord, Prediction, Segmented
from dlwb.domain.dataset import BrokenPicture, Dataset, Sample
from dlwb.domain.errors import InputError
from dlwb.domain.evaluation import PositionedRecord
from dlwb.domain.output_adapter import OutputAdapter
from dlwb.worker.looking import Seen, Shown, Spoiled
from dlwb.worker.picture_looking import PictureLooker


def predictions(adapter: OutputAdapter, labels: Sequence[int | None], seen: Seen) -> tuple[Prediction, ...]:
    """What the network says of each picture of a batch; `labels` are the dataset's classes by the network's."""
    made = decode(adapter, seen.outputs, seen.frames)[: len(seen.pictures)]
    return tuple(relabel(one, labels) for one in made) if labels else made


def record(looker: PictureLooker, dataset: Dataset, sample: Sample, prediction: Prediction) -> PictureRecord:
    """How right a prediction is. Raises InputError for a mask that cannot be used."""
    mask = looker.open_mask(sample) if isinstance(prediction, Segmented) else None
    return record_of(sample, prediction, mask, dataset.ignore)


def records(
    looker: PictureLooker, dataset: Dataset, adapter: OutputAdapter, labels: Sequence[int | None], seen: Seen
) -> tuple[PositionedRecord | Spoiled, ...]:
    """The records of a batch; a picture whose mask cannot be used is spoiled."""
    made = predictions(adapter, labels, seen)
    return tuple(_positioned(looker, dataset, shown, one) for shown, one in zip(seen.pictures, made, strict=True))


def _positioned(
    looker: PictureLooker, dataset: Dataset, shown: Shown, prediction: Prediction
) -> PositionedRecord | Spoiled:
    try:
        return PositionedRecord(shown.position, record(looker, dataset, shown.sample, prediction))
    except (InputError, ValueError, OSError) as error:
        words = error.message if isinstance(error, InputError) else str(error)
        return Spoiled(shown.position, BrokenPicture(shown.sample.picture, words))
