"""Trying a picture, as the SDK offers it: start, answers, and the layers that are drawn over the picture."""

import secrets
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from dlwb.adapters.diskspace import disk_full_is_named
from dlwb.adapters.pictures import for_browser, open_picture, png
from dlwb.adapters.stores.sql import SqlStore
from dlwb.calc import answer_drawing
from dlwb.calc.figure_words import counted, per_cent
from dlwb.documents.tried import TryDocument
from dlwb.domain.accuracy import Detected
from dlwb.domain.errors import InputError, InvalidOptions, NotFound, OptionProblem
from dlwb.domain.inference import MeasurePlan
from dlwb.domain.model import Model
from dlwb.domain.preprocessing_rules import preprocessing_problems
from dlwb.domain.problems import Problems
from dlwb.domain.run import Run, RunState
from dlwb.domain.saliency import SaliencyMap, common_scale
from dlwb.domain.specs import TrySpec
from dlwb.domain.stated import Stated
from dlwb.domain.target import Device
from dlwb.domain.tried_picture import PICTURE_FILE, ModelAnswer, SubjectReading, TriedPicture
from dlwb.ports import RunFilter
from dlwb.workbench.configuring import with_batch
from dlwb.workbench.datasets import DatasetShelf
from dlwb.workbench.evaluations import exact
from dlwb.workbench.executing import execute_now
from dlwb.worker.by_hand import check_family
from dlwb.workflows.benchmark import check_config
from dlwb.workflows.executor import Executor
from dlwb.workflows.queue import OnChange, RunQueue
from dlwb.workflows.try_picture import configs_of, forget_staged

_MOST_TOP = 1000
# So many accuracy runs are looked through for one that says how a model is read.
_RECENT = 20
_OTHER_PICTURE = "Give the path of a picture (JPEG, PNG, WebP, BMP, GIF, TIFF)."


@dataclass(frozen=True, slots=True)
class DatasetPicture:
    """A picture of a dataset, by its position there."""

    dataset: str
    position: int


# A file of this machine, a picture of a dataset, or that of an earlier try.
PictureSource = Path | str | DatasetPicture | Run


