"""Whether a measurement can be trusted, in one word, with reasons and what to do (METHODS §1.9)."""

from collections.abc import Iterator

from dlwb.calc.figure_words import per_cent
from dlwb.calc.stats import half_width, theil_sen
from dlwb.domain.inference import MeasurePlan, Mode
from dlwb.domain.measurement import Estimate, RawMeasurement, Verdict, VerdictStatus
from dlwb.domain.target import Environment

NOISY_HOST = 0.03
UNFIT_HOST = 0.10
# Of the cores that the process may run on: with less than this the spread of repeated runs stays below 1 %.
FOREIGN_CPU_SHARE = 0.02
STEAL_SHARE = 0.02
# A drift is told when it is clear and larger than this, or than twice the precision asked for.
DRIFT = 0.02
DRIFT_BLOCKS = 5
# An offered rate counts as kept up with this share of it; a Poisson schedule is off by its own chance as well.
SUSTAINED = 0.97

# The worker stops at the goal by the same statistics, but on aggregates that storing has not rounded yet.
_LEEWAY = 1.05

# Causes before symptoms: what held the machine back explains why the figures were noisy or not steady.
_WORST_FIRST = (VerdictStatus.THROTTLED, VerdictStatus.CONTENDED, VerdictStatus.NOT_STEADY, VerdictStatus.NOISY)

Finding = tuple[VerdictStatus, str]


def judge(
    plan: MeasurePlan, raw: RawMeasurement, environment: Environment, throughput: Estimate, median_ms: Estimate
) -> Verdict:
    """The worst status found, with every reason, worst first.

    Args:
        plan: how it was measured.
        raw: what the worker saw.
        environment: the machine meanwhile.
        throughput: in any unit.
        median_ms: median latency.
    """
    found = [
        *_throttled(environment),
        *_contended(environment),
        *_not_steady(plan, raw),
        *_noisy(plan, raw, environment, throughput, median_ms),
    ]
    if not found:
        return Verdict(VerdictStatus.OK)
    found.sort(key=lambda finding: _WORST_FIRST.index(finding[0]))
    return Verdict(found[0][0], tuple(reason for _, reason in found))


def _throttled(environment: Environment) -> Iterator[Finding]:
    if environment.throttled_periods:
        yield (
            VerdictStatus.THROTTLED,
            f"The container's processor quota held the run back in {environment.throttled_periods} periods; "
            "raise the quota, or use no more threads than it grants.",
        )
    if environment.thermal_throttles:
        yield (
            VerdictStatus.THROTTLED,
            f"The processor slowed itself down for heat {environment.thermal_throttles} times; "
            "let it cool, and measure with the power plugged in.",
        )


def foreign_share(environment: Environment) -> float | None:
    """Processor time used by others, as a share of all cores that this process may run on."""
    return _of_all_cores(environment.foreign_cpu, environment)


def steal_share(environment: Environment) -> float | None:
    """Processor time that the hypervisor gave to other machines, as a share of all cores that this process may run on."""
    return _of_all_cores(environment.steal, environment)


def _of_all_cores(load: float | None, environment: Environment) -> float | None:
    """A load that was summed over the watched cores; older runs did not say how many, but without a quota all usable ones."""
    return None if load is None else load / max(1.0, environment.cores_watched or environment.cores_usable)


def _contended(environment: Environment) -> Iterator[Finding]:
    share = foreign_share(environment)
    if share is not None and share > FOREIGN_CPU_SHARE:
        yield (
            VerdictStatus.CONTENDED,
            f"Other processes used {per_cent(share)} of the processor during the run; stop them and measure again.",
        )
    stolen = steal_share(environment)
    if stolen is not None and stolen > STEAL_SHARE:
        yield (
            VerdictStatus.CONTENDED,
            f"The hypervisor gave {per_cent(stolen)} of the processor to other machines during the run; "
            "use a machine with cores of its own.",
        )


def _not_steady(plan: MeasurePlan, raw: RawMeasurement) -> Iterator[Finding]:
    if not raw.steady:
        yield (
            VerdictStatus.NOT_STEADY,
            f"Warming up did not become steady within {raw.warmup_s:.1f} s; give a larger time budget.",
        )
    drift = _drift(plan, raw)
    if drift is not None:
        what = "The latency" if plan.mode is Mode.OFFERED else "The throughput"
        word = "rose" if drift > 0 else "fell"
        yield (
            VerdictStatus.NOT_STEADY,
            f"{what} {word} by {per_cent(abs(drift))} from the first block to the last; "
            "give a larger time budget, and watch temperature and clock frequency.",
        )
    served = _served(plan, raw)
    if served is not None and plan.rate is not None and served < SUSTAINED * plan.rate:
        yield (
            VerdictStatus.NOT_STEADY,
            f"Only {served:.4g} of the {plan.rate:.4g} requests per second that were offered were served, so the "
            "latency grows for as long as the load lasts; offer less.",
        )
    elif raw.unserved:
        yield (
            VerdictStatus.NOT_STEADY,
            f"{raw.unserved} requests that were due had not even been started some seconds after the end; offer less.",
        )


def _drift(plan: MeasurePlan, raw: RawMeasurement) -> float | None:
    """Relative change over the run, when it is clear and large enough to matter."""
    if len(raw.blocks) < DRIFT_BLOCKS:
        return None
    if plan.mode is Mode.OFFERED:
        series = [block.median_ms for block in raw.blocks]
    else:
        series = [block.completions / block.wall_s for block in raw.blocks]
    middle = sorted(series)[len(series) // 2]
    trend = theil_sen(series)
    change = trend.slope * (len(series) - 1) / middle if middle > 0 else 0.0
    return change if trend.is_clear and abs(change) > max(DRIFT, 2 * plan.precision_goal) else None


def _served(plan: MeasurePlan, raw: RawMeasurement) -> float | None:
    """Requests completed per second under offered load; None when chance alone could explain what is missing."""
    seconds = sum(block.wall_s for block in raw.blocks)
    if plan.mode is not Mode.OFFERED or plan.rate is None or seconds <= 0:
        return None
    completed = sum(block.completions for block in raw.blocks)
    due = plan.rate * seconds
    by_chance = 3 * due**0.5 + raw.effective.requests
    return completed / seconds if due - completed > by_chance else None


def _noisy(
    plan: MeasurePlan, raw: RawMeasurement, environment: Environment, throughput: Estimate, median_ms: Estimate
) -> Iterator[Finding]:
    if environment.noise > NOISY_HOST:
        word = "unfit" if environment.noise > UNFIT_HOST else "noisy"
        yield (
            VerdictStatus.NOISY,
            f"This host is {word}: a fixed piece of work takes times that differ by ±{per_cent(environment.noise, 1)}; "
            "close other programs and fix the clock frequency.",
        )
    if len(raw.blocks) < 2:
        yield (
            VerdictStatus.NOISY,
            f"There is no interval, because only {raw.completions} inferences fitted the time budget; give a larger one.",
        )
        return
    wide = [("median latency", half_width(median_ms))]
    if plan.mode is not Mode.OFFERED:
        wide.insert(0, ("throughput", half_width(throughput)))
    wide = [(name, width) for name, width in wide if width > _LEEWAY * plan.precision_goal]
    if wide:
        figures = " and ".join(f"{name} is known to ±{per_cent(width, 1)}" for name, width in wide)
        yield (
            VerdictStatus.NOISY,
            f"The {figures}, not to the ±{per_cent(plan.precision_goal, 1)} that were asked for; "
            "give a larger time budget, or a quieter machine.",
        )
