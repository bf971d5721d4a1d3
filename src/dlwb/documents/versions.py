"""Versions of a model, and one of them beside its parent, as documents."""

from dlwb.documents.accuracy import AccuracyComparisonDocument
from dlwb.documents.document import Document
from dlwb.documents.explanation import ExplanationDocument
from dlwb.documents.models import ModelDocument
from dlwb.domain.comparison import Delta
from dlwb.domain.inference import InferenceConfig
from dlwb.domain.measurement import Estimate, Share


class VersionEntryDocument(Document):
    """A version in a list; `made` says in words how it was made, `depth` how many steps it is from the model asked for."""

    model: ModelDocument
    made: str
    depth: int


class VersionListDocument(Document):
    """All versions that were made from a model, and from those, the oldest first; the model itself leads."""

    versions: tuple[VersionEntryDocument, ...]


class TheoryDocument(Document):
    """What a network costs in theory: floating-point and 8-bit operations (10^9), and stored weights by element type."""

    gflop: float
    giop: float
    parameters: int
    weights_bytes: int
    weights_bytes_by_precision: dict[str, int]


class ExecutedDocument(Document):
    """In which precisions the layers of a network ran, from profile `run`; shares of the layer sum."""

    run: str
    by_precision: tuple[Share, ...]


class SpeedDocument(Document):
    """Parent and version measured in turns by `run`, in configuration `config`; ratios are version ÷ parent."""

    run: str
    created: str
    config: InferenceConfig
    pairs: int
    parent_fps: Estimate
    version_fps: Estimate
    parent_ms: Estimate
    version_ms: Estimate
    throughput: Delta
    latency: Delta


class MissingDocument(Document):
    """What has not been measured yet, and the command that does it."""

    what: str
    command: str


class VersionDocument(Document):
    """A version beside its parent: how right, how large, how fast, in which numbers; and why it is no faster.

    `made` says in words how it was made. What was not measured is None and stands in `missing`. `speeds` says of what each is,
    where `speed` and `explanation` have a speed-up.
    """

    verdict: str
    model: ModelDocument
    parent: ModelDocument
    made: str
    accuracy: AccuracyComparisonDocument | None
    parent_bytes: int
    model_bytes: int
    speed: SpeedDocument | None
    parent_theory: TheoryDocument | None
    model_theory: TheoryDocument | None
    parent_executed: ExecutedDocument | None
    model_executed: ExecutedDocument | None
    explanation: ExplanationDocument | None
    speeds: str | None
    missing: tuple[MissingDocument, ...]
