"""Configurations as people give them: from single options, and with what the model leaves no choice about."""

from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any

from dlwb.calc.batch import with_batch_one
from dlwb.domain.config_rules import hint_problems
from dlwb.domain.errors import InvalidOptions
from dlwb.domain.inference import InferenceConfig
from dlwb.domain.model import Model
from dlwb.protocol import from_options


def config_of(config: InferenceConfig | None, options: Mapping[str, Any]) -> InferenceConfig:
    """The configuration with options by name in place of its own.

    Raises:
        InvalidOptions: an option that does not exist or is of the wrong kind, or a hint beside streams.
    """
    base = config or InferenceConfig()
    made = from_options(InferenceConfig, {f.name: getattr(base, f.name) for f in fields(base)} | dict(options))
    problems = hint_problems(made.hint if "hint" in options else None, options.get("streams"))
    if problems:
        raise InvalidOptions(tuple(problems))
    return made


def with_batch(model: Model, config: InferenceConfig) -> InferenceConfig:
    """Batch 1 for a model whose only free dimension is the batch, when the user named neither batch nor shapes."""
    if config.batch is None and not config.shapes and with_batch_one(model.inputs) is not None:
        return replace(config, batch=1)
    return config
