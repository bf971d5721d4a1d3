"""The OpenVINO engine; only files in this folder import openvino."""
