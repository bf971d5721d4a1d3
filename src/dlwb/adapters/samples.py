"""Models and datasets that ship with the package, made by the scripts in `samples/` of the repository."""

from importlib.resources import files
from pathlib import Path

from dlwb.domain.errors import NotFound


def _folder(kind: str = "models") -> Path:
    return Path(str(files("dlwb"))) / "samples" / kind


def sample_names() -> tuple[str, ...]:
    """Names of all shipped models."""
    return tuple(sorted(path.stem for path in _folder().glob("*.onnx")))


def sample_path(name: str) -> Path:
    """Where a shipped model lies. Raises NotFound."""
    path = _folder() / f"{name}.onnx"
    if name not in sample_names():
        raise NotFound(f"There is no sample model '{name}'.", f"There are: {', '.join(sample_names())}.")
    return path


def dataset_names() -> tuple[str, ...]:
    """Names of all shipped datasets."""
    return tuple(sorted(path.name for path in _folder("data").glob("*") if path.is_dir()))


def dataset_path(name: str) -> Path:
    """Where a shipped dataset lies. Raises NotFound."""
    if name not in dataset_names():
        raise NotFound(f"There is no sample dataset '{name}'.", f"There are: {', '.join(dataset_names())}.")
    return _folder("data") / name
