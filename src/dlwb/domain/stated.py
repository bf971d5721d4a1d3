"""What a model and a dataset stated when one was measured on the other: later they may state something else."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from dlwb.domain.model import Model

_DIGITS = 16


@dataclass(frozen=True, slots=True)
class Stated:
    """Digests of what a person may change without another model or dataset coming of it.

    `model` stands for how pictures go in, what outputs mean and the names of the model's own classes; `dataset` for the names
    of its classes. A reading that was found is that of today only where both are the same.
    """

    model: str
    dataset: str

    @classmethod
    def by(cls, model: Model, classes: Sequence[str]) -> "Stated":
        """What `model`, and a dataset with such names of `classes`, state now."""
        adapter = None if model.adapter is None else asdict(model.adapter)
        return cls(_digest([asdict(model.preprocessing), adapter, model.classes]), _digest(list(classes)))


def _digest(value: object) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode(errors="surrogatepass")).hexdigest()[:_DIGITS]
