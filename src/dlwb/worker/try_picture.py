"""One picture, shown to one or two networks: what they say, how they were read, and where they look."""

import shutil
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from dlwb.calc.accuracy.class_names import class_count, usual_names
from dlwb.calc.accuracy.other_classes import names_of
from dlwb.calc.detections.decode import task_of
from dlwb.calc.figure_words import counted
from dlwb.domain.accuracy import Classified, Prediction
from dlwb.domain.dataset import Dataset, Sample, Task
from dlwb.domain.errors import InputError
from dlwb.domain.evaluation import Reading
from dlwb.domain.model import Model
from dlwb.domain.output_adapter import YoloGrids
from dlwb.domain.run import Progress
from dlwb.domain.saliency import SaliencyMap, SaliencyOptions
from dlwb.domain.specs import AccuracySpec, TrySpec
from dlwb.domain.tried_picture import PICTURE_FILE, ModelAnswer, TriedPicture
from dlwb.plugins import load_pictures
from dlwb.ports import Engine
from dlwb.protocol import TryTask
from dlwb.worker.collecting import OnProgress
from dlwb.worker.environment import collect
from dlwb.worker.looking import Seen, Spoiled
from dlwb.worker.names_in_order import NEIGHBOURS, about_names, counted_from
from dlwb.worker.picture_looking import PictureLooker
from dlwb.worker.predicting import predictions
from dlwb.worker.reading import Candidate, candidates
from dlwb.worker.saliency import ANOTHER_PRECISION, Telling, class_to_explain, named, saliency_map, score_of

NEXT_STEP = "Measure its accuracy on a few labelled pictures once, which finds out what is right, or say by hand how it is read."
_SHORT_PROBE_S = 0.05


def try_picture(engine: Engine, task: TryTask, output: Path, on_progress: OnProgress) -> TriedPicture:
    """Show the picture to every model.

    Raises:
        UnreadablePicture: it cannot be shown. InputError: a model cannot be read, or has no such class. EngineError.
    """
    spec = task.spec
    sample = _taken_in(spec, output)
    on_progress(Progress("checking the machine"))
    environment = collect(engine.versions(config.device for config in task.configs), _SHORT_PROBE_S)
    work = _Work(engine, task, sample, output, on_progress)
    met = [_meet(work, place) for place in range(len(task.models))]
    answers = [one.answer for one in met]
    if spec.saliency is not None:
        answers = _explained(met, work, spec.saliency)
    return TriedPicture(spec.name, sample.width, sample.height, tuple(answers), environment, task.sample)


def _taken_in(spec: TrySpec, output: Path) -> Sample:
    """Verify the picture and keep a copy of it. Raises UnreadablePicture; OSError: the copy cannot be made."""
    pixels = load_pictures().open(Path(spec.picture))
    shutil.copyfile(spec.picture, output / PICTURE_FILE)
    return Sample(PICTURE_FILE, pixels.shape[1], pixels.shape[0])


# --- what it says ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Work:
    """What is to be done, and with what."""

    engine: Engine
    task: TryTask
    sample: Sample
    output: Path
    on_progress: OnProgress


@dataclass(frozen=True, slots=True)
class _Met:
    """A model that has been shown the picture; `every` is its whole answer where `answer` is only the best of it."""

    looker: PictureLooker
    every: Prediction
    answer: ModelAnswer


def _meet(work: _Work, place: int) -> _Met:
    task = work.task
    model, spec = task.models[place], task.spec
    work.on_progress(Progress("compiling", None, f"{model.name} for {spec.config.device}"))
    looker = PictureLooker(
        work.engine.compile(task.files[place], task.configs[place]), model, work.output, load_pictures()
    )
    work.on_progress(Progress("showing the picture", None, f"to {model.name}"))
    found = candidates(looker, model, _unlabelled(work.output), _said(spec, model), [(0, work.sample)])
    chosen = found[0]
    seen = _seen(looker, work.sample, chosen.reading)
    every = predictions(chosen.reading.adapter, (), seen)[0]
    names, reason = _names(model, spec, chosen.reading, seen)
    known = spec.readings[place] if place < len(spec.readings) else None
    doubts = () if known is not None else tuple(_doubts(model, spec, found))
    count = class_count(chosen.reading.adapter, seen.outputs, len(seen.frames))
    doubts += tuple(about_names(model, spec, chosen.reading, names, count))
    answer = ModelAnswer(
        model=model.id,
        model_name=model.name,
        task=chosen.task,
        prediction=_best(every, spec.top),
        reading=replace(chosen.reading, classes=names),
        names=_by_label(names, chosen.reading, seen),
        reasons=tuple(filter(None, (known.reason if known else chosen.reason, reason))),
        sure=not doubts,
        doubts=(*doubts, NEXT_STEP) if doubts else (),
        effective=looker.effective,
    )
    return _Met(looker, every, answer)


def _seen(looker: PictureLooker, sample: Sample, reading: Reading) -> Seen:
    made = next(iter(list(looker.look([(0, sample)], reading.preprocessing, lambda seen: seen))))
    if isinstance(made, Spoiled):
        raise InputError(made.broken.reason, "Try the picture again.")
    return made


