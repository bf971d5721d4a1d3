"""How often comparing is wrong, on simulated hosts: white noise, slow drift, and rare bursts of foreign load.

`docs/guide/comparing.md` shows the same with more repetitions.
"""

import pytest
from builders.simulated_host import HOSTS, injected_word, paired_word, stored_word

from dlwb.domain.comparison import Word

DIFFERENT = (Word.FASTER, Word.SLOWER)


def words(of, host, slowdown, repeats):
    return [of(HOSTS[host], slowdown, seed) for seed in range(repeats)]


@pytest.mark.parametrize(("host", "repeats"), [("quiet", 200), ("normal", 200), ("busy", 60)])
def test_side_by_side_the_same_thing_is_not_called_different(host, repeats):
    """With stopping as soon as every answer is clear, which looks at the data again and again."""
    assert sum(word in DIFFERENT for word in words(paired_word, host, 1.0, repeats)) <= 1


@pytest.mark.parametrize(("host", "power"), [("quiet", 1.0), ("normal", 0.99), ("busy", 0.92)])
def test_side_by_side_a_slowdown_of_five_per_cent_is_found(host, power):
    found = words(paired_word, host, 1.05, 60)
    assert sum(word is Word.SLOWER for word in found) >= power * len(found)
    assert set(found) <= {Word.SLOWER, Word.CANT_TELL}


@pytest.mark.parametrize("host", ["quiet", "normal", "busy"])
def test_stored_runs_of_the_same_thing_are_not_called_different(host):
    found = words(stored_word, host, 1.0, 400)
    assert sum(word in DIFFERENT for word in found) <= 4


def test_between_stored_runs_of_a_quiet_host_a_slowdown_of_five_per_cent_is_found():
    found = words(stored_word, "quiet", 1.05, 200)
    assert sum(word is Word.SLOWER for word in found) >= 0.85 * len(found)
    assert Word.SAME not in found


@pytest.mark.parametrize(("host", "power"), [("quiet", 0.9), ("normal", 0.5)])
def test_a_slowdown_injected_into_a_stored_run_is_found(host, power):
    """The same run once more, all figures 5 % slower."""
    found = words(injected_word, host, 1.05, 200)
    assert sum(word is Word.SLOWER for word in found) >= power * len(found)
    assert Word.SAME not in found
