"""Which networks may be compared: versions of one, of one task, or with the same inputs."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

from dlwb.domain.errors import InputError, NotFound
from dlwb.domain.inference import EffectiveConfig
from dlwb.domain.model import Model
from dlwb.ports import Store

_MOST_ANCESTORS = 100


@dataclass(frozen=True, slots=True)
class Relative:
    """A model that is to be compared; `model` is None when it is not in this workspace, `inputs` in words."""

    id: str | None
    name: str
    model: Model | None
    inputs: str

    @classmethod
    def of_model(cls, model: Model) -> "Relative":
        """A model with the inputs that it was imported with."""
        shapes = [spec.shape for spec in model.inputs if spec.shape is not None]
        return cls(model.id, model.name, model, _inputs(shapes))

    @classmethod
    def as_run(cls, id: str | None, name: str, model: Model | None, effective: EffectiveConfig) -> "Relative":
        """A model with the inputs that a run had."""
        return cls(id, name, model, _inputs(effective.shapes.values()))

    @property
    def task(self) -> str | None:
        """What the network is for, where that is known."""
        return self.model.task if self.model else None


def check_related(store: Store, relatives: Sequence[Relative]) -> None:
    """Refuse networks that do different things.

    Raises:
        InputError: one neither is a version of the first, nor has its task, nor takes the same inputs.
    """
    first = relatives[0]
    for other in relatives[1:]:
        if not _are_related(store, first, other):
            raise InputError(
                f"'{first.name}' and '{other.name}' are different networks: neither their task "
                f"({first.task or 'not known'}, {other.task or 'not known'}) nor their inputs ({first.inputs}; "
                f"{other.inputs}) are the same, and they are not versions of one model.",
                "Compare versions of one model, models of one task, or models with the same input shapes.",
            )


def _are_related(store: Store, one: Relative, other: Relative) -> bool:
    if one.id == other.id or (one.inputs and one.inputs == other.inputs):
        return True
    if one.model is None or other.model is None:
        return one.name == other.name
    same_task = one.task is not None and one.task == other.task
    return same_task or _root(store, one.model) == _root(store, other.model)


def _root(store: Store, model: Model) -> str:
    """The model that a version goes back to."""
    for _ in range(_MOST_ANCESTORS):
        parent = model.parent
        if parent is None:
            break
        try:
            model = store.find_model(parent)
        except NotFound:
            return parent
    return model.id


def _inputs(shapes: Iterable[Sequence[object]]) -> str:
    """Shapes in a fixed order; the batch, their first dimension, does not count."""
    return ", ".join(sorted("×".join(map(str, islice(shape, 1, None))) for shape in shapes if len(shape) > 1))
