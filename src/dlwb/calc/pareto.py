"""Which configurations are worth looking at: the front of throughput over latency, and the best under a limit."""

from collections.abc import Sequence
from dataclasses import dataclass

from dlwb.calc.figure_words import amount
from dlwb.domain.headline import Headline
from dlwb.domain.search import Goal, GoalKind, LimitPercentile


def front(figures: Sequence[tuple[float, float]]) -> tuple[int, ...]:
    """Indices of the (throughput, latency) pairs that no other pair beats, from the lowest latency to the highest.

    A pair is beaten by one with at least its throughput at no more latency; of equal pairs the first stays.
    """
    order = sorted(range(len(figures)), key=lambda i: (figures[i][1], -figures[i][0], i))
    kept: list[int] = []
    for i in order:
        if not kept or figures[i][0] > figures[kept[-1]][0]:
            kept.append(i)
    return tuple(kept)


@dataclass(frozen=True, slots=True)
class Choice:
    """The best of several headlines by index, or the nearest to the limits when none meets them; and why."""

    best: int | None
    nearest: int | None
    reason: str


def choose(headlines: Sequence[Headline], goal: Goal) -> Choice:
    """The best under the goal's limits.

    Without one inside the latency limit the nearest is the one with the least excess over it.
    """
    if not headlines:
        return Choice(None, None, "Nothing has been measured.")
    inside = [i for i, headline in enumerate(headlines) if excess(headline, goal) == 0]
    if not inside:
        nearest = min(range(len(headlines)), key=lambda i: excess(headlines[i], goal))
        return Choice(None, nearest, _out_of_reach(headlines[nearest], goal))
    if goal.kind is GoalKind.LATENCY:
        best = min(inside, key=lambda i: headlines[i].latency_ms.value)
        what = f"Lowest median latency, {amount(headlines[best].latency_ms.value)} ms"
    else:
        best = max(inside, key=lambda i: headlines[i].throughput_fps.value)
        what = f"Highest throughput, {amount(headlines[best].throughput_fps.value)} frames/s"
    among = "" if len(inside) == len(headlines) else f" within the limits ({len(inside)} of {len(headlines)} meet them)"
    return Choice(best, None, f"{what}{among}.")


def limited_latency_ms(headline: Headline, goal: Goal) -> float | None:
    """The latency that the goal limits, in milliseconds; None: a p99 that was not earned."""
    if goal.percentile is LimitPercentile.P50:
        return headline.latency_ms.value
    return None if headline.latency_p99_ms is None else headline.latency_p99_ms.value


def excess(headline: Headline, goal: Goal) -> float:
    """How far a configuration is beyond the limits, as the largest relative excess; 0: it meets them all.

    Infinite where the limited figure is not known.
    """
    beyond = 0.0
    if goal.latency_limit_ms is not None:
        latency = limited_latency_ms(headline, goal)
        beyond = float("inf") if latency is None else max(beyond, latency / goal.latency_limit_ms - 1)
    if goal.memory_limit_bytes is not None:
        peak = headline.peak_rss_bytes
        beyond = float("inf") if peak is None else max(beyond, peak / goal.memory_limit_bytes - 1)
    return beyond


def _out_of_reach(nearest: Headline, goal: Goal) -> str:
    parts = []
    if goal.latency_limit_ms is not None:
        latency = limited_latency_ms(nearest, goal)
        came = "it was not earned" if latency is None else f"the nearest has {amount(latency)} ms"
        parts.append(f"the {goal.percentile.value} latency limit of {amount(goal.latency_limit_ms)} ms ({came})")
    if goal.memory_limit_bytes is not None:
        peak = nearest.peak_rss_bytes
        came = "not known here" if peak is None else f"the nearest takes {amount(peak / 1e6)} MB"
        parts.append(f"the memory limit of {amount(goal.memory_limit_bytes / 1e6)} MB ({came})")
    return f"No configuration meets {' and '.join(parts)}."