class TryShelf:
    """Pictures that were tried. `devices` asks for the known devices; uploaded pictures wait in `scratch`."""

    def __init__(
        self,
        store: SqlStore,
        queue: RunQueue,
        executor: Executor,
        *,
        datasets: DatasetShelf,
        devices: Callable[[], tuple[Device, ...]],
        scratch: Path,
    ) -> None:
        self._store = store
        self._queue = queue
        self._executor = executor
        self._datasets = datasets
        self._devices = devices
        self._scratch = scratch
        queue.on_change(forget_staged)

    # --- start ------------------------------------------------------------------------------------

    def now(
        self, models: Sequence[Model], picture: PictureSource, wish: TrySpec | None, on_change: OnChange | None = None
    ) -> Run:
        """Show a picture to one or two models, here, and return the run finished.

        What `wish` leaves open of reading a model is taken from the model, from its newest accuracy run, or recognised;
        the answer says which, and what is not sure.

        Raises:
            NotFound: no such picture. UnreadablePicture. InvalidOptions, InputError, EngineError, WorkerError, RunCancelled.
        """
        return execute_now(self._queue, self.spec(models, picture, wish), _names_of(models), on_change)

    def submit(self, models: Sequence[Model], picture: PictureSource, wish: TrySpec | None = None) -> Run:
        """Leave it to the background. Raises what `spec` raises."""
        return self._executor.submit(self.spec(models, picture, wish), _names_of(models))

    def submit_upload(self, models: Sequence[Model], folder: Path, wish: TrySpec | None = None) -> Run:
        """The same with the one picture that was uploaded to `folder`, which is consumed. Raises what `spec` raises."""
        files = [path for path in folder.rglob("*") if path.is_file()]
        if len(files) != 1:
            raise InputError(f"The upload holds {len(files)} files.", "Send one picture.")
        staged = self._scratch / f"try-{secrets.token_hex(6)}" / files[0].name
        spec = replace(self.spec(models, files[0], wish), picture=str(staged), staged=True)
        with disk_full_is_named(self._scratch):
            staged.parent.mkdir(parents=True)
            shutil.move(files[0], staged)
        return self._executor.submit(spec, _names_of(models))

    def spec(self, models: Sequence[Model], picture: PictureSource, wish: TrySpec | None = None) -> TrySpec:
        """What to remember of a try; `wish` holds all but models and picture.

        Raises:
            InvalidOptions: it cannot be done so; all problems at once. NotFound, InputError: there is no such picture.
        """
        wish, wrong = wish or TrySpec(), Problems()
        with wrong.collected():
            check_family(wish.family, wish.settings)
        with wrong.collected():
            _check(models, wish)
        devices = self._devices()
        config = exact(wish.config, devices)
        for model, own in zip(models, configs_of(models, config, with_batch), strict=True):
            with wrong.collected():
                check_config(own, MeasurePlan(), devices, model.inputs)
        wrong.raise_any()
        spec = replace(
            wish,
            models=tuple(model.id for model in models),
            config=config,
            readings=tuple(self._found_before(model) for model in models),
        )
        return self._with_picture(spec, picture)

    def _with_picture(self, spec: TrySpec, picture: PictureSource) -> TrySpec:
        match picture:
            case DatasetPicture(text, position):
                dataset = self._datasets.get(text)
                path = self._datasets.pictures.path(dataset, position)
                return replace(
                    spec,
                    picture=str(path),
                    name=path.name,
                    dataset=dataset.id,
                    position=position,
                    classes_shown=dataset.classes,
                )
            case Run():
                path = self.picture_path(picture)
                before = picture.spec
                assert isinstance(before, TrySpec)
                return replace(
                    spec,
                    picture=str(path),
                    name=before.name,
                    dataset=before.dataset,
                    position=before.position,
                    classes_shown=before.classes_shown,
                )
            case _:
                path = _file(Path(picture))
                return replace(spec, picture=str(path), name=path.name)

    def _found_before(self, model: Model) -> SubjectReading | None:
        """How the newest accuracy run on labels read a model whose own reading nobody has confirmed.

        Not when the model was told something since: the run was not of the model as it is now.
        """
        if model.adapter is not None and model.preprocessing.confirmed:
            return None
        wanted = RunFilter(kinds=("accuracy",), states=(RunState.SUCCEEDED,), models=(model.id,), limit=_RECENT)
        for run in self._store.runs(wanted):
            found, now = run.evaluation, Stated.by(model, ())
            if found.reading is None:
                continue  # it held outputs against another model's
            if found.stated is not None and found.stated.model == now.model:
                return SubjectReading(found.reading, f"As measured on labelled pictures in run {run.id}.")
        return None

    # --- answers ----------------------------------------------------------------------------------

    def result(self, run: Run) -> TryDocument:
        """The answers of a finished run, or its own error."""
        return TryDocument.of(run)

    def picture_path(self, run: Run) -> Path:
        """Where the picture of a finished run lies, as it was given. Raises NotFound, or the run's own error."""
        run.tried  # noqa: B018 - raises the run's own error
        return self._file_of(run, PICTURE_FILE)

    def picture(self, run: Run) -> tuple[bytes, str]:
        """The picture as browsers show it, and its media type; the worker has decoded these very bytes before."""
        return for_browser(self.picture_path(run))

    def mask(self, run: Run, model: str = "", threshold: float = 0.0) -> bytes:
        """The masks that a model found, as a transparent PNG over the picture.

        Raises:
            NotFound: no such model in the run, or it found no masks.
        """
        tried = run.tried
        answer = _answer(run, model)
        layer = answer_drawing.mask_layer(answer.prediction, (tried.width, tried.height), threshold)
        if layer is None:
            raise NotFound(
                f"'{answer.model_name}' has no masks in run {run.id}.", "Only models for segmentation have masks."
            )
        return png(layer)

    def heat(self, run: Run, model: str = "", *, common: bool = True) -> bytes:
        """What a model looks at, as a transparent PNG over the picture; with `common` both models have one scale.

        Raises:
            NotFound: no such model in the run, or nobody asked for it.
        """
        return png(self._heat_layer(run, _answer(run, model), common=common))

    def drawn(self, run: Run, threshold: float) -> bytes:
        """The picture with all that was found drawn on it, models side by side, as PNG."""
        tried = run.tried
        pixels = open_picture(self.picture_path(run))
        made, titles = [], []
        for answer in tried.answers:
            mask = answer_drawing.mask_layer(answer.prediction, (tried.width, tried.height), threshold)
            layers = [] if mask is None else [mask]
            layers += [self._heat_layer(run, answer, common=True)] if answer.saliency else []
            made.append(answer_drawing.drawn(pixels, layers, _boxes(answer, threshold)))
            titles.append(_title(answer, threshold))
        return png(answer_drawing.titled(made, titles))

    def _heat_layer(self, run: Run, answer: ModelAnswer, *, common: bool) -> answer_drawing.Pixels:
        found = answer.saliency
        if found is None:
            raise NotFound(
                f"Nobody asked what '{answer.model_name}' looks at in run {run.id}.", "Try the picture with `saliency`."
            )
        tried = run.tried
        scale = saliency_scale(tried) if common else (found.low, found.high)
        values = np.load(self._file_of(run, found.values)).astype(np.float64)
        return answer_drawing.heat_layer(values, found.covers, (tried.width, tried.height), scale)

    def _file_of(self, run: Run, name: str) -> Path:
        path = self._queue.folders.path(run.id) / name
        if not path.is_file():
            raise NotFound(f"The file '{name}' of run {run.id} is not here.", "Try the picture again.")
        return path


