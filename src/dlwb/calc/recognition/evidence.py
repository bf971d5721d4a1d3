"""What is known of a network's outputs before anybody said what they mean."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import ceil

import numpy as np
from numpy.typing import NDArray

from dlwb.calc.detections.tensors import numbers
from dlwb.calc.preprocessing.picture_input import PictureInput
from dlwb.domain.model import TensorSpec
from dlwb.domain.output_adapter import AdapterProposal

Array = NDArray[np.generic]
Reals = NDArray[np.float32]
Trial = Mapping[str, Array]

_INTEGERS = ("i8", "i16", "i32", "i64", "u8", "u16", "u32", "u64")
# Numbers of classes that many networks have: COCO without and with its gaps, Pascal VOC.
USUAL_COUNTS = (80, 20, 90, 91)


@dataclass(frozen=True)
class Port:
    """One output. `shape` is that of a trial where there was one; None stands for an open dimension."""

    name: str
    shape: tuple[int | None, ...]
    dtype: str
    trials: tuple[Array, ...] = ()

    @property
    def is_integer(self) -> bool:
        """Whether its numbers are whole by type; 8 bits may as well be scores of a quantized network."""
        return self.dtype in _INTEGERS and not self.is_8_bit

    @property
    def is_8_bit(self) -> bool:
        """Whether its numbers have 8 bits: classes, or scores whose scale is lost."""
        return self.dtype in ("i8", "u8")

    @property
    def inner(self) -> tuple[int | None, ...]:
        """The shape without the batch."""
        return self.shape[1:]

    def says(self, *words: str) -> bool:
        """Whether its name holds one of the words."""
        return any(word in self.name.lower() for word in words)

    @cached_property
    def values(self) -> Reals:
        """What it held for all trial pictures, in a row; 8 bits as shares of their range, as scores are."""
        parts = [numbers(trial).ravel() for trial in self.trials]
        return np.concatenate(parts) if parts else np.zeros(0, dtype=np.float32)

    @cached_property
    def raw(self) -> Reals:
        """The same numbers as the network gave them, which of 8 bits may be classes."""
        if not self.is_8_bit:
            return self.values
        parts = [trial.astype(np.float32).ravel() for trial in self.trials]
        return np.concatenate(parts) if parts else np.zeros(0, dtype=np.float32)

    def rows(self, columns: int) -> Reals:
        """What it held, as rows of that many numbers."""
        return self.values[: self.values.size // columns * columns].reshape(-1, columns)

    @cached_property
    def is_share(self) -> bool:
        """Whether there was a trial and all its numbers were 0..1."""
        return bool(self.values.size) and bool(((self.values >= -1e-3) & (self.values <= 1 + 1e-3)).all())

    @cached_property
    def is_whole(self) -> bool:
        """Whether its numbers are whole: by type, or all of a trial's were, as the network gave them."""
        if self.is_integer:
            return True
        return bool(self.raw.size) and bool((self.raw == np.rint(self.raw)).all())

    @cached_property
    def levels(self) -> Reals:
        """All different numbers of the trial by size, as the network gave them."""
        return np.unique(self.raw)


@dataclass(frozen=True)
class Evidence:
    """All outputs, the input that takes pictures, how many classes there should be (None: nobody knows), the metadata."""

    picture: PictureInput
    outputs: tuple[Port, ...]
    classes: int | None
    info: Mapping[str, str]

    @property
    def has_trial(self) -> bool:
        """Whether the network was tried on a picture."""
        return any(port.trials for port in self.outputs)

    @property
    def is_tensorflow(self) -> bool:
        """Whether the network comes from that family, where boxes begin with y: its pictures have the channels last."""
        return self.picture.layout.endswith("C")

    def plausible(self, classes: int) -> bool:
        """Whether that number of classes was expected, or is usual."""
        return classes == self.classes or classes in USUAL_COUNTS

    def cells(self, strides: Sequence[int]) -> int:
        """How many cells the grids of those strides have together."""
        return sum(ceil(self.picture.width / s) * ceil(self.picture.height / s) for s in strides)


@dataclass(frozen=True, slots=True)
class Finding:
    """A proposal and how much speaks for it, 0..1; the order counts, not the value."""

    weight: float
    proposal: AdapterProposal


def gather(
    picture: PictureInput,
    outputs: Sequence[TensorSpec],
    trials: Sequence[Trial],
    classes: int | None,
    info: Mapping[str, str],
) -> Evidence:
    """The evidence; every trial is the outputs for one batch of pictures."""
    ports = []
    for spec in outputs:
        held = tuple(np.asarray(trial[spec.name]) for trial in trials if spec.name in trial)
        known = tuple(dim if isinstance(dim, int) else None for dim in spec.shape or ())
        ports.append(Port(spec.name, held[0].shape if held else known, spec.dtype, held))
    return Evidence(picture, tuple(ports), classes, info)


def shape_words(port: Port) -> str:
    """The shape of an output in words, such as `1×3549×85`."""
    return "×".join("?" if dim is None else str(dim) for dim in port.shape) or "scalar"
