"""Raw measurements and environments as a test wants them."""

import numpy as np

from dlwb.calc.histogram import Distribution, count, to_histogram
from dlwb.calc.stats import SHARES
from dlwb.domain.headline import Headline
from dlwb.domain.inference import EffectiveConfig, Mode
from dlwb.domain.measurement import Block, Estimate, RawMeasurement, Verdict, VerdictStatus
from dlwb.domain.target import Environment


def environment(**changes) -> Environment:
    """A quiet machine with four cores."""
    facts = {
        "host": "quiet",
        "cpu": "Test CPU",
        "cores_logical": 4,
        "cores_physical": 4,
        "cores_usable": 4.0,
        "smt": False,
        "governor": "performance",
        "frequency_mhz": 3000.0,
        "memory_bytes": 16 * 1024**3,
        "os": "Test OS",
        "kernel": "Linux 6",
        "python": "3.11",
        "container": False,
        "virtual_machine": False,
        "load_1min": 0.1,
        "noise": 0.005,
        "foreign_cpu": 0.01,
        "steal": 0.0,
        "throttled_periods": 0,
        "thermal_throttles": 0,
    }
    return Environment(**(facts | changes))


def effective(**changes) -> EffectiveConfig:
    """One request on one stream, one frame each."""
    facts = {
        "device": "CPU",
        "execution_devices": ("CPU",),
        "batch": 1,
        "requests": 1,
        "streams": 1,
        "threads": 1,
        "precision": "f32",
        "optimal_requests": 1,
        "shapes": {"x": (1, 3)},
    }
    return EffectiveConfig(**(facts | changes))


def raw_measurement(blocks, *, wall_s=1.0, tail=(), **changes) -> RawMeasurement:
    """What a worker would send that saw these latencies (ms), one list per block of `wall_s` seconds."""
    parts = [np.asarray(block, dtype=float) for block in blocks]
    everything = np.concatenate([*parts, np.asarray(tail, dtype=float)])
    pooled = Distribution.of(to_histogram(count(everything * 1e3)))
    points = [pooled.quantile(share) for share in SHARES.values()]
    facts = {
        "effective": effective(),
        "compile_ms": 100.0,
        "first_inference_ms": 20.0,
        "warmup_s": 1.0,
        "steady": True,
        "blocks": tuple(
            Block(wall_s, part.size, float(np.median(part)), 0.0, tuple(float(np.sum(part * 1e3 <= p)) for p in points))
            for part in parts
        ),
        "histogram": to_histogram(count(everything * 1e3)),
        "latency_min_ms": float(everything.min()),
        "latency_max_ms": float(everything.max()),
        "latency_mean_ms": float(everything.mean()),
        "completions": everything.size,
        "late_starts": 0,
        "peak_rss_compile_bytes": 10**8,
        "peak_rss_bytes": 2 * 10**8,
        "input_source": "random, seed 0",
        "stop_reason": "precision reached",
    }
    return RawMeasurement(**(facts | changes))


def calm_blocks(number=10, completions=100, latency_ms=10.0):
    """Blocks of nearly equal latencies."""
    rng = np.random.default_rng(0)
    return [latency_ms * (1 + 0.002 * rng.standard_normal(completions)) for _ in range(number)]


def a_headline(fps=100.0, ms=10.0, **changes) -> Headline:
    """What a list knows of a benchmark, each figure to ±1 %."""
    facts = {
        "throughput_fps": Estimate(fps, 0.99 * fps, 1.01 * fps),
        "latency_ms": Estimate(ms, 0.99 * ms, 1.01 * ms),
        "latency_p99_ms": None,
        "verdict": Verdict(VerdictStatus.OK),
        "effective": effective(),
        "mode": Mode.CLOSED,
        "compile_ms": 100.0,
        "peak_rss_bytes": None,
        "stop_reason": "precision reached",
        "host": "quiet",
        "cpu": "Test CPU",
        "versions": {"fake": "1.0"},
    }
    return Headline(**(facts | changes))
