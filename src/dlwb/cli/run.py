"""`dlwb run`: the queue and the history."""

from typing import TYPE_CHECKING, Annotated

import typer

from dlwb.cli import (
    accuracy,
    benchmark,
    compare,
    dataset,
    figures,
    machine,
    profile,
    run_exchange,
    run_list,
    run_marks,
    sweep,
    tune,
)
from dlwb.cli.options import Json, RunArgument
from dlwb.cli.session import opened, out, print_json
from dlwb.documents import (
    AccuracyDocument,
    BenchmarkDocument,
    CompareDocument,
    DatasetDocument,
    MachineDocument,
    ProfileDocument,
    RunDocument,
    RunsRemovedDocument,
    SweepDocument,
    TuneDocument,
)
from dlwb.domain.errors import NotFound
from dlwb.domain.run import Run, RunState

if TYPE_CHECKING:
    from dlwb.workbench import Workbench

app = typer.Typer(help="The queue and the history of runs.", no_args_is_help=True)


app.command("list")(run_list.list_)
app.command("tag")(run_marks.tag)
app.command("note")(run_marks.note)
app.command("export")(run_exchange.export)
app.command("import")(run_exchange.import_)


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
        case AccuracyDocument():
            accuracy.show_accuracy(document)
        case DatasetDocument():
            dataset.show_document(document)
        case BenchmarkDocument():
            benchmark.show_benchmark(document)
        case ProfileDocument():
            profile.show_profile(document, top=15)
        case SweepDocument():
            sweep.show_sweep(document)
        case TuneDocument():
            tune.show_tune(document)
        case CompareDocument():
            compare.show_compare(document)
        case MachineDocument():
            machine.show_machine(document)
        case _:
            _show_state(found)
    run_marks.show_marks(found)


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
def remove(
    context: typer.Context,
    runs: Annotated[list[str], typer.Argument(metavar="RUN...", help="Ids of runs, or unique beginnings of them.")],
    json: Json = False,
) -> None:
    """Forget finished runs and their files, all or none; the points of a search go with it."""
    with opened(context) as workbench:
        removed = workbench.runs.remove(*runs)
    if json:
        print_json(RunsRemovedDocument(removed=removed))
        return
    out.print(f"Removed {'run' if len(removed) == 1 else 'runs'} {', '.join(removed)}.")


def _document(
    workbench: "Workbench", run: Run
) -> (
    BenchmarkDocument
    | ProfileDocument
    | MachineDocument
    | SweepDocument
    | TuneDocument
    | CompareDocument
    | DatasetDocument
    | AccuracyDocument
    | RunDocument
):
    if run.spec.kind == "sweep":
        return workbench.searches.swept(run)
    if run.state is not RunState.SUCCEEDED:
        return RunDocument.of(run)
    match run.spec.kind:
        case "benchmark":
            return BenchmarkDocument.of(run)
        case "profile":
            return ProfileDocument.of(run)
        case "tune":
            return workbench.tunings.tuned(run)
        case "compare":
            return CompareDocument.of(workbench.comparisons.result(run))
        case "machine":
            return MachineDocument.of(run.report)
        case "accuracy":
            return workbench.evaluations.result(run)
        case "dataset_import":
            return _dataset(workbench, run)
        case _:
            return RunDocument.of(run)


def _dataset(workbench: "Workbench", run: Run) -> DatasetDocument | RunDocument:
    """The dataset that an import made, unless it has been removed since."""
    try:
        return DatasetDocument.of(workbench.datasets.get(run.dataset or ""))
    except NotFound:
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
