"""`dlwb benchmark`: measure a model in one configuration."""

from typing import Annotated

import typer
from rich.table import Table

from dlwb.cli import figures, progress
from dlwb.cli.form import Form
from dlwb.cli.options import (
    Batch,
    Device,
    HintOption,
    Json,
    ModelArgument,
    PrecisionOption,
    Property,
    Quick,
    Requests,
    Rigorous,
    Shapes,
    Streams,
    Threads,
    build_config,
    build_effort,
)
from dlwb.cli.session import opened, out, print_json
from dlwb.documents import BenchmarkDocument
from dlwb.domain.inference import Arrivals, Effort, Mode, plan_for
from dlwb.domain.measurement import Estimate, Verdict, VerdictStatus

_BUDGET_S = plan_for(Effort.STANDARD).budget_s


def benchmark(
    context: typer.Context,
    model: ModelArgument,
    device: Device = "CPU",
    hint: HintOption = None,
    streams: Streams = None,
    batch: Batch = None,
    threads: Threads = None,
    requests: Requests = None,
    precision: PrecisionOption = None,
    shape: Shapes = None,
    property_: Property = None,
    mode: Annotated[
        Mode, typer.Option("--mode", help="Load: one request, a closed loop, or offered load.")
    ] = Mode.CLOSED,
    rate: Annotated[float | None, typer.Option("--rate", help="Requests per second, for offered load.")] = None,
    arrivals: Annotated[Arrivals, typer.Option("--arrivals", help="How offered load arrives.")] = Arrivals.POISSON,
    budget: Annotated[
        float | None,
        typer.Option("--budget", help=f"Most seconds to measure; else {_BUDGET_S:g}, or as the effort says."),
    ] = None,
    quick: Quick = False,
    rigorous: Rigorous = False,
    input_: Annotated[
        list[str] | None, typer.Option("--input", help="File that feeds the model: .npy, .npz, picture, raw .bin.")
    ] = None,
    seed: Annotated[int, typer.Option("--seed", help="Seed of random data and of arrivals.")] = 0,
    json: Json = False,
) -> None:
    """Measure throughput and latency of a model, with intervals, conditions and a verdict."""
    wrong = Form()
    with wrong.collected():
        config = build_config(device, hint, streams, batch, threads, requests, precision, shape, property_)
    with wrong.collected():
        effort = build_effort(Effort.STANDARD, quick=quick, rigorous=rigorous)
    wrong.raise_any()
    plan = plan_for(effort, budget, mode=mode, rate=rate, arrivals=arrivals, inputs=tuple(input_ or ()), seed=seed)
    with opened(context) as workbench:
        with progress.shown(f"import {model}") as listener:
            found = workbench.models.resolve(model, on_change=listener)
        with progress.shown(f"benchmark {found.name}") as listener:
            finished = workbench.benchmark(found, config, plan, on_change=listener)
    document = BenchmarkDocument.of(finished)
    if json:
        print_json(document)
        return
    show_benchmark(document)


def show_benchmark(document: BenchmarkDocument) -> None:
    """Print a benchmark: verdict first, then the figures, then the conditions."""
    out.print(f"[bold]{figures.name(document.model_name)}[/bold]  [dim]run {document.run}[/dim]")
    out.print(_verdict(document.verdict))
    table = Table(box=None, show_header=False)
    for name, text in (*_figures(document), ("conditions", _conditions(document))):
        table.add_row(f"[dim]{name}[/dim]", text)
    out.print(table)


def _verdict(verdict: Verdict) -> str:
    colour = "green" if verdict.status is VerdictStatus.OK else "yellow"
    reasons = " ".join(verdict.reasons)
    return f"[{colour}]● {verdict.status.replace('_', ' ')}[/{colour}] {reasons}".rstrip()


def _figures(document: BenchmarkDocument) -> list[tuple[str, str]]:
    latency = document.latency_ms
    earned: list[tuple[str, Estimate | None]] = [
        ("p50", latency.p50),
        ("p90", latency.p90),
        ("p95", latency.p95),
        ("p99", latency.p99),
        ("p99.9", latency.p999),
    ]
    rows = [("throughput", figures.estimate(document.throughput_fps, "fps"))]
    rows += [(f"latency {name}", figures.estimate(value, "ms")) for name, value in earned if value is not None]
    if latency.missing:
        needs = ", ".join(f"{name} needs {count:,} more" for name, count in latency.missing.items())
        rows.append(("not earned", f"{needs} completions"))
    rows.append(("completions", f"{document.completions:,} · stopped: {document.stop_reason}"))
    rows.append(
        (
            "before",
            f"compile {figures.milliseconds(document.compile_ms)} · first inference "
            f"{figures.milliseconds(document.first_inference_ms)} · warm-up {document.warmup_s:.1f} s",
        )
    )
    rows.append(("memory", f"peak {figures.size(document.peak_rss_bytes)}"))
    return rows


def _conditions(document: BenchmarkDocument) -> str:
    e, plan = document.effective, document.plan
    parts = (
        e.device,
        f"precision {e.precision or '–'}",
        f"streams {e.streams or '–'}",
        f"threads {e.threads or '–'}",
        f"requests {e.requests}",
        f"batch {e.batch}",
        f"{plan.mode} load",
        f"host noise {figures.percent(document.environment.noise)}",
    )
    return " · ".join(parts)
