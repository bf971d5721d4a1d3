"""`--csv` and `--html` of `dlwb accuracy`: what a run said, as files to take away."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dlwb.cli import figures
from dlwb.cli.session import out
from dlwb.cli.writing import write_whole

if TYPE_CHECKING:
    from dlwb.domain.run import Run
    from dlwb.workbench import Workbench

Csv = Annotated[
    Path | None,
    typer.Option("--csv", metavar="FILE", help="Write the pictures as a table: truth, given, scores, right or wrong."),
]
Html = Annotated[
    Path | None,
    typer.Option("--html", metavar="FILE", help="Write a report in one file: figures, mistakes, the worst pictures."),
]


def write_files(
    workbench: "Workbench",
    run: "Run",
    csv: Path | None,
    html: Path | None,
    *,
    quiet: bool,
    against: "Run | None" = None,
) -> None:
    """Write what was asked for, and say so unless `quiet`. Raises InputError."""
    if csv is not None:
        write_whole(csv, workbench.evaluations.csv(run, against).encode(), "--csv")
    if html is not None:
        write_whole(html, workbench.evaluations.html(run, against).encode(), "--html")
    for file in (csv, html):
        if file is not None and not quiet:
            out.print(f"Wrote {figures.name(str(file))}.")
