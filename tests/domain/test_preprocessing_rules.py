"""What the numbers of a preprocessing have to be."""

import pytest

from dlwb.domain.model import Preprocessing
from dlwb.domain.preprocessing import Resize, ResizeRule
from dlwb.domain.preprocessing_rules import channel_problems, preprocessing_problems

NAN, INF = float("nan"), float("inf")


@pytest.mark.parametrize("value", [NAN, INF, -INF])
@pytest.mark.parametrize("name", ["mean", "scale"])
def test_a_number_that_is_none_is_refused_and_named(name, value):
    (problem,) = channel_problems(name, (1.0, value))
    assert problem.option == name
    assert f"{value:g} is no number" in problem.message


def test_a_scale_of_zero_and_an_empty_mean_are_refused():
    assert [problem.option for problem in channel_problems("scale", (1.0, 0.0))] == ["scale"]
    assert [problem.option for problem in channel_problems("mean", ())] == ["mean"]
    assert channel_problems("mean", (0.0,)) == channel_problems("mean", None) == []


def test_all_that_is_wrong_is_told_at_once():
    resize = Resize(ResizeRule.LETTERBOX, shorter_side=0, pad=NAN)
    problems = preprocessing_problems(Preprocessing(mean=(NAN,), scale=(0.0,), resize=resize))
    assert [problem.option for problem in problems] == ["mean", "scale", "pad", "crop"]


def test_nothing_said_and_usual_numbers_are_fine():
    assert preprocessing_problems(None) == []
    assert preprocessing_problems(Preprocessing(mean=(123.7, 116.3, 103.5), scale=(58.4,), resize=Resize())) == []
