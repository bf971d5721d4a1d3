"""A quantization in one sentence. Without numpy, because documents stand on it."""

from collections.abc import Sequence

from dlwb.calc.accuracy.sentences import PLAIN, metric_words
from dlwb.calc.figure_words import TOO_NOISY, counted, is_hidden, number_words, ratio_figures
from dlwb.domain.comparison import Word
from dlwb.domain.measurement import Estimate
from dlwb.domain.outcomes import QuantizeOutcome
from dlwb.domain.quantization import Bound, Outcome
from dlwb.domain.quantization_report import Attempt
from dlwb.domain.sample_kind import SampleKind


def drop_words(drop: Estimate, metric: str, bound: Bound | None) -> str:
    """`0.40 points top-1 [0.10, 0.80]`; a negative drop is a gain."""
    relative = bound is not None and bound.relative
    if metric in PLAIN and not relative:
        value, low, high = (number_words(one) for one in (drop.value, drop.low, drop.high))
        return f"{value} {metric_words(metric)} [{low}, {high}]"
    unit = "% of its" if relative else "points"
    value, low, high = (number_words(one * 100, ".2f") for one in (drop.value, drop.low, drop.high))
    return f"{value} {unit} {metric_words(metric)} [{low}, {high}]"


def change_words(drop: Estimate, metric: str, bound: Bound | None) -> str:
    """`loses 0.40 points top-1 [0.10, 0.80]`, or `gains …` where the drop is negative, with the interval turned round."""
    if drop.value >= 0:
        return f"loses {drop_words(drop, metric, bound)}"
    return f"gains {drop_words(Estimate(-drop.value, -drop.high, -drop.low), metric, bound)}"


def bound_words(bound: Bound) -> str:
    """The limit as people say it: `1 point`, `2 %`."""
    if bound.relative:
        return f"{bound.max_drop * 100:g} %"
    points = f"{bound.max_drop * 100:g}"
    return f"{points} point{'' if points == '1' else 's'}"


def in_a_sentence(found: QuantizeOutcome, bound: Bound | None) -> str:
    """What became of the bound, what was lost, and what was gained for it."""
    report = found.report
    if report.drop is None:
        return "The weights were made smaller; nothing was measured, because there was no dataset."
    lost = f"It {change_words(report.drop, report.metric, bound)}"
    return f"{_about_bound(report.outcome, bound, report.sample_kind)} {lost}, {_speed(found)}.".strip()


def so_far(attempts: Sequence[Attempt], bound: Bound | None, *, ended: bool, kept: str | None) -> str:
    """Where a search stands, or stood when it ended; `kept` names the version that was made of it."""
    best = next((one for one in reversed(attempts) if one.best), None)
    if best is None:
        return "Nothing was kept: no candidate was finished." if ended else "No candidate has been measured yet."
    count = counted(len(attempts), "candidate")
    lost = f"the best so far {change_words(best.drop, best.metric.name, bound)}"
    if bound is not None:
        limit = bound_words(bound)
        lost += f", {'more than' if best.outcome is Outcome.NOT_MET else 'within'} the bound of {limit}"
    if not ended:
        return f"Of {count} {lost}."
    return f"Of {count} {lost}" + (f"; it is kept as '{kept}'." if kept else ".")


def _about_bound(outcome: Outcome, bound: Bound | None, kind: SampleKind) -> str:
    if bound is None or outcome is Outcome.UNBOUNDED:
        return ""
    limit = bound_words(bound)
    match outcome:
        case Outcome.MET:
            return f"The bound of {limit} is met."
        case Outcome.MET_ON_SAMPLE:
            return f"The bound of {limit} is met on these {kind.plural}, which are too few to be sure."
        case _:
            return f"The bound of {limit} is not met; this is the best candidate."


def _speed(found: QuantizeOutcome) -> str:
    if found.comparison is None:
        return "and its speed was not measured"
    delta = next(d for d in found.comparison.subjects[1].deltas if d.higher_is_better)
    if is_hidden(delta.ratio, delta.word, delta.tolerance):
        return f"and nobody can tell its speed: {TOO_NOISY}"
    value, low, high = ratio_figures(delta.ratio)
    ratio = f"{value} times the throughput [{low}, {high}]"
    if delta.word is Word.SLOWER:
        return f"and is slower: {ratio}"
    return f"and has {ratio}" + ("" if delta.word is Word.FASTER else ", which is not surely more")