def _unlabelled(folder: Path) -> Dataset:
    """A dataset of one picture that can be anything, so that a model is read here as it is everywhere."""
    return Dataset(
        id="",
        name="the picture",
        format="pictures",
        tasks=tuple(Task),
        samples=1,
        classes=(),
        folder=str(folder),
        owned=True,
        index="",
        created="",
        reason="",
    )


def _said(spec: TrySpec, model: Model) -> AccuracySpec:
    """What a person said of reading, as an accuracy run is told."""
    return AccuracySpec(
        model=model.id,
        dataset="",
        config=spec.config,
        family=spec.family,
        settings=spec.settings,
        preprocessing=spec.preprocessing,
        background=spec.background,
        classes=spec.classes,
    )


def _best(prediction: Prediction, top: int) -> Prediction:
    if isinstance(prediction, Classified):
        return Classified(prediction.labels[:top], prediction.scores[:top])
    return prediction


def _doubts(model: Model, spec: TrySpec, found: Sequence[Candidate]) -> list[str]:
    """What was taken for granted because nobody has said it: the meaning of outputs, and how pictures go in."""
    made = []
    chosen = found[0].reading
    if model.adapter is None and spec.family is None:
        others = dict.fromkeys(one.reading.adapter.kind.replace("_", " ") for one in found)
        others.pop(chosen.adapter.kind.replace("_", " "), None)
        besides = f" It could also be {' or '.join(others)}." if others else ""
        made.append(f"What the outputs of '{model.name}' mean is recognised, not confirmed.{besides}")
    if isinstance(chosen.adapter, YoloGrids) and model.adapter is None and "anchors" not in spec.settings:
        made.append(
            "Its anchors are not in the file: those of a published network are filled in, and with others boxes differ."
        )
    firsts = {
        one.reading.adapter for one in found if counted_from(one.reading.adapter, 0) == counted_from(chosen.adapter, 0)
    }
    if model.adapter is None and len(firsts) > 1:
        number = int(chosen.adapter != counted_from(chosen.adapter, 0))
        made.append(f"Whether the number of the first class is 0 or 1 is not known: {number} is taken. {NEIGHBOURS}")
    ways = {one.reading.preprocessing for one in found if one.reading.adapter == chosen.adapter}
    if len(ways) > 1:
        made.append(
            f"How pictures go into '{model.name}' is not known: it is shown in the usual way, and "
            f"{counted(len(ways) - 1, 'other is', 'others are')} plausible. In a wrong one it answers, but worse."
        )
    return made


def _names(model: Model, spec: TrySpec, reading: Reading, seen: Seen) -> tuple[tuple[str, ...], str]:
    """What the classes are called, and how that is known where the model does not say it."""
    known = names_of(model, _said(spec, model)) or reading.classes
    count = class_count(reading.adapter, seen.outputs, len(seen.frames))
    if known or count is None:
        return known, ""
    if len(spec.classes_shown) == count:
        return (
            spec.classes_shown,
            f"Its classes are named as those of the picture's dataset, which has as many: {count}.",
        )
    usual = usual_names(count) if task_of(reading.adapter) is not Task.CLASSIFICATION else None
    return (usual[1], f"Its {count} classes are taken for those of {usual[0]}.") if usual else ((), "")


def _by_label(names: tuple[str, ...], reading: Reading, seen: Seen) -> tuple[str, ...]:
    """The names in the order of the numbers in predictions: in masks 0 is background, unless the network has none."""
    if not names or task_of(reading.adapter) is not Task.SEGMENTATION:
        return names
    count = class_count(reading.adapter, seen.outputs, len(seen.frames))
    return names if count is not None and len(names) == count + 1 else ("background", *names)


# --- where it looks -------------------------------------------------------------------------------


def _explained(met: Sequence[_Met], work: _Work, wish: SaliencyOptions) -> list[ModelAnswer]:
    """The answers with a map each, of the same class."""
    for one in met:
        if not isinstance(one.every, Classified):
            task = one.answer.task.value.replace("_", " ")
            raise InputError(
                f"'{one.answer.model_name}' does {task}; what a network looks at can be found for classification only.",
                "Try the picture without it.",
            )
    telling = Telling(wish.inferences * len(met), work.on_progress)
    made = []
    for place, one in enumerate(met):
        assert isinstance(one.every, Classified)
        label = _label(one, wish)
        wish = named(wish, one.answer.name_of(label) if one.answer.names else "", label)
        values, covers = saliency_map(
            one.looker, work.sample, one.answer.reading, label=label, options=wish, telling=telling
        )
        into = work.output / f"saliency-{place}.npy"
        np.save(into, values.astype(np.float32))
        found = SaliencyMap(
            label=label,
            name=one.answer.name_of(label),
            score=score_of(one.every, label),
            low=float(values.min()),
            high=float(values.max()),
            covers=covers,
            values=into.name,
        )
        made.append(replace(one.answer, saliency=found))
    return made


def _label(one: _Met, wish: SaliencyOptions) -> int:
    assert isinstance(one.every, Classified)
    labels, name = one.every.labels, one.answer.model_name
    if not labels:
        raise InputError(f"No score of '{name}' is a number, so there is no class to explain.", ANOTHER_PRECISION)
    # Those without a number are left out of the answer.
    return class_to_explain(wish.label, labels[0], one.answer.names, max(labels) + 1, name)
