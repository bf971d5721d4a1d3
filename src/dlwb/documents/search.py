"""Searches over configurations as documents: the points so far, and the result of a sweep."""

from collections.abc import Sequence

from dlwb.calc.pareto import Choice, choose, front
from dlwb.documents.document import Document
from dlwb.documents.results import BenchmarkDocument
from dlwb.domain.errors import Failure
from dlwb.domain.headline import Headline
from dlwb.domain.inference import InferenceConfig, MeasurePlan
from dlwb.domain.measurement import Estimate
from dlwb.domain.outcomes import TuneOutcome
from dlwb.domain.run import Progress, Run, RunState
from dlwb.domain.search import Goal, PointSoFar
from dlwb.domain.specs import BenchmarkSpec, SweepSpec, TuneSpec


class BestDocument(Document):
    """The run that a search recommends, and why."""

    run: str
    reason: str


class PointDocument(Document):
    """One configuration of a search: measured (`run`, `headline`), impossible (`failure`), or still to come (neither)."""

    config: InferenceConfig
    run: str | None
    headline: Headline | None
    failure: Failure | None


class ProvisionalDocument(Document):
    """A configuration that is still in the race of a search for the best: its figures so far, which are not final.

    `laps` is how many short stretches it ran; the intervals (95 %) hold the drift of the host between them.
    """

    config: InferenceConfig
    throughput_fps: Estimate
    latency_ms: Estimate
    laps: int


class SearchDocument(Document):
    """How a search stands, also while it runs: its points, the front among them, and the best under its goal.

    `pareto` are runs from the lowest latency to the highest. `nearest` is the run that comes closest to limits that no
    point meets. `total` counts the points of the whole space, `measured` those done. Who has asked before asks again from
    `next` on, and gets in `points` only what has ended since. `provisional` are all that are in the race now, each time.
    """

    run: str
    kind: str
    state: RunState
    progress: Progress
    model: str | None
    model_name: str
    goal: Goal
    points: tuple[PointDocument, ...]
    provisional: tuple[ProvisionalDocument, ...]
    pareto: tuple[str, ...]
    best: BestDocument | None
    nearest: BestDocument | None
    measured: int
    failed: int
    total: int
    next: int

    @property
    def needs_more(self) -> bool:
        """Whether there are points that were not measured."""
        return self.measured < self.total

    @classmethod
    def of(
        cls, run: Run, points: Sequence[Run], goal: Goal, start: int = 0, racing: Sequence[PointSoFar] = ()
    ) -> "SearchDocument":
        """The document of a sweep or a tuning from its points so far, with or without outcomes, those before `start` left out."""
        spec = run.spec
        assert isinstance(spec, SweepSpec | TuneSpec)
        latest = latest_by_config(points)
        measured = [p for p in latest if p.headline is not None]
        choice = _choice(run, measured, goal)
        if start > len(points):
            start = 0  # points were removed since, so who asks gets those that are left
        rows = [_point(p) for p in (points[start:] if start else latest)]
        if isinstance(spec, SweepSpec) and start == 0:
            known = {_key(row.config) for row in rows}
            rows += [_to_come(c) for c in spec.space.points() if _key(c) not in known]
        return cls(
            run=run.id,
            kind=spec.kind,
            state=run.state,
            progress=run.progress,
            model=run.model,
            model_name=run.model_name,
            goal=goal,
            points=tuple(rows),
            provisional=tuple(_provisional(point) for point in racing),
            pareto=pareto_of(measured),
            best=best_of(measured, choice),
            nearest=nearest_of(measured, choice),
            measured=len(measured),
            failed=sum(p.failure is not None for p in latest),
            total=max(len(latest), spec.space.count),  # a tuning also has the engine's own hints
            next=len(points),
        )


class SkippedDocument(Document):
    """A configuration that could not be measured, and why."""

    config: InferenceConfig
    failure: Failure


