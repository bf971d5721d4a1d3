"""Records of pictures as they come: kept, written to the run's file, and told as progress."""

import gzip
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from dlwb.domain.dataset import BrokenPicture
from dlwb.domain.evaluation import PositionedRecord
from dlwb.domain.run import Progress
from dlwb.domain.sample_kind import SampleKind
from dlwb.protocol import from_json, to_json
from dlwb.worker.looking import Spoiled

OnProgress = Callable[[Progress], None]

_SAY_EVERY_S = 0.5
_FAST = 1


@dataclass(slots=True)
class Collected:
    """What became of all pictures, and how long that took."""

    records: list[PositionedRecord] = field(default_factory=list)
    broken: list[BrokenPicture] = field(default_factory=list)
    wall_s: float = 0.0

    @property
    def per_second(self) -> float:
        """Samples per second."""
        return len(self.records) / self.wall_s if self.wall_s else 0.0


def collect_records(
    made: Iterable[PositionedRecord | Spoiled],
    total: int,
    into: Path,
    on_progress: OnProgress,
    kind: SampleKind = SampleKind.PICTURE,
) -> Collected:
    """Take all records; they go `into` a file of gzipped JSON lines as they come. Progress is told twice a second."""
    found = Collected()
    begin = said = time.monotonic()
    with gzip.open(into, "wb", compresslevel=_FAST) as file:
        for one in made:
            if isinstance(one, Spoiled):
                found.broken.append(one.broken)
            else:
                found.records.append(one)
                file.write(to_json(one).encode() + b"\n")
            now = time.monotonic()
            if now - said >= _SAY_EVERY_S:
                said = now
                on_progress(_progress(len(found.records) + len(found.broken), total, now - begin, kind))
    found.wall_s = time.monotonic() - begin
    return found


def write_records(records: Iterable[PositionedRecord], into: Path) -> None:
    """Write records `into` a file as `collect_records` does, in the order of their positions."""
    with gzip.open(into, "wb", compresslevel=_FAST) as file:
        for one in sorted(records, key=lambda record: record.position):
            file.write(to_json(one).encode() + b"\n")


def read_records(file: Path) -> list[PositionedRecord]:
    """The records in a file."""
    with gzip.open(file, "rb") as lines:
        return [from_json(PositionedRecord, line) for line in lines]


def _progress(done: int, total: int, spent_s: float, kind: SampleKind) -> Progress:
    rate = done / spent_s
    words = f"{done:,} of {kind.counted(total)}, {rate:,.0f} {kind.plural}/s"
    return Progress("measuring", done / total, words, (total - done) / rate if rate else None)
