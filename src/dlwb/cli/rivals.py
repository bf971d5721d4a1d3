"""`dlwb rivals`: reduced float precisions beside f32, before anybody quantizes."""

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from dlwb.calc.accuracy.sentences import change_figure, metric_value, metric_words
from dlwb.calc.figure_words import counted
from dlwb.cli import figures, progress
from dlwb.cli.form import Form
from dlwb.cli.options import (
    Batch,
    Device,
    HintOption,
    Json,
    ModelArgument,
    Property,
    Requests,
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
from dlwb.domain.comparison import InterleavePlan
from dlwb.domain.dataset import Task
from dlwb.domain.specs import AccuracySpec

if TYPE_CHECKING:
    from dlwb.documents import RivalDocument, RivalsDocument


def rivals(
    context: typer.Context,
    model: ModelArgument,
    dataset: Annotated[str, typer.Option("--dataset", help="Id, name or path of pictures; a path is imported.")],
    precision: Annotated[
        list[str] | None, typer.Option("--precision", help="A rival, such as bf16; repeatable. Else all on offer.")
    ] = None,
    version: Annotated[
        str | None, typer.Option("--version", help="Quantized version to measure with them; else the newest.")
    ] = None,
    subset: Annotated[str | None, typer.Option("--subset", help="Only so many pictures, `300` or `20%`.")] = None,
    seed: Annotated[int, typer.Option("--seed", help="The same seed chooses the same pictures.")] = 0,
    budget: Annotated[float, typer.Option("--budget", help="Most seconds to measure the speed.")] = 60.0,
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
    device: Device = "CPU",
    hint: HintOption = None,
    streams: Streams = None,
    batch: Batch = None,
    threads: Threads = None,
    requests: Requests = None,
    shape: Shapes = None,
    property_: Property = None,
    json: Json = False,
) -> None:
    """Hold every reduced float precision of the device against f32: accuracy on the same pictures, speed side by side.

    A quantized version of the model, where there is one, is measured with them.
    """
    wrong = Form()
    with wrong.collected():
        config = build_config(device, hint, streams, batch, threads, requests, None, shape, property_)
    with wrong.collected():
        part = build_subset(subset, seed)
    with wrong.collected():
        settings = parse_pairs(set_, "--set")
    with wrong.collected():
        preprocessing = build_preprocessing(mean, scale, color_order, resize, crop, pad, pad_position, filter_)
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
    )
    with opened(context) as workbench:
        with progress.shown(f"import {model}") as listener:
            found = workbench.models.resolve(model, on_change=listener)
        with progress.shown(f"import {dataset}") as listener:
            pictures = workbench.datasets.resolve(dataset, on_change=listener)
        if labels is not None:
            wish = replace(wish, classes=workbench.datasets.class_names(labels, pictures))
        spec = workbench.rivals.spec(
            found,
            pictures,
            wish,
            precisions=tuple(precision or ()),
            version=workbench.models.get(version) if version else None,
            plan=InterleavePlan(window_s=0.25, budget_s=budget),
        )
        with progress.shown(f"rivals of {found.name}") as listener:
            document = workbench.rivals.result(workbench.rivals.now(spec, on_change=listener))
    if json:
        print_json(document)
        return
    show_rivals(document)


def show_rivals(document: "RivalsDocument") -> None:
    """Print the table: the answer first, then one line for each rival."""
    out.print(
        f"[bold]{figures.name(document.model_name)}[/bold]  [dim]run {document.run} · {counted(document.pairs, 'pair')}[/dim]"
    )
    out.print(figures.name(document.verdict))
    table = Table("", "ran in", metric_words(document.metric), "change", "flips", "frames/s", "speed", box=None)
    for row in document.rivals:
        table.add_row(
            figures.name(row.label),
            row.precision,
            _value(row),
            _change(row),
            "–" if row.flips is None else str(row.flips),
            figures.number(row.throughput_fps.value),
            _speed(row),
        )
    out.print(table)
    out.print(f"[dim]{figures.name(document.shown)}[/dim]")
    for caveat in document.caveats:
        out.print(f"[yellow]●[/yellow] {figures.name(caveat)}")


def _value(row: "RivalDocument") -> str:
    if row.accuracy is None:
        return "–"
    return metric_value(row.accuracy.name, row.accuracy.value)


def _change(row: "RivalDocument") -> str:
    if row.change is None:
        return "–"
    return figures.name(change_figure(row.change))


def _speed(row: "RivalDocument") -> str:
    if row.throughput is None:
        return "–"
    return figures.answer(row.throughput.ratio, row.throughput.word, row.throughput.tolerance)
