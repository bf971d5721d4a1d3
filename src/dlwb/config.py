"""Settings: `config.toml` in the user's configuration folder, then `DLWB_*` variables, which win."""

import os
import tempfile
import tomllib
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any, Literal

import platformdirs

from dlwb.domain.errors import InvalidSettings, OptionProblem

GIB = 1024**3
# Smallest and largest value of the numeric settings. Under a quarter of a GiB a worker cannot even load the engine, and
# dies of that in ways that name no setting; a PiB is more than any machine has.
_BOUNDS: dict[str, tuple[float, float]] = {
    "memory_limit_gib": (0.25, 2.0**20),
    "upload_limit_gib": (2.0**-10, 2.0**20),
    "port": (0, 65535),
}
_ALSO_ALLOWED = {"memory_limit_gib": 0.0}


def _default_slot() -> Path:
    """One lock per user and machine, whatever the workspace: two workspaces share the same cores."""
    return Path(tempfile.gettempdir()) / f"dlwb-{os.environ.get('USER') or _user_id()}" / "slot.lock"


def _user_id() -> str:
    return str(os.getuid()) if hasattr(os, "getuid") else "user"


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that can be set. Each field is `DLWB_<FIELD>` in the environment and `<field>` in `config.toml`.

    workspace: folder of models, runs and the database.
    engine: the registered inference engine that workers load.
    slot: lock file that lets one run at a time use this machine.
    memory_limit_gib: most memory a worker may take, 0.25 at least; 0 means nine tenths of what is available.
    upload_limit_gib: largest upload and largest unpacked archive that is accepted.
    host, port: where `dlwb serve` listens; port 0 takes any free one.
    """

    workspace: Path = field(default_factory=lambda: Path(platformdirs.user_data_dir("dlwb")))
    engine: str = "openvino"
    slot: Path = field(default_factory=_default_slot)
    memory_limit_gib: float = 0.0
    upload_limit_gib: float = 20.0
    host: str = "127.0.0.1"
    port: int = 5665


Origin = Literal["default", "file", "environment", "command line"]


def config_file() -> Path:
    """Where the settings file lies, whether or not there is one."""
    return Path(platformdirs.user_config_dir("dlwb")) / "config.toml"


def origin_of(settings: Settings, name: str) -> Origin:
    """Where the value of a setting comes from: the strongest source that says exactly this value."""
    sources: tuple[tuple[Origin, dict[str, Any]], ...] = (
        ("environment", _from_environment()),
        ("file", _from_file()),
        ("default", {name: getattr(Settings(), name)}),
    )
    for origin, said in sources:
        if name in said and getattr(_checked({name: said[name]}), name) == getattr(settings, name):
            return origin
    return "command line"


def load_settings(workspace: Path | str | None = None) -> Settings:
    """Read the settings; `workspace` (from `--workspace`) wins over everything.

    Raises:
        InvalidSettings: the file or a variable holds a value of the wrong kind; all of them are named.
    """
    values = _from_file() | _from_environment()
    if workspace is not None:
        values["workspace"] = workspace
    return _checked(values)


def _from_file() -> dict[str, Any]:
    file = config_file()
    try:
        return tomllib.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        problem = OptionProblem(str(file), f"this is not TOML: {error}.")
        raise InvalidSettings((problem,), "Correct the file or remove it.") from error


def _from_environment() -> dict[str, Any]:
    return {f.name: os.environ[key] for f in fields(Settings) if (key := f"DLWB_{f.name.upper()}") in os.environ}


def _checked(values: dict[str, Any]) -> Settings:
    names = {f.name for f in fields(Settings)}
    problems: list[OptionProblem] = []
    defaults = Settings()
    accepted: dict[str, Any] = {}
    for name, value in values.items():
        if name not in names:
            problems.append(OptionProblem(name, "there is no such setting."))
            continue
        try:
            accepted[name] = _converted(value, type(getattr(defaults, name)))
        except (TypeError, ValueError, RuntimeError, OverflowError):
            problems.append(OptionProblem(name, f"{value!r} is not a {_kind_of(getattr(defaults, name))}."))
        else:
            problems += _out_of_bounds(name, accepted[name])
    if problems:
        raise InvalidSettings(tuple(problems), f"Known settings: {', '.join(sorted(names))}.")
    return replace(defaults, **accepted)


def _converted(value: Any, kind: type[Any]) -> Any:
    """A value from a file or a variable as the kind of its setting; nothing is cut off or guessed.

    Raises:
        TypeError, ValueError, OverflowError: it is not of that kind. RuntimeError: `~name`, and nobody has that name.
    """
    if isinstance(value, bool) or (kind is int and isinstance(value, float)):
        raise TypeError
    if kind in (int, float):
        return kind(value)
    if not isinstance(value, str | Path) or not str(value).strip():
        raise TypeError
    return value if kind is str else Path(value).expanduser()


def _kind_of(default: Any) -> str:
    if isinstance(default, Path):
        return "path"
    return {int: "whole number", float: "number", str: "text"}[type(default)]


def _out_of_bounds(name: str, value: Any) -> list[OptionProblem]:
    if name not in _BOUNDS or value == _ALSO_ALLOWED.get(name):
        return []
    low, high = _BOUNDS[name]
    if low <= value <= high:  # not so for nan
        return []
    also = f", or {_ALSO_ALLOWED[name]:g}" if name in _ALSO_ALLOWED else ""
    return [OptionProblem(name, f"{value:g} is not possible; it has to be {low:g} to {high:,.0f}{also}.")]
