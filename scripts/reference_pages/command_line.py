"""The page of the command line."""

import typer
from typer.core import TyperArgument, TyperCommand, TyperGroup, TyperOption

from dlwb.cli.app import app
from dlwb.cli.printed import PRINTS


def page() -> str:
    """Every command with its help text."""
    root = typer.main.get_command(app)
    assert isinstance(root, TyperGroup)
    lines = [
        "# Command line",
        "",
        "`dlwb [--workspace DIR] VERB … [--json]`. With `--json` exactly one JSON document goes to stdout, everything else",
        "to stderr. Exit codes: 0 done, 1 refused or failed (the message says what, why and what to do), 2 the line is",
        "not of the form that `--help` tells, 3 done but the asked-for bound was not met, 130 interrupted. What went wrong is an",
        "[ErrorDocument](json.md#errordocument). Only `serve`, which runs until it is stopped, has no `--json`.",
        "",
        "Tables and sentences are as wide as `COLUMNS` says, else as the terminal; in a pipe nothing is cut or wrapped.",
        "",
    ]
    for path, command in sorted(_leaves(root, ())):
        verb = " ".join(path)
        lines += [f"## dlwb {verb}", "", (command.help or "").strip(), ""]
        if verb in PRINTS:
            links = [f"[{kind.__name__}](json.md#{kind.__name__.lower()})" for kind in PRINTS[verb]]
            lines += [f"With `--json`: {' or '.join(links)}.", ""]
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
    default = _default(parameter)
    return f"| {names} | {words}{f' Default: `{default}`.' if default else ''} |"


def _default(parameter: TyperOption) -> str:
    """What counts when the option is left out, as one would type it; empty where that is nothing."""
    default = parameter.default
    if isinstance(default, bool):
        flags = parameter.opts if default else parameter.secondary_opts
        return flags[0] if parameter.secondary_opts else ""
    if default is None or default in ("", (), []) or callable(default):
        return ""
    return f"{default:g}" if isinstance(default, float) else str(default)
