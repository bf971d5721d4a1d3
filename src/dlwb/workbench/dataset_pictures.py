"""Pictures of datasets for the page: thumbnails, whole pictures and masks.

Decoded in this process, which is safe because a worker has decoded exactly these bytes before: a file that has another size
or date than then is refused.
"""

import os
import secrets
import shutil
from collections.abc import Callable
from pathlib import Path

from dlwb.adapters.diskspace import disk_full_is_named
from dlwb.adapters.pictures import for_browser, mask_for_browser, thumbnail
from dlwb.domain.dataset import Dataset, Sample
from dlwb.domain.errors import InputError, InvalidOptions, NotFound, OptionProblem
from dlwb.protocol import Samples
from dlwb.worker.unchanged import unchanged

SIDES = (64, 128, 256, 512)


class DatasetPictures:
    """The pictures of all datasets; thumbnails are kept in a folder of the workspace."""

    def __init__(self, folder: Path, samples: Callable[[Dataset], Samples]) -> None:
        self._folder = folder
        self._samples = samples

    def path(self, dataset: Dataset, position: int) -> Path:
        """Where a picture lies, the same as when it was verified.

        Raises:
            NotFound: no such position. InputError: it is gone, or has been changed since; or the dataset has none.
        """
        return _unchanged(dataset, self._sample(dataset, position))

    def thumbnail(self, dataset: Dataset, position: int, side: int = 128) -> Path:
        """A JPEG file of at most `side` × `side` pixels, one of `SIDES`.

        Raises:
            InvalidOptions: another side. NotFound, InputError, UnreadablePicture: as `path`. DiskFull.
        """
        if side not in SIDES:
            sides = ", ".join(map(str, SIDES))
            raise InvalidOptions(
                (OptionProblem("side", f"there are no thumbnails of {side} pixels."),), f"Sides: {sides}."
            )
        sample = self._sample(dataset, position)
        kept = self._folder / dataset.id / f"{sample.modified_ns:x}-{position}-{side}.jpg"
        if not kept.is_file():
            content = thumbnail(_unchanged(dataset, sample), side)
            with disk_full_is_named(self._folder):
                kept.parent.mkdir(parents=True, exist_ok=True)
                incoming = kept.with_suffix(f".{os.getpid()}-{secrets.token_hex(4)}")
                incoming.write_bytes(content)
                incoming.replace(kept)
        return kept

    def whole(self, dataset: Dataset, position: int) -> tuple[bytes, str]:
        """A picture as browsers show it, and its media type. Raises as `path`."""
        return for_browser(self.path(dataset, position))

    def mask(self, dataset: Dataset, position: int) -> bytes:
        """The mask of a picture as a coloured PNG, background transparent. Raises NotFound, UnreadablePicture."""
        sample = self._sample(dataset, position)
        if sample.mask is None:
            raise NotFound(f"Picture {position} of '{dataset.name}' has no mask.", "Only segmentation has masks.")
        return mask_for_browser(unchanged(Path(dataset.folder), sample.mask, sample.is_mask_file))

    def forget(self, dataset: str) -> None:
        """Delete the thumbnails of a dataset, by its id."""
        shutil.rmtree(self._folder / dataset, ignore_errors=True)

    def _sample(self, dataset: Dataset, position: int) -> Sample:
        if not dataset.holds_pictures:
            raise InputError(
                f"'{dataset.name}' holds recorded inputs, so it has no pictures to show.",
                "Compare a model's outputs with those of its parent on them.",
                terminal="dlwb accuracy MODEL --like PARENT --dataset NAME",
            )
        samples = self._samples(dataset)
        if not 0 <= position < len(samples):
            raise NotFound(f"'{dataset.name}' has no picture {position}.", f"It has 0 to {len(samples) - 1}.")
        return samples[position]


def _unchanged(dataset: Dataset, sample: Sample) -> Path:
    return unchanged(Path(dataset.folder), sample.picture, sample.is_file)
