"""Every error says the next step: found by reading the source, because nobody can provoke all of them."""

import ast
from pathlib import Path

import pytest

import dlwb
from dlwb.domain.errors import Failure, InvalidOptions, RunCancelled, error_types

SOURCE = Path(dlwb.__file__).parent
# Where the hint stands: the second argument of our errors, the third of a `Failure`, the fourth of a `Refused`.
PLACES = dict.fromkeys(error_types(), 2) | {"Failure": 3, "Refused": 4}
# Of wrong options each problem says itself what is right, and who cancelled a run knows what to do.
NO_HINT_NEEDED = {InvalidOptions.__name__, RunCancelled.__name__}


def without_hint(source: str) -> list[int]:
    """The lines on which an error is made without saying a next step."""
    lines = []
    for node in ast.walk(ast.parse(source)):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in PLACES):
            continue
        given = list(node.args) + [keyword.value for keyword in node.keywords if keyword.arg == "hint"]
        empty = len(given) < PLACES[node.func.id] or (isinstance(given[-1], ast.Constant) and not given[-1].value)
        if empty and node.func.id not in NO_HINT_NEEDED:
            lines.append(node.lineno)
    return lines


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        ("raise NotFound('There is nothing.')", [1]),
        ("raise NotFound('There is nothing.', '')", [1]),
        ("raise NotFound('There is nothing.', hint='')", [1]),
        ("raise NotFound('There is nothing.', 'Look elsewhere.')", []),
        ("raise NotFound('There is nothing.', hint=elsewhere)", []),
        ("Failure('Type', 'It failed.')", [1]),
        ("raise InvalidOptions((problem,))", []),
    ],
)
def test_a_missing_hint_is_found(source, lines):
    assert without_hint(source) == lines


@pytest.mark.parametrize("file", sorted(SOURCE.rglob("*.py")), ids=lambda file: str(file.relative_to(SOURCE)))
def test_every_error_says_the_next_step(file):
    assert without_hint(file.read_text(encoding="utf-8")) == []


def test_what_nobody_foresaw_leads_to_the_log():
    assert "log" in Failure.of(ZeroDivisionError("division by zero")).hint
