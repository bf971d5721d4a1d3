"""Where a classifier looks: the same picture under many masks, through the engine at its best throughput."""

import time
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from dlwb.calc.preprocessing.apply import Tensor
from dlwb.calc.saliency import Floats, Size, Veil, Weighing, cover, rise_mask, windows
from dlwb.domain.accuracy import Classified
from dlwb.domain.dataset import Sample
from dlwb.domain.errors import InputError
from dlwb.domain.evaluation import Reading
from dlwb.domain.run import Progress
from dlwb.domain.saliency import SaliencyMethod, SaliencyOptions
from dlwb.worker.collecting import OnProgress
from dlwb.worker.looking import Seen
from dlwb.worker.picture_looking import PictureLooker
from dlwb.worker.predicting import predictions
from dlwb.worker.threads import in_threads

ANOTHER_PRECISION = "Try it in another precision, such as f32: numbers may be too large for this one."
_SAY_EVERY_S = 0.5
_MASKS_AHEAD = 16


@dataclass(slots=True)
class Telling:
    """Progress over all maps of a run, twice a second."""

    total: int
    on_progress: OnProgress
    done: int = 0
    begin: float = 0.0
    said: float = 0.0

    def step(self) -> None:
        """One more inference is done."""
        now = time.monotonic()
        self.begin = self.begin or now
        self.done += 1
        if now - self.said < _SAY_EVERY_S:
            return
        self.said = now
        spent = now - self.begin
        left = (self.total - self.done) * spent / self.done if spent else None
        words = f"{self.done:,} of {self.total:,} masks"
        self.on_progress(Progress("finding what it looks at", self.done / self.total, words, left))


def saliency_map(
    looker: PictureLooker, sample: Sample, reading: Reading, *, label: int, options: SaliencyOptions, telling: Telling
) -> tuple[Floats, tuple[float, float, float, float]]:
    """How much each place speaks for a class, `[height, width]`, and the part of the picture (x0, y0, x1, y1) it is over.

    Raises:
        InputError: the picture cannot be shown. InferenceError.
    """
    shown, tensor = looker.prepare(sample, reading.preprocessing)
    assert shown.frame is not None
    veil = Veil(tensor, looker.target.layout, shown.frame.placed)
    used: deque[Floats] = deque()

    def covered() -> Iterator[Tensor]:
        masks = _masks(options, veil.size)
        for mask, made in in_threads(lambda one: (one, veil.seen_through(one)), masks, _MASKS_AHEAD):
            used.append(mask)
            yield made

    def read(seen: Seen) -> list[float]:
        made = predictions(reading.adapter, (), seen)
        return [score_of(one, label) for one in made if isinstance(one, Classified)]

    whole = next(iter(list(looker.look_at_copies(shown, [tensor], read))))
    found = Weighing(veil.size)
    occluding = options.method is SaliencyMethod.OCCLUSION
    for score in looker.look_at_copies(shown, covered(), read):
        mask = used.popleft()
        found.add(*((1 - mask, whole - score) if occluding else (mask, score)))
        telling.step()
    return found.mean(), shown.frame.shown


def _masks(options: SaliencyOptions, size: Size) -> Iterator[Floats]:
    if options.method is SaliencyMethod.OCCLUSION:
        return (cover(window, size) for window in windows(size, options.cells, options.steps))
    return (rise_mask(size, options.cells, options.seed, number) for number in range(options.masks))


def score_of(prediction: Classified, label: int) -> float:
    """The score of a class. Raises InputError: the model gave it no number."""
    if label not in prediction.labels:
        raise InputError(
            f"The model's score of class {label} is not a number for the picture, or for it under a mask.",
            ANOTHER_PRECISION,
        )
    return prediction.scores[prediction.labels.index(label)]


def class_to_explain(said: str | None, best: int, names: Sequence[str], count: int, model: str) -> int:
    """The number of the class: as said by number or by name, else the best one.

    Raises:
        InputError: there is no such class.
    """
    if said is None:
        return best
    plain = [name.strip().lower() for name in names]
    if said.strip().lower() in plain:
        return plain.index(said.strip().lower())
    if said.strip().isdecimal() and int(said) < count:
        return int(said)
    raise InputError(
        f"'{model}' has no class '{said}'; its {count} classes have the numbers 0 to {count - 1}.",
        "Give the number or the name of one of its classes, or leave it out for the first model's best.",
    )


def named(options: SaliencyOptions, name: str, label: int) -> SaliencyOptions:
    """The options with the class that was found for the first model, for the next one to look for: by name where it has one."""
    return replace(options, label=name or str(label))
