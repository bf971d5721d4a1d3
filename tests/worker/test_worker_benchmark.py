"""One benchmark from the request to the figures, on the fake engine in real time."""

from dataclasses import replace

import pytest

from dlwb.adapters.fake_engine import FakeEngine
from dlwb.adapters.fake_network import FakeNetwork
from dlwb.domain.errors import DeviceUnavailable, InferenceError, NotFound
from dlwb.domain.inference import Effort, InferenceConfig, MeasurePlan, Mode
from dlwb.protocol import BenchmarkAnswer, ModelFiles, from_json, to_json
from dlwb.worker.benchmark import benchmark
from dlwb.workflows.benchmark import derive

PLAN = MeasurePlan(effort=Effort.QUICK, budget_s=0.5, precision_goal=0.05, min_blocks=3, block_s=0.1)


@pytest.fixture
def files(tmp_path):
    FakeNetwork("net").save(tmp_path / "model.xml", tmp_path / "model.bin")
    return ModelFiles(str(tmp_path / "model.xml"), str(tmp_path / "model.bin"))


def run(files, plan=PLAN, told=None, **options):
    extra = {"fake.latency_ms": "4", **options.pop("extra", {})}
    config = InferenceConfig(device="GPU", precision="f32", extra=extra, **options)
    progress = [] if told is None else told
    raw, environment = benchmark(FakeEngine(), files, config, plan, progress.append)
    return derive(config, plan, raw, environment)


def test_figures_are_those_of_the_engine(files):
    m = run(files, streams=2, requests=2)
    assert m.latency_ms.p50.value == pytest.approx(4.4, rel=2e-3)
    assert 0 < m.throughput_fps.value < 1.01 * 2 / 4.4e-3  # others on the machine make it less
    assert m.raw.first_inference_ms == pytest.approx(4.4)
    assert m.raw.effective.streams == 2
    assert m.raw.compile_ms >= 0
    assert m.environment.versions["fake"] == "1.0"


def test_a_slowdown_of_five_per_cent_shows(files):
    plain, slow = run(files, streams=1), run(files, streams=1, extra={"fake.slowdown": "1.05"})
    assert slow.latency_ms.p50.value / plain.latency_ms.p50.value == pytest.approx(1.05, rel=2e-3)


def test_offered_load(files):
    offered = run(files, replace(PLAN, mode=Mode.OFFERED, rate=50.0), streams=4, requests=4)
    assert offered.raw.completions > 0
    assert offered.latency_ms.min >= 5.2 * 0.999


def test_phases_are_told_in_order(files):
    told = []
    run(files, told=told)
    phases = list(dict.fromkeys(progress.phase for progress in told))
    assert phases[:3] == ["compiling", "checking the machine", "warming up"]


def test_the_answer_travels_as_json(files):
    config = InferenceConfig(device="GPU", streams=1)
    answer = BenchmarkAnswer(*benchmark(FakeEngine(), files, config, PLAN, lambda progress: None))
    assert from_json(BenchmarkAnswer, to_json(answer)) == answer
    assert len(to_json(answer)) < 20_000


def test_errors_pass_through(files):
    with pytest.raises(InferenceError):
        run(files, extra={"fake.crash": "fail"})
    with pytest.raises(NotFound):
        run(files, replace(PLAN, inputs=("gone.npy",)))
    with pytest.raises(DeviceUnavailable):
        benchmark(FakeEngine(), files, InferenceConfig(device="CPU"), PLAN, lambda progress: None)
