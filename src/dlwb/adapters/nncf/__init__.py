"""NNCF makes networks of the OpenVINO engine smaller; only files in this folder import nncf.

The engine's package comes first: it keeps the telemetry of both out of the process.
"""

import dlwb.adapters.openvino  # noqa: F401
