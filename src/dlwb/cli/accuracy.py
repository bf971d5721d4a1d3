"""`dlwb accuracy`: how right a model is on labelled pictures, and two measurements of it side by side."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from dlwb.calc.accuracy.sentences import change_figure, metric_figure, metric_value, metric_words
from dlwb.calc.figure_words import per_cent
from dlwb.cli import figures, progress
from dlwb.cli.accuracy_files import Csv, Html, write_files
from dlwb.cli.form import Form
from dlwb.cli.options import (
    Batch,
    Device,
    HintOption,
    Json,
    PrecisionOption,
    Property,
    Shapes,
    Streams,
    Threads,
    build_config,
    parse_pairs,
)
from dlwb.cli.reading_options import (
    Background,
    Crop,
    Family,
    Filter,
    Labels,
    Mean,
    Order,
    Pad,
    Position,
    ResizeOption,
    Scale,
    Settings,
    build_preprocessing,
    build_subset,
)
from dlwb.cli.session import opened, out, print_json
from dlwb.domain.dataset import Task
from dlwb.domain.errors import InvalidOptions, OptionProblem
from dlwb.domain.sample_kind import SampleKind
from dlwb.domain.specs import AccuracySpec

if TYPE_CHECKING:
    from dlwb.documents import AccuracyComparisonDocument, AccuracyDocument
    from dlwb.domain.model import Preprocessing

_MOST_METRICS = 8
_MOST_ROWS = 10
_MOST_FLIPS = 10
_MOST_TRIED = 6
_PREVIEWED = 3


def accuracy(
    context: typer.Context,
    what: Annotated[
        list[str],
        typer.Argument(
            metavar="MODEL",
            help="Id, name or path of a model; with --compare two accuracy runs, with --csv or --html also a stored one.",
        ),
    ],
    dataset: Annotated[
        str | None,
        typer.Option("--dataset", help="Id, name or path of labelled pictures or recorded inputs; a path is imported."),
    ] = None,
    subset: Annotated[
        str | None, typer.Option("--subset", help="Only so many pictures, `500` or `20%`, chosen by --seed.")
    ] = None,
    seed: Annotated[int, typer.Option("--seed", help="The same seed chooses the same pictures.")] = 0,
    task: Annotated[Task | None, typer.Option("--task", help="What the model does, where several fit.")] = None,
    adapter: Family = None,
    set_: Settings = None,
    background: Background = None,
    labels: Labels = None,
    mean: Mean = None,
    scale: Scale = None,
    color_order: Order = None,
    resize: ResizeOption = None,
    crop: Crop = None,
    pad: Pad = None,
    pad_position: Position = None,
    filter_: Filter = None,
    like: Annotated[
        str | None,
        typer.Option("--like", help="Compare outputs with those of this model, or of its `parent`, without labels."),
    ] = None,
    device: Device = "CPU",
    hint: HintOption = None,
    streams: Streams = None,
    batch: Batch = None,
    threads: Threads = None,
    precision: PrecisionOption = None,
    shape: Shapes = None,
    property_: Property = None,
    compare: Annotated[
        bool, typer.Option("--compare", help="Compare two accuracy runs on the pictures that both have seen.")
    ] = False,
    preview: Annotated[
        bool, typer.Option("--preview", help="Measure nothing: show 3 pictures, and tell how the model is read.")
    ] = False,
    csv: Csv = None,
    html: Html = None,
    json: Json = False,
) -> None:
    """Measure how right a model is on labelled pictures.

    What its outputs mean and how pictures go in is taken from the model or found out on a few pictures, and told.
    """
    if compare:
        _compare(context, what, csv, html, json)
        return
    if dataset is None and (csv or html) and len(what) == 1:
        _stored(context, what[0], csv, html, json)
        return
    wrong = Form()
    with wrong.collected():
        model = _one_model(what, dataset)
    with wrong.collected():
        preprocessing = build_preprocessing(mean, scale, color_order, resize, crop, pad, pad_position, filter_)
    with wrong.collected():
        config = build_config(device, hint, streams, batch, threads, None, precision, shape, property_)
    with wrong.collected():
        part = build_subset(subset, seed)
    with wrong.collected():
        settings = parse_pairs(set_, "--set")
    wrong.raise_any()
    wish = AccuracySpec(
        model="",
        dataset="",
        config=config,
        subset=part,
        task=task,
        family=adapter,
        settings=settings,
        preprocessing=preprocessing,
        background=background,
        preview=_PREVIEWED if preview else 0,
    )
    with opened(context) as workbench:
        with progress.shown(f"import {model}") as listener:
            found = workbench.models.resolve(model, on_change=listener)
        with progress.shown(f"import {dataset}") as listener:
            pictures = workbench.datasets.resolve(dataset or "", on_change=listener)
        if labels is not None:
            wish = replace(wish, classes=workbench.datasets.class_names(labels, pictures))
        if like is not None:
            wish = replace(wish, parent=workbench.evaluations.reference(found, like).id)
        with progress.shown(f"accuracy of {found.name}") as listener:
            run = workbench.accuracy(found, pictures, wish, on_change=listener)
        document = workbench.evaluations.result(run)
        write_files(workbench, run, csv, html, quiet=json)
    if json:
        print_json(document)
        return
    show_accuracy(document)


def _stored(context: typer.Context, run: str, csv: Path | None, html: Path | None, json: bool) -> None:
    with opened(context) as workbench:
        found = workbench.runs.get(run)
        document = workbench.evaluations.result(found)
        write_files(workbench, found, csv, html, quiet=json)
    if json:
        print_json(document)


def _one_model(what: list[str], dataset: str | None) -> str:
    problems = []
    if len(what) != 1:
        problems.append(OptionProblem("MODEL", f"{len(what)} were given; two runs are compared with --compare."))
    if dataset is None:
        problems.append(OptionProblem("--dataset", "is missing."))
    if problems:
        raise InvalidOptions(tuple(problems), "For example: dlwb accuracy model.onnx --dataset pictures/")
    return what[0]


def show_accuracy(document: "AccuracyDocument") -> None:
    """Print an accuracy: figures first, then how the model was read, then the worst classes."""
    out.print(f"[bold]{figures.name(document.model_name)}[/bold]  [dim]run {document.run}[/dim]")
    out.print(figures.name(document.verdict))
    if document.preview:
        _show_preview(document)
        return
    table = Table(box=None, show_header=False)
    for metric in document.metrics[:_MOST_METRICS]:
        table.add_row(metric_words(metric.name), figures.name(metric_figure(metric)))
    out.print(table)
    kind = document.sample_kind
    out.print(
        f"{kind.counted(document.samples)} · {document.pictures_per_s:,.0f} {kind.plural}/s · "
        f"precision {document.effective.precision or '–'}"
    )
    if kind is SampleKind.PICTURE:
        out.print(f"[dim]preprocessing[/dim] {preprocessing_words(document.preprocessing)}")
    for reason in document.reasons:
        out.print(f"[dim]{figures.name(reason)}[/dim]")
    for caveat in (*document.caveats, *document.notes):
        out.print(f"[yellow]●[/yellow] {figures.name(caveat)}")
    if len(document.per_class) > 1 and max(one.count for one in document.per_class) > 1:
        out.print(_worst_classes(document))


def _show_preview(document: "AccuracyDocument") -> None:
    """Print how a model is read, and what to do next."""
    for reason in document.reasons:
        out.print(figures.name(reason))
    out.print(f"[dim]preprocessing[/dim] {preprocessing_words(document.preprocessing)}")
    for other in document.tried[1:_MOST_TRIED]:
        words = preprocessing_words(other.reading.preprocessing)
        right = "–" if other.score is None else f"{per_cent(other.score)} right"
        out.print(f"[dim]also tried:[/dim] {other.reading.adapter.kind}, {words}: {right}")
    for caveat in document.caveats:
        out.print(f"[yellow]●[/yellow] {figures.name(caveat)}")
    out.print(f"[dim]Is it right? Keep it with:[/dim] dlwb model configure {document.model} --from {document.run}")


def preprocessing_words(preprocessing: "Preprocessing") -> str:
    """Preprocessing on one line."""
    p = preprocessing
    parts = [str(p.color_order or "RGB")]
    parts += [f"mean {', '.join(f'{v:g}' for v in p.mean)}"] if p.mean else []
    parts += [f"scale {', '.join(f'{v:g}' for v in p.scale)}"] if p.scale else []
    if p.resize is not None:
        side = f" {p.resize.shorter_side}" if p.resize.shorter_side else ""
        parts.append(f"{p.resize.rule}{side} ({p.resize.filter})")
    return " · ".join(parts) + (f" [dim](from {p.origin})[/dim]" if p.origin else "")


def _worst_classes(document: "AccuracyDocument") -> Table:
    table = Table("worst classes", "count", metric_words(document.per_class[0].metric.name), box=None)
    for figure in sorted(document.per_class, key=lambda one: one.metric.value)[:_MOST_ROWS]:
        figures_of = figures.name(metric_figure(figure.metric))
        table.add_row(class_name(document.classes, figure.label, document.task), f"{figure.count:,}", figures_of)
    return table


def class_name(classes: tuple[str, ...], label: int, task: Task | None) -> str:
    """The name of a class of the dataset; in masks 0 is the background."""
    place = label - 1 if task is Task.SEGMENTATION else label
    if place < 0:
        return "background"
    return figures.name(classes[place]) if place < len(classes) else str(label)


def _compare(context: typer.Context, what: list[str], csv: Path | None, html: Path | None, json: bool) -> None:
    if len(what) != 2:
        problem = OptionProblem("--compare", f"needs two accuracy runs, not {len(what)}.")
        raise InvalidOptions((problem,), "`dlwb run list` shows all runs.")
    with opened(context) as workbench:
        first, second = (workbench.runs.get(text) for text in what)
        document = workbench.evaluations.compare(first, second)
        write_files(workbench, second, csv, html, quiet=json, against=first)
    if json:
        print_json(document)
        return
    show_comparison(document)


def show_comparison(document: "AccuracyComparisonDocument") -> None:
    """Print what changed between two runs on the same pictures."""
    result, kind = document.result, document.sample_kind
    out.print(f"[bold]run {document.second} against run {document.first}[/bold] on {kind.counted(result.samples)}")
    out.print(figures.name(document.verdict))
    table = Table("metric", "before", "after", "difference", "", box=None)
    for change in result.changes[:_MOST_METRICS]:
        sure = "" if change.significant else "[yellow]can't tell[/yellow]"
        values = (metric_value(change.name, value) for value in (change.before, change.after))
        table.add_row(metric_words(change.name), *values, figures.name(change_figure(change)), sure)
    out.print(table)
    for flip in result.flips[:_MOST_FLIPS]:
        out.print(f"  {figures.name(flip.picture)}: {flip.before:.2f} → {flip.after:.2f}")
    if len(result.flips) > _MOST_FLIPS:
        out.print(f"  … {len(result.flips) - _MOST_FLIPS:,} more {kind.plural} changed")
    for caveat in document.caveats:
        out.print(f"[yellow]●[/yellow] {figures.name(caveat)}")
