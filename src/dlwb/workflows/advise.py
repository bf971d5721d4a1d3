"""Advice: what limits a model here, from its newest runs; and whether what was tried has helped."""

from collections.abc import Callable
from dataclasses import dataclass

from dlwb.calc.advice import Evidence, findings
from dlwb.domain.advice import Finding, Trial
from dlwb.domain.comparison import PairedSubject
from dlwb.domain.config_rules import find_device
from dlwb.domain.errors import NotFound
from dlwb.domain.inference import InferenceConfig
from dlwb.domain.measurement import VerdictStatus
from dlwb.domain.model import Model
from dlwb.domain.outcomes import CompareOutcome, TuneOutcome
from dlwb.domain.run import Run, RunState
from dlwb.domain.specs import BenchmarkSpec, CompareSpec
from dlwb.domain.target import Device, KnownCeilings
from dlwb.domain.trend import series_key
from dlwb.ports import RunFilter, Store

_DONE = (RunState.SUCCEEDED,)
_ENOUGH_COMPARISONS = 100
_ENOUGH_BENCHMARKS = 200


@dataclass(frozen=True, slots=True)
class TriedTrial:
    """A trial, the run that measures it beside the present configuration (None: not tried), and the answer once there."""

    trial: Trial
    run: Run | None
    answer: PairedSubject | None


@dataclass(frozen=True, slots=True)
class Advice:
    """What limits a model in the configuration of `benchmark`, seen in `profile`; either is None where it is missing.

    `passed_over` is a newer benchmark of the same configuration whose figures are not to be trusted, where there is one.
    """

    model: Model
    benchmark: Run | None
    profile: Run | None
    findings: tuple[tuple[Finding, tuple[TriedTrial, ...]], ...]
    passed_over: Run | None = None


class Advise:
    """Looks at the newest runs of a model. `devices` and `ceilings` tell what the device can do."""

    def __init__(
        self,
        store: Store,
        devices: Callable[[], tuple[Device, ...]],
        ceilings: KnownCeilings,
        reshapable: Callable[[Model], bool],
    ) -> None:
        self._store = store
        self._devices = devices
        self._ceilings = ceilings
        self._reshapable = reshapable

    def __call__(self, model: Model) -> Advice:
        """The advice for a model; without a benchmark there is none, and what is missing tells that."""
        newest = self._present(model)
        benchmark = None if newest is None else self._trusted(model, newest)
        if benchmark is None or benchmark.headline is None:
            return Advice(model, None, None, ())
        assert isinstance(benchmark.spec, BenchmarkSpec)
        config = benchmark.spec.config
        profile = self._newest_profile(model, config.device)
        evidence = Evidence(
            config=config,
            headline=benchmark.headline,
            device=find_device(self._devices(), config.device),
            profile=profile.profile if profile else None,
            ceilings=self._ceilings(config.device, benchmark.headline),
            reshapable=self._reshapable(model),
        )
        compared = self._comparisons(model)
        found = tuple(
            (finding, tuple(_tried(model, config, trial, compared) for trial in finding.trials))
            for finding in findings(evidence)
        )
        return Advice(model, benchmark, profile, found, None if benchmark is newest else newest)

    def _present(self, model: Model) -> Run | None:
        """The configuration somebody works with: the newest benchmark, or the answer of a newer search for the best."""
        wanted = RunFilter(
            kinds=("benchmark", "tune"), states=_DONE, models=(model.id,), top_level=True, limit=20, own=True
        )
        for run in self._store.runs(wanted):
            if not isinstance(run.outcome, TuneOutcome):
                return run
            if (best := self._best_point(run.outcome)) is not None:
                return best
        return None

    def _best_point(self, found: TuneOutcome) -> Run | None:
        """The answer of a search; None where it has none, or where somebody removed it, as with any other benchmark."""
        if found.best is None:
            return None
        try:
            return self._store.find_run(found.best)
        except NotFound:
            return None

    def _trusted(self, model: Model, newest: Run) -> Run:
        """The newest benchmark like `newest` whose verdict is ok; `newest` itself where there is none.

        Alike means that nothing sets them apart but time: the same configuration, load, host and versions.
        """
        headline = newest.headline
        if headline is None or headline.verdict.status is VerdictStatus.OK:
            return newest
        trusted = RunFilter(
            kinds=("benchmark",),
            states=_DONE,
            models=(model.id,),
            verdicts=(VerdictStatus.OK,),
            limit=_ENOUGH_BENCHMARKS,
            outcomes=False,
            own=True,
        )
        return next((run for run in self._store.runs(trusted) if _are_alike(run, newest)), newest)

    def _newest_profile(self, model: Model, device: str) -> Run | None:
        wanted = RunFilter(kinds=("profile",), states=_DONE, models=(model.id,), limit=20, own=True)
        return next((run for run in self._store.runs(wanted) if run.profile.config.device == device), None)

    def _comparisons(self, model: Model) -> tuple[Run, ...]:
        """Side-by-side comparisons of the model, newest first, also those under way."""
        wanted = RunFilter(kinds=("compare",), models=(model.id,), limit=_ENOUGH_COMPARISONS, own=True)
        return self._store.runs(wanted)


def _are_alike(one: Run, other: Run) -> bool:
    assert isinstance(one.spec, BenchmarkSpec)
    assert isinstance(other.spec, BenchmarkSpec)
    if one.headline is None or other.headline is None:
        return False
    return (
        one.spec.config == other.spec.config
        and one.headline.versions == other.headline.versions
        and series_key(one.spec, one.headline) == series_key(other.spec, other.headline)
    )


def _tried(model: Model, config: InferenceConfig, trial: Trial, compared: tuple[Run, ...]) -> TriedTrial:
    """The newest comparison of exactly these two configurations; one that was stopped counts as not tried."""
    for run in compared:
        spec = run.spec
        assert isinstance(spec, CompareSpec)
        if run.state in (RunState.CANCELLED, RunState.LOST):
            continue
        subjects = [(subject.model, subject.config) for subject in spec.subjects]
        if subjects == [(model.id, config), (model.id, trial.config)]:
            answer = run.outcome.comparison.subjects[1] if isinstance(run.outcome, CompareOutcome) else None
            return TriedTrial(trial, run, answer)
    return TriedTrial(trial, None, None)
