"""Runs on their way from one workspace to another."""

from dataclasses import dataclass
from typing import Final, Literal

from dlwb.domain.annotation import ModelBrief
from dlwb.domain.run import Run

BUNDLE_FORMAT: Final = "dlwb-runs"
BUNDLE_VERSION = 1


@dataclass(frozen=True, slots=True)
class RunBundle:
    """Finished runs with their results and annotations, and what is known of their models; no weights, no files.

    `host` exported them with `dlwb` at `exported` (UTC, ISO 8601).
    """

    host: str
    dlwb: str
    exported: str
    models: tuple[ModelBrief, ...]
    runs: tuple[Run, ...]
    format: Literal["dlwb-runs"] = BUNDLE_FORMAT
    version: int = BUNDLE_VERSION
