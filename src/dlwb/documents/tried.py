"""A picture that was tried, as a document."""

from dlwb.calc.class_colours import colour_of
from dlwb.documents.document import Document
from dlwb.domain.accuracy import Classified, Detected, Segmented
from dlwb.domain.dataset import Sample, Task
from dlwb.domain.inference import EffectiveConfig, InferenceConfig
from dlwb.domain.model import Preprocessing
from dlwb.domain.output_adapter import OutputAdapter
from dlwb.domain.run import Run
from dlwb.domain.saliency import SaliencyMap, SaliencyOptions, common_scale
from dlwb.domain.specs import TrySpec
from dlwb.domain.target import Environment
from dlwb.domain.tried_picture import ModelAnswer


class NamedScore(Document):
    """A class by its number and its name (the number, where nobody knows it), and the score 0..1."""

    label: int
    name: str
    score: float


class FoundObject(NamedScore):
    """An object: `box` is x0, y0, x1, y1 in pixels of the upright picture. `colour` is that of its mask."""

    box: tuple[float, float, float, float]
    colour: str


class FoundRegion(Document):
    """A class that some pixels were given: which share of the picture (0..1), and the colour (`#rrggbb`) of its mask."""

    label: int
    name: str
    share: float
    colour: str


class AnswerDocument(Document):
    """What one model says of the picture: `top` classes, `objects` or `regions`, by its `task`.

    `has_masks`: the masks can be had as a picture. Not `sure`: nobody has confirmed how it is read, `doubts` say what is open.
    """

    model: str
    model_name: str
    task: Task
    top: tuple[NamedScore, ...]
    objects: tuple[FoundObject, ...]
    regions: tuple[FoundRegion, ...]
    has_masks: bool
    saliency: SaliencyMap | None
    sure: bool
    doubts: tuple[str, ...]
    reasons: tuple[str, ...]
    adapter: OutputAdapter
    preprocessing: Preprocessing
    classes: tuple[str, ...]
    effective: EffectiveConfig

    @classmethod
    def of(cls, one: ModelAnswer) -> "AnswerDocument":
        """The document of an answer."""
        found = one.prediction
        return cls(
            model=one.model,
            model_name=one.model_name,
            task=one.task,
            top=_top(one, found) if isinstance(found, Classified) else (),
            objects=_objects(one, found) if isinstance(found, Detected) else (),
            regions=_regions(one, found) if isinstance(found, Segmented) else (),
            has_masks=isinstance(found, Segmented) or (isinstance(found, Detected) and bool(found.masks)),
            saliency=one.saliency,
            sure=one.sure,
            doubts=one.doubts,
            reasons=one.reasons,
            adapter=one.reading.adapter,
            preprocessing=one.reading.preprocessing,
            classes=one.reading.classes,
            effective=one.effective,
        )


def _top(one: ModelAnswer, found: Classified) -> tuple[NamedScore, ...]:
    return tuple(
        NamedScore(label=label, name=one.name_of(label), score=score)
        for label, score in zip(found.labels, found.scores, strict=True)
    )


def _objects(one: ModelAnswer, found: Detected) -> tuple[FoundObject, ...]:
    return tuple(
        FoundObject(label=label, name=one.name_of(label), score=score, box=box, colour=colour_of(label + 1))
        for label, score, box in zip(found.labels, found.scores, found.boxes, strict=True)
    )


def _regions(one: ModelAnswer, found: Segmented) -> tuple[FoundRegion, ...]:
    from dlwb.calc.masks import areas  # with numpy, without which `dlwb --help` starts

    pixels = areas(found.masks, (found.width, found.height))
    made = [
        FoundRegion(
            label=label,
            name=one.name_of(label),
            share=float(count) / (found.width * found.height),
            colour=colour_of(label) if label else "",
        )
        for label, count in zip(found.labels, pixels, strict=True)
    ]
    return tuple(sorted(made, key=lambda region: -region.share))


class TryDocument(Document):
    """A picture, and what one or two models say of it. Sizes in pixels, upright; scores are fractions 0..1.

    `truth` names what the picture's dataset says that it shows. With `saliency` (what was asked for) each answer has a map;
    `scale` holds the values of both. Nothing here is a measurement of speed.
    """

    run: str
    created: str
    picture: str
    width: int
    height: int
    dataset: str | None
    position: int | None
    truth: tuple[str, ...]
    answers: tuple[AnswerDocument, ...]
    saliency: SaliencyOptions | None
    scale: tuple[float, float] | None
    config: InferenceConfig
    environment: Environment

    @classmethod
    def of(cls, run: Run) -> "TryDocument":
        """The document of a finished try; raises the run's own error when it failed."""
        tried = run.tried
        assert isinstance(run.spec, TrySpec)
        maps = [one.saliency for one in tried.answers if one.saliency is not None]
        return cls(
            run=run.id,
            created=run.created,
            picture=tried.name,
            width=tried.width,
            height=tried.height,
            dataset=run.spec.dataset,
            position=run.spec.position,
            truth=_truth(tried.truth, run.spec.classes_shown),
            answers=tuple(AnswerDocument.of(one) for one in tried.answers),
            saliency=run.spec.saliency,
            scale=common_scale([(one.low, one.high) for one in maps]) if maps else None,
            config=run.spec.config,
            environment=tried.environment,
        )


def _truth(sample: Sample | None, classes: tuple[str, ...]) -> tuple[str, ...]:
    labels = sorted(sample.labels) if sample else []
    return tuple(classes[label] if label < len(classes) else str(label) for label in labels)
