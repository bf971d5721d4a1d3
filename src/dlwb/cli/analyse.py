"""`dlwb analyse`: what a model costs in theory."""

from typing import Annotated

import typer
from rich.table import Column, Table

from dlwb.cli import figures, progress
from dlwb.cli.options import Json, ModelArgument, Shapes, read_shapes
from dlwb.cli.session import opened, out, print_json
from dlwb.documents import AnalysisDocument, UncountedDocument
from dlwb.domain.model import Model


def analyse(
    context: typer.Context,
    model: ModelArgument,
    shape: Shapes = None,
    top: Annotated[int, typer.Option("--top", min=0, help="How many of the costliest layers to show.")] = 10,
    json: Json = False,
) -> None:
    """Say what a model costs in theory: operations, parameters, memory; in total and layer by layer."""
    shapes = read_shapes(shape)
    with opened(context) as workbench:
        with progress.shown(f"import {model}") as listener:
            found = workbench.models.resolve(model, on_change=listener)
        document = workbench.analysis_document(found, shapes)
    if json:
        print_json(document)
        return
    show_analysis(found, document, top)


def show_analysis(model: Model, document: AnalysisDocument, top: int) -> None:
    """Print an analysis: totals, what is not counted, and the `top` costliest layers."""
    out.print(f"[bold]{figures.name(model.name)}[/bold]  [dim]{model.id} · {_shapes(document)}[/dim]")
    if document.assumed:
        out.print(
            f"[yellow]The batch is dynamic; counted at 1.[/yellow] Choose another with --shape {_example(document)}."
        )
    out.print(_totals(document))
    if document.uncounted:
        named = ", ".join(f"{figures.name(u.type)} ({u.count}{_hidden(u)})" for u in document.uncounted)
        out.print(f"[yellow]Not counted:[/yellow] {named}")
    else:
        out.print("Every operation of the model is counted.")
    for note in document.notes:
        out.print(note, style="yellow", markup=False)
    if top:
        out.print(_layers(document, top))


def _hidden(uncounted: UncountedDocument) -> str:
    share = uncounted.time_share
    return "" if share is None else f", {figures.percent(share)} of the executed time"


def _example(document: AnalysisDocument) -> str:
    name, dims = next(iter(document.input_shapes.items()))
    return f"{figures.name(name)}={','.join(str(d) for d in (8, *dims[1:]))}"


def _shapes(document: AnalysisDocument) -> str:
    return ", ".join(f"{figures.name(name)} {figures.shape(dims)}" for name, dims in document.input_shapes.items())


def _totals(document: AnalysisDocument) -> Table:
    table = Table(box=None, show_header=False)
    precisions = ", ".join(f"{p} {figures.size(b)}" for p, b in document.weights_bytes_by_precision.items())
    for name, text in (
        ("operations", f"{figures.number(document.gflop)} GFLOP · {figures.number(document.gmac)} GMAC"),
        ("8-bit operations", f"{figures.number(document.giop)} GIOP"),
        ("parameters", f"{document.parameters:,} · sparsity {figures.percent(document.sparsity)}"),
        ("weights", f"{figures.size(document.weights_bytes)} ({precisions})"),
        (
            "activations",
            f"{figures.size(document.memory_min_bytes)} at least · {figures.size(document.memory_max_bytes)} all at once",
        ),
        ("opset", document.opset or "–"),
    ):
        table.add_row(f"[dim]{name}[/dim]", text)
    return table


def _layers(document: AnalysisDocument, top: int) -> Table:
    table = Table(
        Column("layer", no_wrap=True, max_width=60), "type", "MFLOP", "MIOP", "share", "parameters", "output", box=None
    )
    total = document.gflop + document.giop or 1.0
    costliest = sorted(document.layers, key=lambda layer: layer.gflop + layer.giop, reverse=True)[:top]
    for layer in costliest:
        table.add_row(
            figures.name(layer.name),
            figures.name(layer.type),
            figures.number(layer.gflop * 1e3),
            figures.number(layer.giop * 1e3),
            figures.percent((layer.gflop + layer.giop) / total),
            f"{layer.parameters:,}",
            figures.shape(layer.output_shape),
        )
    return table
