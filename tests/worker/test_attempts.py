"""Candidates that are dismissed by a few pictures, and those that are not; on networks that exist only as records."""

import os
from pathlib import Path

import pytest

from dlwb.calc.quantization.yardstick import AgainstLabels
from dlwb.domain.accuracy import Classified, ClassRecord
from dlwb.domain.dataset import Sample
from dlwb.domain.evaluation import RECORDS, PositionedRecord
from dlwb.domain.graph import Graph
from dlwb.domain.model import GRAPH_JSON, IR_BIN
from dlwb.domain.quantization import Bound, Outcome, QuantizationOptions
from dlwb.domain.sample_kind import SampleKind
from dlwb.protocol import BEST, BEST_BEFORE, MADE_JSON, AttemptMessage, MadeCandidate, from_json
from dlwb.worker.attempts import Attempts, Draft
from dlwb.worker.best_so_far import BestSoFar
from dlwb.worker.stages import Stages
from dlwb.worker.validation import Showing, Validation

SAMPLES = {i: Sample(f"{i}.png", 8, 8, label=0) for i in range(200)}


def seen(position, *, right):
    margin = 0.01 if position < 40 else 0.5
    return PositionedRecord(
        position, ClassRecord(f"{position}.png", 0, 0 if right else 1, Classified((0, 1), (0.6, 0.6 - margin)))
    )


class Table(Validation):
    """Shows pictures to networks that are sets of pictures which they get wrong."""

    def __init__(self):
        self.samples = list(SAMPLES.items())
        self.yardstick = AgainstLabels(SAMPLES, [seen(i, right=True) for i in SAMPLES], Bound(0.01))
        self.shown = []
        self.kind = SampleKind.PICTURE

    def looker(self, files):
        return files

    def show(self, looker, samples, say, certainty=None):
        self.shown.append(len(samples))
        return Showing(None, [seen(position, right=position not in looker) for position, _ in samples])


class Blank:
    """An engine that sees no operation in any network."""

    def read_graph(self, files, shapes):
        return Graph("blank", ())


def network(*wrong):
    def write(folder):
        (folder / "model.xml").write_text(str(wrong))
        return frozenset(wrong)

    return Draft(write, QuantizationOptions())


@pytest.fixture
def told():
    return []


@pytest.fixture
def attempts(tmp_path, told):
    made = Attempts(Table(), BestSoFar(tmp_path, Blank(), "a tool"), told.append, Stages(told.append))
    made.try_out(network(1, 2, 3, 60), "everything in 8 bits")
    assert made.screen_by_best()
    return made


def test_a_candidate_that_repairs_too_little_is_shown_few_pictures_and_says_so(attempts, told):
    judged = attempts.try_out(network(1, 2, 3), "one put back", ("conv",))
    dismissed = attempts.made[-1]
    assert not judged.holds
    assert dismissed.drop.value == pytest.approx(3 / 200)  # what it was not shown is taken to stay: all of it was right
    assert (dismissed.outcome, dismissed.decided_early, dismissed.best) == (Outcome.NOT_MET, True, False)
    assert dismissed.pictures == 4 + 24 == attempts._validation.shown[-1]
    assert "dismissed by the pictures that 8 bits turned" in dismissed.why
    assert told[-1] == AttemptMessage(dismissed)
    assert attempts.best.step == 1


def test_a_candidate_that_passes_is_shown_all_and_judged_by_all(attempts):
    """It repairs what was lost, but loses others that nobody looked at first."""
    judged = attempts.try_out(network(150, 151, 152), "one put back")
    assert attempts._validation.shown[-2:] == [28, 200]
    assert not judged.holds
    assert attempts.made[-1].pictures == 200
    assert not attempts.made[-1].decided_early
    assert attempts.try_out(network(1), "another put back").holds
    assert attempts.best.step == 3
    assert len(attempts.shown.records) == 200


def test_where_none_holds_the_least_loss_is_shown_all_after_all(attempts):
    attempts.try_out(network(1, 2, 3), "one put back")
    assert attempts.least_lost() == 2
    assert not attempts.settle(2, network(1, 2, 3)).holds
    assert (attempts.best.step, attempts.best.pictures, attempts.best.decided_early) == (2, 200, False)


def test_a_dismissed_candidate_that_proves_worse_is_not_the_result(attempts):
    attempts.try_out(network(1, 2, 3), "one put back")
    attempts.settle(2, network(1, 2, 3, 100, 101, 102))
    assert attempts.best.step == 1
    assert attempts.made[1].drop.value == pytest.approx(6 / 200)


def test_only_one_candidate_is_told_to_be_the_best(attempts, told):
    """The result may be an earlier attempt than the best so far, and is found by being the only one."""
    attempts.try_out(network(1), "another put back")
    assert [one.best for one in attempts.made] == [False, True]
    attempts.settle(1, network())
    assert [one.best for one in attempts.made] == [True, False]
    last_told = {one.attempt.step: one.attempt for one in told if isinstance(one, AttemptMessage)}
    assert list(last_told.values()) == attempts.made


def test_the_best_lies_beside_how_it_was_made(attempts, tmp_path):
    attempts.try_out(Draft(network(1).write, QuantizationOptions(ratio=0.4)), "another put back", ("conv",))
    made = from_json(MadeCandidate, (tmp_path / BEST / MADE_JSON).read_bytes())
    assert made == MadeCandidate("a tool", QuantizationOptions(ratio=0.4), ("conv",), attempts.best.outcome)
    assert (tmp_path / BEST / GRAPH_JSON).is_file()


def test_a_candidate_is_complete_before_it_takes_the_place_of_the_best(attempts, tmp_path, monkeypatch):
    """Whoever ends the worker at any moment finds a best with all that a version of it needs."""
    seen = []
    rename = Path.rename

    def watched(path, target):
        rename(path, target)
        there = tmp_path / BEST if (tmp_path / BEST).is_dir() else tmp_path / BEST_BEFORE
        seen.append({one.name for one in there.iterdir()})

    monkeypatch.setattr(Path, "rename", watched)
    attempts.try_out(network(1), "another put back")
    assert seen == [{"model.xml", GRAPH_JSON, MADE_JSON, RECORDS}] * 2


def test_a_best_is_on_the_disk_before_it_has_its_name(tmp_path, monkeypatch):
    """What a power cut leaves may be made a version of."""
    durable = []
    best = BestSoFar(tmp_path, Blank(), "a tool")
    monkeypatch.setattr("os.fsync", lambda file: durable.append((os.fstat(file).st_ino, best.folder.exists())))
    with best.candidate() as folder:
        (folder / IR_BIN).write_bytes(b"weights")
        best.replace_by(folder, QuantizationOptions(), (), Outcome.MET)
    assert sorted(durable) == sorted((path.stat().st_ino, False) for path in best.folder.iterdir())
    assert {path.name for path in best.folder.iterdir()} == {IR_BIN, GRAPH_JSON, MADE_JSON}
