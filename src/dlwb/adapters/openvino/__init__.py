"""The OpenVINO engine; only files in this folder import openvino."""

from dlwb.adapters.openvino.telemetry import opt_out

opt_out()
