"""One picture, and what one or two networks say of it."""

from dataclasses import dataclass, replace

from dlwb.domain.accuracy import Prediction
from dlwb.domain.dataset import Sample, Task
from dlwb.domain.evaluation import Reading
from dlwb.domain.inference import EffectiveConfig
from dlwb.domain.model import Model
from dlwb.domain.saliency import SaliencyMap
from dlwb.domain.target import Environment

PICTURE_FILE = "picture"
"""The file of a run with the picture, as it was given."""


@dataclass(frozen=True, slots=True)
class SubjectReading:
    """How a model is to be read, and why: as an earlier measurement found it."""

    reading: Reading
    reason: str


@dataclass(frozen=True, slots=True)
class ModelAnswer:
    """What one network says of the picture.

    `names` belong to the numbers of classes in the prediction (in masks 0 is background where the network has one), empty where
    nobody knows them. `reasons` say how the network was read. Not `sure`: nobody has confirmed that, and `doubts` say what is
    open.
    """

    model: str
    model_name: str
    task: Task
    prediction: Prediction
    reading: Reading
    names: tuple[str, ...]
    reasons: tuple[str, ...]
    sure: bool
    doubts: tuple[str, ...]
    effective: EffectiveConfig
    saliency: SaliencyMap | None = None

    def name_of(self, label: int) -> str:
        """The name of a class, or its number."""
        return (self.names[label] if 0 <= label < len(self.names) else "") or str(label)


@dataclass(frozen=True, slots=True)
class TriedPicture:
    """A picture and the answers to it. `width` and `height` in pixels, upright; `truth` is what its dataset says of it."""

    name: str
    width: int
    height: int
    answers: tuple[ModelAnswer, ...]
    environment: Environment
    truth: Sample | None = None

    def answer(self, model: str) -> ModelAnswer | None:
        """The answer of the model with an id that begins so; an empty text means the first."""
        return next((one for one in self.answers if one.model.startswith(model)), None)


def read_as(model: Model, reading: Reading) -> Model:
    """The model as if that reading were stored with it."""
    classes = reading.classes or model.classes
    return replace(model, adapter=reading.adapter, preprocessing=reading.preprocessing, classes=classes)
