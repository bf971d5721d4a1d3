"""Benchmark: from a specification to a task for the worker, and from its raw answer to figures."""

import os
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from dlwb.calc.histogram import Distribution
from dlwb.calc.shapes import missing_shapes
from dlwb.calc.stats import EARNED_FROM, SHARES, missing_for, outliers, quantile_estimate, ratio_estimate
from dlwb.calc.verdict import judge
from dlwb.domain.config_rules import config_problems, device_problems, find_device, plan_problems, property_problems
from dlwb.domain.errors import NotFound
from dlwb.domain.inference import InferenceConfig, MeasurePlan, Mode
from dlwb.domain.measurement import Estimate, LatencySummary, Measurement, RawMeasurement
from dlwb.domain.model import TensorSpec
from dlwb.domain.problems import Problems
from dlwb.domain.specs import BenchmarkSpec
from dlwb.domain.target import Device, Environment
from dlwb.protocol import BenchmarkAnswer, BenchmarkTask, ModelFiles


def check_config(
    config: InferenceConfig, plan: MeasurePlan, devices: Iterable[Device], inputs: Iterable[TensorSpec]
) -> None:
    """Refuse what cannot be measured, before anything is started. `inputs` are those of the model.

    Raises:
        InvalidOptions: with everything that is wrong at once.
    """
    known, wrong = tuple(devices), Problems()
    wrong.add(device_problems(known, config.device))
    wrong.add(config_problems(config, find_device(known, config.device)))
    wrong.add(property_problems(config))
    wrong.add(plan_problems(plan, config))
    wrong.tell(missing_shapes(inputs, config.shapes, config.batch))
    wrong.raise_any()


def with_absolute_inputs(plan: MeasurePlan) -> MeasurePlan:
    """The plan with its input files (`FILE` or `NAME=FILE`) as absolute paths: the worker runs in another folder.

    Raises:
        NotFound: a file is not there.
    """
    return replace(plan, inputs=tuple(_absolute(text) for text in plan.inputs))


def _absolute(text: str) -> str:
    name, equals, rest = "", "", text
    if not _is_there(Path(text)) and "=" in text:
        name, equals, rest = text.partition("=")
    path = Path(os.path.expanduser(rest))  # noqa: PTH111 - `Path.expanduser` raises where `~name` is nobody's home
    if not _is_there(path):
        raise NotFound(f"There is no input file '{rest}'.", "Give the path of a file, or NAME=FILE.")
    return f"{name}{equals}{path.absolute()}"


def _is_there(path: Path) -> bool:
    return os.path.exists(path)  # noqa: PTH110 - `Path.exists` raises where a name is longer than any can be


def benchmark_task(spec: BenchmarkSpec, files: ModelFiles) -> BenchmarkTask:
    """What the worker has to do. Sync load is one request on one stream, so that is what is compiled for."""
    config = replace(spec.config, requests=1) if spec.plan.mode is Mode.SYNC else spec.config
    return BenchmarkTask(files, config, spec.plan)


def to_measurement(spec: BenchmarkSpec, answer: BenchmarkAnswer) -> Measurement:
    """The worker's answer with all figures derived from it."""
    return derive(spec.config, spec.plan, answer.raw, answer.environment)


def derive(config: InferenceConfig, plan: MeasurePlan, raw: RawMeasurement, environment: Environment) -> Measurement:
    """Every figure of a measurement, from its raw aggregates alone; so a better statistic can read an old run again."""
    throughput = _scaled(
        ratio_estimate([b.completions for b in raw.blocks], [b.wall_s for b in raw.blocks]), raw.effective.batch
    )
    distribution = Distribution.of(raw.histogram)
    latency = _latency(raw, distribution)
    return Measurement(
        config=config,
        plan=plan,
        raw=raw,
        throughput_fps=throughput,
        latency_ms=latency,
        completions=raw.completions,
        outliers=outliers(distribution),
        verdict=judge(plan, raw, environment, throughput, latency.p50),
        environment=environment,
    )


def _latency(raw: RawMeasurement, distribution: Distribution) -> LatencySummary:
    missing = {name: missing_for(name, raw.completions) for name in EARNED_FROM}
    shown = {name: None if missing.get(name) else _percentile(name, raw, distribution) for name in SHARES}
    return LatencySummary(
        p50=_percentile("p50", raw, distribution),
        p90=shown["p90"],
        p95=shown["p95"],
        p99=shown["p99"],
        p999=shown["p999"],
        min=raw.latency_min_ms,
        max=raw.latency_max_ms,
        mean=raw.latency_mean_ms,
        missing={name: count for name, count in missing.items() if count},
    )


def _percentile(name: str, raw: RawMeasurement, distribution: Distribution) -> Estimate:
    position = list(SHARES).index(name)
    below = [block.at_or_below[position] for block in raw.blocks]
    totals = [block.completions for block in raw.blocks]
    return _scaled(quantile_estimate(distribution, SHARES[name], below, totals), 1e-3)


def _scaled(estimate: Estimate, factor: float) -> Estimate:
    return Estimate(estimate.value * factor, estimate.low * factor, estimate.high * factor)
