"""`dlwb run export` and `dlwb run import`: runs from one workspace to another."""

from pathlib import Path
from typing import Annotated

import typer

from dlwb.calc.figure_words import counted
from dlwb.cli import figures
from dlwb.cli.options import Json
from dlwb.cli.session import opened, out, print_json
from dlwb.cli.writing import write_whole
from dlwb.documents import RunExportDocument


def export(
    context: typer.Context,
    file: Annotated[Path, typer.Option("--output", "-o", metavar="FILE", help="The file to write.")],
    runs: Annotated[list[str] | None, typer.Argument(metavar="[RUN...]", help="Ids, or beginnings of them.")] = None,
    model: Annotated[str | None, typer.Option("--model", help="All runs of this model.")] = None,
    json: Json = False,
) -> None:
    """Write runs with their results, tags and notes to a file; `dlwb run import` takes them in elsewhere."""
    with opened(context) as workbench:
        content = workbench.runs.export(*(runs or ()), model=model)
    write_whole(file, content, "-o")
    if json:
        print_json(RunExportDocument(path=str(file.absolute()), bytes=len(content)))
        return
    out.print(f"Wrote {figures.name(str(file))} ({figures.size(len(content))}).")


def import_(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A file that `dlwb run export` wrote.")],
    json: Json = False,
) -> None:
    """Take in the runs of another workspace, all or none; ids, dates and hosts stay what they were."""
    with opened(context) as workbench:
        done = workbench.runs.import_file(file)
    if json:
        print_json(done)
        return
    here = f", {len(done.skipped):,} {'was' if len(done.skipped) == 1 else 'were'} here already" if done.skipped else ""
    out.print(f"Imported {counted(len(done.added), 'run')}{here}.")
    if done.unknown_models:
        names = ", ".join(figures.name(name) for name in done.unknown_models)
        out.print(f"Not here, so only their runs can be looked at: {names}", style="dim")
