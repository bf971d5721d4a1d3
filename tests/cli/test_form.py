"""What is wrong with a line: told together, by what was typed, and a usage error where words cannot be read."""

import pytest
import typer
from typer.core import TyperGroup

from dlwb.cli import verbs
from dlwb.cli.app import app
from dlwb.cli.form import Form, UsageError, usage
from dlwb.domain.errors import InvalidOptions, OptionProblem


def wrong(option="--batch"):
    return InvalidOptions((OptionProblem(option, "is wrong."),), "Mend it.")


def command(*path):
    found = typer.main.get_command(app)
    for name in path:
        assert isinstance(found, TyperGroup)
        found = found.commands[name]
    return found


def test_what_is_refused_alone_is_no_usage_error():
    form = Form()
    with form.collected():
        raise wrong()
    with pytest.raises(InvalidOptions) as raised:
        form.raise_any()
    assert type(raised.value) is InvalidOptions


def test_words_that_cannot_be_read_make_the_whole_a_usage_error():
    form = Form()
    with form.collected():
        raise wrong()
    with form.collected(), usage():
        raise wrong("--shape")
    with pytest.raises(UsageError) as raised:
        form.raise_any()
    assert [one.option for one in raised.value.problems] == ["--batch", "--shape"]
    assert raised.value.hint == "Mend it."


@pytest.mark.parametrize(
    ("path", "field", "typed"),
    [
        (("benchmark",), "extra", "--property"),
        (("benchmark",), "shapes", "--shape"),
        (("benchmark",), "budget_s", "--budget"),
        (("tune",), "memory_limit_bytes", "--memory-limit"),
        (("tune",), "points", "points"),
        (("rivals",), "precisions", "--precision"),
        (("accuracy",), "percent", "--subset"),
        (("dataset", "generate"), "count", "--count"),
        (("dataset", "label"), "labels", "FILE"),
        (("dataset", "import"), "labels", "--labels"),
        (("quantize",), "max_drop", "--max-drop"),
        (("quantize",), "calibration.seed", "--seed"),
        (("quantize",), "validation.percent", "--validate"),
        (("compare",), "subjects", "A B [C…]"),
        (("compare",), "subject 2, streams", "subject 2, --streams"),
        (("run", "export"), "note", "note"),
        (("run", "note"), "note", "TEXT"),
    ],
)
def test_fields_are_told_as_they_are_typed(path, field, typed):
    (told,) = verbs.as_typed((OptionProblem(field, "is wrong."),), command(*path))
    assert told.option == typed


def test_every_name_that_fields_are_given_is_one_of_a_parameter():
    pending, names = [command()], set()
    while pending:
        found = pending.pop()
        if isinstance(found, TyperGroup):
            pending += found.commands.values()
        else:
            names |= {(parameter.name or "").rstrip("_") for parameter in found.params}
    assert set(verbs._PARAMETERS.values()) <= names
