"""dlwb, the Deep Learning Workbench: import, measure, tune and take away neural networks.

`from dlwb import Workbench, …` is the whole public surface (docs/reference/python.md); what a plug-in is written against
stands in `dlwb.ports`. Names resolve on first use, because the worker process imports this package too and must stay bare
(see ARCHITECTURE.md, decision 1).
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dlwb.config import Settings
    from dlwb.domain.comparison import Comparison, InterleavePlan
    from dlwb.domain.dataset import Box, Dataset, DatasetOptions, Sample, Subset, Task
    from dlwb.domain.errors import (
        Ambiguous,
        CannotQuantize,
        CompileError,
        DeviceUnavailable,
        DiskFull,
        DlwbError,
        EngineError,
        InferenceError,
        InputError,
        InvalidOptions,
        InvalidSettings,
        MissingExtra,
        NotFound,
        OutOfMemory,
        PicturesFound,
        RunCancelled,
        RunLost,
        StoreError,
        UnknownFormat,
        UnreadableDataset,
        UnreadableModel,
        UnreadablePicture,
        UnsafeArchive,
        UnsupportedOperation,
        WorkerCrashed,
        WorkerError,
        WorkerKilled,
        WorkerProtocolError,
        WorkspaceTooNew,
    )
    from dlwb.domain.evaluation import Reading
    from dlwb.domain.graph import ModelAnalysis
    from dlwb.domain.inference import Arrivals, Effort, Hint, InferenceConfig, MeasurePlan, Mode, plan_for
    from dlwb.domain.made_data import Augmented, Changes, Generated, Motif
    from dlwb.domain.measurement import Estimate, Measurement, Verdict, VerdictStatus
    from dlwb.domain.model import ColorOrder, DimRange, ImportOptions, Model, Preprocessing
    from dlwb.domain.output_adapter import (
        Activation,
        Background,
        BoxesAndScores,
        BoxForm,
        BoxUnit,
        Classification,
        FinalBoxes,
        MaskForm,
        Segmentation,
        Selection,
        SsdDetections,
        YoloGrids,
        YoloHead,
        YoloRows,
        YoloVersion,
        Yolox,
    )
    from dlwb.domain.preprocessing import PadPosition, PixelFilter, Resize, ResizeRule
    from dlwb.domain.quantization import BiasCorrection, Bound, Method, NetworkKind, Preset, QuantizationOptions
    from dlwb.domain.run import Run, RunState
    from dlwb.domain.saliency import SaliencyMethod, SaliencyOptions
    from dlwb.domain.search import Goal, GoalKind, LimitPercentile, SearchSpace
    from dlwb.domain.shown_pictures import PictureOrder, PictureOutcome, PictureWish
    from dlwb.domain.specs import AccuracySpec, TrySpec
    from dlwb.domain.target import Device, MachineReport
    from dlwb.domain.tried_picture import SubjectReading
    from dlwb.ports import RunFilter, RunSort
    from dlwb.workbench import Workbench
    from dlwb.workbench.quantizing import QuantizeWish
    from dlwb.workbench.tries import DatasetPicture

__version__ = "0.1.0"
__all__ = [
    "__version__",
    # the workbench
    "Workbench",
    "Settings",
    # models
    "Model",
    "ImportOptions",
    "ColorOrder",
    "DimRange",
    "Preprocessing",
    "Resize",
    "ResizeRule",
    "PadPosition",
    "PixelFilter",
    "ModelAnalysis",
    # measuring
    "InferenceConfig",
    "MeasurePlan",
    "plan_for",
    "Effort",
    "Hint",
    "Mode",
    "Arrivals",
    "Measurement",
    "Estimate",
    "Verdict",
    "VerdictStatus",
    "Device",
    "MachineReport",
    # searching and comparing
    "SearchSpace",
    "Goal",
    "GoalKind",
    "LimitPercentile",
    "Comparison",
    "InterleavePlan",
    # datasets
    "Dataset",
    "DatasetOptions",
    "Sample",
    "Subset",
    "Task",
    "Box",
    "Generated",
    "Motif",
    "Augmented",
    "Changes",
    # accuracy, and how outputs are read
    "AccuracySpec",
    "TrySpec",
    "Reading",
    "SubjectReading",
    "Classification",
    "Segmentation",
    "FinalBoxes",
    "BoxesAndScores",
    "SsdDetections",
    "YoloRows",
    "YoloGrids",
    "YoloHead",
    "YoloVersion",
    "Yolox",
    "Activation",
    "Background",
    "BoxForm",
    "BoxUnit",
    "MaskForm",
    "Selection",
    "SaliencyOptions",
    "SaliencyMethod",
    "PictureWish",
    "PictureOrder",
    "PictureOutcome",
    "DatasetPicture",
    # quantizing
    "QuantizeWish",
    "Bound",
    "QuantizationOptions",
    "Method",
    "Preset",
    "NetworkKind",
    "BiasCorrection",
    # runs
    "Run",
    "RunState",
    "RunFilter",
    "RunSort",
    # errors
    "DlwbError",
    "Ambiguous",
    "CannotQuantize",
    "CompileError",
    "DeviceUnavailable",
    "DiskFull",
    "EngineError",
    "InferenceError",
    "InputError",
    "InvalidOptions",
    "InvalidSettings",
    "MissingExtra",
    "NotFound",
    "OutOfMemory",
    "PicturesFound",
    "RunCancelled",
    "RunLost",
    "StoreError",
    "UnknownFormat",
    "UnreadableDataset",
    "UnreadableModel",
    "UnreadablePicture",
    "UnsafeArchive",
    "UnsupportedOperation",
    "WorkerCrashed",
    "WorkerError",
    "WorkerKilled",
    "WorkerProtocolError",
    "WorkspaceTooNew",
]

# Where each name lives; one line for each module.
_HOMES = {
    "dlwb.config": ("Settings",),
    "dlwb.domain.comparison": ("Comparison", "InterleavePlan"),
    "dlwb.domain.dataset": ("Box", "Dataset", "DatasetOptions", "Sample", "Subset", "Task"),
    "dlwb.domain.errors": (
        "Ambiguous",
        "CannotQuantize",
        "CompileError",
        "DeviceUnavailable",
        "DiskFull",
        "DlwbError",
        "EngineError",
        "InferenceError",
        "InputError",
        "InvalidOptions",
        "InvalidSettings",
        "MissingExtra",
        "NotFound",
        "OutOfMemory",
        "PicturesFound",
        "RunCancelled",
        "RunLost",
        "StoreError",
        "UnknownFormat",
        "UnreadableDataset",
        "UnreadableModel",
        "UnreadablePicture",
        "UnsafeArchive",
        "UnsupportedOperation",
        "WorkerCrashed",
        "WorkerError",
        "WorkerKilled",
        "WorkerProtocolError",
        "WorkspaceTooNew",
    ),
    "dlwb.domain.evaluation": ("Reading",),
    "dlwb.domain.graph": ("ModelAnalysis",),
    "dlwb.domain.inference": ("Arrivals", "Effort", "Hint", "InferenceConfig", "MeasurePlan", "Mode", "plan_for"),
    "dlwb.domain.made_data": ("Augmented", "Changes", "Generated", "Motif"),
    "dlwb.domain.measurement": ("Estimate", "Measurement", "Verdict", "VerdictStatus"),
    "dlwb.domain.model": ("ColorOrder", "DimRange", "ImportOptions", "Model", "Preprocessing"),
    "dlwb.domain.output_adapter": (
        "Activation",
        "Background",
        "BoxForm",
        "BoxUnit",
        "BoxesAndScores",
        "Classification",
        "FinalBoxes",
        "MaskForm",
        "Segmentation",
        "Selection",
        "SsdDetections",
        "YoloGrids",
        "YoloHead",
        "YoloRows",
        "YoloVersion",
        "Yolox",
    ),
    "dlwb.domain.preprocessing": ("PadPosition", "PixelFilter", "Resize", "ResizeRule"),
    "dlwb.domain.quantization": ("BiasCorrection", "Bound", "Method", "NetworkKind", "Preset", "QuantizationOptions"),
    "dlwb.domain.run": ("Run", "RunState"),
    "dlwb.domain.saliency": ("SaliencyMethod", "SaliencyOptions"),
    "dlwb.domain.search": ("Goal", "GoalKind", "LimitPercentile", "SearchSpace"),
    "dlwb.domain.shown_pictures": ("PictureOrder", "PictureOutcome", "PictureWish"),
    "dlwb.domain.specs": ("AccuracySpec", "TrySpec"),
    "dlwb.domain.target": ("Device", "MachineReport"),
    "dlwb.domain.tried_picture": ("SubjectReading",),
    "dlwb.ports": ("RunFilter", "RunSort"),
    "dlwb.workbench": ("Workbench",),
    "dlwb.workbench.quantizing": ("QuantizeWish",),
    "dlwb.workbench.tries": ("DatasetPicture",),
}
_HOME_OF = {name: module for module, names in _HOMES.items() for name in names}


if not TYPE_CHECKING:  # else type checkers would take every misspelt name for Any

    def __getattr__(name: str) -> Any:
        if name not in _HOME_OF:
            raise AttributeError(f"module 'dlwb' has no attribute {name!r}")
        from importlib import import_module

        found = getattr(import_module(_HOME_OF[name]), name)
        globals()[name] = found  # the next use does not come here
        return found


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
