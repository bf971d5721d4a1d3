"""What a run or a model brings to a comparison: its figures, its layers, and what is known of their spread."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace

from dlwb.calc.compare import FEWEST_PAIRS
from dlwb.calc.pareto import choose
from dlwb.calc.run_spread import PRIOR, spread_of
from dlwb.domain.annotation import Origin
from dlwb.domain.comparison import ComparedSubject, PairedComparison, ScatterPoint
from dlwb.domain.errors import InputError, NotFound
from dlwb.domain.headline import Headline
from dlwb.domain.inference import InferenceConfig
from dlwb.domain.measurement import Estimate, LayerProfile, Measurement, VerdictStatus
from dlwb.domain.model import Model
from dlwb.domain.outcomes import BenchmarkOutcome, CompareOutcome, ProfileOutcome, TuneOutcome
from dlwb.domain.run import Run, RunState
from dlwb.domain.specs import BenchmarkSpec, ProfileSpec, SweepSpec, TuneSpec
from dlwb.ports import RunFilter, RunSort, Store
from dlwb.workflows.sweep import points_of

# What one repeat of a benchmark can say without its raw aggregates.
_FROM_HEADLINE: dict[str, Callable[[Headline], Estimate | None]] = {
    "throughput": lambda headline: headline.throughput_fps,
    "latency_p50": lambda headline: headline.latency_ms,
    "latency_p99": lambda headline: headline.latency_p99_ms,
    "compile_time": lambda headline: exactly(headline.compile_ms),
    "peak_memory": lambda headline: None if headline.peak_rss_bytes is None else exactly(headline.peak_rss_bytes),
}
_MOST_REPEATS = 300
_MOST_PROFILES = 50


@dataclass(frozen=True, slots=True)
class Evidence:
    """One subject with all that is compared of it; `spreads` are what its figures change by from run to run.

    `has_intervals` is False where too little was measured to say how sure a figure is.
    """

    subject: ComparedSubject
    model: Model | None
    figures: dict[str, Estimate]
    layers: tuple[LayerProfile, ...] | None = None
    spreads: dict[str, float] = field(default_factory=dict)
    has_intervals: bool = True
    note: str = ""


@dataclass(frozen=True, slots=True)
class _Standing:
    """The run that stands for what was `asked` for; `points` are the scatter of a search."""

    asked: str
    kind: str
    run: Run
    points: tuple[ScatterPoint, ...] = ()


def exactly(value: float) -> Estimate:
    """A figure without an interval."""
    return Estimate(value, value, value)


class Gathering:
    """Finds the evidence for what was asked to be compared."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def find(self, texts: Sequence[str]) -> tuple[Evidence, ...]:
        """Evidence for runs and models, by id; a side-by-side comparison brings each of its subjects.

        Raises:
            NotFound, Ambiguous: no such run or model, or several. InputError: it has no result that could be compared.
        """
        standing = [self._standing(text) for text in texts]
        ids = frozenset(one.run.id for one in standing)
        return tuple(evidence for one in standing for evidence in self._of(one, ids))

    def side_by_side(self, asked: str, run: Run) -> tuple[Evidence, ...]:
        """The subjects of an interleaved comparison. Raises the run's own failure."""
        return tuple(self._of_paired(asked, run, run.comparison, i) for i in range(len(run.comparison.subjects)))

    def _resolved(self, text: str) -> Run | Model:
        try:
            return self._store.find_run(text)
        except NotFound:
            pass
        try:
            return self._store.find_model(text)
        except NotFound:
            raise NotFound(
                f"There is no run and no model '{text}'.",
                "The lists of runs and models show what there is.",
                terminal="dlwb run list, dlwb model list",
            ) from None

    def _standing(self, asked: str) -> _Standing:
        """What stands for a run or a model."""
        found = self._resolved(asked)
        if isinstance(found, Model):
            return _Standing(asked, "model", self._fastest(found))
        if found.state is not RunState.SUCCEEDED and not isinstance(found.spec, SweepSpec):
            why = f": {found.failure.message}" if found.failure else ""
            raise InputError(f"Run {found.id} ({found.what}) is {found.state}{why}", "Compare runs that succeeded.")
        if isinstance(found.spec, SweepSpec | TuneSpec):
            return self._best_of(asked, found)
        return _Standing(asked, found.spec.kind, found)

    def _of(self, standing: _Standing, ids: frozenset[str]) -> Iterable[Evidence]:
        run = standing.run
        match run.outcome:
            case BenchmarkOutcome():
                return [self._of_benchmark(standing, ids)]
            case ProfileOutcome():
                return [self._of_profile(standing.asked, run)]
            case CompareOutcome():
                return self.side_by_side(standing.asked, run)
            case _:
                raise InputError(
                    f"Run {run.id} is a {run.spec.kind} run; it has no figures to compare.",
                    "Compare benchmarks, profiles, sweeps, tunings, comparisons or models.",
                )

    def _of_benchmark(self, standing: _Standing, ids: frozenset[str]) -> Evidence:
        run = standing.run
        measurement = run.measurement
        profile, note = self._profile_of(run.model, measurement.config, run.imported_from)
        subject = ComparedSubject(
            asked=standing.asked,
            kind=standing.kind,
            run=run.id,
            profile=profile.id if profile else None,
            model=run.model,
            model_name=run.model_name,
            label="",
            created=run.created,
            config=measurement.config,
            effective=replace(measurement.raw.effective, properties={}),
            plan=measurement.plan,
            verdict=measurement.verdict,
            environment=measurement.environment,
            points=standing.points or (_point(run, chosen=True),),
        )
        return Evidence(
            subject=subject,
            model=self._model(run.model),
            figures=_figures(measurement),
            layers=profile.profile.layers if profile else None,
            spreads=self._spreads(run, ids),
            has_intervals=len(measurement.raw.blocks) > 1,
            note=note,
        )

    def _of_profile(self, asked: str, run: Run) -> Evidence:
        profile = run.profile
        subject = ComparedSubject(
            asked=asked,
            kind="profile",
            run=run.id,
            profile=run.id,
            model=run.model,
            model_name=run.model_name,
            label="",
            created=run.created,
            config=profile.config,
            effective=replace(profile.effective, properties={}),
            plan=None,
            verdict=None,
            environment=profile.environment,
            points=(),
        )
        figures = {"profile_latency": profile.latency_ms}
        return Evidence(subject, self._model(run.model), figures, profile.layers, dict(PRIOR))

    def _of_paired(self, asked: str, run: Run, comparison: PairedComparison, index: int) -> Evidence:
        paired = comparison.subjects[index]
        asked_config = paired.subject.config
        profile, note = self._profile_of(paired.subject.model, asked_config, run.imported_from)
        subject = ComparedSubject(
            asked=asked,
            kind="compare",
            run=run.id,
            profile=profile.id if profile else None,
            model=paired.subject.model,
            model_name=paired.model_name,
            label=paired.subject.label,
            created=run.created,
            config=asked_config,
            effective=paired.effective,
            plan=None,
            verdict=None,
            environment=comparison.environment,
            points=(ScatterPoint(None, asked_config, paired.throughput_fps, paired.latency_ms, chosen=True),),
        )
        return Evidence(
            subject=subject,
            model=self._model(paired.subject.model),
            figures={"throughput": paired.throughput_fps, "latency_p50": paired.latency_ms},
            layers=profile.profile.layers if profile else None,
            spreads=dict(PRIOR),
            has_intervals=comparison.pairs >= FEWEST_PAIRS,
            note=note,
        )

    def _best_of(self, asked: str, run: Run) -> _Standing:
        """The point that a search recommends stands for it, and brings all others as its scatter."""
        assert isinstance(run.spec, SweepSpec | TuneSpec)
        measured = [point for point in points_of(self._store, run) if point.headline is not None]
        if isinstance(run.outcome, TuneOutcome):
            best = run.outcome.best or run.outcome.nearest
        else:
            choice = choose([p.headline for p in measured if p.headline is not None], run.spec.goal)
            index = choice.best if choice.best is not None else choice.nearest
            best = None if index is None else measured[index].id
        if best is None:
            raise InputError(f"The {run.what} ({run.id}) measured nothing.", "Compare a search with a measured point.")
        points = tuple(_point(point, chosen=point.id == best) for point in measured)
        try:
            return _Standing(asked, run.spec.kind, self._store.find_run(best), points)
        except NotFound:
            raise InputError(
                f"The best point of the {run.what} ({run.id}) is not here any more.", "Compare another of its points."
            ) from None

    def _fastest(self, model: Model) -> Run:
        """The fastest benchmark of a model on this machine."""
        wanted = RunFilter(
            kinds=("benchmark",),
            states=(RunState.SUCCEEDED,),
            models=(model.id,),
            sort=RunSort.THROUGHPUT,
            own=True,
            limit=1,
            outcomes=False,
        )
        best = self._store.runs(wanted)
        if not best:
            raise InputError(
                f"Model '{model.name}' has not been measured yet.",
                "Benchmark it, or compare side by side, which measures it.",
                terminal="dlwb benchmark MODEL, --interleave",
            )
        return self._store.find_run(best[0].id)

    def _model(self, id: str | None) -> Model | None:
        if id is None:
            return None
        try:
            return self._store.find_model(id)
        except NotFound:
            return None  # a run from another machine, whose model is not here

    def _profile_of(self, model: str | None, config: InferenceConfig, origin: Origin | None) -> tuple[Run | None, str]:
        """The newest profile in that configuration, else the newest on that device, with a note.

        One from another machine than the run itself tells nothing of it: `origin` says where the run came from.
        """
        if model is None:
            return None, ""
        wanted = RunFilter(
            kinds=("profile",), states=(RunState.SUCCEEDED,), models=(model,), limit=_MOST_PROFILES, outcomes=False
        )
        found = [
            (run, run.spec.config)
            for run in self._store.runs(wanted)
            if isinstance(run.spec, ProfileSpec) and _host(run.imported_from) == _host(origin)
        ]
        for run, other in found:
            if _as_profiled(other) == _as_profiled(config):
                return self._store.find_run(run.id), ""
        for run, other in found:
            if other.device == config.device:
                return self._store.find_run(run.id), "its layers were profiled in another configuration"
        return None, ""

    def _spreads(self, run: Run, ids: frozenset[str]) -> dict[str, float]:
        """What each figure changes by from run to run, from repeats in the store where there are any."""
        repeats = self._repeats(run, ids)
        spreads = dict(PRIOR)
        for what, read in _FROM_HEADLINE.items():
            seen = [estimate for headline in repeats if (estimate := read(headline)) is not None]
            spreads[what] = spread_of(what, seen)
        # The headline lacks the other percentiles; where the median turned out to be restless, so are they.
        restless = max(1.0, spreads["latency_p50"] / PRIOR["latency_p50"])
        for what in ("latency_p90", "latency_p95", "latency_p999"):
            spreads[what] = PRIOR[what] * restless
        return spreads

    def _repeats(self, run: Run, ids: frozenset[str]) -> list[Headline]:
        """Other runs of the same thing on the same host, oldest first; those that are compared do not count.

        Doubtful repeats say nothing about the spread of a run that is not doubtful.
        """
        spec, own = run.spec, run.headline
        if not isinstance(spec, BenchmarkSpec) or own is None or run.model is None:
            return []
        wanted = RunFilter(
            kinds=("benchmark",), states=(RunState.SUCCEEDED,), models=(run.model,), limit=_MOST_REPEATS, outcomes=False
        )
        found = []
        for other in self._store.runs(wanted):
            headline = other.headline
            if other.id == run.id or other.id in ids or headline is None or not isinstance(other.spec, BenchmarkSpec):
                continue
            same = (other.spec.config, other.spec.plan.mode, other.spec.plan.rate, other.spec.plan.inputs) == (
                spec.config, spec.plan.mode, spec.plan.rate, spec.plan.inputs,
            )  # fmt: skip
            alike = (headline.host, headline.cpu, headline.versions) == (own.host, own.cpu, own.versions)
            sound = own.verdict.status is not VerdictStatus.OK or headline.verdict.status is VerdictStatus.OK
            if same and alike and sound:
                found.append(headline)
        return found[::-1]


def _as_profiled(config: InferenceConfig) -> InferenceConfig:
    """A configuration without what a profile does not have."""
    return replace(config, requests=None)


def _figures(measurement: Measurement) -> dict[str, Estimate]:
    """All figures of a benchmark that it earned."""
    latency, raw = measurement.latency_ms, measurement.raw
    found = {
        "throughput": measurement.throughput_fps,
        "latency_p50": latency.p50,
        "latency_p90": latency.p90,
        "latency_p95": latency.p95,
        "latency_p99": latency.p99,
        "latency_p999": latency.p999,
        "compile_time": exactly(raw.compile_ms),
        "first_inference": exactly(raw.first_inference_ms),
        "peak_memory": None if raw.peak_rss_bytes is None else exactly(raw.peak_rss_bytes),
    }
    return {what: estimate for what, estimate in found.items() if estimate is not None}


def _point(run: Run, *, chosen: bool) -> ScatterPoint:
    assert isinstance(run.spec, BenchmarkSpec)
    assert run.headline is not None
    return ScatterPoint(run.id, run.spec.config, run.headline.throughput_fps, run.headline.latency_ms, chosen)


def _host(origin: Origin | None) -> str | None:
    """The host that exported a run; None: it was made here."""
    return origin.host if origin else None
