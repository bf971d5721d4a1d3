"""Two variants of a network on the same pictures: what changed, how sure that is, and which pictures flipped."""

from collections.abc import Callable, Collection, Sequence
from math import inf, sqrt

import numpy as np
from numpy.typing import NDArray

from dlwb.calc.accuracy import detection, pixels
from dlwb.calc.accuracy.clusters import Clusters, clusters_of
from dlwb.calc.accuracy.report import likeness_figures, of_kind
from dlwb.calc.accuracy.resampling import direction_of, interval, resamples
from dlwb.calc.stats import wilson
from dlwb.domain.accuracy import (
    ClassRecord,
    Direction,
    Flip,
    LikenessRecord,
    MetricChange,
    ObjectRecord,
    PairedAccuracy,
    PictureRecord,
    PixelRecord,
)
from dlwb.domain.dataset import Sample

Floats = NDArray[np.float64]
Figures = Callable[[Floats], dict[str, Floats]]

# A change of a picture's score below this is no flip: a few pixels along an edge, a likeness in the third digit.
_VISIBLE = 0.01


def compare_records(
    samples: Sequence[Sample],
    before: Sequence[PictureRecord],
    after: Sequence[PictureRecord],
    *,
    masks: bool = False,
) -> PairedAccuracy:
    """Two variants on the same pictures; all three belong together by place. `masks` as in `report.report`.

    Only found objects are held against `samples`; for other records there need be none, and every picture is independent then.

    Raises:
        ValueError: the records are of different pictures or of different kinds, or there are none.
    """
    if not before or [r.picture for r in before] != [r.picture for r in after]:
        raise ValueError("Two variants are compared on the same pictures, in the same order.")
    classes = of_kind(ClassRecord, before), of_kind(ClassRecord, after)
    clusters = clusters_of(samples, len(before))
    if all(classes):
        return _compare_classes(*classes, clusters)
    first, second = (figures_of(samples, records, masks=masks) for records in (before, after))
    changes = _changes(first, second, clusters)
    return PairedAccuracy(len(before), changes, _flips(before, after))


def figures_of(
    samples: Sequence[Sample],
    records: Sequence[PictureRecord],
    *,
    masks: bool = False,
    only: Collection[str] | None = None,
) -> Figures:
    """The metrics of one variant, for any weights of the pictures. Classification has its own exact ways.

    A detector has many, and nothing is worked out for those that are not among `only`.
    """
    if objects := of_kind(ObjectRecord, records):
        matches = detection.match_all(samples, [record.detected for record in objects], masks=masks, only=only)
        return lambda weights: detection.figures(matches, weights, only).totals
    if masked := of_kind(PixelRecord, records):
        counts = pixels.count_pixels(masked)
        return lambda weights: pixels.figures(counts, weights)
    if alike := of_kind(LikenessRecord, records):
        return lambda weights: likeness_figures(alike, weights)
    raise ValueError("Records of different kinds cannot be compared.")


def _changes(before: Figures, after: Figures, clusters: Clusters) -> tuple[MetricChange, ...]:
    """Every metric that both have, with the interval of the difference over the same resamples."""
    ones = np.ones((1, len(clusters.of)))
    first, second = before(ones), after(ones)
    names = [name for name in first if name in second]
    spread: dict[str, list[Floats]] = {name: [] for name in names}
    for weights in resamples(clusters):
        a, b = before(weights), after(weights)
        for name in names:
            spread[name].append(b[name] - a[name])
    changes = []
    for name in names:
        was, is_now = float(first[name][0]), float(second[name][0])
        drawn = np.concatenate(spread[name]) if spread[name] else np.zeros(0)
        ends = interval(drawn, is_now - was, clusters.count, (-inf, inf))
        changes.append(MetricChange(name, direction_of(name), was, is_now, is_now - was, *ends))
    return tuple(changes)


def _flips(before: Sequence[PictureRecord], after: Sequence[PictureRecord]) -> tuple[Flip, ...]:
    pairs = [Flip(a.picture, a.score, b.score) for a, b in zip(before, after, strict=True)]
    return tuple(sorted((f for f in pairs if abs(f.after - f.before) >= _VISIBLE), key=lambda f: f.after - f.before))


# --- classification -------------------------------------------------------------------------------


def _compare_classes(before: Sequence[ClassRecord], after: Sequence[ClassRecord], clusters: Clusters) -> PairedAccuracy:
    changes = tuple(
        paired_shares(name, [_within(r, k) for r in before], [_within(r, k) for r in after], clusters.count)
        for name, k in (("top1", 1), ("top5", 5))
    )
    turned = [(a, b) for a, b in zip(before, after, strict=True) if _within(a, 1) != _within(b, 1)]
    flips = sorted((Flip(a.picture, a.score, b.score) for a, b in turned), key=lambda f: f.after - f.before)
    return PairedAccuracy(len(before), changes, tuple(flips), mcnemar(*_lost_and_won(before, after, clusters)))


def _lost_and_won(before: Sequence[ClassRecord], after: Sequence[ClassRecord], clusters: Clusters) -> tuple[int, int]:
    """How many clusters lost more pictures than they won, and the other way round; the flips, where each is one picture."""
    moved = [_within(b, 1) - _within(a, 1) for a, b in zip(before, after, strict=True)]
    total = np.bincount(clusters.of, weights=moved, minlength=clusters.count)
    return int(np.count_nonzero(total < 0)), int(np.count_nonzero(total > 0))


def _within(record: ClassRecord, places: int) -> bool:
    return record.rank is not None and record.rank < places


def paired_shares(
    name: str, before: Sequence[bool], after: Sequence[bool], independent: int | None = None
) -> MetricChange:
    """The difference of two shares on the same pictures, with its interval by Newcombe; None: all are `independent`.

    Wilson's intervals of the two are joined with the correlation of the pairs (Newcombe 1998, *Improved confidence intervals
    for the difference between binomial proportions based on paired data*, method 10), so that there is an interval even when
    no picture flipped.
    """
    n = len(before) if independent is None else independent
    weight = n / len(before)
    both = weight * sum(a and b for a, b in zip(before, after, strict=True))
    lost, won = weight * sum(before) - both, weight * sum(after) - both
    first, second = wilson(both + lost, n), wilson(both + won, n)
    phi = _correlation(both, lost, won, n - both - lost - won)
    down = _joined(second.value - second.low, first.high - first.value, phi)
    up = _joined(second.high - second.value, first.value - first.low, phi)
    difference = (won - lost) / n
    low, high = max(-1.0, difference - down), min(1.0, difference + up)
    return MetricChange(name, Direction.HIGHER, first.value, second.value, difference, low, high)


def _joined(a: float, b: float, phi: float) -> float:
    return sqrt(max(0.0, a * a - 2 * phi * a * b + b * b))


def _correlation(both: float, lost: float, won: float, neither: float) -> float:
    """Newcombe's φ of the 2×2 table, with his correction for continuity."""
    margins = (both + lost) * (won + neither) * (both + won) * (lost + neither)
    if margins <= 0:
        return 0.0
    cross = both * neither - lost * won
    if cross > 0:
        cross = max(0.0, cross - (both + lost + won + neither) / 2)
    return cross / sqrt(margins)


def mcnemar(lost: int, won: int) -> float:
    """How likely so uneven a split of the flipped pictures is by chance (McNemar's test, exact, two-sided)."""
    n = lost + won
    ways = tail = 1
    for k in range(min(lost, won)):
        ways = ways * (n - k) // (k + 1)
        tail += ways
    share: float = tail / (1 << n)
    return min(1.0, 2 * share)
