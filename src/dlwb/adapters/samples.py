"""The models that ship with the package, trained by the scripts in `samples/` of the repository."""

from importlib.resources import files
from pathlib import Path

from dlwb.domain.errors import NotFound


def _folder() -> Path:
    return Path(str(files("dlwb"))) / "samples" / "models"


def sample_names() -> tuple[str, ...]:
    """Names of all shipped models."""
    return tuple(sorted(path.stem for path in _folder().glob("*.onnx")))


def sample_path(name: str) -> Path:
    """Where a shipped model lies. Raises NotFound."""
    path = _folder() / f"{name}.onnx"
    if name not in sample_names():
        raise NotFound(f"There is no sample model '{name}'.", f"There are: {', '.join(sample_names())}.")
    return path
