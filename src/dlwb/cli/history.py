"""`dlwb history`: the benchmarks of a model over time, and the steps in them."""

from collections.abc import Sequence
from typing import Annotated

import typer
from rich.table import Table

from dlwb.calc.figure_words import counted, signed
from dlwb.cli import figures
from dlwb.cli.options import Json
from dlwb.cli.session import opened, out, print_json
from dlwb.documents import HistoryDocument, SeriesDocument, StepDocument

_BARS = "▁▂▃▄▅▆▇█"
_WIDEST = 40
_WORDS = {"throughput_fps": "throughput", "latency_ms": "latency"}


def history(
    context: typer.Context,
    model: Annotated[str, typer.Argument(metavar="MODEL", help="Id or name; also of a model that only runs name.")],
    json: Json = False,
) -> None:
    """Show all benchmarks of a model over time: alike ones as one series, with lasting changes named."""
    with opened(context) as workbench:
        document = workbench.history(model)
    if json:
        print_json(document)
        return
    _show(document)


def _show(document: HistoryDocument) -> None:
    away = "" if document.known else "  [dim]not in this workspace[/dim]"
    out.print(f"[bold]{figures.name(document.model_name)}[/bold]  {counted(document.points, 'benchmark')}{away}")
    if document.unreadable:
        are = "is" if document.unreadable == 1 else "are"
        out.print(f"Left out {are} {document.unreadable:,} that this dlwb cannot read.")
    if not document.series:
        out.print("None yet. `dlwb benchmark MODEL` makes one.")
        return
    table = Table("configuration", "host", "runs", "throughput", "trend (oldest left)", "last", box=None)
    for series in document.series:
        last = series.points[-1]
        table.add_row(
            figures.name(describe(series)),
            figures.name(series.host),
            str(len(series.points)),
            figures.estimate(last.throughput_fps, "fps"),
            sparkline([point.throughput_fps.value for point in series.points]),
            last.created[:10],
        )
    out.print(table)
    for series in document.series:
        for step in series.steps:
            out.print(f"{figures.name(describe(series))} on {figures.name(series.host)}: {_sentence(step)}")
    if document.left_out:
        out.print(f"{counted(document.left_out, 'older benchmark is', 'older benchmarks are')} left out.", style="dim")


def describe(series: SeriesDocument) -> str:
    """The configuration of a series in a few words: `CPU batch 1, 2 streams, f32, closed`."""
    effective = series.effective
    streams = f"{effective.streams} streams" if effective.streams else f"{effective.requests} requests"
    rate = f" {series.rate:g}/s" if series.rate else ""
    return ", ".join(
        part
        for part in (f"{series.device} batch {effective.batch}", streams, effective.precision, f"{series.mode}{rate}")
        if part
    )


def sparkline(values: Sequence[float]) -> str:
    """The newest values as bars between the lowest and the highest of them."""
    shown = values[-_WIDEST:]
    low, high = min(shown), max(shown)
    if high <= low:
        return _BARS[len(_BARS) // 2] * len(shown)
    return "".join(_BARS[round((value - low) / (high - low) * (len(_BARS) - 1))] for value in shown)


def _sentence(step: StepDocument) -> str:
    ratio = step.ratio
    interval = f"{signed((ratio.low - 1) * 100, '.1f')} … {signed((ratio.high - 1) * 100, '.1f')} %"
    words = f"{step.word} since {step.created[:10]} (run {step.run}): {_WORDS[step.what]} "
    changes = ", ".join(
        f"{change.what} {change.before or 'unknown'} → {change.after or 'unknown'}" for change in step.changes
    )
    return f"{words}{signed((ratio.value - 1) * 100, '.1f')} % ({interval})" + (
        f"; {figures.name(changes)}" if changes else ""
    )
