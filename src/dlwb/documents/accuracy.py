"""How right a model is, as documents."""

from dlwb.documents.document import Document
from dlwb.domain.accuracy import ClassFigure, Confusion, Metric, PairedAccuracy, PictureRecord
from dlwb.domain.dataset import BrokenPicture, Subset, Task
from dlwb.domain.evaluation import RECORDS, PositionedRecord, TriedReading
from dlwb.domain.inference import EffectiveConfig, InferenceConfig
from dlwb.domain.model import Preprocessing
from dlwb.domain.output_adapter import OutputAdapter
from dlwb.domain.run import Run
from dlwb.domain.specs import AccuracySpec
from dlwb.domain.target import Environment


class AccuracyDocument(Document):
    """How right a model is on a dataset (METHODS §5). Metrics are fractions 0..1 (`nmse` has no upper end).

    The first metric is the most telling; `per_class` and `confusion` have numbers of the dataset's classes, whose names are
    `classes`. `adapter` says what the outputs mean (None: they were only compared with the parent's), `preprocessing` how
    pictures went in, `reasons` how both were found, `tried` what else was thought of. `per_sample` is the file of the run
    with what the model said of each picture. `caveats` have to be said with every figure.
    """

    run: str
    model: str | None
    model_name: str
    dataset: str | None
    created: str
    task: Task | None
    samples: int
    metrics: tuple[Metric, ...]
    per_class: tuple[ClassFigure, ...]
    confusion: tuple[Confusion, ...]
    classes: tuple[str, ...]
    per_sample: str
    adapter: OutputAdapter | None
    preprocessing: Preprocessing
    model_classes: tuple[str, ...]
    reasons: tuple[str, ...]
    tried: tuple[TriedReading, ...]
    subset: Subset
    broken: tuple[BrokenPicture, ...]
    left_out: int
    caveats: tuple[str, ...]
    notes: tuple[str, ...]
    wall_s: float
    pictures_per_s: float
    config: InferenceConfig
    effective: EffectiveConfig
    environment: Environment

    @classmethod
    def of(cls, run: Run, classes: tuple[str, ...] = ()) -> "AccuracyDocument":
        """The document of a finished accuracy run; raises the run's own error when it failed."""
        found = run.evaluation
        assert isinstance(run.spec, AccuracySpec)
        return cls(
            run=run.id,
            model=run.model,
            model_name=run.model_name,
            dataset=run.dataset,
            created=run.created,
            task=found.task,
            samples=found.report.samples,
            metrics=found.report.metrics,
            per_class=found.report.per_class,
            confusion=found.report.confusion,
            classes=classes,
            per_sample=RECORDS,
            adapter=found.reading.adapter if found.reading else None,
            preprocessing=found.preprocessing,
            model_classes=found.reading.classes if found.reading else (),
            reasons=found.reasons,
            tried=found.tried,
            subset=found.subset,
            broken=found.broken,
            left_out=found.left_out,
            caveats=found.caveats,
            notes=found.report.notes,
            wall_s=found.wall_s,
            pictures_per_s=found.pictures_per_s,
            config=run.spec.config,
            effective=found.effective,
            environment=found.environment,
        )


class PictureRecordDocument(Document):
    """What a model said of one picture: `position` is that of the dataset's list, `score` (0..1) how right it was."""

    position: int
    score: float
    record: PictureRecord

    @classmethod
    def of(cls, one: PositionedRecord) -> "PictureRecordDocument":
        """The document of a record."""
        return cls(position=one.position, score=one.record.score, record=one.record)


class PictureRecordsDocument(Document):
    """Some pictures of an accuracy run, the worst first unless asked otherwise; `total` counts all that fit."""

    samples: tuple[PictureRecordDocument, ...]
    total: int


class AccuracyComparisonDocument(Document):
    """Two accuracy runs on the same pictures, the first being the reference (METHODS §5).

    Differences are second minus first, with 95 % intervals; `flips` come with the largest loss first.
    """

    first: str
    second: str
    result: PairedAccuracy
    caveats: tuple[str, ...]
