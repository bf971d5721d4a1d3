"""Candidates shown the pictures for validation, and held against the network in floating point."""

import time
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass, field

from dlwb.calc.quantization.certainty import Certainty
from dlwb.calc.quantization.yardstick import Judgement, Yardstick
from dlwb.domain.dataset import BrokenPicture
from dlwb.domain.errors import InputError
from dlwb.domain.evaluation import PositionedRecord
from dlwb.domain.inference import EffectiveConfig
from dlwb.domain.model import Preprocessing
from dlwb.domain.sample_kind import SampleKind
from dlwb.ports import Engine
from dlwb.protocol import ModelFiles, QuantizeTask
from dlwb.worker.likeness import likenesses
from dlwb.worker.lookers import looker_for
from dlwb.worker.looking import Looker, PreparedSamples, Seen, Spoiled
from dlwb.worker.picture_looking import PictureLooker
from dlwb.worker.predicting import records
from dlwb.worker.prepared import Prepared
from dlwb.worker.reading import Chosen

Say = Callable[[int, float], None]
Made = Generator[PositionedRecord | Spoiled, None, None]

_SAY_EVERY_S = 0.5
# The last few pictures are shown even when the answer is certain: what became of every one is worth more than their time.
_WORTH_SAVING = 0.1


@dataclass(slots=True)
class Showing:
    """What a candidate made of the pictures, in any order; `decided`: it was stopped early, because the answer was certain."""

    effective: EffectiveConfig
    records: list[PositionedRecord] = field(default_factory=list)
    broken: list[BrokenPicture] = field(default_factory=list)
    wall_s: float = 0.0
    decided: bool = False


class Validation:
    """The pictures for validation, how candidates read them, and what they are held against."""

    def __init__(
        self,
        engine: Engine,
        task: QuantizeTask,
        *,
        samples: Chosen,
        preprocessing: Preprocessing,
        yardstick: Yardstick,
        reference: Looker,
    ) -> None:
        """Prepare.

        Args:
            engine: runs the candidates.
            task: says how.
            samples: the pictures, with their positions in the dataset.
            preprocessing: how they go in.
            yardstick: what candidates are held against.
            reference: the network in floating point.
        """
        self.samples = samples
        self.yardstick = yardstick
        self.kind = task.dataset.sample_kind if task.dataset else SampleKind.PICTURE
        self._engine = engine
        self._task = task
        self._preprocessing = preprocessing
        self._reference = reference
        self._prepared: PreparedSamples = Prepared()

    def looker(self, files: ModelFiles) -> Looker:
        """A candidate, compiled, to be shown pictures. Raises EngineError, see `ports.Engine`."""
        assert self._task.dataset is not None
        compiled = self._engine.compile(files, self._task.spec.accuracy.config)
        return looker_for(compiled, self._task.model, self._task.dataset, self._prepared)

    def show(self, looker: Looker, samples: Chosen, say: Say, certainty: Certainty | None = None) -> Showing:
        """Show pictures to a candidate, all of them or until the answer is certain.

        `say` is told how many were shown, and in how many seconds, twice a second.

        Raises:
            InputError: none of them could be shown. EngineError: see `ports.Engine`.
        """
        shown = Showing(looker.effective)
        begin = said = time.monotonic()
        made = self._records(looker, samples)
        for one in made:
            if isinstance(one, Spoiled):
                shown.broken.append(one.broken)
                if certainty is not None:
                    certainty.leave_out(one.position)
                continue
            shown.records.append(one)
            left = len(samples) - len(shown.records) - len(shown.broken)
            if certainty is not None and certainty.add(one) and left > _WORTH_SAVING * len(samples):
                shown.decided = True
                break
            now = time.monotonic()
            if now - said >= _SAY_EVERY_S:
                said = now
                say(len(shown.records) + len(shown.broken), now - begin)
        made.close()
        shown.wall_s = time.monotonic() - begin
        if not shown.records:
            reason = shown.broken[0].reason if shown.broken else "there is none"
            raise InputError(
                f"No {self.kind} can be used for validation: {reason.rstrip('.')}.", "Import the dataset again."
            )
        return shown

    def judge(self, shown: Sequence[PositionedRecord]) -> Judgement:
        """What a candidate is worth, by its records."""
        return self.yardstick.judge(sorted(shown, key=lambda one: one.position))

    def _records(self, looker: Looker, samples: Chosen) -> Made:
        reading, dataset = self._task.reading, self._task.dataset
        assert dataset is not None
        if reading is None:
            yield from likenesses(looker, self._reference, self._preprocessing, samples)
            return

        assert isinstance(looker, PictureLooker)  # whatever else a dataset holds has no labels to be read

        def read(seen: Seen) -> tuple[PositionedRecord | Spoiled, ...]:
            return records(looker, dataset, reading.adapter, self._task.labels, seen)

        for made in looker.look(samples, self._preprocessing, read):
            if isinstance(made, Spoiled):
                yield made
            else:
                yield from made