class SweepDocument(Document):
    """The result of a sweep: every point as a benchmark, the front, the best, and what could not be measured."""

    run: str
    model: str | None
    model_name: str
    created: str
    state: RunState
    goal: Goal
    plan: MeasurePlan
    runs: tuple[BenchmarkDocument, ...]
    pareto: tuple[str, ...]
    best: BestDocument | None
    nearest: BestDocument | None
    skipped: tuple[SkippedDocument, ...]

    @classmethod
    def of(cls, run: Run, points: Sequence[Run]) -> "SweepDocument":
        """The document of a sweep from its points, with their outcomes; of a stopped one with what it measured."""
        spec = run.spec
        assert isinstance(spec, SweepSpec)
        latest = latest_by_config(points)
        measured = [p for p in latest if p.headline is not None]
        choice = choose([_headline(p) for p in measured], spec.goal)
        return cls(
            run=run.id,
            model=run.model,
            model_name=run.model_name,
            created=run.created,
            state=run.state,
            goal=spec.goal,
            plan=spec.plan,
            runs=tuple(BenchmarkDocument.of(p) for p in measured),
            pareto=pareto_of(measured),
            best=best_of(measured, choice),
            nearest=nearest_of(measured, choice),
            skipped=tuple(
                SkippedDocument(config=_config(p), failure=p.failure) for p in latest if p.failure is not None
            ),
        )


class SweepEstimate(Document):
    """What a sweep would be: its points, how many models are compiled, and about how many seconds it takes.

    `needs_confirmation`: it is so large that the start has to say `confirm`.
    """

    points: int
    compilations: int
    seconds: float
    needs_confirmation: bool


def _choice(run: Run, measured: Sequence[Run], goal: Goal) -> Choice:
    """The best of the points; of a search for the best the one it decided for, unless the limit is another one.

    Before it has decided there is none: its points are those that left the race, so the best of them is one of the losers.
    """
    found, ids = run.outcome, [p.id for p in measured]
    if isinstance(run.spec, TuneSpec) and goal == run.spec.goal:
        if not isinstance(found, TuneOutcome):
            return Choice(None, None, "")
        best, nearest = (ids.index(id) if id in ids else None for id in (found.best, found.nearest))
        return Choice(best, nearest, found.reason)
    return choose([_headline(p) for p in measured], goal)


def latest_by_config(points: Sequence[Run]) -> tuple[Run, ...]:
    """One run for each configuration: the newest that succeeded, else the newest; in order of their first appearance."""
    found: dict[str, Run] = {}
    for point in points:
        key = _key(_config(point))
        if key not in found or point.headline is not None or found[key].headline is None:
            found[key] = point
    return tuple(found.values())


def pareto_of(measured: Sequence[Run]) -> tuple[str, ...]:
    """Ids of the runs on the front of throughput over median latency."""
    figures = [(_headline(p).throughput_fps.value, _headline(p).latency_ms.value) for p in measured]
    return tuple(measured[i].id for i in front(figures))


def best_of(measured: Sequence[Run], choice: Choice) -> BestDocument | None:
    """The best of a choice among runs."""
    return None if choice.best is None else BestDocument(run=measured[choice.best].id, reason=choice.reason)


def nearest_of(measured: Sequence[Run], choice: Choice) -> BestDocument | None:
    """The nearest of a choice among runs, when no run meets the limits."""
    return None if choice.nearest is None else BestDocument(run=measured[choice.nearest].id, reason=choice.reason)


def _key(config: InferenceConfig) -> str:
    """The same for equal configurations, which hold mappings and so have no hash."""
    shapes = sorted(config.shapes.items())
    extra = sorted(config.extra.items())
    return str(
        (
            config.device,
            config.hint.value,
            config.streams,
            config.batch,
            config.threads,
            config.requests,
            config.precision,
            shapes,
            extra,
        )
    )


def _config(point: Run) -> InferenceConfig:
    assert isinstance(point.spec, BenchmarkSpec)
    return point.spec.config


def _headline(point: Run) -> Headline:
    assert point.headline is not None
    return point.headline


def _point(point: Run) -> PointDocument:
    measured = point.headline is not None
    return PointDocument(
        config=_config(point),
        run=point.id if measured else None,
        headline=point.headline,
        failure=point.failure,
    )


def _provisional(point: PointSoFar) -> ProvisionalDocument:
    return ProvisionalDocument(
        config=point.config, throughput_fps=point.throughput_fps, latency_ms=point.latency_ms, laps=point.laps
    )


def _to_come(config: InferenceConfig) -> PointDocument:
    return PointDocument(config=config, run=None, headline=None, failure=None)
