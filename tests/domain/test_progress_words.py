"""What a run says of itself reads as one with its phase, and says nothing twice: found by reading the source."""

import ast
from pathlib import Path

import pytest

import dlwb

SOURCE = Path(dlwb.__file__).parent


def begun_anew(source: str) -> list[int]:
    """The lines on which the message of a progress begins a sentence of its own."""
    lines = []
    for node in ast.walk(ast.parse(source)):
        name = getattr(node.func, "id", getattr(node.func, "attr", "")) if isinstance(node, ast.Call) else ""
        if name in ("Progress", "say") and len(node.args) >= 3:
            message = node.args[2].values[0] if isinstance(node.args[2], ast.JoinedStr) else node.args[2]
            if isinstance(message, ast.Constant) and str(message.value)[:1].isupper():
                lines.append(node.lineno)
    return lines


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        ("Progress('compiling', None, 'Compiling for CPU')", [1]),
        ("Progress('compiling', None, f'Compiling for {device}')", [1]),
        ("self.stages.say('ranking', 0.5, 'Ranking')", [1]),
        ("Progress('compiling', None, f'for {device}')", []),
        ("Progress('compiling', None, f'{model} for CPU')", []),
        ("Progress('starting')", []),
    ],
)
def test_a_message_that_begins_anew_is_found(source, lines):
    assert begun_anew(source) == lines


def test_every_message_goes_on_where_its_phase_ends():
    found = {
        file.name: lines for file in SOURCE.rglob("*.py") if (lines := begun_anew(file.read_text(encoding="utf-8")))
    }
    assert found == {}