def saliency_scale(tried: TriedPicture) -> tuple[float, float]:
    """The scale that all maps of a run share."""
    maps: list[SaliencyMap] = [one.saliency for one in tried.answers if one.saliency is not None]
    return common_scale([(one.low, one.high) for one in maps])


def _names_of(models: Sequence[Model]) -> str:
    return " and ".join(model.name for model in models)


def _check(models: Sequence[Model], wish: TrySpec) -> None:
    problems = preprocessing_problems(wish.preprocessing)
    if not 1 <= len(models) <= 2 or len({model.id for model in models}) != len(models):
        problems.append(OptionProblem("models", "one model, or two different ones, can be shown a picture."))
    if not 1 <= wish.top <= _MOST_TOP:
        problems.append(OptionProblem("top", f"{wish.top} is not between 1 and {_MOST_TOP:,}."))
    if wish.saliency is not None:
        try:
            wish.saliency.checked()
        except InvalidOptions as error:
            problems += error.problems
    if problems:
        raise InvalidOptions(tuple(problems))


def _file(path: Path) -> Path:
    try:
        found = path.expanduser().resolve()
        is_file = found.is_file()
    except (OSError, ValueError, RuntimeError) as error:
        raise NotFound(f"'{path}' cannot be opened: {error}.", _OTHER_PICTURE) from error
    if not is_file:
        what = "is a folder" if found.is_dir() else "is not there"
        raise NotFound(f"'{path}' {what}.", _OTHER_PICTURE)
    return found


def _answer(run: Run, model: str) -> ModelAnswer:
    found = run.tried.answer(model)
    if found is None:
        there = ", ".join(one.model for one in run.tried.answers)
        raise NotFound(f"Run {run.id} has no answer of a model '{model}'.", f"It has: {there}.")
    return found


def _boxes(answer: ModelAnswer, threshold: float) -> Sequence[tuple[Sequence[float], str]]:
    found = answer.prediction
    if not isinstance(found, Detected):
        return []
    return [
        (box, f"{answer.name_of(label)} {per_cent(score)}")
        for box, label, score in zip(found.boxes, found.labels, found.scores, strict=True)
        if score >= threshold
    ][::-1]


def _title(answer: ModelAnswer, threshold: float) -> str:
    """The model, and its best classes or how much it found."""
    found = answer.prediction
    match found.kind:
        case "classified":
            best = zip(found.labels, found.scores, strict=True)
            words = [f"{answer.name_of(label)}  {per_cent(score, 1)}" for label, score in list(best)[:3]]
        case "detected":
            words = [
                f"{counted(sum(score >= threshold for score in found.scores), 'object')} of at least {per_cent(threshold)}"
            ]
        case "segmented":
            words = [", ".join(answer.name_of(label) for label in found.labels if label)]
    looks = answer.saliency
    return "\n".join([answer.model_name, *words, *([f"looked at for: {looks.name}"] if looks else [])])
