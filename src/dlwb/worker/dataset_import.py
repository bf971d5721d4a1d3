"""Labelled pictures or recorded inputs become a dataset: recognised, read, every file opened once, and indexed.

In a worker, because decoders are native code and the files may be from anybody.
"""

import hashlib
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from dlwb.domain.dataset import BrokenPicture, Sample, sample_kind
from dlwb.domain.errors import InputError, UnreadableDataset
from dlwb.domain.run import Progress
from dlwb.domain.sample_kind import SampleKind
from dlwb.plugins import load_pictures, load_recorded_inputs
from dlwb.ports import LabelledData, LabelledPicture
from dlwb.protocol import DatasetImportAnswer, DatasetImportTask, Samples, to_json
from dlwb.worker.dataset_check import Checked, Verify, check, verified_picture, verified_recording
from dlwb.worker.dataset_choice import Choice, choose
from dlwb.worker.dataset_make import make_pictures
from dlwb.worker.threads import in_threads

SAMPLES_JSON = "samples.json"
CURRENT_TXT = "current.txt"
MOST_LISTED = 1000
_ID_LENGTH = 16
_NAMED = 3
_SAY_EVERY_S = 0.5

OnProgress = Callable[[Progress], None]


def import_dataset(task: DatasetImportTask, output: Path, on_progress: OnProgress) -> DatasetImportAnswer:
    """Read, verify and index the pictures of a folder, which are made first where there is a recipe.

    Raises:
        UnknownFormat, UnreadableDataset, InvalidOptions, NotFound, Ambiguous: see `ports.DatasetReader`.
    """
    make_pictures(task, on_progress)
    on_progress(Progress("reading labels"))
    try:
        choice = choose(Path(task.folder), task.options.format)
        on_progress(Progress("reading labels", None, _shown(choice.reason)))
        data = choice.reader.read(choice.root, task.options)
    except PermissionError as error:
        raise InputError(f"'{error.filename}' may not be read.", "Change its permissions, or copy it.") from error
    found = _Found(list(data.broken))
    for checked in _all_checked(data, choice, task, output, on_progress):
        found.take(checked)
    if not found.samples:
        raise UnreadableDataset(
            f"No {sample_kind(choice.reader.format)} of '{choice.root.name}' can be used: {_first(found)}.",
            _LOOK,
            terminal="dlwb dataset import PATH --format NAME",
        )
    (output / SAMPLES_JSON).write_text(to_json(tuple(found.samples), Samples), encoding="utf-8")
    return _answer(choice, data, found)


_LOOK = "Look at the files; a format can also be chosen by hand."


@dataclass(slots=True)
class _Found:
    """What verification came to so far."""

    broken: list[BrokenPicture]
    samples: list[Sample] = field(default_factory=list)
    contents: list[str] = field(default_factory=list)
    remarks: Counter[str] = field(default_factory=Counter)
    pictures: dict[str, list[str]] = field(default_factory=dict)

    def take(self, checked: Checked) -> None:
        """Count one picture."""
        if checked.broken is not None:
            self.broken.append(checked.broken)
        if checked.sample is None:
            return
        self.samples.append(checked.sample)
        self.contents.append(checked.content)
        self.remarks += checked.remarks
        for remark in checked.remarks:
            self.pictures.setdefault(remark, []).append(checked.sample.picture)

    def notes(self) -> Iterator[str]:
        """What had to be done about labels, with numbers and the first names."""
        for remark, count in self.remarks.items():
            names = self.pictures[remark]
            shown = ", ".join(names[:_NAMED]) + (", …" if len(names) > _NAMED else "")
            yield f"{remark}: {count} ({shown})."


def _all_checked(
    data: LabelledData, choice: Choice, task: DatasetImportTask, output: Path, on_progress: OnProgress
) -> Iterator[Checked]:
    kind = sample_kind(choice.reader.format)
    verify = _verify(kind, data)
    skip = frozenset(task.skip)

    def one(labelled: LabelledPicture) -> Checked:
        if labelled.picture in skip:
            return Checked(broken=BrokenPicture(labelled.picture, "The decoder crashed on it; it may be meant to."))
        if task.careful:
            (output / CURRENT_TXT).write_text(labelled.picture, encoding="utf-8")
        return check(labelled, data, choice.root, verify)

    total, said = len(data.pictures), 0.0
    checked = map(one, data.pictures) if task.careful else in_threads(one, data.pictures)
    for done, result in enumerate(checked, 1):
        if time.monotonic() - said >= _SAY_EVERY_S:
            said = time.monotonic()
            on_progress(Progress(f"verifying {kind.plural}", done / total, f"{done:,} of {kind.counted(total)}"))
        yield result


def _verify(kind: SampleKind, data: LabelledData) -> Verify:
    if kind is SampleKind.RECORDED:
        return partial(verified_recording, recorded=load_recorded_inputs())
    return partial(verified_picture, data=data, pictures=load_pictures())


def _answer(choice: Choice, data: LabelledData, found: _Found) -> DatasetImportAnswer:
    notes = list(data.notes)
    if choice.also:
        others = ", ".join(choice.also)
        notes.append(f"It could also be read as {others}; the format can be chosen by hand.")
    return DatasetImportAnswer(
        id=_id(choice.reader.format, data, found.contents),
        root=str(choice.root),
        format=choice.reader.format,
        reason=_shown(choice.reason),
        tasks=data.tasks,
        classes=data.classes,
        samples=len(found.samples),
        counts=_counts(data, found.samples),
        broken=tuple(BrokenPicture(_shown(one.path), _shown(one.reason)) for one in found.broken[:MOST_LISTED]),
        left_out=len(found.broken),
        ignore=data.ignore,
        notes=tuple(map(_shown, (*notes, *found.notes()))),
        made=data.made,
    )


def _id(format: str, data: LabelledData, contents: list[str]) -> str:
    """16 hex characters of a hash over format, classes where they are part of the labels, pictures and labels.

    Names and places of files are left out, so that a folder and a zip of it are the same dataset.
    """
    classes = to_json(data.classes if data.named else ())
    text = "\n".join((format, classes, *sorted(contents)))
    return hashlib.sha256(text.encode()).hexdigest()[:_ID_LENGTH]


def _counts(data: LabelledData, samples: list[Sample]) -> tuple[int, ...]:
    of_pictures = Counter(sample.label for sample in samples if sample.label is not None)
    of_boxes = Counter(box.label for sample in samples for box in sample.boxes or ())
    of_masks = Counter(label for sample in samples for label in sample.mask_labels)
    counts = of_pictures or of_boxes or of_masks
    return tuple(counts[label] for label in range(max(len(data.classes), max(counts, default=-1) + 1)))


def _shown(text: str) -> str:
    """A text with names of files in it, also of files whose names are no text."""
    return text.encode(errors="backslashreplace").decode()


def _first(found: _Found) -> str:
    return found.broken[0].reason.rstrip(".") if found.broken else "there is none"
