"""Everything that can be replaced, as Protocols. Read this first.

`engine`, `quantizer` and `datasets` are for what runs inside the worker process (`python -m dlwb.worker`), the others for
the process that the user started. Errors named here are those of `dlwb.domain.errors`.
"""

from dlwb.ports.content import Artifacts, ModelSource, Recognised
from dlwb.ports.datasets import DatasetReader, LabelledData, LabelledPicture, Pictures, RecordedInputs
from dlwb.ports.engine import Clock, Compiled, Engine, RequestQueue, Tensors
from dlwb.ports.processes import Launcher, Processes, Slot
from dlwb.ports.quantizer import Calibration, Quantized, Quantizer, Tapped
from dlwb.ports.store import ModelFigures, RunChoices, RunFilter, RunSort, Store

__all__ = [
    "Artifacts",
    "Calibration",
    "Clock",
    "Compiled",
    "DatasetReader",
    "Engine",
    "LabelledData",
    "LabelledPicture",
    "Launcher",
    "ModelFigures",
    "ModelSource",
    "Pictures",
    "Processes",
    "Quantized",
    "Quantizer",
    "Recognised",
    "RecordedInputs",
    "RequestQueue",
    "RunChoices",
    "RunFilter",
    "RunSort",
    "Slot",
    "Store",
    "Tapped",
    "Tensors",
]
