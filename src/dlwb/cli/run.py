"""`dlwb run`: the queue and the history."""

from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from dlwb.cli import benchmark, compare, figures, machine, profile, sweep
from dlwb.cli.options import Json, RunArgument
from dlwb.cli.session import opened, out, print_json
from dlwb.documents import (
    BenchmarkDocument,
    CompareDocument,
    MachineDocument,
    ProfileDocument,
    RunDocument,
    RunListDocument,
    SweepDocument,
)
from dlwb.domain.run import Run, RunState
from dlwb.ports import RunFilter

if TYPE_CHECKING:
    from dlwb.workbench import Workbench

app = typer.Typer(help="The queue and the history of runs.", no_args_is_help=True)


@app.command("list")
def list_(
    context: typer.Context,
    kind: Annotated[
        list[str] | None, typer.Option("--kind", help="Only import, benchmark, profile or machine.")
    ] = None,
    state: Annotated[list[RunState] | None, typer.Option("--state", help="Only runs in this state.")] = None,
    model: Annotated[str | None, typer.Option("--model", help="Only runs of this model.")] = None,
    limit: Annotated[int, typer.Option("--limit", min=1, help="At most this many.")] = 50,
    json: Json = False,
) -> None:
    """List runs, newest first."""
    with opened(context) as workbench:
        wanted = RunFilter(
            kinds=tuple(kind or ()),
            states=tuple(state or ()),
            model=workbench.models.get(model).id if model else None,
            top_level=True,
            limit=limit,
            outcomes=False,
        )
        runs, total = workbench.runs.list(wanted), workbench.runs.count(wanted)
    documents = tuple(RunDocument.of(r) for r in runs)
    if json:
        print_json(RunListDocument(runs=documents, total=total))
        return
    if not documents:
        out.print("No runs fit. `dlwb benchmark MODEL` makes one.")
        return
    table = Table("id", "kind", "model", "state", "fps", "ms", "verdict", "created", box=None)
    for d in documents:
        h = d.headline
        table.add_row(
            d.id,
            d.kind,
            figures.name(d.model_name),
            d.state,
            figures.number(h.throughput_fps.value) if h else "–",
            figures.number(h.latency_ms.value) if h else "–",
            h.verdict.status if h else "–",
            d.created,
        )
    out.print(table)


@app.command("show")
def show(context: typer.Context, run: RunArgument, json: Json = False) -> None:
    """Show one run: its result, or where it stands."""
    with opened(context) as workbench:
        found = workbench.runs.get(run)
        document = _document(workbench, found)
    if json:
        print_json(document)
        return
    match document:
        case BenchmarkDocument():
            benchmark.show_benchmark(document)
        case ProfileDocument():
            profile.show_profile(document, top=15)
        case SweepDocument():
            sweep.show_sweep(document)
        case CompareDocument():
            compare.show_compare(document)
        case MachineDocument():
            machine.show_machine(document)
        case _:
            _show_state(found)


@app.command("cancel")
def cancel(context: typer.Context, run: RunArgument, json: Json = False) -> None:
    """Cancel a run, whichever process carries it."""
    with opened(context) as workbench:
        cancelled = workbench.runs.cancel(run)
    if json:
        print_json(RunDocument.of(cancelled))
        return
    _show_state(cancelled)


@app.command("log")
def log(context: typer.Context, run: RunArgument, json: Json = False) -> None:
    """Print what the worker and the engine said during a run."""
    with opened(context) as workbench:
        found = workbench.runs.get(run)
        text = workbench.runs.log(found.id)
    if json:
        print_json({"run": found.id, "log": text})
        return
    typer.echo(text, nl=not text.endswith("\n"))


@app.command("remove")
def remove(context: typer.Context, run: RunArgument, json: Json = False) -> None:
    """Forget a finished run and its files."""
    with opened(context) as workbench:
        found = workbench.runs.get(run)
        workbench.runs.remove(found.id)
    if json:
        print_json({"removed": found.id})
        return
    out.print(f"Removed run {found.id}.")


def _document(
    workbench: "Workbench", run: Run
) -> BenchmarkDocument | ProfileDocument | MachineDocument | SweepDocument | CompareDocument | RunDocument:
    if run.spec.kind == "sweep":
        return workbench.searches.swept(run)
    if run.state is not RunState.SUCCEEDED:
        return RunDocument.of(run)
    match run.spec.kind:
        case "benchmark":
            return BenchmarkDocument.of(run)
        case "profile":
            return ProfileDocument.of(run)
        case "compare":
            return CompareDocument.of(workbench.comparisons.result(run))
        case "machine":
            return MachineDocument.of(run.report)
        case _:
            return RunDocument.of(run)


def _show_state(run: Run) -> None:
    out.print(f"[bold]{run.spec.kind}[/bold] {figures.name(run.model_name)}  [dim]run {run.id}[/dim]")
    out.print(f"{run.state} · created {run.created} · ended {run.ended or '–'}")
    if run.failure is not None:
        out.print(run.failure.message, markup=False)
        if run.failure.hint:
            out.print(run.failure.hint, style="dim", markup=False)
    elif not run.state.is_finished:
        out.print(f"{run.progress.phase} {run.progress.message}")
