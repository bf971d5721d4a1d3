"""Calibration data as NNCF takes it: any number of passes, checked against the inputs of the network."""

from collections.abc import Iterator

import numpy as np
import openvino as ov

from dlwb.adapters.nncf.errors import Outsiders
from dlwb.adapters.openvino.shapes import input_name, shape_of
from dlwb.calc.shapes import shape_text
from dlwb.domain.errors import CannotQuantize
from dlwb.ports.engine import Tensors
from dlwb.ports.quantizer import Calibration


class CalibrationData:
    """An iterable over the inputs of a network, called for anew at every pass."""

    def __init__(self, model: ov.Model, calibration: Calibration, outsiders: Outsiders) -> None:
        self._inputs = {input_name(port): port for port in model.inputs}
        self._calibration = calibration
        self._outsiders = outsiders

    def __iter__(self) -> Iterator[Tensors]:
        for item in self._outsiders.data(self._calibration):
            self._check(item)
            yield item

    def _check(self, item: Tensors) -> None:
        for name, port in self._inputs.items():
            if name not in item:
                there = ", ".join(f"'{other}'" for other in item)
                raise CannotQuantize(
                    f"There is no calibration data for the input '{name}'; there is some for {there or 'none'}.",
                    "Give data for all inputs.",
                )
            shape = np.shape(item[name])
            if not port.get_partial_shape().compatible(ov.PartialShape(list(shape))):
                wanted = shape_of(port)
                raise CannotQuantize(
                    f"The calibration data of the input '{name}' has the shape {shape_text(shape)}, "
                    f"and the network takes {'any' if wanted is None else shape_text(wanted)}.",
                    "Import the model with fixed shapes that fit the data.",
                )
