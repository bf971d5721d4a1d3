"""`dlwb compare`: any two to six runs or models, as they were measured, or measured now side by side."""

from dataclasses import replace
from math import isfinite
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Column, Table

from dlwb.calc.figure_words import TOO_NOISY, counted, is_hidden, per_cent, signed
from dlwb.cli import figures, progress
from dlwb.cli.options import (
    Batch,
    Device,
    HintOption,
    Json,
    PrecisionOption,
    Property,
    Requests,
    Shapes,
    Streams,
    Threads,
    build_config,
)
from dlwb.cli.session import opened, out, print_json
from dlwb.documents import CompareDocument, DeltaDocument
from dlwb.domain.comparison import Figure, InterleavePlan, LayerGroup, Word
from dlwb.domain.errors import NotFound
from dlwb.domain.measurement import Estimate

if TYPE_CHECKING:
    from dlwb.workbench import Workbench

_COLOURS = {
    Word.FASTER: "green",
    Word.SMALLER: "green",
    Word.SLOWER: "red",
    Word.LARGER: "red",
    Word.SAME: "dim",
    Word.CANT_TELL: "yellow",
}
_NAMES = {
    "latency_p50": "latency p50",
    "latency_p90": "latency p90",
    "latency_p95": "latency p95",
    "latency_p99": "latency p99",
    "latency_p999": "latency p99.9",
}
_MOST_LAYERS = 15


def compare(
    context: typer.Context,
    what: Annotated[
        list[str],
        typer.Argument(
            metavar="A B [C…]",
            help="2 to 6 runs or models; ids, names of models, paths with --interleave. The first is the reference.",
        ),
    ],
    interleave: Annotated[
        bool, typer.Option("--interleave", help="Measure them now, side by side; runs bring their configuration.")
    ] = False,
    device: Device = "CPU",
    hint: HintOption = None,
    streams: Streams = None,
    batch: Batch = None,
    threads: Threads = None,
    requests: Requests = None,
    precision: PrecisionOption = None,
    shape: Shapes = None,
    property_: Property = None,
    budget: Annotated[float, typer.Option("--budget", help="Most seconds to measure, with --interleave.")] = 60.0,
    input_: Annotated[
        list[str] | None, typer.Option("--input", help="File that feeds the models, with --interleave.")
    ] = None,
    seed: Annotated[int, typer.Option("--seed", help="Seed of random data, with --interleave.")] = 0,
    top: Annotated[
        int, typer.Option("--top", min=0, help="How many layers with the largest difference.")
    ] = _MOST_LAYERS,
    json: Json = False,
) -> None:
    """Compare runs or models: differences with intervals, conditions, and layers side by side."""
    config = build_config(device, hint, streams, batch, threads, requests, precision, shape, property_)
    plan = replace(InterleavePlan(), budget_s=budget, inputs=tuple(input_ or ()), seed=seed)
    with opened(context) as workbench:
        if interleave:
            ids = [_known(workbench, text) for text in what]
            with progress.shown("compare") as listener:
                found = workbench.compare(*ids, interleave=True, config=config, plan=plan, on_change=listener)
        else:
            found = workbench.compare(*what)
    document = CompareDocument.of(found)
    if json:
        print_json(document)
        return
    show_compare(document, top)


def _known(workbench: "Workbench", text: str) -> str:
    """The id of a run or a model; what is neither but a path is imported."""
    try:
        return workbench.runs.get(text).id
    except NotFound:
        with progress.shown(f"import {text}") as listener:
            return workbench.models.resolve(text, on_change=listener).id


def show_compare(document: CompareDocument, top: int = _MOST_LAYERS) -> None:
    """Print a comparison: who is who, the differences, the conditions, then the layers."""
    for index, subject in enumerate(document.subjects):
        label = f" {figures.name(subject.label)}" if subject.label else ""
        run = f"  [dim]{subject.kind} · run {subject.run} · {figures.moment(subject.created)}[/dim]"
        out.print(f"[bold]{_letter(index)}[/bold] {figures.name(subject.model_name)}{label}{run}")
    if document.paired is not None:
        out.print(
            f"[dim]side by side, {counted(document.paired.pairs, 'pair')} · stopped: {document.paired.stop_reason}[/dim]"
        )
    out.print(_differences(document))
    if document.conditions:
        out.print(_conditions(document))
    for caveat in document.caveats:
        out.print(f"[yellow]●[/yellow] {figures.name(caveat)}")
    if document.layers and top:
        out.print(_layers(document, top))
    if document.layers_note:
        out.print(f"[dim]{figures.name(document.layers_note)}[/dim]")


