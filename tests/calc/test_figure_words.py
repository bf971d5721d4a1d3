"""How figures are written: one form each, wherever they stand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dlwb.calc import rival_words
from dlwb.calc.accuracy.sentences import change_figure, metric_value
from dlwb.calc.figure_words import is_hidden, number_words, per_cent, ratio_figures, signed, times_words
from dlwb.calc.quantization import version_words
from dlwb.cli import figures
from dlwb.domain.accuracy import Direction, MetricChange
from dlwb.domain.comparison import Delta, Word
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
            assert one in figures.answer(ratio, Word.FASTER)


@pytest.mark.parametrize(
    ("ratio", "word", "tolerance", "hidden"),
    [
        (Estimate(1.0, 0.01, 100.0), Word.CANT_TELL, 160_903.0, True),
        (Estimate(1.0, 0.0, 1.5), Word.CANT_TELL, 0.5, True),
        (Estimate(1.0, 0.9, 1.1), Word.CANT_TELL, 12.0, True),
        (Estimate(1.0, 0.4, 3.9), Word.CANT_TELL, 5.0, False),
        (Estimate(1000.0, 80.0, 9000.0), Word.FASTER, 40.0, False),  # so much that no noise hides it
        (Estimate(1.0, 0.01, 100.0), None, 0.0, True),
        (Estimate(50.0, 2.0, 900.0), None, 0.0, False),
    ],
)
def test_words_stand_for_figures_that_noise_hides(ratio, word, tolerance, hidden):
    assert is_hidden(ratio, word, tolerance) is hidden
    if word:
        assert ("×" not in figures.answer(ratio, word, tolerance)) is hidden
        assert ("×" not in figures.answer(ratio, word, tolerance, with_interval=False)) is hidden


def test_no_sentence_has_figures_that_noise_hides():
    hidden = Delta("throughput", Estimate(1.3, 0.013, 130.0), Word.CANT_TELL, 160_903.0, higher_is_better=True)
    for words in (
        version_words.in_a_sentence(hidden, None, 0, 0),
        rival_words.in_a_sentence([("bf16", None, hidden)]),
    ):
        assert "1.3" not in words
        assert "the noise hides more than a factor of ten" in words
    assert version_words.about_speeds(hidden, Estimate(1.0, 0.9, 1.1)) is None


def test_a_change_is_in_points_unless_nobody_speaks_of_them():
    def moved(name):
        return MetricChange(name, Direction.HIGHER, 0.5, 0.48, -0.02, -0.0312, 0.0)

    assert change_figure(moved("top1")) == "−2.00 points [−3.12, ±0.00]"
    assert change_figure(moved("cosine")) == "−0.02 [−0.0312, ±0]"
    assert (metric_value("top1", 0.5), metric_value("cosine", 0.98765)) == ("50.00 %", "0.9877")
