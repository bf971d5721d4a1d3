"""Entry point of the `dlwb` command: Ctrl-C is answered from the first moment on, also while the rest is loading."""

import os
import signal
import sys
from types import FrameType

from dlwb.cli import streams


def main() -> None:
    """Load the command line and run it."""
    streams.prepare()
    before = signal.getsignal(signal.SIGINT)
    if before is signal.default_int_handler:  # not where a shell has said that a job in the background ignores it
        signal.signal(signal.SIGINT, _leave)
    from dlwb.cli.app import main as run

    signal.signal(signal.SIGINT, before)
    run()


def _leave(_signal: int, _frame: FrameType | None) -> None:
    """End at once: nothing has been begun, and half-loaded modules would answer an exception with a traceback."""
    import json

    if "--json" in sys.argv:
        failure = {"type": "Interrupted", "message": "Stopped by Ctrl-C.", "hint": "Start it again.", "problems": []}
        sys.stdout.write(json.dumps({"error": failure}) + "\n")
        sys.stdout.flush()
    os._exit(130)
