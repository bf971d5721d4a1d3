"""How right a model is, as documents."""

from dlwb.calc.accuracy.sentences import in_a_sentence, label_names
from dlwb.documents.document import Document
from dlwb.domain.accuracy import ChangeWord, ClassFigure, Confusion, Metric, OutputLikeness, PairedAccuracy
from dlwb.domain.dataset import BrokenPicture, Subset, Task
from dlwb.domain.evaluation import RECORDS, TriedReading
from dlwb.domain.inference import EffectiveConfig, InferenceConfig
from dlwb.domain.model import Preprocessing
from dlwb.domain.output_adapter import OutputAdapter
from dlwb.domain.run import Run
from dlwb.domain.sample_kind import SampleKind
from dlwb.domain.specs import AccuracySpec
from dlwb.domain.target import Environment


class AccuracyDocument(Document):
    """How right a model is on a dataset (METHODS §5). Metrics are fractions 0..1 (`nmse` has no upper end).

    `sample_kind` says what was shown: pictures, or recorded inputs, of which "pictures" here speaks too.
    `verdict` says it in a sentence. The first metric is the most telling; `per_class` and `confusion` have numbers of classes,
    and `label_names` their names by that number (of masks, 0 is the background); `classes` are those of the dataset. In the
    confusion of objects, `truth` null is what was found where nothing had to be, `given` null what was not found. A `preview`
    only shows how the model is read, on a few pictures: it has no metrics. `per_output` is there when outputs were compared with
    another model's. `adapter` says what the outputs mean (None: they
    were only compared with the parent's), `preprocessing` how pictures went in, `reasons` how both were found, `tried` what
    else was thought of. `per_sample` is the file of the run with what the model said of each picture. `caveats` have to be
    said with every figure.
    """

    run: str
    model: str | None
    model_name: str
    dataset: str | None
    sample_kind: SampleKind
    created: str
    task: Task | None
    samples: int
    preview: bool
    verdict: str
    metrics: tuple[Metric, ...]
    per_class: tuple[ClassFigure, ...]
    confusion: tuple[Confusion, ...]
    per_output: tuple[OutputLikeness, ...]
    classes: tuple[str, ...]
    label_names: tuple[str, ...]
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
            sample_kind=found.sample_kind,
            created=run.created,
            task=found.task,
            samples=found.report.samples,
            preview=found.preview,
            verdict=in_a_sentence(found),
            metrics=found.report.metrics,
            per_class=found.report.per_class,
            confusion=found.report.confusion,
            per_output=found.report.per_output,
            classes=classes,
            label_names=label_names(found.task, classes),
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


class AccuracyComparisonDocument(Document):
    """Two accuracy runs on the same pictures, the first being the reference (METHODS §5).

    Differences are second minus first, with 95 % intervals; `flips` come with the largest loss first. `verdict` says it in a
    sentence, `words` of each metric whether the second is better.
    """

    first: str
    second: str
    sample_kind: SampleKind
    verdict: str
    words: dict[str, ChangeWord]
    result: PairedAccuracy
    caveats: tuple[str, ...]
