"""Profile a model layer by layer: from the wish to the worker's task, and from its answer to the explained profile."""

from collections.abc import Iterable

from dlwb.calc.layers import explain
from dlwb.domain.errors import OptionProblem
from dlwb.domain.graph import ModelAnalysis
from dlwb.domain.inference import InferenceConfig, MeasurePlan
from dlwb.domain.measurement import ExecutionProfile
from dlwb.domain.model import TensorSpec
from dlwb.domain.problems import Problems
from dlwb.domain.specs import FEWEST_INFERENCES, MOST_INFERENCES, ProfileSpec
from dlwb.domain.target import Ceilings, Device
from dlwb.protocol import ModelFiles, ProfileAnswer, ProfileTask
from dlwb.workflows.benchmark import check_config


def check_profile(
    config: InferenceConfig, inferences: int, devices: Iterable[Device], inputs: Iterable[TensorSpec]
) -> None:
    """Refuse what cannot be profiled, before anything is started. `inputs` are those of the model.

    Raises:
        InvalidOptions: with everything that is wrong at once.
    """
    wrong = Problems()
    wrong.add(inferences_problems(inferences))
    with wrong.collected():
        check_config(config, MeasurePlan(), devices, inputs)
    wrong.raise_any()


def inferences_problems(inferences: int) -> list[OptionProblem]:
    """What is wrong with the least number of profiled inferences."""
    words = ""
    if inferences < FEWEST_INFERENCES:
        words = f"{inferences} are too few for the medians of layers; at least {FEWEST_INFERENCES}."
    elif inferences > MOST_INFERENCES:
        words = f"{inferences:,} are too many; at most {MOST_INFERENCES:,}."
    return [OptionProblem("inferences", words)] if words else []


def profile_task(spec: ProfileSpec, files: ModelFiles) -> ProfileTask:
    """What the worker has to do for `spec`."""
    return ProfileTask(files, spec.config, spec.inferences)


def to_profile(
    spec: ProfileSpec, answer: ProfileAnswer, analysis: ModelAnalysis, ceilings: Ceilings | None
) -> ExecutionProfile:
    """Join what the worker saw with the theory and the roofline.

    Args:
        spec: what was asked for.
        answer: what the worker saw; `answer.raw.effective.shapes` are the shapes it ran at.
        analysis: of the model at exactly those shapes, or GFLOP/s and intensity are wrong by their ratio.
        ceilings: of the profiled device; None when nobody has measured them.
    """
    return explain(spec.config, answer.raw, analysis, ceilings, answer.environment)
