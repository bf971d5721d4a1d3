"""How many of something there are, in words that fit one of it too."""

import pytest

from dlwb.calc.figure_words import counted


@pytest.mark.parametrize(
    ("count", "what", "plural", "words"),
    [
        (0, "picture", "", "0 pictures"),
        (1, "picture", "", "1 picture"),
        (1200, "picture", "", "1,200 pictures"),
        (1, "class", "classes", "1 class"),
        (2, "class", "classes", "2 classes"),
    ],
)
def test_one_is_singular(count, what, plural, words):
    assert counted(count, what, plural) == words
