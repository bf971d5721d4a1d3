"""`dlwb`: the command line. Each verb is a file of this folder; here they are hung on one tree."""

import signal
import sys
import traceback
from contextlib import suppress
from threading import Event
from types import FrameType
from typing import Annotated

import typer
from rich.text import Text
from typer.exceptions import TyperException

from dlwb.cli import (
    accuracy,
    advise,
    analyse,
    benchmark,
    compare,
    dataset,
    demo,
    device,
    explain,
    history,
    machine,
    model,
    model_configure,
    model_versions,
    profile,
    quantize,
    rivals,
    run,
    serve,
    streams,
    sweep,
    try_picture,
    tune,
)
from dlwb.cli.form import UsageError
from dlwb.cli.session import EXIT_INTERRUPTED, EXIT_REFUSED, EXIT_USAGE, Invocation, err, print_json
from dlwb.cli.verbs import Verbs
from dlwb.domain.errors import DlwbError, Failure

INTERRUPTED = Failure("Interrupted", "Stopped by Ctrl-C.", "Start it again.")
TERMINATED = Failure("Interrupted", "Stopped by SIGTERM.", "Start it again.")
_terminated = Event()

app = Verbs(
    name="dlwb",
    help="Deep Learning Workbench: import a network, see what it costs, measure it honestly on this machine.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
model.app.command("configure")(model_configure.configure)
model.app.command("versions")(model_versions.versions)
model.app.command("against-parent")(model_versions.against_parent)
app.add_typer(model.app, name="model")
app.add_typer(dataset.app, name="dataset")
app.add_typer(run.app, name="run")
app.add_typer(device.app, name="device")
app.command("analyse")(analyse.analyse)
app.command("advise")(advise.advise)
app.command("benchmark")(benchmark.benchmark)
app.command("sweep")(sweep.sweep)
app.command("tune")(tune.tune)
app.command("profile")(profile.profile)
app.command("accuracy")(accuracy.accuracy)
app.command("try")(try_picture.try_picture)
app.command("rivals")(rivals.rivals)
app.command("quantize")(quantize.quantize)
app.command("explain")(explain.explain)
app.command("compare")(compare.compare)
app.command("history")(history.history)
app.command("machine")(machine.machine)
app.command("serve")(serve.serve)
app.command("demo")(demo.demo)


def _print_version(wanted: bool) -> None:
    if wanted:
        from dlwb import __version__

        typer.echo(f"dlwb {__version__}")
        raise typer.Exit


@app.callback()
def root(
    context: typer.Context,
    workspace: Annotated[
        str | None,  # `Path` would make the current folder of an empty text
        typer.Option(
            "--workspace", metavar="DIR", envvar="DLWB_WORKSPACE", help="Folder of models, runs and the database."
        ),
    ] = None,
    version: Annotated[  # noqa: ARG001 - the callback does it
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Deep Learning Workbench."""
    context.obj = Invocation(workspace)


def main() -> None:
    """Run this process's command line; every way out has its exit code (docs/reference/cli.md).

    SIGTERM (`timeout 60 dlwb …`) is answered like Ctrl-C: the run is cancelled, not lost. The server has its own handler.
    """
    signal.signal(signal.SIGTERM, _terminate)
    sys.exit(invoke(sys.argv[1:]))


def _terminate(_signal: int, _frame: FrameType | None) -> None:
    # Typer passes the interrupt on as an exit code, so who asked for it is remembered beside it.
    _terminated.set()
    raise KeyboardInterrupt


def invoke(arguments: list[str]) -> int:
    """Run one command line and return its exit code."""
    _terminated.clear()
    try:
        code = _answered(arguments, as_json="--json" in arguments)
        sys.stdout.flush()
    except BrokenPipeError:
        # The reader of our output went away (`dlwb run list | head`); there is nobody left to tell.
        streams.silence()
        return EXIT_REFUSED
    except streams.OutputLost as error:
        words = f"The output cannot be written: {error.strerror}."
        with suppress(OSError):
            _report(Failure("OutputLost", words, "Make room, or send it elsewhere."), as_json=False)
        streams.silence()
        return EXIT_REFUSED
    return code


def _answered(arguments: list[str], *, as_json: bool) -> int:
    """Run one command line, tell what went wrong, and return its exit code. Raises BrokenPipeError, OutputLost."""
    try:
        code = app(arguments, standalone_mode=False)
        if code == EXIT_INTERRUPTED:  # newer versions of typer swallow the interrupt and return this
            raise KeyboardInterrupt
    except TyperException as error:
        _report(Failure("UsageError", error.format_message(), f"See `{_verb(error)} --help`."), as_json)
        return EXIT_USAGE
    except (KeyboardInterrupt, typer.Abort):
        _report(TERMINATED if _terminated.is_set() else INTERRUPTED, as_json)
        return EXIT_INTERRUPTED
    except DlwbError as error:
        _report(Failure.of(error), as_json)
        return EXIT_USAGE if isinstance(error, UsageError) else EXIT_REFUSED
    except (BrokenPipeError, streams.OutputLost):
        raise
    except Exception as error:
        traceback.print_exc()
        words = f"dlwb met an error that it did not expect ({type(error).__name__})."
        _report(Failure("InternalError", words, "Please report it, with the lines before."), as_json)
        return EXIT_REFUSED
    return code if isinstance(code, int) else 0


def _verb(error: TyperException) -> str:
    """The command that was misused, as one types it, whatever this program was started as."""
    words: list[str] = []
    context = getattr(error, "ctx", None)
    while context is not None and context.parent is not None:
        words.insert(0, context.info_name or "")
        context = context.parent
    return " ".join(("dlwb", *words))


def _report(failure: Failure, as_json: bool) -> None:
    if as_json:
        from dlwb.documents import ErrorDocument

        print_json(ErrorDocument.of(failure))
        return
    for sentence in [f"{one.option}: {one.message}" for one in failure.problems] or [failure.message]:
        err.print(Text.assemble(("● ", "bold red"), sentence))
    if failure.hint:
        err.print(failure.hint + (f" ({failure.terminal})" if failure.terminal else ""), style="dim", markup=False)


if __name__ == "__main__":
    main()
