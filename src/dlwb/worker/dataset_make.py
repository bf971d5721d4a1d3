"""Pictures made by a recipe, written to a folder with their labels, as any other dataset would come."""

import shutil
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

import numpy as np

from dlwb.calc.augmentation import Shown, changed
from dlwb.calc.drawing import CLASSES, draw, noise
from dlwb.calc.figure_words import counted
from dlwb.calc.masks import encode
from dlwb.domain.dataset import Box, Dataset, Sample, Task
from dlwb.domain.errors import DlwbError
from dlwb.domain.made_data import Augmented, Generated, Motif
from dlwb.domain.run import Progress
from dlwb.plugins import load_pictures
from dlwb.ports import Pictures
from dlwb.protocol import LABELS_JSON, DatasetImportTask, MadeLabels, Samples, from_json, to_json
from dlwb.worker.threads import in_threads
from dlwb.worker.unchanged import unchanged

Made = TypeVar("Made")
_SAY_EVERY_S = 0.5
OnProgress = Callable[[Progress], None]


def make_pictures(task: DatasetImportTask, on_progress: OnProgress) -> None:
    """Make the pictures that the recipe of the task describes, in its folder."""
    folder = Path(task.folder)
    pictures = load_pictures()
    match task.made:
        case Generated() as recipe:
            labels = _generated(recipe, folder, pictures, on_progress)
        case Augmented() as recipe:
            assert task.parent is not None
            labels = _augmented(recipe, _Parent.of(task.parent, task.parent_samples), folder, pictures, on_progress)
        case None:
            return
    (folder / LABELS_JSON).write_text(to_json(labels), encoding="utf-8")


def _generated(recipe: Generated, folder: Path, pictures: Pictures, on_progress: OnProgress) -> MadeLabels:
    one = _drawn if recipe.motif is Motif.SHAPES else _noise
    made = in_threads(lambda number: one(recipe, number, folder, pictures), range(recipe.count))
    samples = tuple(_told(made, recipe.count, on_progress))
    if recipe.motif is Motif.NOISE:
        return MadeLabels((), (), samples, made=recipe)
    tasks = (Task.CLASSIFICATION, Task.DETECTION, Task.SEGMENTATION, Task.INSTANCE_SEGMENTATION)
    return MadeLabels(tasks, CLASSES, samples, made=recipe)


def _drawn(recipe: Generated, number: int, folder: Path, pictures: Pictures) -> Sample:
    drawn = draw(recipe.width, recipe.height, recipe.seed, number)
    mask = np.zeros((recipe.height, recipe.width), np.uint8)
    boxes = []
    for shape in drawn.shapes:
        mask[shape] = drawn.label + 1
        rows, columns = np.flatnonzero(shape.any(axis=1)), np.flatnonzero(shape.any(axis=0))
        x0, x1, y0, y1 = map(float, (columns[0], columns[-1] + 1, rows[0], rows[-1] + 1))
        boxes.append(Box(drawn.label, x0, y0, x1, y1, area=float(shape.sum()), rle=encode(shape)))
    picture, beside = f"pictures/{number:06d}.png", f"masks/{number:06d}.png"
    pictures.save(drawn.pixels, folder / picture)
    pictures.save(mask, folder / beside)
    return Sample(picture, recipe.width, recipe.height, drawn.label, tuple(boxes), beside, number)


def _noise(recipe: Generated, number: int, folder: Path, pictures: Pictures) -> Sample:
    picture = f"pictures/{number:06d}.png"
    pictures.save(noise(recipe.width, recipe.height, recipe.seed, number), folder / picture)
    return Sample(picture, recipe.width, recipe.height)


@dataclass(frozen=True, slots=True)
class _Parent:
    """The dataset that copies are made from."""

    dataset: Dataset
    folder: Path
    samples: Samples

    @classmethod
    def of(cls, dataset: Dataset, samples: str) -> "_Parent":
        """`samples` is the file with its samples."""
        return cls(dataset, Path(dataset.folder), from_json(Samples, Path(samples).read_bytes()))


def _augmented(
    recipe: Augmented, parent: _Parent, folder: Path, pictures: Pictures, on_progress: OnProgress
) -> MadeLabels:
    def one(number: int) -> tuple[Sample, ...]:
        try:
            return tuple(_copies(recipe, parent, number, folder, pictures))
        except (DlwbError, OSError):
            return ()

    total = len(parent.samples)
    made = list(_told(in_threads(one, range(total)), total, on_progress))
    lost = [sample.picture for sample, copies in zip(parent.samples, made, strict=True) if not copies]
    note = f"Pictures of '{parent.dataset.name}' that are gone or changed: {len(lost)} ({', '.join(lost[:3])})."
    every = enumerate(sample for copies in made for sample in copies)
    # Only pictures that COCO knows by a number have one, which decides what comes first of a detector's figures.
    samples = tuple(sample if sample.number is None else replace(sample, number=i) for i, sample in every)
    return MadeLabels(
        tasks=parent.dataset.tasks,
        classes=parent.dataset.classes,
        samples=samples,
        ignore=parent.dataset.ignore,
        notes=(note,) if lost else (),
        made=recipe,
    )


def _copies(recipe: Augmented, parent: _Parent, number: int, folder: Path, pictures: Pictures) -> Iterator[Sample]:
    """The picture itself where wanted, and its copies."""
    sample = parent.samples[number]
    if sample.original is None:  # else the parent was augmented itself
        sample = replace(sample, original=number)
    path = unchanged(parent.folder, sample.picture, sample.is_file)
    mask = None
    if sample.mask is not None:
        mask = pictures.open_mask(unchanged(parent.folder, sample.mask, sample.is_mask_file))
    shown = Shown(pictures.open(path), sample.boxes, mask)
    if recipe.originals:
        kept = f"pictures/{number:06d}{path.suffix.lower()}"
        (folder / "pictures").mkdir(exist_ok=True)
        shutil.copyfile(path, folder / kept)
        yield _with_mask(replace(sample, picture=kept), shown, f"{number:06d}", folder, pictures)
    for copy in range(recipe.copies):
        new = changed(shown, recipe.changes, recipe.seed, number, copy, ignore=parent.dataset.ignore)
        name = f"{number:06d}-{copy + 1}"
        pictures.save(new.pixels, folder / "pictures" / f"{name}.png")
        plain = replace(sample, picture=f"pictures/{name}.png", boxes=new.boxes)
        yield _with_mask(plain, new, name, folder, pictures)


def _with_mask(sample: Sample, shown: Shown, name: str, folder: Path, pictures: Pictures) -> Sample:
    if shown.mask is None:
        return sample
    pictures.save(shown.mask, folder / "masks" / f"{name}.png")
    return replace(sample, mask=f"masks/{name}.png")


def _told(made: Iterable[Made], total: int, on_progress: OnProgress) -> Iterator[Made]:
    said = 0.0
    for done, one in enumerate(made, 1):
        if time.monotonic() - said >= _SAY_EVERY_S:
            said = time.monotonic()
            on_progress(Progress("making pictures", done / total, f"{done:,} of {counted(total, 'picture')}"))
        yield one
