"""What has to be said with the result of quantizing within a bound."""

from collections.abc import Iterator
from math import ceil

from dlwb.calc.accuracy.resampling import FEWEST
from dlwb.calc.accuracy.sentences import PLAIN, metric_words
from dlwb.calc.figure_words import counted
from dlwb.calc.quantization.certainty import is_mean
from dlwb.domain.measurement import Estimate
from dlwb.domain.quantization import Bound, Outcome
from dlwb.domain.quantization_report import Attempt
from dlwb.domain.sample_kind import SampleKind

# More pictures than this are nothing to ask for.
_MOST_PICTURES = 1_000_000


def about_result(
    chosen: Attempt,
    attempts: int,
    bound: Bound | None,
    originals: int | None = None,
    kind: SampleKind = SampleKind.PICTURE,
) -> Iterator[str]:
    """Sentences about how sure the result is, and what would make it surer.

    Args:
        chosen: the result.
        attempts: how many were made.
        bound: what it was held against.
        originals: from how many its pictures were made; None: each is one.
        kind: what it was shown.
    """
    if bound is None:
        return
    name = chosen.metric.name
    if chosen.outcome is Outcome.NOT_MET:
        yield f"No candidate keeps within a drop of {_size(bound.max_drop, name, bound)}; the one that loses least is kept."
    if attempts > 1 and not is_mean(name):
        yield f"The {metric_words(name)} is no mean over {kind.plural}, so every candidate was shown all of them."
    if originals is None or originals == chosen.pictures:
        yield from about_sample(chosen.drop, chosen.pictures, kind, name, bound)
    else:
        yield from about_sample(chosen.drop, originals, "original", name, bound)
    if attempts > 2 and chosen.outcome is Outcome.MET_ON_SAMPLE:
        yield f"The best of {attempts} candidates on the same {kind.plural}: on others it may lose somewhat more."


def about_sample(drop: Estimate, pictures: int, kind: str, metric: str, bound: Bound) -> Iterator[str]:
    """How wide the interval is where it reaches beyond the bound, and how many pictures of that kind would do."""
    if drop.low == drop.high:
        if pictures < FEWEST:
            yield f"{counted(pictures, kind)} cannot say how sure the drop is; {FEWEST} are the fewest."
        else:
            yield f"The drop is the same however {pictures:,} {kind}s are drawn again, which does not say how sure it is."
        return
    if not drop.low <= bound.max_drop < drop.high:
        return
    reach = max(drop.high - drop.value, drop.value - drop.low)
    said = f"On {pictures:,} {kind}s the drop is known to within ± {_size(reach, metric, bound)}"
    wanted = pictures_needed(drop, pictures, bound.max_drop)
    if wanted is None:
        yield f"{said}, which is too wide to be sure of the bound either way."
    else:
        yield f"{said}; if it stays what it is, about {wanted:,} {kind}s would make sure of the bound."


def pictures_needed(drop: Estimate, pictures: int, limit: float) -> int | None:
    """With how many pictures the interval would lie on one side of the limit, two significant digits; None: no sensible number.

    The width of an interval goes with one over the square root of the number of pictures.
    """
    room = abs(limit - drop.value)
    reach = drop.high - drop.value if drop.value <= limit else drop.value - drop.low
    if room <= 0 or reach <= 0:
        return None
    wanted = pictures * (reach / room) ** 2
    if wanted > _MOST_PICTURES:
        return None
    step = int(10 ** max(0, len(str(int(wanted))) - 2))
    return ceil(wanted / step) * step


def _size(drop: float, metric: str, bound: Bound) -> str:
    """A drop in words: 1.2 points, 1.2 % of the model's own value, or a plain number where nobody speaks of points."""
    if bound.relative:
        return f"{100 * drop:.2g} % of the model's own {metric_words(metric)}"
    if metric in PLAIN:
        return f"{drop:.2g}"
    figure = f"{100 * drop:.2g}"
    return f"{figure} point{'' if figure == '1' else 's'}"
