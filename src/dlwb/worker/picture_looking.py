"""Pictures through a network: decoded, preprocessed, and shown in batches, with the masks and changed copies of them."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path

import numpy as np

from dlwb.calc.preprocessing.apply import Tensor, apply
from dlwb.calc.preprocessing.picture_input import PictureInput, picture_input, side_inputs
from dlwb.domain.dataset import BrokenPicture, Sample
from dlwb.domain.errors import InputError
from dlwb.domain.model import Model, Preprocessing
from dlwb.ports import Compiled, Pictures, Tensors
from dlwb.worker.looking import (
    Looker,
    Made,
    PreparedSamples,
    Ready,
    Seen,
    Shown,
    Spoiled,
    filled,
    frames_of,
    static_inputs,
)
from dlwb.worker.threads import in_threads
from dlwb.worker.unchanged import unchanged

_BEHIND = 8


class PictureInputs:
    """`SampleInputs` of pictures, for the one input that takes them; `target` says how."""

    def __init__(self, compiled: Compiled, model: Model, folder: Path, pictures: Pictures) -> None:
        """Find the input. Raises InputError: none takes pictures."""
        self._inputs = static_inputs(model.inputs, compiled.effective(1))
        self._folder = folder
        self._pictures = pictures
        self.target: PictureInput = picture_input(self._inputs, model.preprocessing.layout)
        self.batch = self.target.batch or 1
        self.sample_bytes = self.target.width * self.target.height * self.target.channels * 4

    def open(self, position: int, sample: Sample, preprocessing: Preprocessing) -> Ready | Spoiled:
        """See `SampleInputs`."""
        try:
            picture = self._pictures.open(self.file(sample.picture, sample.is_file if sample.file_bytes else None))
        except (InputError, OSError) as error:
            return Spoiled.by(error, position, sample)
        if picture.shape[1::-1] != (sample.width, sample.height):
            words = f"'{sample.picture}' has another size than when it was imported; import the dataset again."
            return Spoiled(position, BrokenPicture(sample.picture, words))
        tensor, frame = apply(picture, preprocessing, self.target)
        return Shown(position, sample, frame), {self.target.name: tensor}

    def feed(self, ready: Sequence[Ready]) -> Tensors:
        """See `SampleInputs`."""
        whole = filled([tensors[self.target.name] for _, tensors in ready], self.batch)
        array = np.stack(whole) if "N" in self.target.layout else whole[0]
        frames = frames_of([shown for shown, _ in ready], self.batch)
        return {self.target.name: array, **side_inputs(self._inputs, self.target, frames)}

    def file(self, name: str, is_it: Callable[[int, int], bool] | None) -> Path:
        """Where a file lies, which `is_it` recognises; None: a picture that is only tried, and never was verified."""
        return self._folder / name if is_it is None else unchanged(self._folder, name, is_it)


class PictureLooker(Looker):
    """A compiled network and the pictures of a dataset to show it."""

    def __init__(
        self,
        compiled: Compiled,
        model: Model,
        folder: Path,
        pictures: Pictures,
        prepared: PreparedSamples | None = None,
    ) -> None:
        """Prepare for showing.

        Args:
            compiled: the network.
            model: its inputs.
            folder: where the pictures lie.
            pictures: opens them.
            prepared: see `Looker`.

        Raises:
            InputError: no input takes pictures.
        """
        self._inputs = PictureInputs(compiled, model, folder, pictures)
        super().__init__(compiled, self._inputs, prepared)
        self._pictures = pictures
        self.target = self._inputs.target

    def open_mask(self, sample: Sample) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
        """The mask of a picture. Raises UnreadablePicture; InputError: there is none, or it was changed since the import."""
        if sample.mask is None:
            raise InputError(f"'{sample.picture}' has no mask.", "Choose a dataset with masks.")
        return self._pictures.open_mask(
            self._inputs.file(sample.mask, sample.is_mask_file if sample.mask_bytes else None)
        )

    def prepared_only(self, samples: Iterable[tuple[int, Sample]], preprocessing: Preprocessing) -> Iterator[Tensor]:
        """Pictures decoded and preprocessed, without any inference: how fast that alone can be."""
        for made in self._ready(samples, preprocessing):
            if not isinstance(made, Spoiled):
                yield made[1][self.target.name]

    def prepare(self, sample: Sample, preprocessing: Preprocessing) -> tuple[Shown, Tensor]:
        """One picture as it lies in the network's input, and that input without the batch dimension.

        Raises:
            InputError: it cannot be shown.
        """
        made = self._prepared(0, sample, preprocessing)
        if isinstance(made, Spoiled):
            raise InputError(made.broken.reason, "Choose another picture.")
        return made[0], made[1][self.target.name]

    def look_at_copies(
        self, shown: Shown, tensors: Iterable[Tensor], read: Callable[[Seen], Iterable[Made]]
    ) -> Iterator[Made]:
        """Show changed copies of one prepared picture; what `read` made of each, in order."""
        under_way: deque[int] = deque()

        def batches() -> Iterator[Tensors]:
            waiting = iter(tensors)
            while group := list(islice(waiting, self.batch)):
                under_way.append(len(group))
                yield self._inputs.feed([(shown, {self.target.name: tensor}) for tensor in group])

        def seen() -> Iterator[Seen]:
            for outputs in self._compiled.stream(batches(), None):
                yield Seen((shown,) * under_way.popleft(), frames_of([shown], self.batch), outputs)

        for made in in_threads(read, seen(), _BEHIND):
            yield from made
