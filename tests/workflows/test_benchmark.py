"""From a specification to a task, and from raw aggregates to figures."""

from dataclasses import replace

import numpy as np
import pytest
from builders.measurements import calm_blocks, effective, environment, raw_measurement

from dlwb.adapters.fake_engine import DEVICES
from dlwb.domain.errors import InvalidOptions, NotFound
from dlwb.domain.inference import InferenceConfig, MeasurePlan, Mode
from dlwb.domain.measurement import Measurement, VerdictStatus
from dlwb.domain.specs import BenchmarkSpec
from dlwb.protocol import BenchmarkAnswer, ModelFiles, from_json, to_json
from dlwb.workflows.benchmark import benchmark_task, check_config, derive, to_measurement, with_absolute_inputs

FILES = ModelFiles("m.xml", "m.bin")
PLAN = MeasurePlan()


def measured(raw, plan=PLAN):
    return derive(InferenceConfig(), plan, raw, environment())


def test_everything_wrong_is_told_at_once():
    config = InferenceConfig(device="GPU", streams=99, batch=0, precision="i4")
    with pytest.raises(InvalidOptions) as caught:
        check_config(config, MeasurePlan(mode=Mode.OFFERED), DEVICES, ())
    assert {p.option for p in caught.value.problems} == {"streams", "batch", "precision", "rate"}


def test_a_device_that_is_not_there_is_refused_with_those_that_are():
    with pytest.raises(InvalidOptions, match=r"no device 'CPU' here\. Usable: GPU, NPU"):
        check_config(InferenceConfig(device="CPU"), PLAN, DEVICES, ())


def test_what_fits_is_accepted():
    check_config(InferenceConfig(device="GPU", streams=4, precision="f16", batch=8), PLAN, DEVICES, ())
    check_config(InferenceConfig(device="NPU"), MeasurePlan(mode=Mode.OFFERED, rate=3.0), DEVICES, ())


def test_input_files_are_found_from_where_the_user_stands(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a=b.npy").touch()
    (tmp_path / "c.npy").touch()
    plan = with_absolute_inputs(MeasurePlan(inputs=("c.npy", "data=c.npy", "a=b.npy", str(tmp_path / "c.npy"))))
    c = str(tmp_path / "c.npy")
    assert plan.inputs == (c, f"data={c}", str(tmp_path / "a=b.npy"), c)
    with pytest.raises(NotFound, match=r"gone\.npy"):
        with_absolute_inputs(MeasurePlan(inputs=("data=gone.npy",)))


def test_sync_load_is_compiled_for_one_request():
    spec = BenchmarkSpec("m", InferenceConfig(), MeasurePlan(mode=Mode.SYNC))
    assert benchmark_task(spec, FILES).config.requests == 1
    closed = BenchmarkSpec("m", InferenceConfig(requests=6), PLAN)
    assert benchmark_task(closed, FILES).config.requests == 6
    assert benchmark_task(replace(closed, config=InferenceConfig()), FILES).config.requests is None


def test_figures_come_from_the_blocks():
    m = measured(raw_measurement(calm_blocks(number=10, completions=100, latency_ms=10.0)))
    assert m.throughput_fps.value == pytest.approx(100.0)
    assert m.latency_ms.p50.value == pytest.approx(10.0, rel=1e-3)
    assert m.latency_ms.p50.low <= m.latency_ms.p50.value <= m.latency_ms.p50.high
    assert m.completions == 1000
    assert m.outliers == 0
    assert m.verdict.status is VerdictStatus.OK


def test_frames_are_completions_times_the_batch():
    raw = raw_measurement(calm_blocks(), effective=effective(batch=8))
    assert measured(raw).throughput_fps.value == pytest.approx(800.0)
    assert measured(raw).latency_ms.p50.value == pytest.approx(10.0, rel=1e-3)


@pytest.mark.parametrize(
    ("completions", "shown", "missing"),
    [
        (50, {"p50"}, {"p90": 14, "p95": 80, "p99": 612, "p999": 6586}),
        (64, {"p50", "p90"}, {"p95": 66, "p99": 598, "p999": 6572}),
        (662, {"p50", "p90", "p95", "p99"}, {"p999": 5974}),
        (6636, {"p50", "p90", "p95", "p99", "p999"}, {}),
    ],
)
def test_percentiles_are_shown_when_they_are_earned(completions, shown, missing):
    sample = np.random.default_rng(0).lognormal(2, 0.2, completions)
    summary = measured(raw_measurement(np.array_split(sample, 5))).latency_ms
    found = {name for name in ("p50", "p90", "p95", "p99", "p999") if getattr(summary, name) is not None}
    assert found == shown
    assert summary.missing == missing
    for name, share in (("p90", 0.9), ("p99", 0.99)):
        if name in shown:
            assert getattr(summary, name).value == pytest.approx(np.quantile(sample, share), rel=0.02)


def test_outliers_are_counted_and_stay():
    blocks = calm_blocks()
    blocks[3][5] = 500.0
    m = measured(raw_measurement(blocks))
    assert m.outliers == 1
    assert m.latency_ms.max == 500.0
    assert m.completions == 1000


def test_an_old_run_is_read_again_with_the_same_figures():
    spec = BenchmarkSpec("m", InferenceConfig(), PLAN)
    answer = BenchmarkAnswer(raw_measurement(calm_blocks()), environment())
    first = to_measurement(spec, from_json(BenchmarkAnswer, to_json(answer)))
    stored = from_json(Measurement, to_json(first))
    assert derive(stored.config, stored.plan, stored.raw, stored.environment) == first


def test_the_tail_of_offered_load_is_in_the_latencies_and_not_in_the_throughput():
    plan = MeasurePlan(mode=Mode.OFFERED, rate=100.0)
    m = measured(raw_measurement(calm_blocks(), tail=np.full(50, 900.0)), plan)
    assert m.throughput_fps.value == pytest.approx(100.0)
    assert m.latency_ms.max == 900.0
    assert m.latency_ms.p99.value == pytest.approx(900.0, rel=1e-2)
