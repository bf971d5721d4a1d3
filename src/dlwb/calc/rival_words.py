"""Rivals in one sentence, for people who read no further."""

from collections.abc import Sequence

from dlwb.calc.accuracy.sentences import change_figure, metric_words
from dlwb.calc.figure_words import TOO_NOISY, is_hidden, ratio_figures
from dlwb.domain.accuracy import ChangeWord, MetricChange
from dlwb.domain.comparison import Delta, Word

Rival = tuple[str, MetricChange | None, Delta | None]


def in_a_sentence(rivals: Sequence[Rival]) -> str:
    """Which of them to prefer to f32: the fastest that loses nothing for sure.

    `rivals` are each a label, a change (None: not known) and a speed.
    """
    if not rivals:
        return "There is no rival to f32 here."
    words = "; ".join(_words(*rival) for rival in rivals)
    faster = [rival for rival in rivals if rival[2] is not None and rival[2].word is Word.FASTER]
    if not faster:
        return f"{words}. None is clearly faster than f32, so f32 stays the better choice."
    fastest = max(faster, key=_speed)
    known = [rival for rival in faster if rival[1] is not None]
    if not known:
        return f"{words}. {fastest[0]} is the fastest; what it does to accuracy is not known."
    safe = [rival for rival in known if not _loses(rival[1])]
    if not safe:
        of_whom = "All that are faster" if known == faster else "Of those that are faster all whose accuracy is known"
        return f"{words}. {of_whom} lose accuracy."
    best = max(safe, key=_speed)
    if best is fastest:
        return f"{words}. {best[0]} is the fastest, and no loss shows on these pictures."
    return f"{words}. {fastest[0]} is the fastest; {best[0]} is the fastest in which no loss shows on these pictures."


def about_pictures(name: str, shown: int, total: int | None, seed: int | None) -> str:
    """On which pictures accuracy was measured.

    Args:
        name: of the dataset.
        shown: how many pictures.
        total: how many the dataset has; None: it was removed.
        seed: what they were chosen by; None: they were to be all of them.
    """
    if shown == total:
        return f"Accuracy is on all {shown:,} pictures of '{name}', the same for all."
    of = "" if total is None else f" of the {total:,}"
    chosen = "" if seed is None else f", chosen by seed {seed}"
    return f"Accuracy is on {shown:,}{of} pictures of '{name}'{chosen}, the same for all."


def _speed(rival: Rival) -> float:
    return rival[2].ratio.value if rival[2] is not None else 0.0


def _loses(change: MetricChange | None) -> bool:
    return change is not None and change.word is ChangeWord.WORSE


def _speed_words(speed: Delta) -> str:
    if is_hidden(speed.ratio, speed.word, speed.tolerance):
        return f"speed beside f32 unknown, because {TOO_NOISY}"
    return f"{ratio_figures(speed.ratio)[0]} times the frames per second of f32"


def _words(label: str, change: MetricChange | None, speed: Delta | None) -> str:
    ratio = "" if speed is None else f" {_speed_words(speed)}"
    if change is None:
        return f"{label}:{ratio or ' not measured'}"
    return f"{label}:{ratio}, {change_figure(change)} in {metric_words(change.name)}"
