"""What holds for every test."""

import sys
from typing import Any

# A test that imports the engine before any adapter of ours would start its telemetry, which writes to the home folder.
modules: dict[str, Any] = sys.modules
modules["openvino_telemetry"] = None
