"""Explain: a version and its parent are profiled in turns, and the difference is laid at somebody's door."""

from collections.abc import Callable, Mapping

from dlwb.calc.fitness import checks
from dlwb.calc.slowdown.explain import explain_slowdown
from dlwb.calc.slowdown.sides import Facts, Side
from dlwb.domain.errors import EngineError
from dlwb.domain.graph import ModelAnalysis
from dlwb.domain.model import Model, Quantized, Shape
from dlwb.domain.outcomes import ExplainOutcome, MachineOutcome, ProfileOutcome, RunOutcome
from dlwb.domain.quantization import Method
from dlwb.domain.run import Run
from dlwb.domain.specs import ExplainSpec, MachineSpec, ProfileSpec
from dlwb.domain.target import Ceilings, KnownCeilings, MachineReport
from dlwb.ports import Artifacts, Store
from dlwb.protocol import RUNTIME_GRAPH, MachineAnswer, MachineTask, ProfileAnswer, ProfilesAnswer, ProfilesTask
from dlwb.workflows.model_verbs import model_files
from dlwb.workflows.profile import to_profile
from dlwb.workflows.verb import Seat, unexpected

Analysis = Callable[[Model, Mapping[str, Shape]], ModelAnalysis]


class ExplainVerb:
    """A version and its parent side by side, layer by layer.

    `analysis` and `ceilings` as in `ProfileVerb`; where nobody has measured the ceilings of the device, this does.
    """

    def __init__(self, store: Store, artifacts: Artifacts, analysis: Analysis, ceilings: KnownCeilings) -> None:
        self._store = store
        self._artifacts = artifacts
        self._analysis = analysis
        self._ceilings = ceilings

    def work(self, run: Run, seat: Seat) -> RunOutcome:
        """Profile both in one worker, keep a profile run of each, and explain the difference.

        Raises:
            NotFound: one of them was removed meanwhile.
        """
        spec = run.spec
        assert isinstance(spec, ExplainSpec)
        models = [self._store.find_model(id) for id in (spec.parent, spec.version)]
        files = [model_files(model, self._artifacts) for model in models]
        answer = seat.ask(ProfilesTask(tuple((f, spec.config) for f in files), spec.inferences))
        if not isinstance(answer, ProfilesAnswer):
            raise unexpected(answer)
        device = spec.config.device
        ceilings = self._ceilings(device, answer.environment) or self._measured(device, seat)
        analyses = [self._analysis(model, raw.effective.shapes) for model, raw in zip(models, answer.raws, strict=True)]
        profiles = []
        children = []
        for number, (model, raw, analysis) in enumerate(zip(models, answer.raws, analyses, strict=True)):
            own = ProfileSpec(model.id, spec.config, spec.inferences)
            profile = to_profile(own, ProfileAnswer(raw, answer.environment), analysis, ceilings)
            folder = seat.output / str(number)
            children.append(seat.record(own, ProfileOutcome(profile), [folder / RUNTIME_GRAPH]).id)
            folder.rmdir()
            profiles.append(profile)
        sides = [Side(profile, raw) for profile, raw in zip(profiles, answer.raws, strict=True)]
        explanation = explain_slowdown(sides[0], sides[1], facts_of(models[1], analyses[1]))
        return ExplainOutcome(explanation, children[0], children[1])

    def _measured(self, device: str, seat: Seat) -> Ceilings | None:
        """The roofline of the device, measured now and kept as a run of its own; None for one that gives no counters."""
        try:
            answer = seat.ask(MachineTask(device, ceilings=True))
        except EngineError:
            return None  # the notes of the explanation say what it lacks
        if not isinstance(answer, MachineAnswer):
            raise unexpected(answer)
        report = MachineReport(answer.environment, checks(answer.environment), answer.ceilings)
        seat.record(MachineSpec(device, ceilings=True), MachineOutcome(report))
        return answer.ceilings


def facts_of(version: Model, analysis: ModelAnalysis) -> Facts:
    """What is known of a version beside its profile: from its recipe, and from the structure of its graph."""
    integer = frozenset(layer.name for layer in analysis.layers if layer.iop > 0)
    types = {layer.name: layer.type for layer in analysis.layers}
    recipe = version.recipe
    if not isinstance(recipe, Quantized):
        return Facts(quantized=bool(integer), integer=integer, types=types)
    weights_only = recipe.options.method is not Method.INT8
    return Facts(
        quantized=not weights_only,
        integer=integer,
        kept=frozenset(recipe.kept_float),
        ignored=frozenset(recipe.options.keep_names),
        ignored_types=frozenset(recipe.options.keep_types),
        types=types,
        weights_only=weights_only,
    )
