"""Pictures through a network: decoding, preprocessing, inference and reading of outputs overlap.

Threads decode and preprocess ahead of the engine, others read outputs behind it; in between, this thread only hands over.
Both queues are short, so that no more than a few pictures are in memory whatever the size of the dataset.
"""

from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import TypeAlias, TypeVar

import numpy as np

from dlwb.calc.detections.tensors import says_nothing
from dlwb.calc.preprocessing.apply import Tensor, apply
from dlwb.calc.preprocessing.frame import Frame
from dlwb.calc.preprocessing.picture_input import PictureInput, picture_input, side_inputs
from dlwb.domain.dataset import BrokenPicture, Sample
from dlwb.domain.errors import InputError
from dlwb.domain.inference import EffectiveConfig
from dlwb.domain.model import Model, Preprocessing, TensorSpec
from dlwb.ports import Compiled, Pictures, Tensors
from dlwb.worker.prepared import Prepared
from dlwb.worker.threads import in_threads
from dlwb.worker.unchanged import unchanged

# Bytes of preprocessed pictures that may wait for the engine; large inputs wait in smaller numbers.
_WAITING_BYTES = 128 * 2**20
_MOST_WAITING = 64
_LEAST_WAITING = 4
_BEHIND = 8

Made = TypeVar("Made")

# Is told the positions of pictures whose outputs are not numbers, by several threads at once.
OnOdd = Callable[[Collection[int]], None]


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture on its way: its position in the dataset, and how it lies in the network's input."""

    position: int
    sample: Sample
    frame: Frame


@dataclass(frozen=True, slots=True)
class Seen:
    """What the network said of a batch. `frames` are those of the whole batch, which the last pictures may not fill."""

    pictures: tuple[Shown, ...]
    frames: tuple[Frame, ...]
    outputs: Tensors

    def of_picture(self, place: int) -> Tensors:
        """The outputs for one picture of the batch, without that dimension; an output that is not by picture belongs to all."""
        return {
            name: np.asarray(array[place]) if self.is_by_picture(name) else array
            for name, array in self.outputs.items()
        }

    def is_by_picture(self, output: str) -> bool:
        """Whether an output's first dimension is that of the pictures."""
        array = self.outputs[output]
        return array.ndim > 0 and len(array) == len(self.frames)

    def without_numbers(self) -> list[int]:
        """The positions of pictures for which an output holds NaN or has run over to infinity."""
        odd = [name for name, array in self.outputs.items() if says_nothing(array)]
        if not odd:
            return []
        return [
            shown.position
            for place, shown in enumerate(self.pictures)
            if any(says_nothing(array) for name, array in self.of_picture(place).items() if name in odd)
        ]


@dataclass(frozen=True, slots=True)
class Spoiled:
    """A picture that cannot be shown, and why."""

    position: int
    broken: BrokenPicture


PreparedPictures: TypeAlias = Prepared[tuple[Shown, Tensor]]


