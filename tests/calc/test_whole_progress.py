"""One fraction over all phases of a quantization."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dlwb.calc.quantization.whole_progress import WholeProgress
from dlwb.domain.run import Progress

PHASES = ("loading", "measuring", "quantizing", "attempts", "ranking", "comparing", "of another version")
SAID = st.lists(st.tuples(st.sampled_from(PHASES), st.none() | st.floats(-0.5, 1.5)), max_size=30)


@given(st.lists(st.tuples(st.floats(0, 1), SAID), max_size=5))
def test_it_never_goes_back_nor_beyond_the_part(parts):
    whole, before, furthest = WholeProgress(), 0.0, 0.0
    for end, said in parts:
        furthest = max(furthest, end)
        whole.begin(end)
        for phase, fraction in said:
            at = whole.of(Progress(phase, fraction)).fraction
            assert before <= at <= furthest + 1e-9
            before = at


def test_phases_and_attempts_go_on_where_the_last_one_stopped():
    whole = WholeProgress()
    whole.begin(0.2)
    assert whole.of(Progress("loading", None, "Loading")).fraction == 0
    assert whole.of(Progress("measuring", 0.5, "50 of 100 pictures", 4.0)).fraction == pytest.approx(0.1)
    assert whole.of(Progress("measuring", 1.0)).fraction == pytest.approx(0.2)
    whole.begin(1.0)
    assert whole.of(Progress("quantizing", 0.0)).fraction == pytest.approx(0.2)
    assert whole.of(Progress("quantizing", 1.0)).fraction == pytest.approx(0.52)
    seen = [whole.of(Progress("attempts", fraction)).fraction for fraction in (None, 1.0, None, 1.0, None, 1.0)]
    assert seen[0] == pytest.approx(0.52)
    assert seen[1] < seen[3] < seen[5] < 1
    whole.begin(1.0)
    assert whole.of(Progress("measuring", 1.0)).fraction == pytest.approx(1.0)


def test_words_stay_and_seconds_of_one_phase_go():
    whole = WholeProgress()
    whole.begin(1.0)
    said = whole.of(Progress("measuring", 0.5, "50 of 100 pictures", 4.0))
    assert (said.phase, said.message, said.left_s) == ("measuring", "50 of 100 pictures", None)
