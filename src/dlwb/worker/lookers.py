"""What shows a network the samples of a dataset, whatever they are, and how they go in."""

from pathlib import Path

from dlwb.calc.preprocessing.proposals import PreprocessingProposal, propose
from dlwb.domain.dataset import Dataset
from dlwb.domain.model import Model, Preprocessing
from dlwb.plugins import load_pictures, load_recorded_inputs
from dlwb.ports import Compiled
from dlwb.worker.looking import Looker, PreparedSamples
from dlwb.worker.picture_looking import PictureLooker
from dlwb.worker.reading import known_preprocessing
from dlwb.worker.recorded_looking import RecordedFiles

AS_THEY_ARE = "Recorded inputs go in as they are."


def looker_for(compiled: Compiled, model: Model, dataset: Dataset, prepared: PreparedSamples | None = None) -> Looker:
    """A compiled model, ready to be shown a dataset; `prepared` as in `Looker`.

    Raises:
        InputError: the model does not take what the dataset holds.
    """
    folder = Path(dataset.folder)
    if dataset.holds_pictures:
        return PictureLooker(compiled, model, folder, load_pictures(), prepared)
    return Looker(compiled, RecordedFiles(compiled, model, folder, load_recorded_inputs()), prepared)


def usual_preprocessing(looker: Looker, model: Model, said: Preprocessing | None) -> PreprocessingProposal:
    """How samples go in where nobody looks at what outputs mean; `said` is what a person asked for."""
    if not isinstance(looker, PictureLooker):
        return PreprocessingProposal(Preprocessing(), AS_THEY_ARE)
    return propose(looker.target, model.adapter, known_preprocessing(model, said))[0]
