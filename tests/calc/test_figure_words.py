"""How figures are written: one form each, wherever they stand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dlwb.calc.accuracy.sentences import change_figure, metric_value
from dlwb.calc.figure_words import number_words, per_cent, ratio_figures, signed, times_words
from dlwb.cli import figures
from dlwb.domain.accuracy import Direction, MetricChange
from dlwb.domain.measurement import Estimate


@pytest.mark.parametrize(
    ("value", "words"), [(0.4, "+0.40"), (-1.2, "−1.20"), (0.0, "±0.00"), (-0.0, "±0.00"), (1e-9, "+0.00")]
)
def test_a_difference_has_a_sign(value, words):
    assert signed(value) == words


@given(st.floats(-1e9, 1e9))
def test_no_figure_has_a_hyphen_for_a_minus(value):
    written = (number_words(value), signed(value), per_cent(value))
    assert not any("-" in one for one in written)
    assert number_words(value).startswith("−") is (value < 0 or str(value).startswith("-"))


@pytest.mark.parametrize(
    ("value", "words"),
    [(6.863e-05, "0.00006863"), (-0.00042, "−0.00042"), (1e-6, "0.000001"), (3e-9, "3e−09"), (12345.6, "1.235e+04")],
)
def test_a_small_number_is_written_out(value, words):
    assert number_words(value) == words


def test_per_cent_stands_apart_from_its_number():
    assert (per_cent(0.678), per_cent(-0.05, 1)) == ("68 %", "−5.0 %")


def test_a_ratio_has_the_digits_that_its_interval_needs_and_the_same_everywhere():
    wide, narrow = Estimate(1.8034, 1.7521, 1.8612), Estimate(1.0031, 1.0012, 1.0058)
    assert ratio_figures(wide) == ("1.80", "1.75", "1.86")
    assert ratio_figures(narrow) == ("1.003", "1.001", "1.006")
    for ratio in (wide, narrow):
        for one in ratio_figures(ratio):
            assert one in times_words(ratio)
            assert one in figures.ratio(ratio)


def test_a_change_is_in_points_unless_nobody_speaks_of_them():
    def moved(name):
        return MetricChange(name, Direction.HIGHER, 0.5, 0.48, -0.02, -0.0312, 0.0)

    assert change_figure(moved("top1")) == "−2.00 points [−3.12, ±0.00]"
    assert change_figure(moved("cosine")) == "−0.02 [−0.0312, ±0]"
    assert (metric_value("top1", 0.5), metric_value("cosine", 0.98765)) == ("50.00 %", "0.9877")
