"""Rivals in one sentence."""

import pytest

from dlwb.calc.rival_words import in_a_sentence
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
    ],
    ids=["none", "one", "a loser is faster", "all lose", "slower", "no metric"],
)
def test_the_sentence_prefers_what_loses_nothing(rivals, said):
    assert said in in_a_sentence(rivals)
