"""Write the reference pages from the code: command line, JSON documents, errors, settings.

.venv/bin/python scripts/reference.py           # write docs/reference/*.md
.venv/bin/python scripts/reference.py --check   # fail when a page is stale
"""

import inspect
import sys
from dataclasses import fields
from pathlib import Path
from typing import Any, get_type_hints

import typer
from typer.core import TyperArgument, TyperCommand, TyperGroup, TyperOption

from dlwb import documents
from dlwb.cli.app import app
from dlwb.config import Settings
from dlwb.domain.errors import DlwbError, error_types

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "reference"
MADE = "<!-- Written by scripts/reference.py; change the code, not this page. -->\n\n"


def command_line() -> str:
    """Every command with its help text."""
    root = typer.main.get_command(app)
    assert isinstance(root, TyperGroup)
    lines = [
        "# Command line",
        "",
        "`dlwb [--workspace DIR] VERB … [--json]`. With `--json` exactly one JSON document goes to stdout, everything else",
        "to stderr. Exit codes: 0 done, 1 refused or failed (the message says what, why and what to do), 2 usage,",
        "3 done but the asked-for bound was not met, 130 interrupted.",
        "",
    ]
    for path, command in sorted(_leaves(root, ())):
        lines += [f"## dlwb {' '.join(path)}", "", (command.help or "").strip(), ""]
        lines += ["| option | meaning |", "|---|---|"]
        lines += [_parameter(p) for p in command.params if not getattr(p, "hidden", False)]
        lines.append("")
    return "\n".join(lines)


def _leaves(group: TyperGroup, path: tuple[str, ...]) -> list[tuple[tuple[str, ...], TyperCommand]]:
    found: list[tuple[tuple[str, ...], TyperCommand]] = []
    for name, command in group.commands.items():
        if isinstance(command, TyperGroup):
            found += _leaves(command, (*path, name))
        else:
            found.append(((*path, name), command))
    return found


def _parameter(parameter: TyperArgument | TyperOption) -> str:
    words = parameter.help or ""
    if isinstance(parameter, TyperArgument):
        return f"| `{parameter.metavar or str(parameter.name).upper()}` | {words} |"
    names = " / ".join(f"`{o}`" for o in (*parameter.opts, *parameter.secondary_opts))
    default = parameter.default
    shown = default not in (None, False, (), []) and not callable(default)
    return f"| {names} | {words}{f' Default: `{default}`.' if shown else ''} |"


def json_documents() -> str:
    """Every document with its fields."""
    lines = [
        "# JSON documents",
        "",
        "The same documents come from `--json` and from the REST API. Field names are a contract: more fields may come, none",
        "changes its meaning. Values are fractions (0..1) unless the name carries a unit.",
        "",
    ]
    for name, kind in sorted(vars(documents).items()):
        if inspect.isclass(kind) and issubclass(kind, documents.Document) and kind is not documents.Document:
            lines += [f"## {name}", "", inspect.getdoc(kind) or "", "", "| field | type |", "|---|---|"]
            lines += [f"| `{field}` | {_type(hint)} |" for field, hint in _hints(kind).items()]
            lines.append("")
    return "\n".join(lines)


def _hints(kind: type[documents.Document]) -> dict[str, Any]:
    hints = get_type_hints(kind)
    return {name: hints[name] for name in kind.model_fields}


def _type(hint: Any) -> str:
    text = hint.__name__ if inspect.isclass(hint) and not getattr(hint, "__args__", ()) else str(hint)
    for prefix in (
        "dlwb.documents.analysis.",
        "dlwb.documents.models.",
        "dlwb.documents.results.",
        "dlwb.documents.runs.",
        "dlwb.documents.errors.",
        "dlwb.domain.",
        "typing.",
    ):
        text = text.replace(prefix, "")
    for module in ("model.", "measurement.", "inference.", "target.", "run.", "errors.", "graph."):
        text = text.replace(module, "")
    escaped = text.replace("|", "\\|")
    return f"`{escaped}`"


def errors() -> str:
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


def settings() -> str:
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


PAGES = {"cli.md": command_line, "json.md": json_documents, "errors.md": errors, "settings.md": settings}


def main() -> int:
    """Write or check the pages; returns the exit code."""
    check = "--check" in sys.argv[1:]
    stale = []
    for name, make in PAGES.items():
        text = MADE + make().rstrip() + "\n"
        page = FOLDER / name
        if not page.exists() or page.read_text(encoding="utf-8") != text:
            stale.append(name)
            if not check:
                page.parent.mkdir(parents=True, exist_ok=True)
                page.write_text(text, encoding="utf-8")
    if check and stale:
        print(f"Stale: {', '.join(stale)}. Run: .venv/bin/python scripts/reference.py", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
