"""A version beside its parent in one sentence."""

from dlwb.calc.accuracy.sentences import change_figure, metric_words
from dlwb.calc.figure_words import TOO_NOISY, is_hidden, times_words
from dlwb.domain.accuracy import MetricChange
from dlwb.domain.comparison import Delta, Word
from dlwb.domain.measurement import Estimate

_SPEED = {
    Word.FASTER: "faster",
    Word.SLOWER: "slower",
    Word.SAME: "just as fast",
    Word.CANT_TELL: "not clearly faster or slower",
}


def in_a_sentence(throughput: Delta | None, change: MetricChange | None, before_bytes: int, after_bytes: int) -> str:
    """How fast, how right and how large, as far as it was measured.

    Args:
        throughput: version ÷ parent, side by side.
        change: of the first metric, version minus parent, on the same pictures.
        before_bytes: weights of the parent.
        after_bytes: weights of the version.
    """
    parts = [_speed(throughput), _accuracy(change)]
    if before_bytes > 0 and after_bytes > 0 and before_bytes != after_bytes:
        ratio = before_bytes / after_bytes
        parts.append(f"{ratio:.2g} times smaller" if ratio > 1 else f"{1 / ratio:.2g} times larger")
    return f"The version is {', '.join(parts)}."


def about_speeds(throughput: Delta | None, latency: Estimate | None) -> str | None:
    """Why a version has two speed-ups; None where at most one is known, or noise hides one.

    Args:
        throughput: version ÷ parent, side by side.
        latency: parent ÷ version in the time of one inference, from an explanation.
    """
    if throughput is None or latency is None:
        return None
    if is_hidden(throughput.ratio, throughput.word, throughput.tolerance) or is_hidden(latency):
        return None
    return (
        f"There are two speed-ups, of different things: {times_words(throughput.ratio)} the frames per second is of both "
        f"networks under load, in turns; {times_words(latency)} as fast, in the explanation, is of one inference at a time on "
        "one stream, in quiet moments."
    )


def _speed(delta: Delta | None) -> str:
    if delta is None:
        return "of unknown speed (nobody measured both side by side)"
    if is_hidden(delta.ratio, delta.word, delta.tolerance):
        return f"{_SPEED[delta.word]} ({TOO_NOISY})"
    return f"{_SPEED[delta.word]} ({times_words(delta.ratio)} the frames per second)"


def _accuracy(change: MetricChange | None) -> str:
    if change is None:
        return "of unknown accuracy (nobody showed both the same pictures)"
    return f"{change_figure(change)} in {metric_words(change.name)}"
