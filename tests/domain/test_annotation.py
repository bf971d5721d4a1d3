"""What a person may write beside a run."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dlwb.domain.annotation import LONGEST_NOTE, LONGEST_TAG, MOST_TAGS, Annotation
from dlwb.domain.errors import InvalidOptions


def test_spaces_around_and_tags_given_twice_are_taken_off():
    assert Annotation((" a ", "b", "a"), "  note \n").checked() == Annotation(("a", "b"), "note")


@pytest.mark.parametrize("tag", ["", "  ", "two\nlines", "bell\a", "x" * (LONGEST_TAG + 1), "\u202eevil", "\ud800"])
def test_a_tag_that_nobody_could_type_again_is_refused(tag):
    with pytest.raises(InvalidOptions, match="tag"):
        Annotation((tag,)).checked()


@pytest.mark.parametrize("note", ["x" * (LONGEST_NOTE + 1), "escape \x1b[2J", "nul \0"])
def test_a_note_that_steers_the_terminal_or_is_a_book_is_refused(note):
    with pytest.raises(InvalidOptions, match="note"):
        Annotation(note=note).checked()


def test_all_problems_come_at_once():
    with pytest.raises(InvalidOptions) as refused:
        Annotation((*tuple(f"tag {i}" for i in range(MOST_TAGS)), ""), "\0").checked()
    assert [problem.option for problem in refused.value.problems] == ["tags", "tags", "note"]


@given(st.lists(st.text(max_size=5), max_size=5), st.text(max_size=20))
def test_checking_twice_changes_nothing_more(tags, note):
    try:
        once = Annotation(tuple(tags), note).checked()
    except InvalidOptions:
        return
    assert once.checked() == once
