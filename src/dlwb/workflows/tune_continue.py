"""What a search for the best takes over from the one that it continues."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from dlwb.calc.racing import BEHIND, DOMINATED, OVER_LIMIT
from dlwb.domain.inference import InferenceConfig
from dlwb.domain.run import Run, RunState
from dlwb.domain.specs import BenchmarkSpec
from dlwb.ports import Store
from dlwb.workflows.sweep import family_of, points_of

# Those that nobody had beaten run again, because only laps of the same rounds compare; that takes this share of the budget.
LEAST_SHARE = 0.25
_LEFT = (DOMINATED, OVER_LIMIT, BEHIND)


@dataclass(frozen=True, slots=True)
class TakenOver:
    """Points that are known, by their place among the candidates; those `out` had left the race, and need not run again.

    `spent_s` are the seconds of the budget that are gone.
    """

    runs: dict[int, Run]
    out: frozenset[int]
    spent_s: float


def taken_over(store: Store, run: Run, configs: Sequence[InferenceConfig]) -> TakenOver:
    """What is known of `configs` from the searches that `run` continues; nothing when it continues none."""
    points = points_of(store, run)
    runs = {index: point for index, config in enumerate(configs) if (point := _newest(points, config)) is not None}
    out = frozenset(index for index, point in runs.items() if point.headline and point.headline.stop_reason in _LEFT)
    before = [store.find_run(id) for id in family_of(store, run)[1:]]
    return TakenOver(runs, out, sum(_spent_s(one, points) for one in before))


def _newest(points: Sequence[Run], config: InferenceConfig) -> Run | None:
    fitting = [p for p in points if p.headline and isinstance(p.spec, BenchmarkSpec) and p.spec.config == config]
    return fitting[-1] if fitting else None


def _spent_s(run: Run, points: Sequence[Run]) -> float:
    """How long a search was at work. When a lost one ended nobody knows; then until its last point."""
    if run.started is None:
        return 0.0
    last = max((point.created for point in points if point.parent == run.id), default=run.started)
    end = last if run.state is RunState.LOST or run.ended is None else run.ended
    return max(0.0, (datetime.fromisoformat(end) - datetime.fromisoformat(run.started)).total_seconds())
