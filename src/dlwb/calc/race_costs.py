"""What a lap costs: known of those that ran, foretold of the others."""

from collections.abc import Sequence

from dlwb.calc.race_laws import Entrant, Laws
from dlwb.calc.standings import Standings


class Costs:
    """Seconds of laps; `lap_s` is the least that one is measured for."""

    def __init__(self, entrants: Sequence[Entrant], standings: Standings, laws: Laws, lap_s: float) -> None:
        self._entrants = entrants
        self._standings = standings
        self._laws = laws
        self._lap_s = lap_s
        self._known: dict[int, float] = {}
        self._compile_s: dict[int, float] = {}
        self._asked: tuple[int, float] | None = None

    def ask(self, entrant: int, spent_s: float) -> None:
        """`entrant` is to run now, `spent_s` seconds after the start."""
        self._asked = (entrant, spent_s)

    def charge(self, spent_s: float) -> None:
        """The lap that was asked for is over."""
        if self._asked is not None:
            entrant, since = self._asked
            self._known[entrant] = spent_s - since
            self._asked = None

    def compiled(self, entrant: int, seconds: float) -> None:
        """The group of `entrant` has been compiled, which took so long."""
        self._compile_s[self._entrants[entrant].group] = seconds

    def first_lap(self, entrant: int) -> float:
        """Of one that has not run: compiling where that is to be done, the first inferences, the lap."""
        one, known = self._entrants[entrant], self._compile_s.values()
        compile_s = 0.0 if one.group in self._compile_s else sum(known) / len(known) if known else 0.0
        fps = self._laws.likely_fps(entrant)
        cycle_s = one.batch * one.requests / fps if fps else 0.0
        return compile_s + 2 * cycle_s + max(self._lap_s, cycle_s)

    def lap(self, entrant: int) -> float:
        """Of one more lap. A first one costs more than those that follow."""
        laps = self._standings.laps(entrant)
        if not laps:
            return self.first_lap(entrant)
        last = self._known.get(entrant, 0.0)
        return last if len(laps) > 1 else min(last, 2 * laps[0].wall_s)

    def typical(self) -> float:
        """Of any lap so far, on average."""
        return sum(self._known.values()) / len(self._known) if self._known else 2 * self._lap_s
