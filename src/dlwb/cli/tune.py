"""`dlwb tune`: find the best configuration of a model."""

from math import isfinite
from typing import Annotated

import typer

from dlwb.calc.figure_words import counted
from dlwb.cli import figures, progress
from dlwb.cli.form import Form, UsageError
from dlwb.cli.options import Device, Json, Property, Shapes
from dlwb.cli.session import EXIT_BOUND_NOT_MET, opened, out, print_json
from dlwb.cli.space import build_space
from dlwb.cli.sweep import (
    BatchList,
    LatencyLimit,
    Percentile,
    PrecisionList,
    RequestsList,
    StreamsList,
    ThreadsList,
    points_table,
    show_skipped,
)
from dlwb.documents.tune import TuneDocument
from dlwb.domain.comparison import PairedComparison
from dlwb.domain.errors import OptionProblem
from dlwb.domain.search import TUNE_BUDGET_S, Goal, GoalKind, LimitPercentile

MB = 1_000_000
_DEFAULT = "default"


def tune(
    context: typer.Context,
    model: Annotated[
        str | None, typer.Argument(metavar="[MODEL]", help="Id, name or path; a path is imported.")
    ] = None,
    goal: Annotated[GoalKind, typer.Option("--goal", help="What to be best at.")] = GoalKind.THROUGHPUT,
    latency_limit: LatencyLimit = None,
    percentile: Percentile = LimitPercentile.P50,
    memory_limit: Annotated[
        float | None,
        typer.Option("--memory-limit", help="MB (10^6 bytes) that the measuring process may take at its peak."),
    ] = None,
    budget: Annotated[float, typer.Option("--budget", help="Most seconds to search.")] = TUNE_BUDGET_S,
    device: Device = "CPU",
    batch: BatchList = None,
    streams: StreamsList = None,
    threads: ThreadsList = None,
    requests: RequestsList = None,
    precision: PrecisionList = None,
    shape: Shapes = None,
    property_: Property = None,
    continue_: Annotated[
        str | None,
        typer.Option("--continue", metavar="RUN", help="Go on where this stopped search was, as it was set."),
    ] = None,
    json: Json = False,
) -> None:
    """Find the configuration with the most throughput or the least latency within limits, and say how much it gains.

    What is not given is chosen from the device and the model. Precision is the engine's own unless it is given.
    """
    if (model is None) == (continue_ is None):
        raise typer.BadParameter("Give a MODEL, or the search to --continue.")
    precisions = None if precision == _DEFAULT else precision
    wrong = Form()
    with wrong.collected():
        space = build_space(device, None, streams, batch, threads, requests, precisions, shape, property_)
    with wrong.collected():
        memory = _in_bytes(memory_limit)
    wrong.raise_any()
    wanted = Goal(goal, latency_limit, percentile, memory)
    with opened(context) as workbench:
        if continue_ is not None:
            before = workbench.runs.get(continue_)
            name, spec = before.model_name, workbench.tunings.continued(before)
        else:
            assert model is not None
            with progress.shown(f"import {model}") as listener:
                found = workbench.models.resolve(model, on_change=listener)
            name, spec = found.name, workbench.tunings.spec(found, space, wanted, budget)
        with progress.shown(f"tune {name}") as listener:
            finished = workbench.tunings.tune(spec, name, on_change=listener)
        document = workbench.tunings.tuned(finished)
    if json:
        print_json(document)
    else:
        show_tune(document)
    if document.best is None:
        raise typer.Exit(EXIT_BOUND_NOT_MET)


def _in_bytes(limit: float | None) -> int | None:
    """Megabytes as bytes. Raises UsageError: they have no end, or are no number at all."""
    if limit is None:
        return None
    if not isfinite(limit):
        problem = OptionProblem("--memory-limit", f"{limit:g} is no number of megabytes.")
        raise UsageError((problem,), "Give a number such as 500, or leave the option out.")
    return round(limit * MB)


def show_tune(document: TuneDocument) -> None:
    """Print a search: the answer first, how much it gains, then every point."""
    out.print(f"[bold]{figures.name(document.model_name)}[/bold]  [dim]tune {document.run}[/dim]")
    if document.best is not None:
        out.print(f"[green]● best[/green] {document.best.reason} [dim]run {document.best.run}[/dim]")
        out.print(_configuration(document, document.best.run))
    elif document.nearest is not None:
        out.print(f"[yellow]● limit not met[/yellow] {document.nearest.reason} [dim]run {document.nearest.run}[/dim]")
    if document.comparison is not None:
        out.print(_side_by_side(document.comparison))
    out.print(f"[dim]{_effort(document)}; stopped: {document.stop_reason}[/dim]")
    out.print(points_table(document.runs, document.pareto))
    show_skipped(document.skipped)


def _configuration(document: TuneDocument, run: str) -> str:
    e = next((d.effective for d in document.runs if d.run == run), None)
    if e is None:
        return "  its configuration is not known here: the run that measured it is gone"
    return (
        f"  batch {e.batch} · streams {e.streams or '–'} · threads {e.threads or '–'} · requests {e.requests} · "
        f"precision {e.precision or '–'}"
    )


def _effort(document: TuneDocument) -> str:
    """What became of all the configurations."""
    failed, rest = len(document.skipped), document.candidates - document.tried
    words = f"{document.tried - failed} of {document.candidates} configurations measured"
    if failed:
        words += f", {failed} could not be"
    return words + (f", {rest} ruled out by what these did or by the time they would take" if rest else "")


def _side_by_side(comparison: PairedComparison) -> str:
    from dlwb.calc.compare import FEWEST_PAIRS  # numpy

    reference, found = comparison.subjects
    is_few = comparison.pairs < FEWEST_PAIRS
    words = "; ".join(
        f"{d.what} {figures.answer(d.ratio, d.word, d.tolerance, with_interval=not is_few)}" for d in found.deltas
    )
    pairs = counted(comparison.pairs, "pair")
    return f"  beside {reference.subject.label}: {words} [dim]({pairs})[/dim]"