class Looker:
    """A compiled network and the pictures of a dataset to show it."""

    def __init__(
        self,
        compiled: Compiled,
        model: Model,
        folder: Path,
        pictures: Pictures,
        prepared: PreparedPictures | None = None,
    ) -> None:
        """Prepare for showing.

        Args:
            compiled: the network.
            model: its inputs.
            folder: where the pictures lie.
            pictures: opens them.
            prepared: keeps prepared pictures for other networks with the same inputs, which are shown the same pictures in the
                same way.

        Raises:
            InputError: no input takes pictures.
        """
        self._compiled = compiled
        self._folder = folder
        self._pictures = pictures
        self._kept = prepared
        self.effective: EffectiveConfig = compiled.effective(1)
        self.inputs = _static(model.inputs, self.effective)
        self.target: PictureInput = picture_input(self.inputs, model.preprocessing.layout)
        self.batch = self.target.batch or 1

    def open_mask(self, sample: Sample) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
        """The mask of a picture. Raises UnreadablePicture; InputError: there is none, or it was changed since the import."""
        if sample.mask is None:
            raise InputError(f"'{sample.picture}' has no mask.", "Choose a dataset with masks.")
        return self._pictures.open_mask(self._file(sample.mask, sample.is_mask_file if sample.mask_bytes else None))

    def look(
        self,
        samples: Iterable[tuple[int, Sample]],
        preprocessing: Preprocessing,
        read: Callable[[Seen], Made],
    ) -> Iterator[Made | Spoiled]:
        """Show all pictures; what `read` made of each batch in order, and every picture that could not be shown.

        `read` runs in several threads at once.
        """
        spoiled: deque[Spoiled] = deque()
        under_way: deque[tuple[Shown, ...]] = deque()

        def prepare(chosen: tuple[int, Sample]) -> tuple[Shown, Tensor] | Spoiled:
            return self._prepared(*chosen, preprocessing)

        def batches() -> Iterator[Tensors]:
            ready = in_threads(prepare, samples, self._ahead())
            for shown, tensors in self._grouped(ready, spoiled):
                under_way.append(shown)
                yield self._feed(shown, tensors)

        def seen() -> Iterator[Seen]:
            for outputs in self._compiled.stream(batches(), None):
                shown = under_way.popleft()
                yield Seen(shown, _filled([one.frame for one in shown], self.batch), outputs)

        for made in in_threads(read, seen(), _BEHIND):
            yield from _emptied(spoiled)
            yield made
        yield from _emptied(spoiled)

    def feeds(
        self, samples: Iterable[tuple[int, Sample]], preprocessing: Preprocessing
    ) -> Iterator["Tensors | Spoiled"]:
        """What the network gets for the pictures, batch by batch, without any inference; and those that cannot be shown."""
        spoiled: deque[Spoiled] = deque()
        ready = in_threads(lambda one: self._prepared(*one, preprocessing), samples, self._ahead())
        for shown, tensors in self._grouped(ready, spoiled):
            yield from _emptied(spoiled)
            yield self._feed(shown, tensors)
        yield from _emptied(spoiled)

    def prepared_only(self, samples: Iterable[tuple[int, Sample]], preprocessing: Preprocessing) -> Iterator[Tensor]:
        """Pictures decoded and preprocessed, without any inference: how fast that alone can be."""
        for made in in_threads(lambda one: self._prepared(*one, preprocessing), samples, self._ahead()):
            if not isinstance(made, Spoiled):
                yield made[1]

    def prepare(self, sample: Sample, preprocessing: Preprocessing) -> tuple[Shown, Tensor]:
        """One picture as it lies in the network's input, and that input without the batch dimension.

        Raises:
            InputError: it cannot be shown.
        """
        made = self._prepared(0, sample, preprocessing)
        if isinstance(made, Spoiled):
            raise InputError(made.broken.reason, "Choose another picture.")
        return made

    def look_at_copies(
        self, shown: Shown, tensors: Iterable[Tensor], read: Callable[[Seen], Iterable[Made]]
    ) -> Iterator[Made]:
        """Show changed copies of one prepared picture; what `read` made of each, in order."""
        under_way: deque[int] = deque()

        def batches() -> Iterator[Tensors]:
            waiting = iter(tensors)
            while group := list(islice(waiting, self.batch)):
                under_way.append(len(group))
                yield self._feed([shown] * len(group), group)

        def seen() -> Iterator[Seen]:
            for outputs in self._compiled.stream(batches(), None):
                yield Seen((shown,) * under_way.popleft(), (shown.frame,) * self.batch, outputs)

        for made in in_threads(read, seen(), _BEHIND):
            yield from made

    def _ahead(self) -> int:
        size = self.target.width * self.target.height * self.target.channels * 4
        return max(_LEAST_WAITING, self.batch, min(_MOST_WAITING, _WAITING_BYTES // size))

    def _prepared(self, position: int, sample: Sample, preprocessing: Preprocessing) -> tuple[Shown, Tensor] | Spoiled:
        if self._kept is None:
            return self._made(position, sample, preprocessing)
        made: tuple[Shown, Tensor] | Spoiled | None = self._kept.get(position)
        if made is None:
            made = self._made(position, sample, preprocessing)
            if not isinstance(made, Spoiled):
                self._kept.keep(position, made, made[1].nbytes)
        return made

    def _made(self, position: int, sample: Sample, preprocessing: Preprocessing) -> tuple[Shown, Tensor] | Spoiled:
        try:
            picture = self._pictures.open(self._file(sample.picture, sample.is_file if sample.file_bytes else None))
        except InputError as error:
            return Spoiled(position, BrokenPicture(sample.picture, error.message))
        except OSError as error:
            words = f"'{sample.picture}' cannot be read: {error.strerror or error}."
            return Spoiled(position, BrokenPicture(sample.picture, words))
        if picture.shape[1::-1] != (sample.width, sample.height):
            words = f"'{sample.picture}' has another size than when it was imported; import the dataset again."
            return Spoiled(position, BrokenPicture(sample.picture, words))
        tensor, frame = apply(picture, preprocessing, self.target)
        return (Shown(position, sample, frame), tensor)

    def _file(self, name: str, is_it: Callable[[int, int], bool] | None) -> Path:
        """Where a file lies, which `is_it` recognises; None: a picture that is only tried, and never was verified."""
        return self._folder / name if is_it is None else unchanged(self._folder, name, is_it)

    def _grouped(
        self, ready: Iterable[tuple[Shown, Tensor] | Spoiled], spoiled: deque[Spoiled]
    ) -> Iterator[tuple[tuple[Shown, ...], list[Tensor]]]:
        waiting: list[tuple[Shown, Tensor]] = []
        for one in ready:
            if isinstance(one, Spoiled):
                spoiled.append(one)
                continue
            waiting.append(one)
            if len(waiting) == self.batch:
                yield tuple(shown for shown, _ in waiting), [tensor for _, tensor in waiting]
                waiting = []
        if waiting:
            yield tuple(shown for shown, _ in waiting), [tensor for _, tensor in waiting]

    def _feed(self, shown: Sequence[Shown], tensors: list[Tensor]) -> Tensors:
        whole = _filled(tensors, self.batch)
        array = np.stack(whole) if "N" in self.target.layout else whole[0]
        frames = _filled([one.frame for one in shown], self.batch)
        return {self.target.name: array, **side_inputs(self.inputs, self.target, frames)}


def _filled(things: Sequence[Made], length: int) -> tuple[Made, ...]:
    """The things, the last one repeated up to a length."""
    return (*things, *[things[-1]] * (length - len(things)))


def _emptied(waiting: deque[Made]) -> Iterator[Made]:
    while waiting:
        yield waiting.popleft()


def _static(inputs: Sequence[TensorSpec], effective: EffectiveConfig) -> tuple[TensorSpec, ...]:
    """The inputs with the shapes that were compiled for."""
    return tuple(replace(spec, shape=effective.shapes.get(spec.name, spec.shape)) for spec in inputs)