def _letter(index: int) -> str:
    return "ABCDEF"[index]


def _differences(document: CompareDocument) -> Table:
    """One row per figure: its values, and each subject's difference with interval and word."""
    count = len(document.subjects)
    others = [f"{_letter(i)} ÷ A" for i in range(1, count)]
    table = Table("", *(_letter(i) for i in range(count)), *others, box=None)
    for figure in document.figures:
        deltas = {d.subject: d for d in document.deltas if d.what == figure.what}
        words = [_difference(deltas.get(i)) for i in range(1, count)]
        name = _NAMES.get(figure.what, figure.what.replace("_", " "))
        table.add_row(f"[dim]{name}[/dim]", *(_value(figure, value) for value in figure.values), *words)
    return table


def _value(figure: Figure, value: Estimate | None) -> str:
    if value is None:
        return "–"
    if figure.unit == "bytes":
        return figures.size(value.value)
    if figure.unit == "ms":
        return figures.milliseconds(value.value)
    return f"{figures.number(value.value)} {figure.unit}".rstrip()


def _difference(delta: DeltaDocument | None) -> str:
    if delta is None:
        return "–"
    word = figures.word(delta.word)
    if is_hidden(delta.ratio, delta.word, delta.tolerance):
        return f"[{_COLOURS[delta.word]}]{word}; {TOO_NOISY}[/]"
    interval = f"{_change(delta.ratio.low)} to {_change(delta.ratio.high)}"
    if delta.word is Word.CANT_TELL and isfinite(delta.tolerance):
        word += f"; ±{per_cent(delta.tolerance, 1)} counts as noise here"
    return f"{_change(delta.ratio.value)} [dim]({interval})[/dim] [{_COLOURS[delta.word]}]{word}[/]"


def _change(ratio: float) -> str:
    """`+5.2 %`, or a factor where per cent would be hard to read."""
    return f"×{ratio:.3g}" if ratio >= 2 or ratio <= 0.5 else f"{signed((ratio - 1) * 100, '.1f')} %"


def _conditions(document: CompareDocument) -> Table:
    table = Table("conditions that differ", *(_letter(i) for i in range(len(document.subjects))), box=None)
    for condition in document.conditions:
        table.add_row(condition.field, *(figures.name(value or "–") for value in condition.values))
    return table


def _layers(document: CompareDocument, top: int) -> Table:
    """The groups with the largest difference of the second subject to the first."""
    letters = [_letter(i) for i in range(len(document.subjects))]
    table = Table(
        Column("layers", no_wrap=True, max_width=40),
        *(f"{letter} µs" for letter in letters),
        *(f"{letter} − A" for letter in letters[1:]),
        "types",
        "precisions",
        box=None,
    )
    for group in sorted(document.layers, key=_largest, reverse=True)[:top]:
        sides = [side for side in group.sides if side is not None]
        name = sides[0].layers[0].name if len(sides[0].layers) == 1 else " + ".join(group.operations[:3])
        table.add_row(
            figures.name(name),
            *("–" if side is None else figures.number(side.time_us.value) for side in group.sides),
            *("–" if d is None else signed(d.difference_us.value, ".4g") for d in group.differences[1:]),
            " | ".join(dict.fromkeys(", ".join(dict.fromkeys(layer.type for layer in s.layers)) for s in sides)),
            " | ".join(dict.fromkeys(", ".join(dict.fromkeys(layer.precision for layer in s.layers)) for s in sides)),
        )
    return table


def _largest(group: LayerGroup) -> float:
    return max((abs(d.difference_us.value) for d in group.differences if d is not None), default=0.0)
