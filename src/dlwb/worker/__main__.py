"""`python -m dlwb.worker`: read one request, do it, say what came out, end.

The first thing it does is to take standard input and output for the protocol; all prints of native
libraries go to standard error, which the launcher has pointed at the run's log. It never imports
the store or the web, and it ends without the interpreter's clean-up, because unloading an engine
can hang or crash after the result is already there.
"""

import faulthandler
import os
import sys
import traceback
from typing import Any, cast

from dlwb.domain.errors import Failure
from dlwb.protocol import FailureMessage
from dlwb.worker.limits import is_exhaustion, lift_memory_limit, limit_memory, out_of_memory
from dlwb.worker.wire import Wire


def main() -> None:
    """Do the one task that standard input asks for."""
    faulthandler.enable()
    wire = Wire()
    limit: int | None = None
    try:
        request = wire.read_request()
        limit = request.memory_limit_bytes
        wire.die_with_parent()
        wire.hello()
        limit_memory(limit)
        _forbid_telemetry()
        from dlwb.worker.tasks import perform

        answer = perform(request, wire.tell)
    except BaseException as error:
        lift_memory_limit()
        traceback.print_exc()
        if is_exhaustion(error):
            error = out_of_memory(error, limit)
        wire.failure(FailureMessage(Failure.of(error)))
    else:
        wire.answer(answer)
    os._exit(0)


def _forbid_telemetry() -> None:
    """Make the engine's telemetry package impossible to import; the engine then uses its own stand-in, which is mute."""
    cast(dict[str, Any], sys.modules)["openvino_telemetry"] = None


main()
