"""`from dlwb import …` has all that a user of the SDK needs, and loads nothing before it is asked for."""

import ast
import inspect
import re
import subprocess
import sys
import typing
from dataclasses import fields, is_dataclass
from pathlib import Path

import pytest

import dlwb
import dlwb.ports
from dlwb.config import Settings
from dlwb.domain.errors import error_types

ROOT = Path(__file__).resolve().parent.parent
IMPORTS = [
    pytest.param(*found, id=f"{page.stem}-{found[0]}")
    for page in [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
    for block in re.findall(r"^```python\n(.*?)^```", page.read_text(encoding="utf-8"), re.M | re.S)
    for found in re.findall(r"^from (dlwb\S*) import (.+)$", block, re.M)
]


def written():
    """The module of every name as type checkers read it."""
    tree = ast.parse(Path(dlwb.__file__).read_text(encoding="utf-8"))
    branch = next(one for one in tree.body if isinstance(one, ast.If))
    return {alias.name: line.module for line in branch.body for alias in line.names}


def test_type_checkers_see_what_python_finds():
    assert written() == dlwb._HOME_OF
    assert sorted(dlwb.__all__) == sorted([*dlwb._HOME_OF, "__version__"])
    assert [name for name in dlwb.__all__ if not hasattr(dlwb, name)] == []
    assert set(dlwb.__all__) <= set(dir(dlwb))


def test_a_name_that_is_not_offered_is_an_error():
    with pytest.raises(ImportError, match="Workbanch"):
        from dlwb import Workbanch  # noqa: F401


@pytest.mark.parametrize(("module", "names"), IMPORTS)
def test_guides_import_from_the_top(module, names):
    # What a plug-in is written against is a surface of its own.
    assert module in ("dlwb", "dlwb.ports")
    offered = sys.modules[module].__all__
    assert [name for name in names.split(", ") if name not in offered] == []


@pytest.mark.parametrize("line", ["import dlwb", "from dlwb import DlwbError, InferenceConfig"])
def test_names_load_no_more_than_they_need(line):
    code = (
        f"import sys; {line}; print([m for m in ('openvino', 'numpy', 'pydantic', 'sqlalchemy') if m in sys.modules])"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"


def test_the_package_alone_loads_none_of_its_modules():
    code = "import sys, dlwb; print([m for m in sys.modules if m.startswith('dlwb.')])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"


def test_every_error_can_be_caught():
    below_the_terminal = {name for name, kind in error_types().items() if not kind.__module__.startswith("dlwb.cli")}
    assert below_the_terminal <= set(dlwb.__all__)


def classes(hint):
    """The classes of this project in a hint."""
    parts = typing.get_args(hint)
    if isinstance(hint, list) or (parts and typing.get_origin(hint) is not typing.Literal):
        for part in hint if isinstance(hint, list) else parts:
            yield from classes(part)
    elif inspect.isclass(hint) and hint.__module__.startswith("dlwb"):
        yield hint


def test_all_that_a_method_takes_can_be_made(tmp_path):
    with dlwb.Workbench(settings=Settings(workspace=tmp_path / "workspace")) as workbench:
        parts = [
            workbench,
            *(value for name, value in vars(workbench).items() if name[0] != "_" and name != "settings"),
        ]
    methods = [
        method
        for part in parts
        for name, method in inspect.getmembers(type(part), inspect.isfunction)
        if name[0] != "_" or (part is workbench and name == "__init__")
    ]
    hints = [typing.get_type_hints(method) for method in methods]
    answers = {kind for one in hints for kind in classes(one.get("return"))}
    wanted = [kind for one in hints for name, hint in one.items() if name != "return" for kind in classes(hint)]
    needed = set()
    while wanted:
        kind = wanted.pop()
        # What another method answers with is taken from there, not made.
        if kind in needed or (kind in answers and kind.__name__ not in dlwb.__all__):
            continue
        needed.add(kind)
        if is_dataclass(kind) and kind not in answers:
            inner = typing.get_type_hints(kind)
            wanted += [one for field in fields(kind) for one in classes(inner[field.name])]
    assert {kind.__name__ for kind in needed} - set(dlwb.__all__) == set()
