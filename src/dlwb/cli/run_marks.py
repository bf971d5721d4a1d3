"""`dlwb run tag` and `dlwb run note`: what a person writes beside a run."""

from typing import Annotated

import typer

from dlwb.cli import figures
from dlwb.cli.options import Json, RunArgument
from dlwb.cli.session import opened, out, print_json
from dlwb.documents import RunDocument
from dlwb.domain.run import Run


def tag(
    context: typer.Context,
    run: RunArgument,
    tags: Annotated[list[str], typer.Argument(metavar="TAG...", help="Tags to add.")],
    remove: Annotated[bool, typer.Option("--remove", help="Take these tags off instead.")] = False,
    json: Json = False,
) -> None:
    """Add tags to a run, or take them off; `dlwb run list --tag` finds it by them."""
    with opened(context) as workbench:
        marked = workbench.runs.untag(run, *tags) if remove else workbench.runs.tag(run, *tags)
    _tell(marked, as_json=json)


def note(
    context: typer.Context,
    run: RunArgument,
    text: Annotated[str, typer.Argument(metavar="TEXT", help="The note, in place of the one before; empty: none.")],
    json: Json = False,
) -> None:
    """Write a note beside a run; `dlwb run list --search` finds it by its words."""
    with opened(context) as workbench:
        marked = workbench.runs.annotate(run, note=text)
    _tell(marked, as_json=json)


def _tell(run: Run, *, as_json: bool) -> None:
    if as_json:
        print_json(RunDocument.of(run))
        return
    show_marks(run)
    if not run.annotation.tags and not run.annotation.note:
        out.print(f"Run {run.id} has neither tags nor a note.")


def show_marks(run: Run) -> None:
    """Print the tags and the note of a run, and where it came from, as far as there are any."""
    if run.annotation.tags:
        out.print(f"tags: {figures.name(', '.join(run.annotation.tags))}")
    if run.annotation.note:
        out.print(f"note: {' '.join(figures.name(line) for line in run.annotation.note.splitlines())}")
    if run.imported_from is not None:
        origin = run.imported_from
        out.print(f"imported {origin.imported[:19]} from {figures.name(origin.host)}", style="dim")
