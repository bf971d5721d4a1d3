"""The search for the best configuration of a model, as the SDK offers it."""

from collections.abc import Callable
from dataclasses import replace

from dlwb.adapters.stores.sql import SqlStore
from dlwb.calc.duration import search_seconds
from dlwb.documents.tune import TuneDocument, TuneEstimate
from dlwb.domain.errors import InputError, InvalidOptions
from dlwb.domain.inference import Effort, InferenceConfig, MeasurePlan, plan_for
from dlwb.domain.model import Model
from dlwb.domain.run import Run, RunState
from dlwb.domain.search import TUNE_BUDGET_S, Goal, GoalKind, LimitPercentile, SearchSpace, compile_key
from dlwb.domain.specs import TuneSpec
from dlwb.domain.target import Device
from dlwb.protocol import from_options
from dlwb.workbench.executing import execute_now
from dlwb.workflows.benchmark import with_absolute_inputs
from dlwb.workflows.executor import Executor
from dlwb.workflows.queue import OnChange, RunQueue
from dlwb.workflows.sweep import points_of, speed_of
from dlwb.workflows.tune_space import candidates, check_tuning, device_of_space, tuning_space


class TuneShelf:
    """Searches for the best configuration: what they would look at, their start, and what they found.

    `devices` asks for the known devices, `completed` fills in what a configuration leaves to the model (its batch).
    """

    def __init__(
        self,
        store: SqlStore,
        queue: RunQueue,
        executor: Executor,
        devices: Callable[[], tuple[Device, ...]],
        completed: Callable[[Model, InferenceConfig], InferenceConfig],
    ) -> None:
        self._store = store
        self._queue = queue
        self._executor = executor
        self._devices = devices
        self._completed = completed

    def spec(
        self,
        model: Model,
        space: SearchSpace,
        goal: Goal,
        budget_s: float = TUNE_BUDGET_S,
        *,
        inputs: tuple[str, ...] = (),
        seed: int = 0,
    ) -> TuneSpec:
        """What to remember of a search; axes of the space without values are filled in.

        Raises:
            InvalidOptions: it cannot be done; all problems at once. NotFound: an input file is not there.
        """
        devices = self._devices()
        whole = tuning_space(space, goal, model, device_of_space(space, devices))
        whole = replace(whole, base=self._completed(model, whole.base))
        check_tuning(whole, goal, budget_s, model.inputs, devices)
        plan = with_absolute_inputs(MeasurePlan(inputs=inputs, seed=seed))
        return TuneSpec(model.id, whole, goal, budget_s, plan.inputs, seed)

    def estimate(self, model: Model, space: SearchSpace, goal: Goal, budget_s: float = TUNE_BUDGET_S) -> TuneEstimate:
        """What a search would look at. Raises InvalidOptions."""
        spec = self.spec(model, space, goal, budget_s)
        points = candidates(spec.space)
        speed = speed_of(self._store, model.id, spec.space.base.device)
        return TuneEstimate(
            space=spec.space,
            candidates=len(points),
            compilations=len({repr(compile_key(point)) for point in points}),
            seconds=budget_s,
            sweep_seconds=search_seconds(points, plan_for(Effort.QUICK), speed),
        )

    def tune(self, spec: TuneSpec, name: str, *, on_change: OnChange | None = None) -> Run:
        """Carry a search out here and return it finished."""
        return execute_now(self._queue, spec, name, on_change)

    def submit(self, spec: TuneSpec, name: str) -> Run:
        """Leave a search to the background."""
        return self._executor.submit(spec, name)

    def continued(self, run: Run) -> TuneSpec:
        """The search that goes on where `run` was stopped.

        Raises:
            InputError: it is no search for the best, or it has not been stopped.
        """
        if not isinstance(run.spec, TuneSpec):
            raise InputError(
                f"Run {run.id} is a {run.spec.kind} run, no search for the best.",
                "Give the id of a search that was stopped.",
            )
        if not run.state.is_finished:
            raise InputError(f"Search {run.id} is still {run.state}.", "Wait for it, or cancel it first.")
        if run.state is RunState.SUCCEEDED:
            raise InputError(f"Search {run.id} is complete.", "Look at what it found, or start another.")
        return replace(run.spec, continues=run.id)

    def tuned(self, run: Run) -> TuneDocument:
        """What a search found, with every benchmark. Raises the run's own error, or InputError for another kind of run."""
        if not isinstance(run.spec, TuneSpec):
            raise InputError(f"Run {run.id} is a {run.spec.kind} run, no search for the best.", "Choose a tune run.")
        ids = [point.id for point in points_of(self._store, run)]
        return TuneDocument.of(run, [self._store.find_run(id) for id in ids])


def goal_of(
    kind: GoalKind | str,
    latency_limit_ms: float | None,
    percentile: LimitPercentile | str,
    memory_limit_bytes: int | None,
) -> Goal:
    """A goal from words as people give them. Raises InvalidOptions for a word that is none."""
    values = {
        "kind": kind,
        "latency_limit_ms": latency_limit_ms,
        "percentile": percentile,
        "memory_limit_bytes": memory_limit_bytes,
    }
    try:
        return from_options(Goal, values)
    except InvalidOptions as error:
        problems = tuple(replace(p, option="goal") if p.option == "kind" else p for p in error.problems)
        raise InvalidOptions(problems, "A goal is throughput or latency, a percentile p50 or p99.") from error
