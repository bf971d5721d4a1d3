"""How a model is run, and how the run is measured."""

from dataclasses import dataclass, field
from enum import StrEnum

from dlwb.domain.model import Shape

# Seconds that one measurement, or one side by side, may take at most.
MOST_BUDGET_S = 3600.0


class Hint(StrEnum):
    """What the engine should optimise for; NONE leaves streams and threads to explicit settings."""

    THROUGHPUT = "throughput"
    LATENCY = "latency"
    NONE = "none"


class Mode(StrEnum):
    """The load that is put on the model; every latency is labelled with it (METHODS §1.8)."""

    SYNC = "sync"
    CLOSED = "closed"
    OFFERED = "offered"


class Arrivals(StrEnum):
    """How requests arrive in offered load."""

    CONSTANT = "constant"
    POISSON = "poisson"


@dataclass(frozen=True, slots=True)
class InferenceConfig:
    """The asked-for configuration; None leaves the choice to the engine.

    `precision` is an inference precision hint (`f32`, `bf16`, `f16`). `shapes` are static input
    shapes by input name, in which `batch` then replaces the batch dimension. `extra` are engine
    properties, passed as they are.
    """

    device: str = "CPU"
    hint: Hint = Hint.THROUGHPUT
    streams: int | None = None
    batch: int | None = None
    threads: int | None = None
    requests: int | None = None
    precision: str | None = None
    shapes: dict[str, Shape] = field(default_factory=dict)
    extra: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class EffectiveConfig:
    """The configuration as read back from the compiled model, never as asked for.

    `hint` is the hint that was in force: explicit streams switch it off, whatever was asked for.
    """

    device: str
    execution_devices: tuple[str, ...]
    batch: int
    requests: int
    streams: int | None
    threads: int | None
    precision: str | None
    optimal_requests: int | None
    shapes: dict[str, tuple[int, ...]]
    properties: dict[str, str] = field(default_factory=dict)
    hint: Hint = Hint.NONE


class Effort(StrEnum):
    """How long and how precise: quick (±3 %, 5 s), standard (±1 %, 15 s), rigorous (±0.5 %, 120 s)."""

    QUICK = "quick"
    STANDARD = "standard"
    RIGOROUS = "rigorous"


@dataclass(frozen=True, slots=True)
class MeasurePlan:
    """How to measure (METHODS §1): the load, and when to stop.

    Measuring stops when the 95 % interval of throughput and of the median latency is within
    `precision_goal` (0.01 = ±1 %) after `min_blocks` blocks of `block_s` seconds, or when
    `budget_s` seconds have been measured. `rate` (requests per second) and `arrivals` belong to
    offered load. `inputs` are files that feed the model instead of random data; `seed` makes random
    data and Poisson arrivals repeatable.
    """

    mode: Mode = Mode.CLOSED
    effort: Effort = Effort.STANDARD
    budget_s: float = 15.0
    precision_goal: float = 0.01
    min_blocks: int = 10
    block_s: float = 1.0
    min_block_completions: int = 30
    rate: float | None = None
    arrivals: Arrivals = Arrivals.POISSON
    inputs: tuple[str, ...] = ()
    seed: int = 0


def plan_for(
    effort: Effort,
    budget_s: float | None = None,
    *,
    mode: Mode = Mode.CLOSED,
    rate: float | None = None,
    arrivals: Arrivals = Arrivals.POISSON,
    inputs: tuple[str, ...] = (),
    seed: int = 0,
) -> MeasurePlan:
    """The plan of an effort; `budget_s` replaces its time budget.

    A short budget shortens the blocks too, so that the minimum number of blocks still fits.
    """
    budget, goal, blocks = {
        Effort.QUICK: (5.0, 0.03, 5),
        Effort.STANDARD: (15.0, 0.01, 10),
        Effort.RIGOROUS: (120.0, 0.005, 10),
    }[effort]
    if budget_s is not None:
        budget = budget_s
    return MeasurePlan(
        mode=mode,
        effort=effort,
        budget_s=budget,
        precision_goal=goal,
        min_blocks=blocks,
        block_s=min(1.0, budget / blocks),
        rate=rate,
        arrivals=arrivals,
        inputs=inputs,
        seed=seed,
    )
