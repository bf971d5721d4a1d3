"""The policy of a race between configurations: who runs next, who is out, and when the answer is known.

First every configuration that could be the best runs one lap, cheap ones and those that tell most first; what the laws
forbid (`race_laws`) does not run at all. Then those still in the race run round after round, so that they are compared lap
by lap and a drift of the host cancels; whoever is surely behind leaves, and half of them in any case until few are left.
Nothing here measures: a worker runs the laps and tells what they did (`worker/race.py`), a test simulates them.
"""

from collections.abc import Iterable, Sequence
from math import exp, log

from dlwb.calc.race_costs import Costs
from dlwb.calc.race_laws import SURE, Entrant, Laws
from dlwb.calc.race_limit import LatencyLimit
from dlwb.calc.standings import FIRST, Lap, Standings
from dlwb.domain.inference import Effort, MeasurePlan
from dlwb.domain.measurement import Estimate
from dlwb.domain.search import Goal, GoalKind

# A lap is measured for about so long, in as many stretches.
LAP_S = 0.2
LAP_STRETCHES = 3
# Where so many answers take less, the laps after the first one are shorter: what the host does to all of them slowly then
# hits those that run in turn more alike, and more turns fit into the time.
_LAP_ANSWERS = 40
_SHORTEST_LAP_S = 0.05

DOMINATED = "dominated"
OVER_LIMIT = "over the latency limit"
BEHIND = "behind too many others"
TO_THE_END = "in the race to the end"

CLEAR = "the best is clear"
WITHIN_TOLERANCE = "all that are left are within 1 % of the best"
INDISTINCT = "those that are left cannot be told apart"
BUDGET_SPENT = "budget spent"
NOTHING_FITS = "no configuration meets the limit"

# Those that cannot be better than the best by more than this need no further laps.
_TOLERANCE = 0.01
# Closer than this counts as equal: then the lower latency is the better one.
_TIE = 0.005
# Standard errors for "could be better", which one in 40 exceeds by chance.
_COULD = 2.0
_Z_95 = 1.96
# So many rounds tell apart what a quiet host can tell apart; on a restless one more are run, until the standard error of
# every difference is no larger than this.
_ENOUGH_ROUNDS = 12
_KNOWN = 0.015
# After round r at most so many are still in the race; the last number stays.
_PLACES = (16, 8, 5, 4, 3)
# The first laps may take this share of the budget.
_FIRST_LAPS_SHARE = 0.65
# A lap that costs a share x of the budget must promise x times this more than the best so far.
_PRICE = 0.3
# A neighbour of the best that a law kept out runs in the end, unless that costs more than this share of the budget.
_LATE_SHARE = 0.05
# The interval of the engine's own hints needs so many laps.
_BASELINE_LAPS = 3
# After so many first laps, and those of the same compiled model, a hint runs another one: how it differs from its last one
# tells how restless the host is.
_CONTROL_EVERY = 3


def race_plan(inputs: tuple[str, ...], seed: int) -> MeasurePlan:
    """The plan that describes how a race measures each of its configurations."""
    return MeasurePlan(
        effort=Effort.QUICK,
        budget_s=LAP_S * (_ENOUGH_ROUNDS + 1),
        precision_goal=0.03,
        min_blocks=LAP_STRETCHES,
        block_s=LAP_S / LAP_STRETCHES,
        min_block_completions=1,
        inputs=inputs,
        seed=seed,
    )


def lap_s(median_ms: float) -> float:
    """Seconds that a lap after the first one is measured for, by the median latency of a request in milliseconds."""
    return min(LAP_S, max(_SHORTEST_LAP_S, _LAP_ANSWERS * median_ms / 1e3))


