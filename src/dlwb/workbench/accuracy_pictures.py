"""The pictures of accuracy runs: what was said of each, chosen and sorted, as masks, and at every confidence threshold.

Records are read from the run's file once and kept for the last few runs, with what was taken for what in each picture: a
gallery asks again for every page.
"""

import gzip
from dataclasses import dataclass, field
from threading import Lock

from dlwb.adapters.pictures import mask_png
from dlwb.calc.accuracy.confusion import Cell, cells_of
from dlwb.calc.accuracy.gallery import chosen
from dlwb.calc.accuracy.masks_drawn import class_map, instance_map
from dlwb.calc.accuracy.picture_match import right_detections
from dlwb.calc.accuracy.thresholds import ScoredMatches, best_point, scored_matches, threshold_points
from dlwb.documents.accuracy_pictures import (
    PictureRecordDocument,
    PictureRecordsDocument,
    ThresholdPointDocument,
    ThresholdsDocument,
)
from dlwb.domain.accuracy import SURE, ObjectRecord, PictureRecord, PixelRecord
from dlwb.domain.dataset import Sample
from dlwb.domain.errors import InputError, InvalidOptions, NotFound, OptionProblem
from dlwb.domain.evaluation import RECORDS, PositionedRecord
from dlwb.domain.run import Run
from dlwb.domain.shown_pictures import PictureOrder, PictureOutcome, PictureWish, SeenPicture
from dlwb.protocol import Samples, StoredRecord, from_json
from dlwb.workbench.datasets import DatasetShelf
from dlwb.workflows.queue import RunQueue

_KEPT = 3
_OVERLAPS_KEPT = 4
Records = tuple[PositionedRecord, ...]


@dataclass(slots=True)
class _Kept:
    """What is remembered of a run; cells by position, matches by overlap."""

    records: Records
    cells: dict[int, tuple[Cell, ...]] = field(default_factory=dict)
    matches: dict[float, ScoredMatches] = field(default_factory=dict)


