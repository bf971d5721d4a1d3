"""Wrong options of several checks come as one error that has lost nothing of any of them."""

import pytest

from dlwb.domain.errors import InvalidOptions, OptionProblem
from dlwb.domain.problems import Problems


def complain(problems, option, hint="", terminal="", prefix=""):
    with problems.collected(prefix):
        raise InvalidOptions((OptionProblem(option, "is wrong."),), hint, terminal)


def test_all_are_told_with_every_next_step_once():
    problems = Problems()
    complain(problems, "dataset", "Give a label map.", "--labels FILE")
    complain(problems, "most", prefix="validation.")
    complain(problems, "dataset", "Give a label map.", "--labels FILE")
    complain(problems, "points", "Choose fewer.", "--yes")
    with pytest.raises(InvalidOptions) as raised:
        problems.raise_any()
    assert [one.option for one in raised.value.problems] == ["dataset", "validation.most", "points"]
    assert raised.value.hint == "Give a label map. Choose fewer."
    assert raised.value.terminal == "--labels FILE, --yes"


def test_without_any_nothing_is_raised():
    problems = Problems()
    with problems.collected():
        pass
    problems.raise_any()
