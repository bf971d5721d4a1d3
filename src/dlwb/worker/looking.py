"""Samples through a network: opening, preparing, inference and reading of outputs overlap.

Threads open and prepare ahead of the engine, others read outputs behind it; in between, this thread only hands over.
Both queues are short, so that no more than a few samples are in memory whatever the size of the dataset.
"""

from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Protocol, TypeAlias, TypeVar

import numpy as np

from dlwb.calc.detections.tensors import says_nothing
from dlwb.calc.preprocessing.frame import Frame
from dlwb.domain.dataset import BrokenPicture, Sample
from dlwb.domain.errors import InputError
from dlwb.domain.inference import EffectiveConfig
from dlwb.domain.model import Preprocessing, TensorSpec
from dlwb.ports import Compiled, Tensors
from dlwb.worker.prepared import Prepared
from dlwb.worker.threads import in_threads

# Bytes of prepared samples that may wait for the engine; large inputs wait in smaller numbers.
_WAITING_BYTES = 128 * 2**20
_MOST_WAITING = 64
_LEAST_WAITING = 4
_BEHIND = 8

Made = TypeVar("Made")

# Is told the positions of samples whose outputs are not numbers, by several threads at once.
OnOdd = Callable[[Collection[int]], None]


@dataclass(frozen=True, slots=True)
class Shown:
    """A sample on its way: its position in the dataset, and how a picture lies in the network's input."""

    position: int
    sample: Sample
    frame: Frame | None = None


@dataclass(frozen=True, slots=True)
class Seen:
    """What the network said of a batch. `frames` are those of the whole batch, which the last pictures may not fill.

    Recorded inputs have none: they go in one by one, and all outputs belong to the sample.
    """

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
        return bool(self.frames) and array.ndim > 0 and len(array) == len(self.frames)

    def without_numbers(self) -> list[int]:
        """The positions of samples for which an output holds NaN or has run over to infinity."""
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
    """A sample that cannot be shown, and why."""

    position: int
    broken: BrokenPicture

    @classmethod
    def by(cls, error: InputError | OSError, position: int, sample: Sample) -> "Spoiled":
        """A sample whose file cannot be used."""
        if isinstance(error, InputError):
            return cls(position, BrokenPicture(sample.picture, error.message))
        words = f"'{sample.picture}' cannot be read: {error.strerror or error}."
        return cls(position, BrokenPicture(sample.picture, words))


# A sample on its way, and what goes into each input for it, without a batch dimension where samples go in by batches.
Ready: TypeAlias = tuple[Shown, Tensors]
PreparedSamples: TypeAlias = Prepared[Ready]


class SampleInputs(Protocol):
    """Opens samples of one kind, and lays them out as the inputs of one network."""

    @property
    def batch(self) -> int:
        """How many samples go in at once."""

    @property
    def sample_bytes(self) -> int:
        """About how much room one prepared sample takes."""

    def open(self, position: int, sample: Sample, preprocessing: Preprocessing) -> Ready | Spoiled:
        """A sample ready to go in, or why it cannot. Called by several threads at once."""

    def feed(self, ready: Sequence[Ready]) -> Tensors:
        """A whole batch of at least one sample and at most `batch`; the last one is repeated to fill it."""


class Looker:
    """A compiled network and the samples of a dataset to show it."""

    def __init__(self, compiled: Compiled, inputs: SampleInputs, prepared: PreparedSamples | None = None) -> None:
        """Prepare for showing.

        Args:
            compiled: the network.
            inputs: opens the samples, and lays them out for it.
            prepared: keeps prepared samples for other networks with the same inputs, which are shown the same samples in the
                same way.
        """
        self._compiled = compiled
        self._samples = inputs
        self._kept = prepared
        self.effective: EffectiveConfig = compiled.effective(1)
        self.batch = inputs.batch

    def look(
        self,
        samples: Iterable[tuple[int, Sample]],
        preprocessing: Preprocessing,
        read: Callable[[Seen], Made],
    ) -> Iterator[Made | Spoiled]:
        """Show all samples; what `read` made of each batch in order, and every sample that could not be shown.

        `read` runs in several threads at once.
        """
        spoiled: deque[Spoiled] = deque()
        under_way: deque[tuple[Shown, ...]] = deque()

        def batches() -> Iterator[Tensors]:
            for ready in self._grouped(self._ready(samples, preprocessing), spoiled):
                under_way.append(tuple(shown for shown, _ in ready))
                yield self._samples.feed(ready)

        def seen() -> Iterator[Seen]:
            for outputs in self._compiled.stream(batches(), None):
                shown = under_way.popleft()
                yield Seen(shown, frames_of(shown, self.batch), outputs)

        for made in in_threads(read, seen(), _BEHIND):
            yield from _emptied(spoiled)
            yield made
        yield from _emptied(spoiled)

    def feeds(
        self, samples: Iterable[tuple[int, Sample]], preprocessing: Preprocessing
    ) -> Iterator["Tensors | Spoiled"]:
        """What the network gets for the samples, batch by batch, without any inference; and those that cannot be shown."""
        spoiled: deque[Spoiled] = deque()
        for ready in self._grouped(self._ready(samples, preprocessing), spoiled):
            yield from _emptied(spoiled)
            yield self._samples.feed(ready)
        yield from _emptied(spoiled)

    def _ready(self, samples: Iterable[tuple[int, Sample]], preprocessing: Preprocessing) -> Iterator[Ready | Spoiled]:
        """The samples prepared ahead, in their order."""
        ahead = max(
            _LEAST_WAITING, self.batch, min(_MOST_WAITING, _WAITING_BYTES // max(1, self._samples.sample_bytes))
        )
        return in_threads(lambda one: self._prepared(*one, preprocessing), samples, ahead)

    def _prepared(self, position: int, sample: Sample, preprocessing: Preprocessing) -> Ready | Spoiled:
        if self._kept is None:
            return self._samples.open(position, sample, preprocessing)
        made: Ready | Spoiled | None = self._kept.get(position)
        if made is None:
            made = self._samples.open(position, sample, preprocessing)
            if not isinstance(made, Spoiled):
                self._kept.keep(position, made, sum(array.nbytes for array in made[1].values()))
        return made

    def _grouped(self, ready: Iterable[Ready | Spoiled], spoiled: deque[Spoiled]) -> Iterator[list[Ready]]:
        waiting: list[Ready] = []
        for one in ready:
            if isinstance(one, Spoiled):
                spoiled.append(one)
                continue
            waiting.append(one)
            if len(waiting) == self.batch:
                yield waiting
                waiting = []
        if waiting:
            yield waiting


def static_inputs(inputs: Sequence[TensorSpec], effective: EffectiveConfig) -> tuple[TensorSpec, ...]:
    """The inputs with the shapes that were compiled for."""
    return tuple(replace(spec, shape=effective.shapes.get(spec.name, spec.shape)) for spec in inputs)


def frames_of(shown: Sequence[Shown], batch: int) -> tuple[Frame, ...]:
    """How the pictures of a whole batch lie in the input; nothing of recorded inputs."""
    return filled([one.frame for one in shown if one.frame is not None], batch)


def filled(things: Sequence[Made], length: int) -> tuple[Made, ...]:
    """The things, the last one repeated up to a length; nothing where there is none."""
    return (*things, *list(things[-1:]) * (length - len(things)))


def _emptied(waiting: deque[Made]) -> Iterator[Made]:
    while waiting:
        yield waiting.popleft()
