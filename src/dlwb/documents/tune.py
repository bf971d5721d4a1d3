"""The search for the best configuration as documents."""

from collections.abc import Sequence

from dlwb.documents.document import Document
from dlwb.documents.results import BenchmarkDocument
from dlwb.documents.search import BestDocument, SkippedDocument, latest_by_config, pareto_of
from dlwb.domain.comparison import PairedComparison
from dlwb.domain.inference import InferenceConfig
from dlwb.domain.run import Run, RunState
from dlwb.domain.search import Goal, SearchSpace
from dlwb.domain.specs import BenchmarkSpec, TuneSpec


class TuneDocument(Document):
    """What a search for the best found.

    `best` is the answer, None when no configuration meets the limits; `nearest` then is the run that comes closest.
    `baselines` are the runs of the engine's own hints. `comparison` is the answer (second subject) measured side by side
    with the better hint (first subject), None where they are the same or no hint meets the limits. `runs` are all that
    was measured, `candidates` counts what could have been, `tried` what was or turned out not to be possible.
    """

    run: str
    model: str | None
    model_name: str
    created: str
    state: RunState
    goal: Goal
    space: SearchSpace
    budget_s: float
    runs: tuple[BenchmarkDocument, ...]
    pareto: tuple[str, ...]
    best: BestDocument | None
    nearest: BestDocument | None
    baselines: tuple[str, ...]
    comparison: PairedComparison | None
    skipped: tuple[SkippedDocument, ...]
    candidates: int
    tried: int
    stop_reason: str

    @classmethod
    def of(cls, run: Run, points: Sequence[Run]) -> "TuneDocument":
        """The document of a finished search from its points, with their outcomes; raises the run's own error."""
        found, spec = run.tuning, run.spec
        assert isinstance(spec, TuneSpec)
        latest = latest_by_config(points)
        measured = [p for p in latest if p.headline is not None]
        return cls(
            run=run.id,
            model=run.model,
            model_name=run.model_name,
            created=run.created,
            state=run.state,
            goal=spec.goal,
            space=spec.space,
            budget_s=spec.budget_s,
            runs=tuple(BenchmarkDocument.of(p) for p in measured),
            pareto=pareto_of(measured),
            best=BestDocument(run=found.best, reason=found.reason) if found.best else None,
            nearest=BestDocument(run=found.nearest, reason=found.reason) if found.nearest else None,
            baselines=found.baselines,
            comparison=found.comparison,
            skipped=tuple(
                SkippedDocument(config=_config(p), failure=p.failure) for p in latest if p.failure is not None
            ),
            candidates=found.candidates,
            tried=found.tried,
            stop_reason=found.stop_reason,
        )


class TuneEstimate(Document):
    """What a search would look at: the space with what the user left open filled in, and how many configurations that is.

    `candidates` counts the engine's own hints too. `seconds` is the most the search takes, `sweep_seconds` about what it
    would take to measure all of them quickly.
    """

    space: SearchSpace
    candidates: int
    compilations: int
    seconds: float
    sweep_seconds: float


def _config(point: Run) -> InferenceConfig:
    assert isinstance(point.spec, BenchmarkSpec)
    return point.spec.config
