"""PyTorch files that would run something when they are loaded are refused before torch sees them.

The payloads are those that torch 2.13 did run: in the expression of a shape, and in the name of an input.
"""

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from dlwb.adapters.openvino.torch_safety import check_exported_program, check_torchscript
from dlwb.domain.errors import UnreadableModel

SYSTEM = "__import__('os').system('touch /tmp/pwned')"
TREE = '[1, {"type": "builtins.tuple", "context": "null", "children_spec": [{"type": null, "context": null}]}]'


def program(**changes: Any) -> dict[str, Any]:
    """The JSON that torch 2.13 writes for a network of one operation, with a dynamic batch."""
    parts = {
        "expression": "Symbol('s77', positive=True, integer=True)",
        "name": "x",
        "target": "torch.ops.aten.relu.default",
        "tree": TREE,
        "argument": "x",
        "parameter": "features.0.weight",
        "guards": ["L['x'].size()[0] >= 2", "Eq(Mod(s77, 2), 0)"],
        "text": "bilinear (1, 2)",
    } | changes
    size = {"as_expr": {"expr_str": parts["expression"], "hint": {"as_int": 4}}}
    node = {
        "target": parts["target"],
        "inputs": [
            {"name": "self", "arg": {"as_tensor": {"name": parts["name"]}}, "kind": 1},
            {"name": "mode", "arg": {"as_string": parts["text"]}, "kind": 1},
        ],
        "outputs": [{"as_tensor": {"name": "relu"}}],
        "metadata": {"stack_trace": 'File "/home/me/net.py", line 5, in forward\n    return f(x)', "torch_fn": "a;b.c"},
    }
    return {
        "graph_module": {
            "graph": {
                "inputs": [{"as_tensor": {"name": parts["name"]}}],
                "nodes": [node],
                "tensor_values": {parts["name"]: {"sizes": [size, {"as_int": 3}]}},
            },
            "signature": {"input_specs": [{"parameter": {"parameter_name": parts["parameter"]}}]},
            "module_call_graph": [
                {"fqn": "", "signature": {"in_spec": parts["tree"], "forward_arg_names": [parts["argument"]]}}
            ],
        },
        "range_constraints": {"s77": {"min_val": 0, "max_val": None}},
        "verifiers": ["TRAINING"],
        "torch_version": "2.13.0+cpu",
        "guards_code": parts["guards"],
    }


def write(path: Path, members: dict[str, Any]) -> Path:
    with zipfile.ZipFile(path, "w") as out:
        for name, content in members.items():
            out.writestr(name, content if isinstance(content, str | bytes) else json.dumps(content))
    return path


def exported(path: Path, **changes: Any) -> Path:
    return write(path, {"net/archive_format": "pt2", "net/models/model.json": program(**changes)})


def test_an_honest_program(tmp_path: Path) -> None:
    check_exported_program(exported(tmp_path / "m.pt2"))


@pytest.mark.parametrize(
    "expression",
    ["s0", "64*s0", "((s0 - 1)//2) + 1", "Max(1, s0)", "FloorDiv(s0, 2) + Mod(s1, 3)", "And(s0 > 1, Not(Eq(s1, 2)))"],
)
def test_arithmetic_of_shapes(tmp_path: Path, expression: str) -> None:
    check_exported_program(exported(tmp_path / "m.pt2", expression=expression))


HOSTILE = {
    "call in a shape": {"expression": SYSTEM},
    "call beside a shape": {"expression": f"{SYSTEM} or Symbol('s77')"},
    "attribute in a shape": {"expression": "s0.__class__.__bases__"},
    "another function in a shape": {"expression": "preview(s0)"},
    "text in a shape": {"expression": "Symbol('__import__(\"os\")')"},
    "a list in a shape": {"expression": "[s0 for s0 in (1,)]"},
    "a shape that is no expression": {"expression": "import os"},
    "code in the name of an input": {"name": f"x={SYSTEM}"},
    "a name with a line break": {"name": "x):\n  pass\ndef f("},
    "code in the name of an argument": {"argument": f"x={SYSTEM}"},
    "a quote in the name of a parameter": {"parameter": 'a", (1).__class__) #'},
    "an operator that is none": {"target": "torch.os.system"},
    "an operator of the standard library": {"target": "os.system"},
    "an operator with a private name": {"target": "torch.ops.aten.relu.default.__globals__"},
    "a class to be imported": {"tree": '[1, {"type": "subprocess.Popen", "context": "null", "children_spec": []}]'},
    "an enumeration to be imported": {
        "tree": '[1, {"type": "builtins.dict", "context": "[{\\"__enum__\\": true, \\"fqn\\": \\"os:x\\"}]"}]'
    },
    "a tree that is none": {"tree": "oops"},
    "code in a guard": {"guards": [SYSTEM]},
    "another method in a guard": {"guards": ["L['x'].numpy().tofile()"]},
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_programs(tmp_path: Path, kind: str) -> None:
    with pytest.raises(UnreadableModel, match=r"'m\.pt2' is refused") as caught:
        check_exported_program(exported(tmp_path / "m.pt2", **HOSTILE[kind]))
    assert "ONNX" in caught.value.hint


def test_compiled_libraries(tmp_path: Path) -> None:
    path = write(tmp_path / "m.pt2", {"net/archive_format": "pt2", "net/data/aotinductor/model/model.so": b"\x7fELF"})
    with pytest.raises(UnreadableModel, match="compiled code"):
        check_exported_program(path)


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_second_member_of_the_same_name_is_looked_at(tmp_path: Path) -> None:
    path = exported(tmp_path / "m.pt2")
    with zipfile.ZipFile(path, "a") as out:
        out.writestr("net/models/model.json", json.dumps(program(expression=SYSTEM)))
    with pytest.raises(UnreadableModel, match="refused"):
        check_exported_program(path)


def test_a_program_that_is_no_json(tmp_path: Path) -> None:
    path = write(tmp_path / "m.pt2", {"net/models/model.json": b"\xff{"})
    with pytest.raises(UnreadableModel, match="damaged"):
        check_exported_program(path)


def test_torchscript(tmp_path: Path) -> None:
    honest = "class M(Module):\n  def forward(self, x: Tensor) -> Tensor:\n    return torch.relu(x).from_file_like(1)"
    check_torchscript(write(tmp_path / "m.pt", {"net/code/__torch__.py": honest, "net/data.pkl": b""}))


@pytest.mark.parametrize("call", ["torch.from_file('/etc/passwd', True, 10)", "ops.aten.from_file(", "torch.save (x)"])
def test_torchscript_that_touches_files(tmp_path: Path, call: str) -> None:
    path = write(tmp_path / "m.pt", {"net/code/__torch__/inner.py": f"def forward(x):\n  return {call}"})
    with pytest.raises(UnreadableModel, match="touches files"):
        check_torchscript(path)
