"""Profile a model layer by layer: from the wish to the worker's task, and from its answer to the explained profile."""

from dlwb.calc.layers import explain
from dlwb.domain.graph import ModelAnalysis
from dlwb.domain.measurement import ExecutionProfile
from dlwb.domain.specs import ProfileSpec
from dlwb.domain.target import Ceilings
from dlwb.protocol import ModelFiles, ProfileAnswer, ProfileTask


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
