"""All that the outputs of a network may mean, the most likely first."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from dlwb.calc.detections.decode import task_of
from dlwb.calc.preprocessing.picture_input import PictureInput
from dlwb.calc.recognition.detectors import find_boxes_and_scores, find_final_outputs, find_final_rows, find_ssd
from dlwb.calc.recognition.evidence import Evidence, Finding, Trial, gather
from dlwb.calc.recognition.whole_picture import find_classification, find_segmentation
from dlwb.calc.recognition.yolo import find_grids, find_queries, find_rows
from dlwb.domain.model import TensorSpec
from dlwb.domain.output_adapter import AdapterProposal

_RULES: tuple[Callable[[Evidence], Iterator[Finding]], ...] = (
    find_ssd,
    find_final_outputs,
    find_final_rows,
    find_rows,
    find_grids,
    find_queries,
    find_boxes_and_scores,
    find_segmentation,
    find_classification,
)
# What the file itself says of its task counts more than any shape.
_SAID = 1.0


def recognise(
    picture: PictureInput,
    outputs: Sequence[TensorSpec],
    *,
    trials: Sequence[Trial] = (),
    classes: int | None = None,
    task: str | None = None,
    info: Mapping[str, str] | None = None,
) -> tuple[AdapterProposal, ...]:
    """What the outputs may mean, the most likely first; empty when no rule fits.

    Args:
        picture: the input that takes pictures.
        outputs: all outputs of the model.
        trials: its outputs for a few pictures, by name; without them less can be told apart.
        classes: how many classes there should be (names in the file, or the dataset's), without a background.
        task: what the file says that the network does (`Model.task`).
        info: the file's metadata.
    """
    evidence = gather(picture, outputs, trials, classes, info or {})
    findings = [finding for rule in _RULES for finding in rule(evidence)]
    ranked = sorted(findings, key=lambda finding: -finding.weight - (_SAID if _fits(finding, task) else 0))
    made: dict[object, AdapterProposal] = {}
    for finding in ranked:
        made.setdefault(finding.proposal.adapter, finding.proposal)
    return tuple(made.values())


def _fits(finding: Finding, task: str | None) -> bool:
    return task is not None and task_of(finding.proposal.adapter).value == task
