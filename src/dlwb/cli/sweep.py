"""`dlwb sweep`: measure a model over a space of configurations."""

from collections.abc import Sequence
from typing import Annotated

import typer
from rich.table import Table

from dlwb.calc.duration import in_words
from dlwb.calc.figure_words import counted
from dlwb.cli import figures, progress
from dlwb.cli.form import Form
from dlwb.cli.options import (
    Device,
    HintOption,
    Json,
    Property,
    Quick,
    Rigorous,
    Shapes,
    build_effort,
    effort_words,
)
from dlwb.cli.session import EXIT_BOUND_NOT_MET, err, opened, out, print_json
from dlwb.cli.space import build_space
from dlwb.documents import BenchmarkDocument, SweepDocument
from dlwb.documents.search import SkippedDocument
from dlwb.domain.inference import Effort, InferenceConfig, plan_for
from dlwb.domain.search import Goal, LimitPercentile

BatchList = Annotated[str | None, typer.Option("--batch", help="Batch sizes: 1,2,4-16x2.")]
StreamsList = Annotated[str | None, typer.Option("--streams", help="Numbers of streams: 1-4.")]
ThreadsList = Annotated[str | None, typer.Option("--threads", help="Numbers of threads, over all streams.")]
RequestsList = Annotated[str | None, typer.Option("--requests", help="Infer requests in flight.")]
PrecisionList = Annotated[str | None, typer.Option("--precision", help="Inference precisions: f32,bf16.")]
LatencyLimit = Annotated[
    float | None, typer.Option("--latency-limit", help="Milliseconds that the latency of a request may take.")
]
Percentile = Annotated[LimitPercentile, typer.Option("--percentile", help="Which latency the limit is about.")]

_BUDGET_S = plan_for(Effort.QUICK).budget_s


def sweep(
    context: typer.Context,
    model: Annotated[
        str | None, typer.Argument(metavar="[MODEL]", help="Id, name or path; a path is imported.")
    ] = None,
    device: Device = "CPU",
    hint: HintOption = None,
    streams: StreamsList = None,
    batch: BatchList = None,
    threads: ThreadsList = None,
    requests: RequestsList = None,
    precision: PrecisionList = None,
    shape: Shapes = None,
    property_: Property = None,
    latency_limit: LatencyLimit = None,
    percentile: Percentile = LimitPercentile.P50,
    budget: Annotated[
        float | None,
        typer.Option(
            "--budget", help=f"Most seconds to measure each point; else {_BUDGET_S:g}, or as the effort says."
        ),
    ] = None,
    quick: Quick = False,
    standard: Annotated[bool, typer.Option("--standard", help=effort_words(Effort.STANDARD))] = False,
    rigorous: Rigorous = False,
    continue_: Annotated[
        str | None, typer.Option("--continue", metavar="RUN", help="Go on where this stopped sweep was.")
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Start an enormous sweep without asking back.")] = False,
    json: Json = False,
) -> None:
    """Measure every combination of batch, streams, threads, requests and precision; show the front and the best.

    Points are measured with the effort of --quick unless another is given.
    """
    if (model is None) == (continue_ is None):
        raise typer.BadParameter("Give a MODEL, or the sweep to --continue.")
    wrong = Form()
    with wrong.collected():
        space = build_space(device, hint, streams, batch, threads, requests, precision, shape, property_)
    with wrong.collected():
        effort = build_effort(Effort.QUICK, quick=quick, standard=standard, rigorous=rigorous)
    wrong.raise_any()
    plan = plan_for(effort, budget)
    goal = Goal(latency_limit_ms=latency_limit, percentile=percentile)
    with opened(context) as workbench:
        if continue_ is not None:
            before = workbench.runs.get(continue_)
            name, spec = before.model_name, workbench.searches.continued(before)
        else:
            assert model is not None
            with progress.shown(f"import {model}") as listener:
                found = workbench.models.resolve(model, on_change=listener)
            estimate = workbench.searches.estimate(found, space, plan, goal)
            name = found.name
            spec = workbench.searches.sweep_spec(found, space, plan, goal, confirmed=yes)
            size = f"{counted(estimate.points, 'point')}, {counted(estimate.compilations, 'compiled model')}"
            err.print(f"{size}, about {in_words(estimate.seconds)}.")
        with progress.shown(f"sweep {name}") as listener:
            finished = workbench.searches.sweep(spec, name, on_change=listener)
        document = workbench.searches.swept(finished)
    if json:
        print_json(document)
    else:
        show_sweep(document)
    if document.best is None:
        raise typer.Exit(EXIT_BOUND_NOT_MET)


def show_sweep(document: SweepDocument) -> None:
    """Print a sweep: the answer first, then every point, best throughput first."""
    out.print(f"[bold]{figures.name(document.model_name)}[/bold]  [dim]sweep {document.run}[/dim]")
    if document.best is not None:
        out.print(f"[green]● best[/green] {document.best.reason} [dim]run {document.best.run}[/dim]")
    elif document.nearest is not None:
        out.print(f"[yellow]● limit not met[/yellow] {document.nearest.reason} [dim]run {document.nearest.run}[/dim]")
    out.print(points_table(document.runs, document.pareto))
    show_skipped(document.skipped)


def show_skipped(skipped: Sequence[SkippedDocument]) -> None:
    """Print what could not be measured, a line for each reason."""
    reasons: dict[str, list[InferenceConfig]] = {}
    for one in skipped:
        reasons.setdefault(one.failure.message, []).append(one.config)
    for message, configs in reasons.items():
        axes = (("batch", [c.batch for c in configs]), ("streams", [c.streams for c in configs]))
        where = ", ".join(f"{name} {_values(values)}" for name, values in axes)
        count = f"{len(configs)} configurations with " if len(configs) > 1 else ""
        out.print(f"skipped {count}{where}: {message}", markup=False)


def _values(values: Sequence[int | None]) -> str:
    known = sorted({value for value in values if value is not None})
    return "/".join(str(value) for value in known) or "–"


def points_table(runs: tuple[BenchmarkDocument, ...], pareto: tuple[str, ...]) -> Table:
    """The points of a search, best throughput first; those on the front are marked."""
    numbers = ("batch", "streams", "threads", "requests", "fps", "±", "p50 ms", "compile")
    table = Table("", box=None)
    for name in numbers[:4]:
        table.add_column(name, justify="right")
    table.add_column("precision")
    for name in numbers[4:]:
        table.add_column(name, justify="right")
    table.add_column("run")
    for d in sorted(runs, key=lambda d: -d.throughput_fps.value):
        e, fps = d.effective, d.throughput_fps
        table.add_row(
            "[green]◆[/green]" if d.run in pareto else "",
            str(e.batch),
            str(e.streams or "–"),
            str(e.threads or "–"),
            str(e.requests),
            e.precision or "–",
            figures.number(fps.value),
            figures.percent((fps.high - fps.low) / 2 / fps.value if fps.value else None),
            figures.number(d.latency_ms.p50.value),
            figures.milliseconds(d.compile_ms),
            f"[dim]{d.run}[/dim]",
        )
    return table
