"""Progress of a run on stderr: a bar in a terminal, a line per phase elsewhere."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.progress import BarColumn, Progress, SpinnerColumn, TaskProgressColumn, TextColumn, TimeElapsedColumn

from dlwb.calc.duration import in_words
from dlwb.cli import figures
from dlwb.cli.session import err
from dlwb.domain.run import Run, RunState

Listener = Callable[[Run], None]


@contextmanager
def shown(title: str) -> Iterator[Listener]:
    """A listener that shows how far a run is, for as long as the block lasts.

    The bar redraws twice a second and not more: it shares the cores with what is being measured.
    """
    if not err.is_terminal:
        yield _line_printer(title)
        return
    columns = (
        SpinnerColumn(),
        TextColumn("[bold]{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TimeElapsedColumn(),
        TextColumn("[dim]{task.fields[words]}"),
    )
    with Progress(*columns, console=err, transient=True, refresh_per_second=2) as bar:
        task = bar.add_task(figures.name(title), total=None, words="")

        def listen(run: Run) -> None:
            progress = run.progress
            total = None if progress.fraction is None else 1.0
            bar.update(
                task,
                total=total,
                completed=progress.fraction or 0.0,
                words=figures.name(_words(run)),
            )

        yield listen


def _words(run: Run) -> str:
    progress = run.progress
    left = "" if progress.left_s is None else f", about {in_words(progress.left_s)} left"
    return f"{progress.phase} {progress.message}".strip() + left


def _said(run: Run) -> Iterator[str]:
    """The state and the phase, each once; while a run waits, also for what."""
    phase, message = run.progress.phase, run.progress.message
    yield run.state.value
    if phase not in ("", RunState.STARTING.value) and not run.state.is_finished:
        yield f"{phase} {message}".strip() if run.state is RunState.QUEUED else phase


def _line_printer(title: str) -> Listener:
    last = ""

    def listen(run: Run) -> None:
        nonlocal last
        words = f"{title}: {' '.join(_said(run))}"
        if words != last:
            err.print(figures.name(words))
            last = words

    return listen
