"""Anchors that a network's file does not hold, worked out from labelled pictures."""

from collections.abc import Sequence

from dlwb.calc.preprocessing.frame import Frame
from dlwb.calc.preprocessing.proposals import propose
from dlwb.calc.recognition.anchor_fit import fit_anchors
from dlwb.domain.dataset import Sample
from dlwb.domain.model import Preprocessing
from dlwb.domain.output_adapter import AdapterProposal, YoloGrids
from dlwb.ports import Tensors
from dlwb.worker.looking import Spoiled
from dlwb.worker.picture_looking import PictureLooker

# Each of the nine anchors of a network should see some objects of its own size.
_PICTURES = 48


def with_own_anchors(
    looker: PictureLooker,
    proposal: AdapterProposal,
    labels: Sequence[int | None],
    known: Preprocessing,
    samples: Sequence[tuple[int, Sample]],
) -> AdapterProposal | None:
    """The proposal with anchors worked out from boxes of the dataset; None: it misses none, or there are too few boxes.

    `labels` are the dataset's classes by the network's; empty: the same numbers.
    """
    if "anchors" not in proposal.missing or not isinstance(proposal.adapter, YoloGrids):
        return None
    boxed = [(position, sample) for position, sample in samples if sample.boxes]
    chosen = boxed[:: max(1, len(boxed) // _PICTURES)][:_PICTURES]
    outputs: list[Tensors] = []
    frames: list[Frame] = []
    shown: list[Sample] = []
    usual = propose(looker.target, proposal.adapter, known)[0].preprocessing
    for seen in looker.look(chosen, usual, lambda one: one):
        if isinstance(seen, Spoiled):
            continue
        for i, (picture, frame) in enumerate(zip(seen.pictures, seen.frames, strict=False)):
            outputs.append({name: array[i : i + 1] for name, array in seen.outputs.items()})
            frames.append(frame)
            shown.append(picture.sample)
    return fit_anchors(proposal.adapter, outputs, frames, shown, labels)
