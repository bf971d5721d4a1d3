"""Searches over the configurations of a model, as the SDK offers them."""

from collections.abc import Callable
from dataclasses import replace

from dlwb.adapters.stores.sql import SqlStore
from dlwb.calc.duration import search_seconds
from dlwb.documents import SearchDocument, SweepDocument, SweepEstimate
from dlwb.domain.errors import InputError
from dlwb.domain.inference import InferenceConfig, MeasurePlan
from dlwb.domain.model import Model
from dlwb.domain.run import Run
from dlwb.domain.search import Goal, PointSoFar, SearchSpace, compile_key
from dlwb.domain.specs import SweepSpec, TuneSpec
from dlwb.domain.target import Device
from dlwb.protocol import Message, RacingMessage, from_json
from dlwb.workbench.executing import execute_now
from dlwb.workflows.benchmark import with_absolute_inputs
from dlwb.workflows.executor import Executor
from dlwb.workflows.folders import RACING
from dlwb.workflows.queue import OnChange, RunQueue
from dlwb.workflows.sweep import MANY_POINTS, KnownPoints, check_amount, check_sweep, points_of, speed_of


class SearchShelf:
    """Sweeps: what they would take, their start, and their points.

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
        self._known = KnownPoints(store)

    def estimate(self, model: Model, space: SearchSpace, plan: MeasurePlan, goal: Goal = Goal()) -> SweepEstimate:  # noqa: B008
        """What a sweep would take. Raises InvalidOptions for one that cannot be done."""
        space = self._space(model, space)
        check_sweep(space, plan, goal, self._devices(), model.inputs)
        points = space.points()
        speed = speed_of(self._store, model.id, space.base.device)
        return SweepEstimate(
            points=len(points),
            compilations=len({repr(compile_key(point)) for point in points}),
            seconds=search_seconds(points, plan, speed),
            needs_confirmation=len(points) > MANY_POINTS,
        )

    def sweep(self, spec: SweepSpec, name: str, *, on_change: OnChange | None = None) -> Run:
        """Carry a sweep out here and return it finished."""
        return execute_now(self._queue, spec, name, on_change)

    def submit_sweep(self, spec: SweepSpec, name: str) -> Run:
        """Leave a sweep to the background."""
        return self._executor.submit(spec, name)

    def sweep_spec(
        self, model: Model, space: SearchSpace, plan: MeasurePlan, goal: Goal, *, confirmed: bool = False
    ) -> SweepSpec:
        """What to remember of a sweep.

        Raises:
            InvalidOptions: it cannot be done, or it is enormous and nobody `confirmed` it.
        """
        estimate = self.estimate(model, space, plan, goal)
        check_amount(estimate.points, estimate.seconds, confirmed)
        return SweepSpec(model.id, self._space(model, space), with_absolute_inputs(plan), goal)

    def continued(self, run: Run) -> SweepSpec:
        """The sweep that goes on where `run` was stopped.

        Raises:
            InputError: it is no sweep, or it has not been stopped.
        """
        if not isinstance(run.spec, SweepSpec):
            raise InputError(
                f"Run {run.id} is a {run.spec.kind}, no sweep.", "Give the id of a sweep that was stopped."
            )
        if not run.state.is_finished:
            raise InputError(f"Sweep {run.id} is still {run.state}.", "Wait for it, or cancel it first.")
        if not self.points(run).needs_more:
            raise InputError(f"Sweep {run.id} is complete.", "Look at what it found, or start another.")
        return replace(run.spec, continues=run.id)

    def points(self, run: Run, limit_ms: float | None = None, start: int = 0) -> SearchDocument:
        """How a search stands, also while it runs; `limit_ms` is another latency limit than its own.

        With `start`, the `next` of an earlier answer, only the points that ended since.

        Raises:
            InputError: the run is no search.
        """
        if not isinstance(run.spec, SweepSpec | TuneSpec):
            raise InputError(f"Run {run.id} is a {run.spec.kind} run; it has no points.", "Choose a sweep or a tuning.")
        goal = run.spec.goal if limit_ms is None else replace(run.spec.goal, latency_limit_ms=limit_ms)
        return SearchDocument.of(run, self._known.of(run), goal, start, self._racing(run))

    def _racing(self, run: Run) -> tuple[PointSoFar, ...]:
        """Who is in the race of a search now; nobody before it began, after it, or when it runs on another machine."""
        if run.state.is_finished:
            return ()
        try:
            told = from_json(Message, (self._queue.folders.path(run.id) / RACING).read_bytes())
        except FileNotFoundError:
            return ()
        return told.points if isinstance(told, RacingMessage) else ()

    def swept(self, run: Run) -> SweepDocument:
        """The result of a sweep with every point's benchmark. Raises InputError for another kind of run."""
        if not isinstance(run.spec, SweepSpec):
            raise InputError(f"Run {run.id} is a {run.spec.kind} run, no sweep.", "Choose a sweep.")
        ids = [point.id for point in points_of(self._store, run)]
        return SweepDocument.of(run, [self._store.find_run(id) for id in ids])

    def _space(self, model: Model, space: SearchSpace) -> SearchSpace:
        if space.batch or space.cells or space.shapes:
            return space
        return replace(space, base=self._completed(model, space.base))
