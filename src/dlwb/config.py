"""Settings: `config.toml` in the user's configuration folder, then `DLWB_*` variables, which win."""

import os
import tempfile
import tomllib
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any, Literal

import platformdirs

from dlwb.domain.errors import InvalidOptions, OptionProblem

GIB = 1024**3


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
    memory_limit_gib: most memory a worker may take; 0 means nine tenths of what is available.
    upload_limit_gib: largest upload and largest unpacked archive that is accepted.
    host, port: where `dlwb serve` listens.
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


def load_settings(workspace: Path | None = None) -> Settings:
    """Read the settings; `workspace` (from `--workspace`) wins over everything.

    Raises:
        InvalidOptions: the file or a variable holds a value of the wrong kind; all of them are named.
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
        raise InvalidOptions((problem,), "Correct the file or remove it.") from error


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
        kind = type(getattr(defaults, name))
        try:
            accepted[name] = Path(value).expanduser() if issubclass(kind, Path) else kind(value)
        except (TypeError, ValueError):
            problems.append(OptionProblem(name, f"{value!r} is not a {kind.__name__}."))
    if problems:
        raise InvalidOptions(tuple(problems), f"Known settings: {', '.join(sorted(names))}.")
    return replace(defaults, **accepted)
