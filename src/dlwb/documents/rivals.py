"""Reduced precisions beside f32, as a document."""

from dlwb.documents.document import Document
from dlwb.domain.accuracy import ChangeWord, Metric, MetricChange
from dlwb.domain.comparison import Delta
from dlwb.domain.dataset import Subset
from dlwb.domain.inference import InferenceConfig
from dlwb.domain.measurement import Estimate


class RivalDocument(Document):
    """One rival: a model in a precision; the first row is the reference, and has no changes.

    `accuracy` is null when the run `accuracy_run` was removed, `change` and `flips` also when the dataset was and they cannot be
    worked out without it; the caveats say so.

    `precision` is what ran, as read back. `change` is that of `metric` on the same pictures (rival minus reference), `word` what
    it means, `flips` how many pictures the two see differently; `throughput` and `latency` are ratios, rival ÷ reference,
    measured in turns.
    """

    label: str
    model: str
    model_name: str
    precision: str
    config: InferenceConfig
    accuracy_run: str
    accuracy: Metric | None
    change: MetricChange | None
    word: ChangeWord | None
    flips: int | None
    throughput_fps: Estimate
    latency_ms: Estimate
    throughput: Delta | None
    latency: Delta | None


class RivalsDocument(Document):
    """Every reduced precision of a device beside f32, and a quantized version where there is one. `metric` leads.

    `pictures` of the dataset, chosen as `subset` says, were shown to all of them; `shown` says it in a sentence (0 and empty
    when all measurements of accuracy were removed).
    """

    run: str
    model: str
    model_name: str
    dataset: str
    dataset_name: str
    pictures: int
    subset: Subset
    shown: str
    created: str
    verdict: str
    metric: str
    rivals: tuple[RivalDocument, ...]
    pairs: int
    caveats: tuple[str, ...]
