"""Advice on a model, as the SDK offers it."""

from dlwb.documents import AdviceDocument, FindingDocument, RunDocument, TrialDocument
from dlwb.domain.advice import Finding
from dlwb.domain.comparison import CompareSubject
from dlwb.domain.inference import InferenceConfig
from dlwb.domain.model import Model
from dlwb.domain.specs import BenchmarkSpec
from dlwb.workflows.advise import Advise, TriedTrial


class Advisor:
    """What limits a model here, what to try next, and whether it helped."""

    def __init__(self, advise: Advise) -> None:
        self._advise = advise

    def __call__(self, model: Model) -> AdviceDocument:
        """The advice on a model, from its newest runs."""
        advice = self._advise(model)
        spec = advice.benchmark.spec if advice.benchmark else None
        assert spec is None or isinstance(spec, BenchmarkSpec)
        missing = [name for name, run in (("benchmark", advice.benchmark), ("profile", advice.profile)) if run is None]
        if advice.profile is not None and advice.profile.profile.ceilings is None:
            missing.append("machine")
        return AdviceDocument(
            model=model.id,
            model_name=model.name,
            benchmark=RunDocument.of(advice.benchmark) if advice.benchmark else None,
            profile=RunDocument.of(advice.profile) if advice.profile else None,
            findings=tuple(
                _finding(model, spec.config, finding, trials) for finding, trials in advice.findings if spec is not None
            ),
            missing=tuple(missing),
            passed_over=RunDocument.of(advice.passed_over) if advice.passed_over else None,
        )


def _finding(
    model: Model, config: InferenceConfig, finding: Finding, trials: tuple[TriedTrial, ...]
) -> FindingDocument:
    return FindingDocument(
        limit=finding.limit,
        title=finding.title,
        evidence=finding.evidence,
        share=finding.share,
        layers=finding.layers,
        trials=tuple(_trial(model, config, tried) for tried in trials),
    )


def _trial(model: Model, config: InferenceConfig, tried: TriedTrial) -> TrialDocument:
    now = CompareSubject(model.id, config, "now")
    other = CompareSubject(model.id, tried.trial.config, tried.trial.label)
    return TrialDocument(
        label=tried.trial.label,
        caution=tried.trial.caution,
        subjects=(now, other),
        run=RunDocument.of(tried.run) if tried.run else None,
        deltas=tried.answer.deltas if tried.answer else (),
    )
