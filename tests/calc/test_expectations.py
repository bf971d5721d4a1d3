"""What is said before a quantization is started."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dlwb.calc.accuracy.paired import paired_shares
from dlwb.calc.quantization.expectations import (
    about_doubt,
    about_goal,
    about_model,
    about_no_loss,
    about_pictures,
    doubt,
    metrics_for,
)
from dlwb.domain.dataset import Task
from dlwb.domain.quantization import Bound, Method


def test_metrics_go_with_the_task_and_without_labels_with_likeness():
    assert metrics_for((Task.CLASSIFICATION,))[0] == "top1"
    assert metrics_for((Task.DETECTION, Task.CLASSIFICATION))[0] == "coco_ap"
    assert metrics_for(()) == ("cosine", "nmse")


@given(st.integers(1, 200), st.data())
def test_no_network_leaves_less_doubt(half, data):
    pictures = 2 * half
    count = data.draw(st.integers(0, pictures))
    right = [i < count for i in range(pictures)]
    change = paired_shares("top1", right, right)
    assert max(-change.low, change.high) >= doubt(pictures) - 1e-12


def test_more_pictures_leave_less_doubt():
    doubts = [doubt(pictures) for pictures in (10, 20, 40, 100, 300, 1000, 5000)]
    assert doubts == sorted(doubts, reverse=True)
    assert doubts[-1] < 0.001 < 0.1 < doubts[0]


def test_pictures_that_are_left_over_are_counted():
    assert about_pictures(1500, 300, 500, apart=True) == (
        "300 pictures of 1,500 find the ranges, 500 others say how right a candidate is; 700 stay unused."
    )
    assert about_pictures(1500, 300, 1200, apart=True).endswith("1,200 others say how right a candidate is.")
    assert "those that do both" in about_pictures(1500, 300, 1500, apart=False)
    assert about_pictures(20, 0, 20, apart=False) == "20 pictures of 20 say how right the candidate is."


def test_a_bound_that_so_few_pictures_can_never_be_sure_of_is_told():
    sure = about_doubt(5000, Bound(0.01))
    assert sure.endswith("could not be ruled out.")
    unsure = about_doubt(40, Bound(0.01))
    assert "so a bound of 1 point can at best be met on these pictures" in unsure
    assert f"{doubt(40) * 100:.2g} points" in unsure


@pytest.mark.parametrize(
    ("method", "bound", "like", "said"),
    [
        (Method.INT8, None, False, "The whole network is made smaller; what that loses against labels"),
        (Method.WEIGHTS_INT4, None, True, "The weights are made smaller; what that loses against the model's own"),
        (Method.INT8, Bound(0.01), True, "Candidates are held against the model's own outputs; where too much"),
        (Method.WEIGHTS_INT8, Bound(0.01), False, "There is one candidate"),
        (
            Method.WEIGHTS_INT4,
            Bound(0.01),
            False,
            "Candidates are held against labels; where too much is lost, fewer weights",
        ),
    ],
)
def test_the_goal_is_told(method, bound, like, said):
    assert about_goal(method, bound, like_parent=like).startswith(said)


@pytest.mark.parametrize(
    ("precision", "said"), [("u8", True), ("i8", True), ("i4", True), ("f32", False), ("f16", False)]
)
def test_a_model_that_is_small_already_is_told_before_anything_runs(precision, said):
    words = " ".join(about_model(precision))
    assert ("will be refused" in words) is said


def test_that_nothing_may_be_lost_is_explained():
    assert about_no_loss(Method.INT8, None) == about_no_loss(Method.INT8, Bound(0.001)) == ()
    (said,) = about_no_loss(Method.INT8, Bound(0.0))
    assert said.startswith("A bound of 0 points holds only for a candidate that is at least as right as the model")
    assert "back to floating point" in said
    (weights,) = about_no_loss(Method.WEIGHTS_INT8, Bound(0.0, relative=True))
    assert weights.startswith("A bound of 0 % holds only")
    assert "back to floating point" not in weights
