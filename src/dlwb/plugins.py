"""Finding engines and readers of datasets: ours and other people's come through the same entry-point door.

Entry points are resolved by name, on demand, so that neither the server nor `dlwb --help` loads an engine. What is loaded
is loaded in worker processes only, where other people's code can break one run and not the server.
"""

from importlib import import_module
from importlib.metadata import entry_points
from typing import Any, cast

from dlwb.domain.errors import NotFound
from dlwb.ports import DatasetReader, Engine, Pictures, Quantizer, RecordedInputs

ENGINE_GROUP = "dlwb.engines"
DATASET_GROUP = "dlwb.datasets"
PICTURE_GROUP = "dlwb.pictures"
RECORDED_GROUP = "dlwb.recorded_inputs"
QUANTIZER_GROUP = "dlwb.quantizers"


def engine_names() -> tuple[str, ...]:
    """Names of all installed engines."""
    return tuple(sorted(point.name for point in entry_points(group=ENGINE_GROUP)))


def load_engine(name: str) -> Engine:
    """Create the engine registered under `name`, or given as `module:Class`; called in the worker process only.

    Raises:
        NotFound: no such engine; the hint lists those that are installed.
    """
    return cast(Engine, _load(ENGINE_GROUP, "engine", name))


def dataset_formats() -> tuple[str, ...]:
    """Names of all installed readers of datasets."""
    return tuple(sorted(point.name for point in entry_points(group=DATASET_GROUP)))


def load_reader(name: str) -> DatasetReader:
    """Create the reader registered under `name`, or given as `module:Class`. Raises NotFound."""
    return cast(DatasetReader, _load(DATASET_GROUP, "dataset format", name))


def load_pictures(name: str = "pillow") -> Pictures:
    """Create what opens pictures. Raises NotFound."""
    return cast(Pictures, _load(PICTURE_GROUP, "picture decoder", name))


def load_recorded_inputs(name: str = "numpy") -> RecordedInputs:
    """Create what reads recorded inputs. Raises NotFound."""
    return cast(RecordedInputs, _load(RECORDED_GROUP, "reader of recorded inputs", name))


def load_quantizer(engine: str) -> Quantizer:
    """Create what makes networks of an engine smaller; called in the worker process only. Raises NotFound."""
    if ":" in engine:
        raise NotFound(
            f"The engine at '{engine}' is not installed, so it has no quantizer.", "Install it by entry point."
        )
    return cast(Quantizer, _load(QUANTIZER_GROUP, "quantizer", engine))


def _load(group: str, what: str, name: str) -> Any:
    module, colon, attribute = name.partition(":")
    if colon:
        try:
            return getattr(import_module(module), attribute)()
        except (ModuleNotFoundError, AttributeError) as error:
            raise NotFound(f"There is no {what} at '{name}': {error}.", "Give it as module:Class.") from error
    for point in entry_points(group=group, name=name):
        return point.load()()
    installed = ", ".join(sorted(point.name for point in entry_points(group=group)))
    raise NotFound(f"No {what} named '{name}' is installed.", f"Installed: {installed}.")
