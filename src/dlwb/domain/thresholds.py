"""What a detector finds when only detections of at least some score count."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ThresholdPoint:
    """Detections of at least the score `threshold`: `hits` found an object, `extra` found none; `missed` objects are left.

    `precision` is hits over detections that count (None: there is none), `recall` hits over objects (None: there is none),
    `f1` twice the hits over objects and detections (None: there is neither).
    """

    threshold: float
    hits: int
    extra: int
    missed: int

    @property
    def precision(self) -> float | None:
        """Hits over detections that count."""
        counted = self.hits + self.extra
        return self.hits / counted if counted else None

    @property
    def recall(self) -> float | None:
        """Hits over objects."""
        objects = self.hits + self.missed
        return self.hits / objects if objects else None

    @property
    def f1(self) -> float | None:
        """Twice the hits over objects and detections (F1, Dice)."""
        total = 2 * self.hits + self.extra + self.missed
        return 2 * self.hits / total if total else None
