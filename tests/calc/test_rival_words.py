"""Rivals in one sentence."""

import pytest

from dlwb.calc.rival_words import about_pictures, in_a_sentence
from dlwb.domain.accuracy import Direction, MetricChange
from dlwb.domain.comparison import Delta, Word
from dlwb.domain.measurement import Estimate


def change(points, *, sure):
    low, high = (points - 0.1, points + 0.1) if sure else (points - 5, points + 5)
    return MetricChange("top1", Direction.HIGHER, 0.8, 0.8 + points / 100, points / 100, low / 100, high / 100)


def speed(ratio, word=Word.FASTER):
    return Delta("throughput", Estimate(ratio, ratio * 0.99, ratio * 1.01), word, 0.01, higher_is_better=True)


@pytest.mark.parametrize(
    ("rivals", "said"),
    [
        ([], "There is no rival"),
        ([("bf16", change(-0.2, sure=False), speed(2.0))], "bf16 is the fastest, and no loss shows"),
        (
            [("bf16", change(-0.2, sure=False), speed(2.0)), ("quantized", change(-3.0, sure=True), speed(4.0))],
            "quantized is the fastest; bf16 is the fastest in which no loss shows",
        ),
        ([("bf16", change(-2.0, sure=True), speed(2.0))], "All that are faster lose accuracy"),
        ([("f16", change(0.0, sure=False), speed(0.7, Word.SLOWER))], "f32 stays the better choice"),
        ([("f16", None, speed(0.7, Word.SLOWER))], "f16: 0.700 times the frames per second of f32"),
        ([("bf16", None, speed(2.0))], "bf16 is the fastest; what it does to accuracy is not known"),
        (
            [("bf16", change(-0.2, sure=False), speed(2.0)), ("quantized", None, speed(4.0))],
            "quantized is the fastest; bf16 is the fastest in which no loss shows",
        ),
        (
            [("bf16", change(-2.0, sure=True), speed(2.0)), ("quantized", None, speed(4.0))],
            "Of those that are faster all whose accuracy is known lose accuracy",
        ),
    ],
    ids=[
        "none",
        "one",
        "a loser is faster",
        "all lose",
        "slower",
        "no metric",
        "nothing known",
        "the fastest unknown",
        "a loser and an unknown",
    ],
)
def test_the_sentence_prefers_what_loses_nothing(rivals, said):
    assert said in in_a_sentence(rivals)


def test_the_pictures_are_named():
    assert about_pictures("pets", 1500, 1500, 3) == "Accuracy is on all 1,500 pictures of 'pets', the same for all."
    part = about_pictures("pets", 300, 1500, 3)
    assert part == "Accuracy is on 300 of the 1,500 pictures of 'pets', chosen by seed 3, the same for all."
    assert (
        about_pictures("pets", 1498, 1500, None)
        == "Accuracy is on 1,498 of the 1,500 pictures of 'pets', the same for all."
    )
    assert "300 pictures of 'a1b2'" in about_pictures("a1b2", 300, None, 3)
