"""Documents that are stored, as types the codec knows."""

from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from dlwb.domain.accuracy import PictureRecord
from dlwb.domain.dataset import Sample
from dlwb.domain.dataset import Task as Labelling
from dlwb.domain.made_data import MadeData
from dlwb.domain.model import FileRef
from dlwb.domain.outcomes import RunOutcome
from dlwb.domain.quantization import Outcome, QuantizationOptions
from dlwb.domain.specs import RunSpec

# Stored documents are unions told apart by `kind`.
SpecDocument = Annotated[RunSpec, Field(discriminator="kind")]

OutcomeDocument = Annotated[RunOutcome, Field(discriminator="kind")]


@dataclass(frozen=True, slots=True)
class StoredRecord:
    """A line of an accuracy run's file (`domain.evaluation.PositionedRecord`).

    Read by its `kind`: a third of the time that trying every kind takes.
    """

    position: int
    record: Annotated[PictureRecord, Field(discriminator="kind")]


FileRefs = tuple[FileRef, ...]

Samples = tuple[Sample, ...]

LABELS_JSON = "dlwb-dataset.json"

MADE_JSON = "made.json"


@dataclass(frozen=True, slots=True)
class MadeLabels:
    """All labels of pictures that dlwb made; lies beside them as `dlwb-dataset.json`."""

    tasks: tuple[Labelling, ...]
    classes: tuple[str, ...]
    samples: tuple[Sample, ...]
    ignore: int = 255
    notes: tuple[str, ...] = ()
    made: MadeData | None = None


@dataclass(frozen=True, slots=True)
class MadeCandidate:
    """How a smaller network was made, and what became of the bound; lies beside it as `made.json`.

    `tool` names what made it, `options` are those that it was made with, which may be gentler than what was asked for.
    """

    tool: str
    options: QuantizationOptions
    kept_float: tuple[str, ...]
    outcome: Outcome
