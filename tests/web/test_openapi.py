"""The description of the API, from which the page's client is generated."""

import json
import re
import subprocess
import sys
from pathlib import Path

from dlwb.web.openapi import document


def test_it_is_the_same_every_time():
    """Also in another process, with another hash seed."""
    command = [sys.executable, "-m", "dlwb.web.openapi"]
    outputs = {
        subprocess.run(command, env={"PYTHONHASHSEED": seed}, capture_output=True, check=True).stdout.decode()
        for seed in ("1", "2")
    }
    assert outputs == {document()}


def test_every_answer_and_every_error_has_a_shape():
    description = json.loads(document())
    for path, methods in description["paths"].items():
        for method, operation in methods.items():
            where = f"{method} {path}"
            assert operation["summary"], where
            assert operation["operationId"].isidentifier(), where
            error = operation["responses"]["default"]["content"]
            assert [body["schema"]["$ref"] for body in error.values()] == ["#/components/schemas/ErrorDocument"], where
            assert "422" not in operation["responses"], where


def test_operation_names_are_unique():
    methods = [m for methods in json.loads(document())["paths"].values() for m in methods.values()]
    names = [operation["operationId"] for operation in methods]
    assert len(names) == len(set(names))


def test_what_is_always_there_is_required():
    schemas = json.loads(document())["components"]["schemas"]
    for name in ("RunDocument", "ModelDocument", "BenchmarkDocument", "ProfileDocument", "StatusDocument", "Device"):
        assert set(schemas[name]["required"]) == set(schemas[name]["properties"]), name
    latency = schemas["LatencyDocument"]
    assert set(latency["properties"]) - set(latency["required"]) == {"p90", "p95", "p99", "p999"}


def test_the_reference_page_lists_every_endpoint():
    page = (Path(__file__).parents[2] / "docs" / "reference" / "rest.md").read_text(encoding="utf-8")
    documented = set(re.findall(r"^\| `([A-Z]+ /\S*)` \|", page, re.MULTILINE))
    described = {
        f"{method.upper()} {path.removeprefix('/api/v1')}"
        for path, methods in json.loads(document())["paths"].items()
        for method in methods
    }
    assert documented == described


def test_the_server_never_loads_an_engine():
    code = (
        "import sys, dlwb.web.app, dlwb.web.server;"
        "print([m for m in ('openvino', 'nncf', 'torch', 'onnx', 'tensorflow') if m in sys.modules])"
    )
    output = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True).stdout
    assert output.strip() == "[]"