class Race:
    """One race. Ask `next` who runs, tell `ran` (or `failed`, `same`), look at `leaving`, until `next` says None."""

    def __init__(self, entrants: Sequence[Entrant], goal: Goal, baselines: int, budget_s: float) -> None:
        """The first `baselines` entrants are the engine's own hints, which never leave the race."""
        self.stop_reason = ""
        self._entrants = entrants
        self._goal = goal
        self._baselines = baselines
        self._budget_s = budget_s
        self._standings = Standings(goal.kind)
        self._limit = LatencyLimit(goal, self._standings)
        self._laws = Laws(entrants, self._standings)
        self._waiting = list(range(len(entrants)))
        self._racing: list[int] = []
        self._left: list[tuple[int, str]] = []
        self._skipped: dict[int, str] = {}
        self._round = FIRST
        self._lane: list[int] = []
        self._costs = Costs(entrants, self._standings, self._laws, LAP_S)
        self._twin: dict[int, int] = {}
        self._late_before: set[int] = set()
        self._controls = 0
        self._since_control = 0
        self._last_group = -1

    # --- what the runner tells --------------------------------------------------------------------

    def next(self, spent_s: float) -> int | None:
        """Who runs the next lap, `spent_s` seconds after the start; None: the race is over."""
        self._costs.charge(spent_s)
        if self.stop_reason:
            return None
        chosen = self._next_first_lap(spent_s) if self._round == FIRST else None
        if chosen is None:
            chosen = self._next_in_round(spent_s)
        if chosen is not None:
            self._costs.ask(chosen, spent_s)
        return chosen

    def ran(self, entrant: int, lap: Lap) -> None:
        """`entrant` ran the lap it was asked for."""
        is_control = self._round == FIRST and self._standings.has_run(entrant)
        self._since_control = 0 if is_control else self._since_control + 1
        self._controls += is_control
        self._last_group = self._entrants[entrant].group
        self._standings.add(entrant, -self._controls if is_control else self._round, lap)
        if entrant not in self._racing:
            if entrant in self._waiting:
                self._waiting.remove(entrant)
            self._skipped.pop(entrant, None)
            self._racing.append(entrant)
            self._laws.ran(entrant)
            self._dismiss()

    def compiled(self, entrant: int, seconds: float) -> None:
        """The group of `entrant` has been compiled, which took so long."""
        self._costs.compiled(entrant, seconds)

    def same(self, entrant: int, baseline: int) -> None:
        """`entrant` has turned out to be what the engine's own hint chooses; the hint runs for both."""
        if entrant in self._waiting:
            self._waiting.remove(entrant)
            self._laws.ran(entrant, lap_of=baseline)
            self._twin[baseline] = entrant

    def failed(self, entrant: int) -> None:
        """`entrant` cannot run."""
        for group in (self._waiting, self._racing, self._lane):
            if entrant in group:
                group.remove(entrant)
        self._skipped.pop(entrant, None)

    def remember(self, entrant: int, lap: Lap) -> None:
        """`entrant` ran and left in a race before this one; what it did still counts for the laws."""
        self._standings.add(entrant, FIRST, lap)
        self._waiting.remove(entrant)
        self._laws.ran(entrant)

    # --- what the runner asks ---------------------------------------------------------------------

    def leaving(self) -> tuple[tuple[int, str], ...]:
        """Who has left the race since this was last asked, and why."""
        left, self._left = tuple(self._left), []
        return left

    def ranking(self) -> tuple[int, ...]:
        """Those within the limit that are still in the race, the best first; of equals the one with the lower latency."""
        left = [e for e in self._racing if self._limit.is_inside(e)]
        ranked: list[int] = []
        while left:
            leader = self._leader(left)
            equals = [e for e in left if self._standings.gap(e, leader).value >= -_TIE]
            first = min(equals, key=lambda e: (not self._limit.is_surely_inside(e), self._standings.latency_ms(e), e))
            ranked.append(first)
            left.remove(first)
        return tuple(ranked)

    def untried(self) -> tuple[int, ...]:
        """Those that never ran."""
        return tuple(sorted((*self._waiting, *self._skipped)))

    def racing(self) -> tuple[int, ...]:
        """Those still in the race."""
        return tuple(self._racing)

    def best(self) -> int | None:
        """The best so far within the limit."""
        inside = [e for e in self._racing if self._limit.is_inside(e)]
        return self._leader(inside) if inside else None

    def fps(self, entrant: int) -> float:
        """What an entrant does, in frames per second."""
        return self._standings.fps(entrant)

    def so_far(self, entrant: int) -> tuple[Estimate, Estimate, int]:
        """Frames per second and median latency in milliseconds with 95 % intervals, and from how many laps."""
        figures = (self._standings.log_fps(entrant), self._standings.log_latency(entrant))
        fps, ms = (Estimate(exp(f.value), exp(f.low(_Z_95)), exp(f.high(_Z_95))) for f in figures)
        return fps, ms, len(self._standings.laps(entrant))

    @property
    def tried(self) -> int:
        """How many are settled: they ran, or need not run."""
        return len(self._entrants) - len(self._waiting)

    def left_s(self, spent_s: float) -> float:
        """About how many seconds it still takes."""
        rest = max(0.0, self._budget_s - spent_s)
        lap = self._costs.typical()
        if self._round == FIRST:
            first = sum(self._costs.first_lap(e) for e in self._waiting)
            return min(rest, min(first, _FIRST_LAPS_SHARE * self._budget_s) + 5 * lap * _PLACES[1])
        return min(rest, lap * sum(min(len(self._racing), self._places(r)) for r in range(self._round, 6)) + lap)

    # --- first laps -------------------------------------------------------------------------------

    def _next_first_lap(self, spent_s: float) -> int | None:
        for baseline in self._waiting:
            if baseline < self._baselines:
                return baseline
        share = _FIRST_LAPS_SHARE * self._budget_s - spent_s
        for entrant in sorted(self._waiting, key=self._promise):
            reason = self._forbidden(entrant)
            if reason:
                self._waiting.remove(entrant)
                self._skipped[entrant] = reason
            elif self._costs.first_lap(entrant) <= share:
                return self._control_or(entrant)
        self._begin_round()
        return None

    def _control_or(self, entrant: int) -> int:
        """A hint that is due for another lap, between two compiled models; else `entrant`."""
        short = self._short_hints()
        if not short or self._since_control < _CONTROL_EVERY or self._entrants[entrant].group == self._last_group:
            return entrant
        return min(short, key=lambda e: len(self._standings.laps(e)))

    def _promise(self, entrant: int) -> tuple[float, ...]:
        """Every second batch first, for they foretell the others; then those next to the best batch; small ones before large.

        The entrants of a group stay together, those with few requests first.
        """
        one = self._entrants[entrant]
        batches = sorted({e.batch for e in self._entrants})
        coarse = batches.index(one.batch) % 2 == 0
        best = self.best()
        away = 0.0 if coarse or best is None else abs(log(one.batch / self._entrants[best].batch))
        return (not coarse, away, one.batch, one.family, one.group, one.requests)

    def _forbidden(self, entrant: int) -> str:
        """Why an entrant need not run, or empty."""
        limit = self._goal.latency_limit_ms
        if limit is not None and self._laws.is_over(entrant, limit):
            return OVER_LIMIT
        if self._goal.kind is GoalKind.LATENCY:
            return DOMINATED if self._laws.is_outdone(entrant) else ""
        if self._laws.most_gain(entrant) <= 1 + _TOLERANCE:
            return DOMINATED
        anchor = self._anchor()
        if anchor is None:
            return ""
        wanted = 1 + _TOLERANCE + _PRICE * self._costs.first_lap(entrant) / self._budget_s
        return DOMINATED if self._laws.most_fps(entrant) < wanted * self._standings.fps(anchor) else ""

    # --- rounds -----------------------------------------------------------------------------------

    def _next_in_round(self, spent_s: float) -> int | None:
        while not self.stop_reason:
            if not self._lane:
                self._end_round()
                continue
            entrant = self._lane.pop(0)
            if spent_s + self._costs.lap(entrant) <= self._budget_s:
                return entrant
            if entrant == self.best() or not any(spent_s + self._costs.lap(e) <= self._budget_s for e in self._racing):
                self.stop_reason = BUDGET_SPENT
        return None

    def _late(self) -> list[int]:
        """Neighbours of the best that a law kept out: a law can be wrong by a few per cent, and this is where it matters."""
        best = self.best()
        if best is None or self._goal.kind is GoalKind.LATENCY:
            return []
        late = [e for e in self._laws.neighbours(self._twin.get(best, best)) if self._skipped.get(e) == DOMINATED]
        late = [e for e in late if e not in self._late_before and self._laws.most_gain(e) > 1 + _TOLERANCE]
        late = [e for e in late if self._costs.first_lap(e) <= _LATE_SHARE * self._budget_s]
        self._late_before.update(late)
        return late

    def _begin_round(self, late: Sequence[int] = ()) -> None:
        """All that are still in the race, in the opposite direction each time; hints until they have enough laps."""
        if self._round == FIRST:
            self._dismiss()
        self._round += 1
        anchor = self._anchor()
        contenders = [e for e in self._racing if self._contends(e, anchor)]
        self._lane = list(dict.fromkeys((*contenders, *late, *self._short_hints())))
        if self._round % 2 == 0:
            self._lane.reverse()
        if not self._lane:
            self.stop_reason = NOTHING_FITS

    def _short_hints(self) -> list[int]:
        """The engine's own hints that have too few laps for an interval."""
        return [e for e in self._racing if e < self._baselines and len(self._standings.laps(e)) < _BASELINE_LAPS]

    def _end_round(self) -> None:
        self._dismiss()
        self._halve()
        self.stop_reason = self._decision()
        if self.stop_reason in (CLEAR, WITHIN_TOLERANCE, INDISTINCT) and (late := self._late()):
            self.stop_reason = ""
            self._begin_round(late)
        elif not self.stop_reason:
            self._begin_round()

    def _decision(self) -> str:
        """Why to stop now, or empty."""
        contenders = [e for e in self._racing if self._contends(e, self._anchor())]
        if self._short_hints() or self._limit.is_open(contenders, self._round):
            return ""
        inside = [e for e in contenders if self._limit.is_inside(e)]
        if not inside:
            return NOTHING_FITS
        leader = self._leader(inside)
        others = [e for e in contenders if e != leader]
        if not others:
            return CLEAR
        if all(self._standings.gap(e, leader).high(_COULD) <= _TOLERANCE for e in others):
            return WITHIN_TOLERANCE
        is_known = all(self._standings.gap(e, leader).error <= _KNOWN for e in others)
        return INDISTINCT if self._round >= _ENOUGH_ROUNDS and is_known else ""

    def _places(self, round: int) -> int:
        return _PLACES[min(max(round, 1), len(_PLACES)) - 1]

    # --- who is out -------------------------------------------------------------------------------

    def _dismiss(self) -> None:
        """Let those go that are surely behind, or surely over the limit; the hints stay."""
        anchor = self._anchor()
        for entrant in [e for e in self._racing if e >= self._baselines]:
            if self._limit.is_surely_over(entrant):
                self._leave(entrant, OVER_LIMIT)
            elif anchor is not None and self._standings.gap(entrant, anchor).high(SURE) < 0:
                self._leave(entrant, DOMINATED)

    def _halve(self) -> None:
        """Let the last go when there are more than this round has places for."""
        anchor = self._anchor()
        if anchor is None:
            return
        contenders = [e for e in self._racing if self._contends(e, anchor)]
        contenders.sort(key=lambda e: self._standings.gap(e, anchor).value, reverse=True)
        kept = {*contenders[: self._places(self._round)], anchor}
        for entrant in contenders:
            if entrant not in kept and entrant >= self._baselines:
                self._leave(entrant, BEHIND)

    def _leave(self, entrant: int, reason: str) -> None:
        self._racing.remove(entrant)
        if entrant in self._lane:
            self._lane.remove(entrant)
        self._left.append((entrant, reason))

    def _contends(self, entrant: int, anchor: int | None) -> bool:
        """Whether an entrant of the race could still be the best."""
        if self._limit.is_surely_over(entrant):
            return False
        return anchor is None or entrant == anchor or self._standings.gap(entrant, anchor).high(SURE) >= 0

    def _leader(self, among: Iterable[int]) -> int:
        """The one that no other is ahead of."""
        left = list(among)
        leader = max(left, key=self._standings.typical)
        for _ in range(3):
            ahead = max(left, key=lambda e: self._standings.gap(e, leader).value)
            if self._standings.gap(ahead, leader).value <= 0:
                break
            leader = ahead
        return leader

    def _anchor(self) -> int | None:
        """The best of those that are surely inside the limit: only they can put others out of the race."""
        sure = [e for e in self._racing if self._limit.is_surely_inside(e)]
        return self._leader(sure) if sure else None
