"""`dlwb dataset`: import, list, show, name, make and remove datasets."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from dlwb.calc.figure_words import counted
from dlwb.cli import figures, progress
from dlwb.cli.listing import Listed, listing
from dlwb.cli.options import Json
from dlwb.cli.session import err, opened, out, print_json
from dlwb.cli.verbs import Verbs
from dlwb.domain.dataset import Dataset, DatasetOptions, Task
from dlwb.domain.made_data import Changes, Generated, Motif
from dlwb.domain.sample_kind import SampleKind

if TYPE_CHECKING:
    from dlwb.documents import DatasetDocument
    from dlwb.workbench import Workbench

app = Verbs(help="Import, list, show, make and remove datasets.", no_args_is_help=True)

DatasetArgument = Annotated[str, typer.Argument(metavar="DATASET", help="Id, name or path; a path is imported.")]
KnownDataset = Annotated[
    str, typer.Argument(metavar="DATASET", help="Id of a dataset, a unique beginning of one, or its name.")
]
Name = Annotated[str | None, typer.Option("--name", help="Name in the workbench.")]
Seed = Annotated[int, typer.Option("--seed", help="The same seed makes the same pictures.")]
_MOST_COUNTS = 30
_MOST_UNNAMED = 5
_MOST_BROKEN = 20


@app.command("import")
def import_(
    context: typer.Context,
    path: Annotated[
        str | None,
        typer.Argument(
            metavar="[PATH]",
            help="Folder of pictures with labels or of recorded inputs, or a zip/tar of one.",
            show_default=False,
        ),
    ] = None,
    sample: Annotated[
        str | None,
        typer.Option(
            "--sample",
            help="Pictures that come with dlwb, in place of PATH: shapes-classification or shapes-detection.",
        ),
    ] = None,
    format: Annotated[
        str | None, typer.Option("--format", help="Format, where the content does not tell; also module:Class.")
    ] = None,
    name: Name = None,
    labels: Annotated[
        Path | None, typer.Option("--labels", help="Label map: a class on each line, in the order of their numbers.")
    ] = None,
    split: Annotated[
        str | None, typer.Option("--split", help="Which set of labels, such as train; else the one for validation.")
    ] = None,
    first_class: Annotated[
        int | None, typer.Option("--first-class", help="Number of the first class in the labels.")
    ] = None,
    json: Json = False,
) -> None:
    """Import labelled pictures: ImageNet, Pascal VOC, COCO, YOLO, or a folder of pictures without labels. Or recorded
    inputs of networks that take no pictures: .npz and .npy files, one for each sample.

    The format is recognised by content. A folder stays where it is; an archive is unpacked into the workspace.
    """
    if (path is None) == (sample is None):
        raise typer.BadParameter("Give a PATH, or a --sample.")
    with opened(context) as workbench:
        lines = workbench.datasets.label_lines(labels) if labels else None
        options = DatasetOptions(format, name, lines, split, first_class)
        with progress.shown(f"import {path or sample}") as listener:
            if path is None:
                dataset = workbench.datasets.add_shipped(sample or "", options, on_change=listener)
            else:
                dataset = workbench.datasets.add(path, options, on_change=listener)
        if not json and sys.stdin.isatty():
            dataset = _asked_for_names(workbench, dataset)
    show_dataset(dataset, json)


@app.command("generate")
def generate(
    context: typer.Context,
    motif: Annotated[Motif, typer.Option("--motif", help="Labelled shapes, or noise without labels.")] = Motif.SHAPES,
    count: Annotated[int, typer.Option("--count", help="How many pictures.")] = 100,
    width: Annotated[int, typer.Option("--width", help="Width in pixels.")] = 224,
    height: Annotated[int, typer.Option("--height", help="Height in pixels.")] = 224,
    seed: Seed = 0,
    name: Name = None,
    json: Json = False,
) -> None:
    """Draw pictures with labels for every task, for a try without pictures of your own."""
    recipe = Generated(motif, count, width, height, seed)
    with opened(context) as workbench, progress.shown(f"generate {counted(count, 'picture')}") as listener:
        dataset = workbench.datasets.generate(recipe, name, on_change=listener)
    show_dataset(dataset, json)


@app.command("augment")
def augment(
    context: typer.Context,
    dataset: DatasetArgument,
    flip: Annotated[bool, typer.Option("--flip", help="Mirror half of the copies left to right.")] = False,
    noise: Annotated[
        float, typer.Option("--noise", help="Add noise of this standard deviation, 0..1 of the full range.")
    ] = 0.0,
    erase: Annotated[float, typer.Option("--erase", help="Cover this share of the picture with grey, 0..0.9.")] = 0.0,
    colour: Annotated[
        float, typer.Option("--colour", help="Scale brightness, contrast and saturation by up to this, 0..0.9.")
    ] = 0.0,
    copies: Annotated[int, typer.Option("--copies", help="Changed copies of each picture.")] = 1,
    originals: Annotated[
        bool, typer.Option("--originals/--no-originals", help="Keep the pictures themselves too.")
    ] = True,
    seed: Seed = 0,
    name: Name = None,
    json: Json = False,
) -> None:
    """Make a dataset of changed copies of the pictures of another; every result on it says so."""
    changes = Changes(flip, noise, erase, colour)
    with opened(context) as workbench, progress.shown(f"augment {dataset}") as listener:
        made = workbench.datasets.augment(
            dataset, changes, copies=copies, originals=originals, seed=seed, name=name, on_change=listener
        )
    show_dataset(made, json)


@app.command("list")
def list_(context: typer.Context, json: Json = False) -> None:
    """List all datasets, newest first."""
    from dlwb.documents import DatasetDocument, DatasetListDocument

    with opened(context) as workbench:
        datasets, formats, shipped = (
            workbench.datasets.list(),
            workbench.datasets.formats(),
            workbench.datasets.shipped(),
        )
    if json:
        documents = tuple(map(DatasetDocument.of, datasets))
        print_json(DatasetListDocument(datasets=documents, formats=formats, shipped=shipped))
        return
    if not datasets:
        out.print("No datasets yet. Import one with `dlwb dataset import PATH`, or try `dlwb dataset generate`.")
        return
    columns = (
        Listed("id", [d.id for d in datasets]),
        Listed("name", [figures.name(d.name) for d in datasets]),
        Listed("format", [figures.name(d.format) for d in datasets], drop=4),
        Listed("tasks", [_tasks(d.tasks) for d in datasets], drop=3),
        Listed("samples", [f"{d.samples:,}" for d in datasets], drop=1),
        Listed("classes", [str(d.class_count) for d in datasets], drop=2),
        Listed("left out", [str(d.left_out or "–") for d in datasets], drop=5),
    )
    out.print(listing(columns, "name", out.width), soft_wrap=True)


@app.command("show")
def show(context: typer.Context, dataset: DatasetArgument, json: Json = False) -> None:
    """Show one dataset: what it is, its classes, and the pictures that cannot be used."""
    with opened(context) as workbench:
        found = workbench.datasets.resolve(dataset)
    show_dataset(found, json)


@app.command("rename")
def rename(
    context: typer.Context,
    dataset: KnownDataset,
    name: Annotated[str, typer.Argument(help="The new name.")],
    json: Json = False,
) -> None:
    """Give a dataset another name."""
    with opened(context) as workbench:
        renamed = workbench.datasets.rename(dataset, name)
    show_dataset(renamed, json)


@app.command("label")
def label(
    context: typer.Context,
    dataset: KnownDataset,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A class on each line, in the order of their numbers.")],
    json: Json = False,
) -> None:
    """Give the classes of a dataset their names."""
    with opened(context) as workbench:
        labelled = workbench.datasets.label(dataset, workbench.datasets.label_lines(file))
    show_dataset(labelled, json)


@app.command("remove")
def remove(context: typer.Context, dataset: KnownDataset, json: Json = False) -> None:
    """Forget a dataset. Pictures in a folder of yours stay; those in the workspace are deleted."""
    with opened(context) as workbench:
        names = workbench.datasets.names()
        removed = workbench.datasets.remove(dataset)
    if json:
        from dlwb.documents import RemovedDocument

        print_json(RemovedDocument(removed=removed))
        return
    out.print(f"Removed {figures.name(names.get(removed, dataset))} ({removed}).")


def show_dataset(dataset: Dataset, json: bool) -> None:
    """Print a dataset, as a document or as a table."""
    from dlwb.documents import DatasetDocument

    document = DatasetDocument.of(dataset)
    if json:
        print_json(document)
        return
    show_document(document)


def show_document(dataset: "DatasetDocument") -> None:
    """Print a dataset as a table."""
    out.print(f"[bold]{figures.name(dataset.name)}[/bold]  [dim]{dataset.id}[/dim]")
    out.print(f"  {figures.name(dataset.format)}: {figures.name(dataset.reason)}")
    classes = (
        f" · {counted(dataset.class_count, 'class', 'classes')}" if dataset.sample_kind is SampleKind.PICTURE else ""
    )
    out.print(f"  {dataset.sample_kind.counted(dataset.samples)} · {_tasks(dataset.tasks)}{classes}")
    out.print(f"  in {figures.name(dataset.folder)}")
    for words in (dataset.caveat, *dataset.notes):
        if words:
            out.print(f"  {figures.name(words)}")
    if dataset.counts:
        _show_counts(dataset)
    if dataset.left_out:
        out.print(f"Left out: {dataset.left_out:,}")
        for one in dataset.broken[:_MOST_BROKEN]:
            out.print(f"  {figures.name(one.path)}: {figures.name(one.reason)}")
        if dataset.left_out > _MOST_BROKEN:
            out.print(f"  … (--json lists {len(dataset.broken):,})")


def _show_counts(dataset: "DatasetDocument") -> None:
    table = Table("class", "name", "count", box=None)
    most = _MOST_COUNTS if dataset.classes else _MOST_UNNAMED
    for number, count in enumerate(dataset.counts[:most]):
        name = dataset.classes[number] if number < len(dataset.classes) else "–"
        table.add_row(str(number), figures.name(name), f"{count:,}")
    out.print(table)
    if len(dataset.counts) > most:
        what = "classes" if dataset.classes else "classes without names"
        out.print(f"… {len(dataset.counts) - most:,} more {what} (--json lists all)")


def _tasks(tasks: tuple[Task, ...]) -> str:
    return ", ".join(task.replace("_", " ") for task in tasks) or "no labels"


def _asked_for_names(workbench: "Workbench", dataset: Dataset) -> Dataset:
    """Ask once, at the import, for the names of classes that have only numbers."""
    if dataset.classes or not dataset.class_count:
        return dataset
    count = counted(dataset.class_count, "class has a number and no name", "classes have numbers and no names")
    err.print(f"In {figures.name(dataset.name)} {count}.")
    answer = typer.prompt(
        "File with a name on each line (Enter: go on without)", default="", show_default=False, err=True
    )
    return workbench.datasets.label(dataset.id, workbench.datasets.label_lines(Path(answer))) if answer else dataset
