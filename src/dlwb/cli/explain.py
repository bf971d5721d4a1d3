"""`dlwb explain`: why a version is no faster than it is."""

from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Column, Table

from dlwb.calc.figure_words import per_cent, signed
from dlwb.cli import figures, progress
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
)
from dlwb.cli.session import opened, out, print_json
from dlwb.domain.errors import NotFound
from dlwb.domain.specs import FEWEST_INFERENCES

if TYPE_CHECKING:
    from dlwb.documents import ExplanationDocument
    from dlwb.domain.explanation import ExplainedCause

_MOST_LAYERS = 3
# Causes below this share of what is lost are not worth a line.
_LEAST_SHARE = 0.01


def explain(
    context: typer.Context,
    version: Annotated[str, typer.Argument(metavar="VERSION", help="Id or name of a version, such as an 8-bit one.")],
    against: Annotated[
        str | None, typer.Option("--against", help="Hold it against this model; else against its parent.")
    ] = None,
    stored: Annotated[
        bool, typer.Option("--stored", help="Measure nothing: the newest answer, or from stored profiles of both.")
    ] = False,
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
    top: Annotated[int, typer.Option("--top", min=0, help="How many layers of each cause to show.")] = _MOST_LAYERS,
    json: Json = False,
) -> None:
    """Say why a version is no faster: both are profiled in turns, and what lies between it and its ideal is summed into causes.

    Where the ceilings of the device have not been measured, this does it first. Everything runs in f32 unless --precision says
    otherwise.
    """
    config = build_config(device, hint, streams, batch, threads, None, precision, shape, property_)
    with opened(context) as workbench:
        found = workbench.models.get(version)
        if stored:
            document = workbench.versions.newest_explanation(found, against)
            if document is None:
                raise NotFound(
                    f"There is no answer for '{found.name}', and no profiles of both in one configuration.",
                    "Leave --stored out to measure.",
                )
        else:
            spec = workbench.versions.explain_spec(found, against, config, inferences)
            with progress.shown(f"explain {found.name}") as listener:
                document = workbench.versions.explanation(workbench.versions.explain(spec, on_change=listener))
    if json:
        print_json(document)
        return
    show_explanation(document, top)


def show_explanation(document: "ExplanationDocument", top: int = _MOST_LAYERS) -> None:
    """Print an explanation: the answer, the four times, then what lies between them."""
    found = document.explanation
    run = f"run {document.run}" if document.run else f"profiles {document.parent_profile}, {document.version_profile}"
    out.print(
        f"[bold]{figures.name(document.version_name)}[/bold]  [dim]against {figures.name(document.parent_name)} · {run}[/dim]"
    )
    out.print(figures.name(found.verdict))
    table = Table("", Column("µs", justify="right"), Column("times as fast", justify="right"), box=None)
    table.add_row("parent", figures.number(found.parent_us.value), "1")
    table.add_row("this version", figures.number(found.version_us.value), f"{found.speedup.value:.2f}")
    table.add_row("its ideal", figures.number(found.ideal_us), f"{found.ideal_speedup:.2f}")
    table.add_row("hoped for", figures.number(found.hoped_us), f"{found.hoped_speedup:.2f}")
    out.print(table)
    if found.causes:
        out.print(f"\nbetween the ideal and this version [dim]({per_cent(found.covered)} explained)[/dim]")
        _show(found.causes, top)
    if found.limits:
        out.print("\nbetween what was hoped for and the ideal")
        _show(found.limits, 0)
    for note in found.notes:
        out.print(f"[yellow]●[/yellow] {figures.name(note)}")


def _show(causes: "tuple[ExplainedCause, ...]", top: int) -> None:
    for cause in causes:
        if abs(cause.share) < _LEAST_SHARE:
            continue
        interval = f"[dim]({figures.number(cause.time_us.low)} – {figures.number(cause.time_us.high)})[/dim]"
        out.print(
            f"[yellow]●[/yellow] [bold]{figures.name(cause.title)}[/bold]  "
            f"{figures.number(cause.time_us.value)} µs {interval}  {figures.percent(cause.share)}"
        )
        out.print(f"  {cause.evidence} → {cause.advice}", markup=False)
        for layer in cause.layers[:top]:
            times = " → ".join("–" if us is None else f"{us:,.0f}" for us in (layer.parent_us, layer.version_us))
            kernel = f" · {layer.kernel}" if layer.kernel else ""
            reason = f" · {layer.reason[:60]}" if layer.reason else ""
            out.print(
                f"    {layer.name[:60]} · {times} µs ({signed(layer.excess_us, ',.0f')}){kernel}{reason}", markup=False
            )
