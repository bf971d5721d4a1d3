"""The benchmarks of a model over time, and what the runs of a workspace can be told apart by, as documents."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from dlwb.documents.document import Document
from dlwb.domain.comparison import Word
from dlwb.domain.inference import EffectiveConfig, Mode
from dlwb.domain.measurement import Estimate
from dlwb.domain.trend import Change, Level, Series, Step, TrendPoint

if TYPE_CHECKING:  # numpy is loaded when a series is read, not with every command
    from dlwb.calc.steps import Reading


class StepDocument(Document):
    """A lasting change of a figure, seen first in `run`, the point `at` of its series.

    `what` is `throughput_fps` or `latency_ms`; `ratio` = after ÷ before; `word` says whether that is faster or slower.
    `changes` are the versions and host conditions that became different there.
    """

    what: str
    at: int
    run: str
    created: str
    ratio: Estimate
    word: Word
    changes: tuple[Change, ...]

    @classmethod
    def of(cls, step: Step, points: Sequence[TrendPoint]) -> "StepDocument":
        """The document of a step in the series of these points."""
        point = points[step.at]
        return cls(
            what=step.what,
            at=step.at,
            run=point.run,
            created=point.created,
            ratio=step.ratio,
            word=step.word,
            changes=step.changes,
        )


class FigureDocument(Document):
    """One figure of a series: stretches without a step, and the points that belong to none (by place, from 0)."""

    levels: tuple[Level, ...]
    outliers: tuple[int, ...]

    @classmethod
    def of(cls, reading: "Reading") -> "FigureDocument":
        """The document of what was read from one figure."""
        return cls(levels=reading.levels, outliers=reading.outliers)


class SeriesDocument(Document):
    """Benchmarks that differ in nothing but time and versions, oldest first, with the steps in them."""

    key: str
    device: str
    host: str
    cpu: str
    mode: Mode
    rate: float | None
    effective: EffectiveConfig
    extra: dict[str, str]
    points: tuple[TrendPoint, ...]
    throughput_fps: FigureDocument
    latency_ms: FigureDocument
    steps: tuple[StepDocument, ...]

    @classmethod
    def of(cls, series: Series) -> "SeriesDocument":
        """The document of a series; its steps are looked for here."""
        from dlwb.calc.steps import read_series

        throughput, latency = read_series(series)
        steps = sorted((*throughput.steps, *latency.steps), key=lambda step: step.at)
        return cls(
            key=series.key,
            device=series.device,
            host=series.host,
            cpu=series.cpu,
            mode=series.mode,
            rate=series.rate,
            effective=series.effective,
            extra=series.extra,
            points=series.points,
            throughput_fps=FigureDocument.of(throughput),
            latency_ms=FigureDocument.of(latency),
            steps=tuple(StepDocument.of(step, series.points) for step in steps),
        )


class HistoryDocument(Document):
    """All benchmarks of a model as series, the one measured last first.

    `known` says whether the model itself is in this workspace: runs of others can be imported without it. `left_out` are
    older benchmarks beyond the number that a history shows, `unreadable` those among the others that this dlwb cannot read.
    """

    model: str
    model_name: str
    known: bool
    points: int
    left_out: int
    unreadable: int
    series: tuple[SeriesDocument, ...]


class ChoiceDocument(Document):
    """One value that runs can be filtered by, and how many runs have it."""

    name: str
    runs: int


class RunChoicesDocument(Document):
    """What the runs of a workspace can be filtered by, the most used first; points of searches are not counted."""

    tags: tuple[ChoiceDocument, ...]
    devices: tuple[ChoiceDocument, ...]
    hosts: tuple[ChoiceDocument, ...]

    @classmethod
    def of(cls, tags: Mapping[str, int], devices: Mapping[str, int], hosts: Mapping[str, int]) -> "RunChoicesDocument":
        """The document of these counts."""
        return cls(tags=_choices(tags), devices=_choices(devices), hosts=_choices(hosts))


class RunImportDocument(Document):
    """What an import of runs did: ids that are new here, ids that were here already, and models that are not here."""

    added: tuple[str, ...]
    skipped: tuple[str, ...]
    unknown_models: tuple[str, ...]


class RunsRemovedDocument(Document):
    """The runs that were removed, without the points of searches that went with them."""

    removed: tuple[str, ...]


class RunsRetaggedDocument(Document):
    """The runs whose tags are others now; those that had just these before are not among them."""

    changed: tuple[str, ...]


def _choices(counts: Mapping[str, int]) -> tuple[ChoiceDocument, ...]:
    ordered = sorted(counts.items(), key=lambda choice: (-choice[1], choice[0]))
    return tuple(ChoiceDocument(name=name, runs=runs) for name, runs in ordered)
