"""The page of settings."""

import inspect
from dataclasses import fields
from typing import get_type_hints

from dlwb.config import Settings


def page() -> str:
    """Every setting with its default."""
    lines = [
        "# Settings",
        "",
        "From `config.toml` in the user's configuration folder (`platformdirs`), then from the environment, which wins.",
        "",
        "```text",
        *(inspect.getdoc(Settings) or "").splitlines(),
        "```",
        "",
        "| setting | variable | kind |",
        "|---|---|---|",
    ]
    hints = get_type_hints(Settings)
    lines += [f"| `{f.name}` | `DLWB_{f.name.upper()}` | {hints[f.name].__name__} |" for f in fields(Settings)]
    return "\n".join([*lines, ""])
