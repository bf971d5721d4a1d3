"""Every error says the next step: found by reading the source, because nobody can provoke all of them."""

import ast
import re
from pathlib import Path

import pytest

import dlwb
from dlwb.domain.errors import Failure, InputError, InvalidOptions, OptionProblem, RunCancelled, error_types, unknown

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


# The terminal, what is said before a page is there, and commands that documents name as such.
TERMINAL = (
    "cli",
    "web/server.py",
    "web/api/explain.py",
    "workbench/beside_parent.py",
    "workbench/report_html.py",
    "adapters/stores",
)
FLAG = re.compile(r"(?<![\w-])--[a-z]|`dlwb [a-z]")


def terminal_words(source: str) -> list[int]:
    """The lines of texts that name an option or a verb of the terminal; what documents the code may, and `terminal=`."""
    tree = ast.parse(source)
    allowed = [node.value for node in ast.walk(tree) if isinstance(node, ast.keyword) and node.arg == "terminal"]
    typed = {id(inner) for value in allowed for inner in ast.walk(value)}
    documents = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    return [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in documents | typed
        and FLAG.search(node.value)
    ]


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        ("hint = 'Choose fewer (--yes).'", [1]),
        ("hint = f'`dlwb run show {id}` shows it.'", [1]),
        ("def verb():\n    'What `dlwb run show` prints.'", []),
        ("hint = 'On the page Home, or with \\'dlwb model import\\'.'", []),
        ("option = '-o'", []),
        ("raise InputError('No.', 'Choose fewer.', terminal=f'--only {most}')", []),
    ],
)
def test_words_of_the_terminal_are_found(source, lines):
    assert terminal_words(source) == lines


@pytest.mark.parametrize(
    "file",
    sorted(file for file in SOURCE.rglob("*.py") if not file.relative_to(SOURCE).as_posix().startswith(TERMINAL)),
    ids=lambda file: str(file.relative_to(SOURCE)),
)
def test_what_the_page_may_show_is_not_said_in_words_of_the_terminal(file):
    assert terminal_words(file.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "error",
    [
        unknown("model", "x"),
        InvalidOptions((OptionProblem("points", "too many."),), "Choose fewer.", terminal="--yes"),
        InputError("No.", "Choose another."),
    ],
    ids=lambda error: type(error).__name__,
)
def test_what_to_type_survives_the_way_from_the_worker(error):
    back = Failure.of(error).to_error()
    assert (type(back), back.message, back.hint, back.terminal) == (
        type(error),
        error.message,
        error.hint,
        error.terminal,
    )


def test_what_nobody_foresaw_leads_to_the_log():
    assert "log" in Failure.of(ZeroDivisionError("division by zero")).hint
