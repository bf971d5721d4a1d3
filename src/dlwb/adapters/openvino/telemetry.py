"""Nothing leaves the machine: openvino's telemetry is kept out of the process."""

import sys
from typing import Any, cast

PACKAGE = "openvino_telemetry"


def opt_out() -> None:
    """Make the telemetry package impossible to import, unless somebody loaded it before.

    `import openvino` creates a telemetry client, which sends an event and writes its statistics and a client id below
    the user's home unless a consent file there says no. Where the package is missing, openvino uses its own silent
    stand-in (`openvino.tools.ovc.telemetry_stub`), so hiding the package is an opt-out that sends nothing, writes
    nothing, and needs no home. It has to happen before the first `import openvino`, so this package does it.
    """
    modules = cast(dict[str, Any], sys.modules)
    modules.setdefault(PACKAGE, None)
