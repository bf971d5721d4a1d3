"""Comparisons as documents."""

from dlwb.documents.document import Document
from dlwb.domain.comparison import (
    ComparedSubject,
    Comparison,
    Condition,
    Figure,
    LayerGroup,
    PairedComparison,
    Word,
)
from dlwb.domain.measurement import Estimate


class DeltaDocument(Document):
    """One figure of the subject at index `subject`, against that of the reference (index 0).

    `ratio` = subject ÷ reference with its 95 % interval; `word` is about the subject; `tolerance` is d of METHODS §2.
    """

    subject: int
    what: str
    ratio: Estimate
    word: Word
    tolerance: float
    higher_is_better: bool


class CompareDocument(Document):
    """Two to six results against the first of them.

    `run` is the comparison when they were measured side by side (then `paired` holds what was seen), absent when stored
    results were compared. `figures`, the values of each condition, and the sides of each group of layers have one entry
    per subject.
    """

    run: str | None
    subjects: tuple[ComparedSubject, ...]
    figures: tuple[Figure, ...]
    deltas: tuple[DeltaDocument, ...]
    conditions: tuple[Condition, ...]
    caveats: tuple[str, ...]
    layers: tuple[LayerGroup, ...]
    layers_note: str
    paired: PairedComparison | None

    @classmethod
    def of(cls, comparison: Comparison) -> "CompareDocument":
        """The document of a comparison."""
        return cls(
            run=comparison.subjects[0].run if comparison.paired else None,
            subjects=comparison.subjects,
            figures=comparison.figures,
            deltas=tuple(
                DeltaDocument(
                    subject=subject,
                    what=delta.what,
                    ratio=delta.ratio,
                    word=delta.word,
                    tolerance=delta.tolerance,
                    higher_is_better=delta.higher_is_better,
                )
                for subject, deltas in enumerate(comparison.deltas)
                for delta in deltas
            ),
            conditions=comparison.conditions,
            caveats=comparison.caveats,
            layers=comparison.layers,
            layers_note=comparison.layers_note,
            paired=comparison.paired,
        )