class AccuracyPictures:
    """What runs said of single pictures."""

    def __init__(self, queue: RunQueue, datasets: DatasetShelf) -> None:
        self._queue = queue
        self._datasets = datasets
        self._kept: dict[str, _Kept] = {}
        # A page asks several questions at once; the second one waits for what the first one reads or matches.
        self._reading, self._matching = Lock(), Lock()

    def records(self, run: Run) -> Records:
        """What was said of each picture, in the order of the dataset. Raises NotFound, or the run's own error."""
        return self._of(run).records

    def seen(self, run: Run, against: Run | None = None) -> list[SeenPicture]:
        """All pictures of a run with what they show, and what another run on the same dataset said of them.

        Raises:
            InputError: the runs cannot be held against each other. NotFound, or a run's own error.
        """
        other = {}
        if against is not None:
            check_comparable(against, run)
            other = {one.position: one.record for one in self.records(against)}
        samples = self.samples(run)
        return [
            SeenPicture(one.position, samples[one.position] if samples else None, one.record, other.get(one.position))
            for one in self.records(run)
        ]

    def samples(self, run: Run) -> Samples | None:
        """What the pictures of a run's dataset show; None when it is no longer there."""
        try:
            return self._datasets.samples(self._datasets.get(run.dataset or ""))
        except NotFound:
            return None

    def page(
        self, run: Run, wish: PictureWish, offset: int, limit: int, against: Run | None = None
    ) -> PictureRecordsDocument:
        """Some pictures, as a person wishes to see them.

        Raises:
            InvalidOptions: the wish cannot be met; all problems at once. InputError, NotFound, or a run's own error.
        """
        _check_wish(run, wish, against)
        found = chosen(self.seen(run, against), wish, lambda one: self._cells(run, one))
        shown = tuple(_document(one) for one in found[offset : offset + limit])
        return PictureRecordsDocument(samples=shown, total=len(found))

    def mask(self, run: Run, position: int, threshold: float = 0.5) -> bytes:
        """What was outlined in a picture, as a PNG of its size in the colours of Pascal VOC, background transparent.

        Of instances, those of at least the score `threshold`, the surest on top, in the colour of their class + 1.

        Raises:
            NotFound: no such picture in the run, or the model outlines nothing.
        """
        record = next((one.record for one in self.records(run) if one.position == position), None)
        if record is None:
            raise NotFound(f"Run {run.id} has no picture {position}.", "Its samples list the positions that it has.")
        if isinstance(record, PixelRecord):
            return mask_png(class_map(record.segmented))
        samples = self.samples(run)
        if isinstance(record, ObjectRecord) and samples and (record.detected.masks or not record.detected.boxes):
            sample = samples[position]
            return mask_png(instance_map(record.detected, (sample.width, sample.height), threshold))
        raise NotFound(
            f"The model of run {run.id} outlines nothing in picture {position}.",
            "Only segmentation and instance segmentation have masks.",
        )

    def thresholds(self, run: Run, label: int | None = None, overlap: float = 0.5) -> ThresholdsDocument:
        """Precision, recall and F1 of a detector at each confidence threshold, of one class or of all.

        Raises:
            InvalidOptions: the overlap is none. InputError: the run is not of a detector. NotFound: the dataset is gone.
        """
        if not 0 < overlap <= 1:
            raise InvalidOptions((OptionProblem("iou", f"{overlap:g} is not above 0 and at most 1."),))
        matches = self._matches(run, overlap)
        points = threshold_points(matches, label)
        best = best_point(points)
        return ThresholdsDocument(
            run=run.id,
            label=label,
            iou=overlap,
            sure=SURE,
            objects=points[0].hits + points[0].missed,
            points=tuple(map(ThresholdPointDocument.of, points)),
            best=ThresholdPointDocument.of(best) if best else None,
        )

    # --- within -----------------------------------------------------------------------------------

    def _of(self, run: Run) -> _Kept:
        run.evaluation  # noqa: B018 - raises the run's own error
        with self._reading:
            known = self._kept.pop(run.id, None) or _Kept(self._read(run))
            self._kept[run.id] = known
            for oldest in tuple(self._kept)[:-_KEPT]:
                self._kept.pop(oldest, None)
        return known

    def _read(self, run: Run) -> Records:
        path = self._queue.folders.path(run.id) / RECORDS
        try:
            with gzip.open(path, "rb") as file:
                stored = (from_json(StoredRecord, line) for line in file)
                return tuple(PositionedRecord(one.position, one.record) for one in stored)
        except OSError as error:
            raise NotFound(
                f"What run {run.id} said of each picture is not here: {error}.", "Measure again to get it."
            ) from error

    def _cells(self, run: Run, one: SeenPicture) -> tuple[Cell, ...]:
        if one.sample is None:
            return ()
        cells = self._of(run).cells
        if one.position not in cells:
            cells[one.position] = cells_of(one.sample, one.record)
        return cells[one.position]

    def _matches(self, run: Run, overlap: float) -> ScoredMatches:
        kept = self._of(run)
        with self._matching:
            if overlap not in kept.matches:
                kept.matches[overlap] = self._matched(run, kept.records, overlap)
                for oldest in tuple(kept.matches)[:-_OVERLAPS_KEPT]:
                    kept.matches.pop(oldest, None)
            return kept.matches[overlap]

    def _matched(self, run: Run, records: Records, overlap: float) -> ScoredMatches:
        pairs = [(one.position, one.record.detected) for one in records if isinstance(one.record, ObjectRecord)]
        if not pairs:
            raise InputError(
                f"Run {run.id} is not of a detector, so it has no confidence threshold.",
                "Choose an accuracy run of a detector.",
            )
        samples = self._datasets.samples(self._datasets.get(run.dataset or ""))
        return scored_matches([samples[i] for i, _ in pairs], [found for _, found in pairs], overlap)


def _document(one: SeenPicture) -> PictureRecordDocument:
    return PictureRecordDocument.of(one, _right(one.sample, one.record), _right(one.sample, one.other))


def _right(sample: Sample | None, record: PictureRecord | None) -> tuple[bool | None, ...] | None:
    if sample is None or not isinstance(record, ObjectRecord):
        return None
    return right_detections(sample, record.detected)


def check_comparable(first: Run, second: Run) -> None:
    """Refuse two runs that cannot be held against each other. Raises InputError, or a run's own error."""
    if first.dataset != second.dataset:
        raise InputError(
            f"Runs {first.id} and {second.id} are of different datasets.", "Choose two runs on the same dataset."
        )
    if first.evaluation.task != second.evaluation.task:
        raise InputError(
            f"Runs {first.id} and {second.id} measured different tasks.", "Choose two runs of the same task."
        )
    for run in (first, second):
        if run.evaluation.preview:
            raise InputError(f"Run {run.id} is a preview of a few pictures.", "Choose runs that measured.")


_OF_OBJECTS = (PictureOutcome.MISSED, PictureOutcome.EXTRA)


def _check_wish(run: Run, wish: PictureWish, against: Run | None) -> None:
    problems = []
    if wish.order is PictureOrder.CHANGE and against is None:
        problems.append(OptionProblem("sort", "'change' needs another run to hold against (`against`)."))
    first = run.evaluation.task
    if wish.outcome in _OF_OBJECTS and (first is None or not first.finds_objects):
        problems.append(OptionProblem("outcome", f"'{wish.outcome}' is for models that find objects."))
    if wish.given is not None and first is None:
        problems.append(OptionProblem("given", "a likeness has no classes."))
    if problems:
        raise InvalidOptions(tuple(problems))
