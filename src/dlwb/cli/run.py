"""`dlwb run`: the queue and the history."""

from typing import Annotated

import typer

from dlwb.cli import figures, run_exchange, run_list, run_marks
from dlwb.cli.options import Json, RunArgument
from dlwb.cli.run_results import result_of
from dlwb.cli.session import opened, out, print_json
from dlwb.cli.verbs import Verbs
from dlwb.documents import RunDocument, RunLogDocument, RunsRemovedDocument
from dlwb.domain.run import Run

app = Verbs(help="The queue and the history of runs.", no_args_is_help=True)


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
        result = result_of(workbench, found)
    if json:
        print_json(result.document if result else RunDocument.of(found))
        return
    if result is None:
        _show_state(found)
    else:
        result.show()
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
        print_json(RunLogDocument(run=found.id, log=text))
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


def _show_state(run: Run) -> None:
    out.print(f"[bold]{run.spec.kind}[/bold] {figures.name(run.model_name)}  [dim]run {run.id}[/dim]")
    ended = figures.moment(run.ended) if run.ended else "–"
    out.print(f"{run.state} · created {figures.moment(run.created)} · ended {ended}")
    if run.failure is not None:
        out.print(run.failure.message, markup=False)
        if run.failure.hint:
            out.print(run.failure.hint, style="dim", markup=False)
    elif not run.state.is_finished:
        out.print(f"{run.progress.phase} {run.progress.message}".strip(), markup=False)
