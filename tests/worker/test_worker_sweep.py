"""Configurations one after another in one worker."""

from dataclasses import replace

import pytest

from dlwb.adapters.fake_engine import FakeEngine
from dlwb.adapters.fake_network import FakeNetwork
from dlwb.domain.errors import InputError
from dlwb.domain.inference import Hint, InferenceConfig, MeasurePlan, Mode
from dlwb.domain.search import SearchSpace
from dlwb.domain.target import MeasuredOn
from dlwb.protocol import ModelFiles, PointMessage, PointStarted, SweepTask
from dlwb.worker import sweep as module
from dlwb.worker.environment import collect
from dlwb.worker.sweep import sweep

PLAN = MeasurePlan(budget_s=0.1, precision_goal=0.05, min_blocks=2, block_s=0.05)
BASE = InferenceConfig(device="GPU", hint=Hint.NONE, precision="f32")


class CountingEngine(FakeEngine):
    def __init__(self):
        self.compiled = []

    def compile(self, files, config, *, profiling=False):
        self.compiled.append(config)
        return super().compile(files, config, profiling=profiling)


@pytest.fixture(autouse=True)
def no_warm_up(monkeypatch):
    monkeypatch.setattr("dlwb.worker.measure._WINDOW_S", 0.02)


@pytest.fixture
def files(tmp_path):
    FakeNetwork("net").save(tmp_path / "model.xml", tmp_path / "model.bin")
    return ModelFiles(str(tmp_path / "model.xml"), str(tmp_path / "model.bin"))


def swept(files, configs, plan=PLAN):
    engine, told = CountingEngine(), []
    sweep(engine, SweepTask(files, tuple(configs), plan), told.append)
    return engine, told


def test_only_the_requests_change_and_nothing_is_compiled_again(files):
    points = SearchSpace(BASE, streams=(1, 2), requests=(1, 2, 4)).points()
    engine, told = swept(files, points)
    assert [c.streams for c in engine.compiled] == [1, 2]
    ends = [m for m in told if isinstance(m, PointMessage)]
    assert [m.measured.raw.effective.requests for m in ends] == [1, 2, 4, 1, 2, 4]
    assert [m.measured.raw.effective.streams for m in ends] == [1, 1, 1, 2, 2, 2]


def test_the_environment_of_each_point_has_the_plug_in(files):
    _, told = swept(files, [BASE])
    (end,) = (m for m in told if isinstance(m, PointMessage))
    assert end.measured.environment.versions["fake GPU"] == "1.0"


def test_a_sweep_of_another_engine_is_not_continued(files):
    told = []
    before = MeasuredOn(collect({}).cpu, None, {"fake": "0.9"})
    with pytest.raises(InputError, match=r"fake: 0\.9 then, 1\.0 now"):
        sweep(FakeEngine(), SweepTask(files, (BASE,), PLAN, before), told.append)
    assert told == []


def test_a_point_that_cannot_be_compiled_is_told_and_the_rest_goes_on(files):
    broken = replace(BASE, extra={"fake.nonsense": "1"})
    _, told = swept(files, [BASE, broken, replace(BASE, batch=4)])
    assert [m.index for m in told if isinstance(m, PointStarted)] == [0, 1, 2]
    ends = [m for m in told if isinstance(m, PointMessage)]
    assert [m.measured is not None for m in ends] == [True, False, True]
    assert "fake.nonsense" in ends[1].failure.message
    assert ends[2].measured.raw.effective.batch == 4


def test_the_memory_of_a_shared_process_is_not_told_as_that_of_a_point(files):
    _, told = swept(files, [BASE])
    assert told[-1].measured.raw.peak_rss_bytes is None


def test_the_conditions_are_looked_at_once_a_minute(files, monkeypatch):
    looks = []
    monkeypatch.setattr(module, "collect", lambda versions: looks.append(versions) or collected)
    from builders.measurements import environment

    collected = environment()
    swept(files, [BASE, replace(BASE, batch=2), replace(BASE, batch=4)])
    assert len(looks) == 1
    monkeypatch.setattr(module, "_LOOK_EVERY_S", 0.0)
    swept(files, [BASE, replace(BASE, batch=2)])
    assert len(looks) == 3


def test_sync_load_has_one_request(files):
    _, told = swept(files, [BASE], replace(PLAN, mode=Mode.SYNC))
    assert told[-1].measured.raw.effective.requests == 1
