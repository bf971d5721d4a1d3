"""The samples that ranges of activations are taken from, as the network gets them."""

from collections.abc import Iterator
from itertools import islice

from dlwb.domain.dataset import BrokenPicture
from dlwb.domain.errors import InputError
from dlwb.domain.model import Preprocessing
from dlwb.domain.sample_kind import SampleKind
from dlwb.ports import Tensors
from dlwb.worker.looking import Looker, Spoiled
from dlwb.worker.reading import Chosen

# Inputs that are passed over several times are decoded once, as long as they fit in here.
_KEPT_BYTES = 256 * 2**20


class CalibrationInputs:
    """Inputs for as many passes as a quantizer makes; pictures that cannot be shown are left out of all of them."""

    def __init__(
        self, looker: Looker, samples: Chosen, preprocessing: Preprocessing, kind: SampleKind = SampleKind.PICTURE
    ) -> None:
        self._kind = kind
        self._looker = looker
        self._samples = samples
        self._preprocessing = preprocessing
        self._kept: list[Tensors] | None = None
        self.broken: tuple[BrokenPicture, ...] = ()

    @property
    def batches(self) -> int:
        """How many inputs there are at most; the last one is filled up where pictures do not go into batches evenly."""
        return -(-len(self._samples) // self._looker.batch)

    @property
    def pictures(self) -> int:
        """How many pictures there are without the broken ones that were met so far."""
        return len(self._samples) - len(self.broken)

    def __call__(self) -> Iterator[Tensors]:
        """One pass over all inputs.

        Raises:
            InputError: no picture can be shown.
        """
        if self._kept is not None:
            yield from self._kept
            return
        kept: list[Tensors] = []
        room, broken, fed = _KEPT_BYTES, [], 0
        for made in self._looker.feeds(self._samples, self._preprocessing):
            if isinstance(made, Spoiled):
                broken.append(made.broken)
                continue
            room -= sum(array.nbytes for array in made.values())
            if room >= 0:
                kept.append(made)
            fed += 1
            yield made
        self.broken = tuple(broken)
        if not fed:
            first = broken[0].reason if broken else "there is none"
            raise InputError(
                f"No {self._kind} can be used for calibration: {first.rstrip('.')}.", "Import the dataset again."
            )
        if room >= 0:
            self._kept = kept

    def few(self, count: int) -> list[Tensors]:
        """The first few inputs. Raises InputError, see a pass over all."""
        return list(islice(self(), count))
