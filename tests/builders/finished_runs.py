"""Finished runs as a workspace keeps them, with figures that a test chooses."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from builders import measurements

from dlwb.domain.inference import EffectiveConfig, Effort, Hint, InferenceConfig, Mode, plan_for
from dlwb.domain.measurement import Estimate, LatencySummary, Measurement, Verdict, VerdictStatus
from dlwb.domain.moments import as_recorded
from dlwb.domain.outcomes import BenchmarkOutcome, SweepOutcome
from dlwb.domain.run import Run, Succeeded
from dlwb.domain.search import SearchSpace
from dlwb.domain.specs import BenchmarkSpec, SweepSpec

BEGIN = datetime(2030, 1, 1, tzinfo=UTC)
MODEL = "feedc0de00000001"


def at(hours: float) -> str:
    return as_recorded(BEGIN + timedelta(hours=hours))


def run_id(number: int) -> str:
    return f"{number:012x}"


def benchmark(
    number: int,
    fps: float = 100.0,
    *,
    model: str = MODEL,
    name: str = "net",
    device: str = "CPU",
    streams: int = 2,
    host: str = "here",
    versions: dict[str, str] | None = None,
    verdict: VerdictStatus = VerdictStatus.OK,
    parent: str | None = None,
    created: str | None = None,
) -> Run:
    """A benchmark, submitted `number` hours after the first moment; latency = 1000 x streams / fps ms."""
    config = InferenceConfig(device=device, hint=Hint.NONE, streams=streams, batch=1)
    plan = plan_for(Effort.QUICK, mode=Mode.CLOSED)
    effective = EffectiveConfig(
        device, (device,), 1, streams, streams, 4, "f32", streams, {"x": (1, 3)}, {"KEY": "value"}, Hint.NONE
    )
    ms = 1000 * streams / fps
    p50 = Estimate(ms, ms * 0.99, ms * 1.01)
    measurement = Measurement(
        config,
        plan,
        measurements.raw_measurement(measurements.calm_blocks(5, 20), effective=effective),
        Estimate(fps, fps * 0.99, fps * 1.01),
        LatencySummary(p50, None, None, None, None, ms, ms, ms, {"p90": 60}),
        100,
        0,
        Verdict(verdict),
        measurements.environment(host=host, versions=versions or {"openvino": "2030.1", "dlwb": "0.1"}),
    )
    moment = created or at(number)
    spec = BenchmarkSpec(model, config, plan)
    run = Run(run_id(number), spec, moment, model=model, model_name=name, parent=parent)
    return run.apply(Succeeded(BenchmarkOutcome(measurement), moment))


def sweep(number: int, points: int = 2, *, model: str = MODEL, name: str = "net") -> tuple[Run, ...]:
    """A sweep and its points, which follow it hour by hour."""
    space = SearchSpace(streams=tuple(range(1, points + 1)))
    spec = SweepSpec(model, space, plan_for(Effort.QUICK))
    run = Run(run_id(number), spec, at(number), model=model, model_name=name)
    children = [benchmark(number + 1 + i, streams=i + 1, model=model, name=name, parent=run.id) for i in range(points)]
    return run.apply(Succeeded(SweepOutcome(points, 0), at(number + points))), *children


def with_figures(run: Run, throughput: Estimate) -> Run:
    """The benchmark with another throughput."""
    assert isinstance(run.outcome, BenchmarkOutcome)
    assert run.headline is not None
    measurement = replace(run.outcome.measurement, throughput_fps=throughput)
    headline = replace(run.headline, throughput_fps=throughput)
    return replace(run, outcome=BenchmarkOutcome(measurement), headline=headline)
