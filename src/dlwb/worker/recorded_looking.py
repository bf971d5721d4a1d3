"""Recorded inputs through a network: each file is one inference, and goes in as it is."""

from collections.abc import Mapping, Sequence
from math import prod
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from dlwb.calc.element_types import NUMPY_TYPES
from dlwb.calc.input_fit import cast
from dlwb.calc.shapes import largest, shape_text
from dlwb.domain.dataset import Sample
from dlwb.domain.errors import InputError
from dlwb.domain.model import Model, Preprocessing, TensorSpec
from dlwb.ports import Compiled, RecordedInputs, Tensors
from dlwb.worker.looking import Ready, Shown, Spoiled, static_inputs
from dlwb.worker.unchanged import unchanged

Array = NDArray[np.generic]

_SAVE = "Save an array for each input, under its name, with numpy.savez."


class RecordedFiles:
    """`SampleInputs` of recorded inputs, for networks with any inputs: a file holds what all of them get in one inference."""

    batch = 1

    def __init__(self, compiled: Compiled, model: Model, folder: Path, recorded: RecordedInputs) -> None:
        """Look at the inputs. Raises InputError: one takes something that numpy has no numbers for."""
        self._inputs = {spec.name: spec for spec in static_inputs(model.inputs, compiled.effective(1))}
        self._folder = folder
        self._recorded = recorded
        for name, spec in self._inputs.items():
            if spec.dtype not in NUMPY_TYPES:
                raise InputError(
                    f"The input '{name}' takes {spec.dtype}, which cannot be recorded.",
                    "Export the part of the model behind that input, which takes numbers.",
                )
        self.sample_bytes = 4 * sum(prod(largest(spec.shape)) for spec in self._inputs.values())

    def open(self, position: int, sample: Sample, preprocessing: Preprocessing) -> Ready | Spoiled:  # noqa: ARG002 - none
        """See `SampleInputs`."""
        try:
            arrays = self._recorded.open(unchanged(self._folder, sample.picture, sample.is_file))
            return Shown(position, sample), self._fitted(sample.picture, arrays)
        except (InputError, OSError) as error:
            return Spoiled.by(error, position, sample)

    def feed(self, ready: Sequence[Ready]) -> Tensors:
        """See `SampleInputs`."""
        ((_, tensors),) = ready
        return tensors

    def _fitted(self, file: str, arrays: Mapping[str, Array]) -> Tensors:
        """What every input gets. Raises InputError: an array is missing or too many, or does not fit."""
        inputs = ", ".join(f"'{name}'" for name in self._inputs)
        if tuple(arrays) == ("",):
            if len(self._inputs) > 1:
                raise InputError(
                    f"'{file}' holds one array without a name, and the network has the inputs {inputs}.", _SAVE
                )
            arrays = dict.fromkeys(self._inputs, arrays[""])
        for name in arrays:
            if name not in self._inputs:
                raise InputError(f"'{file}' holds '{name}', which is no input of the network; it has {inputs}.", _SAVE)
        for name in self._inputs:
            if name not in arrays:
                raise InputError(f"'{file}' holds nothing for the input '{name}'.", _SAVE)
        return {name: _fitting(file, spec, arrays[name]) for name, spec in self._inputs.items()}


def _fitting(file: str, spec: TensorSpec, array: Array) -> Array:
    """An array in the input's shape and type. Raises InputError."""
    wanted = largest(spec.shape)
    if wanted not in (array.shape, (1, *array.shape)):
        raise InputError(
            f"'{file}' holds {shape_text(array.shape)} for the input '{spec.name}', and the network takes {shape_text(wanted)}.",
            "Record what the network gets in one inference, or import the model with this shape.",
        )
    try:
        return cast(array.reshape(wanted), np.dtype(NUMPY_TYPES[spec.dtype]))
    except ValueError as error:
        raise InputError(
            f"'{file}' holds {error} for the input '{spec.name}', which takes {spec.dtype}.",
            "Record numbers of that type.",
        ) from error
