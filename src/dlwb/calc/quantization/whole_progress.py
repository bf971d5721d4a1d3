"""How far a quantization is as a whole, from how far each of its activities is."""

from dataclasses import replace

from dlwb.domain.run import Progress

# What an activity takes of what is left of its part. How many attempts there will be is known only in the end: each takes
# the same share of the rest, so that the fraction goes on with every one of them and never reaches the end too early.
_SHARES = {
    "measuring": 1.0,
    "compressing": 0.4,
    "quantizing": 0.4,
    "attempts": 0.25,
    "ranking": 0.4,
    "comparing": 0.5,
}


class WholeProgress:
    """One fraction over all parts of a run, which never goes back; the whole is done at 1."""

    def __init__(self) -> None:
        self._at = self._begun = self._end = 0.0
        self._phase = ""
        self._fraction = 0.0

    def begin(self, end: float) -> None:
        """Begin the next part, which ends where the whole is at `end`."""
        self._end = max(end, self._at)
        self._phase = ""

    def of(self, progress: Progress) -> Progress:
        """The progress of an activity as that of the whole; without the seconds left, which were those of the activity."""
        fraction = min(max(progress.fraction or 0.0, 0.0), 1.0)
        if progress.phase != self._phase or fraction < self._fraction:  # the next one, or the same begun anew
            self._phase, self._begun = progress.phase, self._at
        self._fraction = fraction
        share = _SHARES.get(progress.phase, 0.0)
        self._at = max(self._at, self._begun + share * fraction * (self._end - self._begun))
        return replace(progress, fraction=self._at, left_s=None)
