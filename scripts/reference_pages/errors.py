"""The page of errors."""

import inspect

from dlwb.domain.errors import DlwbError, error_types


def page() -> str:
    """Every error with its meaning."""
    lines = [
        "# Errors",
        "",
        'Every error has one shape, in the terminal with `--json` and over HTTP: `{"error": {"type", "message", "hint",',
        '"problems"}}`. `message` states the fact and the subject, `hint` the next step; `problems` lists each wrong option',
        "of a form.",
        "",
        "| type | is a | meaning |",
        "|---|---|---|",
    ]
    for name, kind in sorted(error_types().items()):
        parent = kind.__bases__[0].__name__ if kind is not DlwbError else "–"
        lines.append(f"| `{name}` | {parent} | {(inspect.getdoc(kind) or '').splitlines()[0]} |")
    return "\n".join([*lines, ""])
