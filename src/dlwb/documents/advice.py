"""Advice on a model as a document."""

from dlwb.documents.document import Document
from dlwb.documents.runs import RunDocument
from dlwb.domain.advice import Limit
from dlwb.domain.comparison import CompareSubject, Delta


class TrialDocument(Document):
    """A configuration worth trying, as the two subjects of a side-by-side comparison.

    `run` is the comparison once somebody started it, `deltas` its answer once it is there: did it help?
    """

    label: str
    caution: str
    subjects: tuple[CompareSubject, CompareSubject]
    run: RunDocument | None
    deltas: tuple[Delta, ...]


class FindingDocument(Document):
    """One thing that limits a model: which, with what figure, which layers, and what to try.

    `share` is the part of the time (0..1) that it concerns, None where it is not about time.
    """

    limit: Limit
    title: str
    evidence: str
    share: float | None
    layers: tuple[str, ...]
    trials: tuple[TrialDocument, ...]


class AdviceDocument(Document):
    """What limits a model in its present configuration, the largest share first.

    `benchmark` is the run of that configuration, `profile` the one that told of the layers. `missing` says what has to be
    measured before more can be said: `benchmark`, `profile`, `machine` (the ceilings). `passed_over` is a newer benchmark of
    the same configuration that was not used, because its verdict is not ok.
    """

    model: str
    model_name: str
    benchmark: RunDocument | None
    profile: RunDocument | None
    findings: tuple[FindingDocument, ...]
    missing: tuple[str, ...]
    passed_over: RunDocument | None
