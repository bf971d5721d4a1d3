"""Finding engines: ours and other people's come through the same entry-point door.

Entry points are resolved by name, on demand, so that neither the server nor `dlwb --help` loads an engine.
"""

from importlib import import_module
from importlib.metadata import entry_points
from typing import cast

from dlwb.domain.errors import NotFound
from dlwb.ports import Engine

ENGINE_GROUP = "dlwb.engines"


def engine_names() -> tuple[str, ...]:
    """Names of all installed engines."""
    return tuple(sorted(point.name for point in entry_points(group=ENGINE_GROUP)))


def load_engine(name: str) -> Engine:
    """Create the engine registered under `name`, or given as `module:Class`; called in the worker process only.

    Raises:
        NotFound: no such engine; the hint lists those that are installed.
    """
    module, colon, attribute = name.partition(":")
    if colon:
        try:
            return cast(Engine, getattr(import_module(module), attribute)())
        except (ModuleNotFoundError, AttributeError) as error:
            raise NotFound(f"There is no engine at '{name}': {error}.", "Give it as module:Class.") from error
    for point in entry_points(group=ENGINE_GROUP, name=name):
        engine: Engine = point.load()()
        return engine
    raise NotFound(f"No engine named '{name}' is installed.", f"Installed: {', '.join(engine_names())}.")
