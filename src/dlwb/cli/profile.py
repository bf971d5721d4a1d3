"""`dlwb profile`: where the time goes, layer by layer."""

from typing import Annotated

import typer
from rich.table import Column, Table

from dlwb.cli import figures, progress
from dlwb.cli.options import (
    Batch,
    Device,
    HintOption,
    Json,
    ModelArgument,
    PrecisionOption,
    Property,
    Shapes,
    Streams,
    Threads,
    build_config,
)
from dlwb.cli.session import opened, out, print_json
from dlwb.documents import ProfileDocument
from dlwb.domain.specs import FEWEST_INFERENCES


def profile(
    context: typer.Context,
    model: ModelArgument,
    device: Device = "CPU",
    hint: HintOption = None,
    streams: Streams = None,
    batch: Batch = None,
    threads: Threads = None,
    precision: PrecisionOption = None,
    shape: Shapes = None,
    property_: Property = None,
    inferences: Annotated[
        int, typer.Option("--inferences", help="Least number of profiled inferences.")
    ] = FEWEST_INFERENCES,
    top: Annotated[int, typer.Option("--top", min=0, help="How many of the slowest layers to show.")] = 15,
    json: Json = False,
) -> None:
    """Measure a model layer by layer, joined with the theory and the roofline of this machine."""
    config = build_config(device, hint, streams, batch, threads, None, precision, shape, property_)
    with opened(context) as workbench:
        with progress.shown(f"import {model}") as listener:
            found = workbench.models.resolve(model, on_change=listener)
        with progress.shown(f"profile {found.name}") as listener:
            finished = workbench.profile(found, config, inferences=inferences, on_change=listener)
    document = ProfileDocument.of(finished)
    if json:
        print_json(document)
        return
    show_profile(document, top)


def show_profile(document: ProfileDocument, top: int) -> None:
    """Print a profile: totals, shares, then the slowest layers."""
    out.print(f"[bold]{figures.name(document.model_name)}[/bold]  [dim]run {document.run}[/dim]")
    out.print(
        f"latency {figures.estimate(document.latency_ms, 'ms')} · probe factor {document.probe_factor:.3f} · "
        f"not explained by any layer {figures.percent(document.unexplained_share)}"
    )
    for title, shares in (("by type", document.by_type), ("by precision", document.by_precision)):
        words = " · ".join(f"{s.name} {figures.percent(s.share)}" for s in shares[:6])
        out.print(f"[dim]{title}[/dim] {words}")
    if top:
        out.print(_layers(document, top))


def _layers(document: ProfileDocument, top: int) -> Table:
    table = Table(
        "#",
        Column("layer", no_wrap=True, max_width=48),
        "type",
        "kernel",
        "precision",
        "µs",
        "share",
        "GFLOP/s",
        "FLOP/byte",
        "limit",
        box=None,
    )
    slowest = sorted(document.layers, key=lambda layer: layer.time_us.value, reverse=True)[:top]
    for layer in slowest:
        table.add_row(
            str(layer.order),
            figures.name(layer.name),
            figures.name(layer.type),
            figures.name(layer.kernel),
            layer.precision,
            figures.number(layer.time_us.value),
            figures.percent(layer.share),
            figures.number(layer.gflops) if layer.gflops else "–",
            figures.number(layer.intensity) if layer.intensity else "–",
            layer.bound or "–",
        )
    return table
