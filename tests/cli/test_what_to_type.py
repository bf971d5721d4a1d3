"""What errors say to type can be typed: whole commands exist, and options belong to every verb that the error ends."""

import ast
import re
from pathlib import Path

import pytest
import typer
from typer.core import TyperCommand, TyperGroup

import dlwb
from dlwb.cli.app import app

SOURCE = Path(dlwb.__file__).parent
LOOKING = ("accuracy", "quantize", "rivals")
SHOWING = (*LOOKING, "try")
# Where an option stands alone: the verbs that are ended by an error of that file.
ENDED = {
    "adapters/diskspace.py": (),
    "adapters/openvino/fixed_conversion.py": ("model import",),
    "adapters/openvino/saving.py": (),
    "adapters/openvino/shapes.py": ("benchmark", "profile", "sweep", "tune", "compare", *LOOKING),
    "calc/preprocessing/apply.py": SHOWING,
    "calc/preprocessing/picture_input.py": SHOWING,
    "calc/shapes.py": ("benchmark", "profile", "sweep", "tune", "analyse", "explain", "compare", *SHOWING),
    "worker/likeness.py": ("accuracy", "quantize"),
    "worker/profile.py": ("profile", "explain"),
    "worker/reading.py": SHOWING,
    "worker/trial.py": LOOKING,
    "workbench/evaluations.py": LOOKING,
    "workbench/models.py": ("model configure",),
    "workbench/runs.py": ("run export",),
    "workbench/versions.py": ("explain",),
    "workflows/compared_runs.py": ("compare",),
    "workflows/sweep.py": ("sweep",),
}
# Only a comparison with another model comes so far.
ONLY = {"--like": ("accuracy",)}


def said(source: str) -> list[str]:
    """Every text that an error of this source says to type, with `…` for what is filled in."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.keyword) and node.arg == "terminal":
            found += [_text(part) for part in ast.walk(node.value) if isinstance(part, ast.JoinedStr | ast.Constant)]
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "NotFound":
            found += [_text(part) for part in node.args[2:]]
    return [text for text in found if text.startswith(("dlwb ", "--"))]


def _text(node: ast.AST) -> str:
    match node:
        case ast.Constant(value=str(text)):
            return text
        case ast.JoinedStr(values=parts):
            return "".join(_text(part) if isinstance(part, ast.Constant) else "…" for part in parts)
    return ""


FILES = {file.relative_to(SOURCE).as_posix(): said(file.read_text("utf-8")) for file in sorted(SOURCE.rglob("*.py"))}
TEXTS = [(file, text) for file, texts in FILES.items() for text in texts]


def command_of(words: list[str]) -> tuple[TyperCommand | TyperGroup, list[str]]:
    """The command that words begin with, and the rest of them."""
    found = typer.main.get_command(app)
    while isinstance(found, TyperGroup) and words and (words[0] in found.commands or not words[0].startswith("-")):
        assert words[0] in found.commands, f"there is no `{' '.join(words)}`"
        found, words = found.commands[words[0]], words[1:]
    return found, words


def options_of(*commands: TyperCommand | TyperGroup) -> set[str]:
    return {option for command in commands for one in command.params for option in (*one.opts, *one.secondary_opts)}


def flags(words: list[str]) -> set[str]:
    return {word for word in words if re.match(r"--?[a-z]", word)}


@pytest.mark.parametrize(("file", "text"), TEXTS)
def test_it_can_be_typed(file, text):
    everywhere = options_of(typer.main.get_command(app))
    for part in re.split(r", (?:or )?", text):
        words = part.split()
        if words[0] == "dlwb":
            if "…" in words[:2]:
                continue  # the kind of thing is filled in
            command, rest = command_of(words[1:])
            assert flags(rest) <= options_of(command) | everywhere, part
            continue
        for flag in flags(words):
            for verb in ONLY.get(flag, ENDED[file]):
                assert flag in options_of(command_of(verb.split())[0]) | everywhere, f"{flag} of {file} in {verb}"


def test_some_are_found():
    assert len(TEXTS) > 25
    assert "dlwb accuracy MODEL --dataset D --like OTHER" in " ".join(FILES["worker/reading.py"])
