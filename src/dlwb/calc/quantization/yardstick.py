"""What candidates are held against: how right the network in floating point is, and how much of that may be lost."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import inf
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from dlwb.calc.accuracy.clusters import clusters_of
from dlwb.calc.accuracy.paired import compare_records, figures_of
from dlwb.calc.accuracy.report import likeness_report, of_kind, report
from dlwb.calc.accuracy.resampling import direction_of, ends_of, interval, metric, resamples
from dlwb.calc.accuracy.sentences import metric_value, metric_words
from dlwb.domain.accuracy import ClassRecord, Direction, LikenessRecord, Metric, MetricChange, PictureRecord
from dlwb.domain.dataset import Sample
from dlwb.domain.errors import InputError, InvalidOptions, OptionProblem
from dlwb.domain.evaluation import PositionedRecord
from dlwb.domain.measurement import Estimate
from dlwb.domain.quantization import Bound, Outcome

Records = Sequence[PositionedRecord]
Floats = NDArray[np.float64]

LIKENESS = "cosine"
# Three pictures of 300 are one per cent, whatever floating-point numbers make of that.
_ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class Judgement:
    """A candidate's metric, what of the parent's it lost (see `Attempt.drop`), and what the bound says of that."""

    metric: Metric
    drop: Estimate
    outcome: Outcome

    @property
    def holds(self) -> bool:
        """Whether it keeps within the bound on the pictures it was shown; without a bound, always."""
        return self.outcome is not Outcome.NOT_MET


class Yardstick(Protocol):
    """Holds candidates against the network in floating point."""

    @property
    def metric(self) -> str:
        """The name of the metric that the bound is about."""

    @property
    def baseline(self) -> Metric:
        """That metric of the network in floating point."""

    @property
    def limit(self) -> float | None:
        """The largest drop, in the metric's own unit, that keeps within the bound; None: any."""

    def judge(self, records: Records) -> Judgement:
        """What a candidate is worth, by its records of some of the pictures. Raises ValueError when there are none."""

    def before(self, positions: Iterable[int]) -> dict[int, PictureRecord | None]:
        """What the network in floating point made of these pictures; None where that is what they are compared with."""


@dataclass(frozen=True, slots=True)
class _Drawn:
    """A metric over some pictures, and in each resample of them."""

    value: float
    resampled: Floats
    clusters: int


def _drawn(name: str, truth: Sequence[Sample], records: Sequence[PictureRecord], *, masks: bool) -> _Drawn:
    figures, count = figures_of(truth, records, masks=masks, only=(name,)), len(records)
    clusters = clusters_of(truth, count)
    value = figures(np.ones((1, count))).get(name)
    if value is None:
        raise InputError(
            f"None of the {count:,} pictures that a candidate was shown has an object that counts for the "
            f"{metric_words(name)}, so nothing can be said of a drop.",
            "Look whether pictures of the dataset have changed, and import it again.",
        )
    resampled = np.concatenate([value[:0], *(figures(weights)[name] for weights in resamples(clusters))])
    return _Drawn(float(value[0]), resampled, clusters.count)


def _changed(name: str, before: _Drawn, after: _Drawn) -> tuple[Metric, MetricChange]:
    """The metric of the second with its interval, and how it differs from the first over the same resamples."""
    difference = after.value - before.value
    ends = interval(after.resampled - before.resampled, difference, after.clusters, (-inf, inf))
    change = MetricChange(name, direction_of(name), before.value, after.value, difference, *ends)
    return metric(name, after.value, after.resampled, after.clusters), change


class AgainstLabels:
    """Both networks were held against labels; they are compared on the same pictures (METHODS §5)."""

    def __init__(
        self, samples: Mapping[int, Sample], baseline: Records, bound: Bound | None, *, masks: bool = False
    ) -> None:
        """Take what the network in floating point made of the pictures; `samples` by position, `masks` as in `report.report`.

        Raises:
            InvalidOptions: there is no such metric. InputError: there is nothing that the bound could keep from being lost.
        """
        self._samples = samples
        self._before = {one.position: one.record for one in baseline}
        self._bound = bound
        self._masks = masks
        self._known: tuple[tuple[int, ...], _Drawn] | None = None
        truth = [samples[one.position] for one in baseline]
        metrics = report(truth, [one.record for one in baseline], masks=masks).metrics
        self.baseline = _chosen(metrics, bound)
        self.metric = self.baseline.name
        self._unit = unit_of(self.baseline, bound)
        self.limit = None if bound is None else bound.max_drop * self._unit

    def judge(self, records: Records) -> Judgement:
        """See `Yardstick.judge`; pictures that the network in floating point was not shown are left out."""
        shown = [one for one in records if one.position in self._before]
        truth = [self._samples[one.position] for one in shown]
        before = [self._before[one.position] for one in shown]
        after = [one.record for one in shown]
        if of_kind(ClassRecord, after):
            change = next(one for one in compare_records(truth, before, after).changes if one.name == self.metric)
            value = report(truth, after).metric(self.metric)
        else:
            was = self._drawn_before(tuple(one.position for one in shown), truth, before)
            value, change = _changed(self.metric, was, _drawn(self.metric, truth, after, masks=self._masks))
        drop = drop_of(change, self._unit)
        return Judgement(value, drop, outcome_of(drop, self._bound))

    def _drawn_before(
        self, positions: tuple[int, ...], truth: Sequence[Sample], before: Sequence[PictureRecord]
    ) -> "_Drawn":
        """The metric of the network in floating point; matching and resampling take long, and most candidates see the same."""
        if self._known is None or self._known[0] != positions:
            self._known = (positions, _drawn(self.metric, truth, before, masks=self._masks))
        return self._known[1]

    def before(self, positions: Iterable[int]) -> dict[int, PictureRecord | None]:
        """See `Yardstick.before`."""
        return {position: self._before[position] for position in positions}


class AgainstParent:
    """The candidates' outputs were compared with those of the network in floating point, which is as like itself as can be."""

    def __init__(self, bound: Bound | None, samples: Mapping[int, Sample]) -> None:
        """Take the pictures by position.

        Raises:
            InvalidOptions: there is no such metric. InputError: there is nothing that the bound could keep from being lost.
        """
        self._bound = bound
        self._samples = samples
        ideal = (Metric(LIKENESS, 1.0, 1.0, 1.0), Metric("nmse", 0.0, 0.0, 0.0, Direction.LOWER))
        self.baseline = _chosen(ideal, bound)
        self.metric = self.baseline.name
        self._unit = unit_of(self.baseline, bound)
        self.limit = None if bound is None else bound.max_drop * self._unit

    def judge(self, records: Records) -> Judgement:
        """See `Yardstick.judge`."""
        clusters = clusters_of([self._samples[one.position] for one in records], len(records))
        found = likeness_report(of_kind(LikenessRecord, [one.record for one in records]), clusters).metric(self.metric)
        ideal = self.baseline.value
        ends = (found.value - ideal, found.low - ideal, found.high - ideal)
        drop = drop_of(MetricChange(found.name, found.direction, ideal, found.value, *ends), self._unit)
        return Judgement(found, drop, outcome_of(drop, self._bound))

    def before(self, positions: Iterable[int]) -> dict[int, PictureRecord | None]:
        """See `Yardstick.before`."""
        return dict.fromkeys(positions)


def _chosen(metrics: Sequence[Metric], bound: Bound | None) -> Metric:
    wanted = bound.metric if bound else None
    if not metrics:
        raise InputError(
            "No metric can be worked out on these pictures, so nothing can be said of a drop.",
            "Choose a dataset that shows what the network looks for.",
        )
    if wanted is None:
        return metrics[0]
    found = next((metric for metric in metrics if metric.name == wanted), None)
    if found is None:
        names = ", ".join(metric.name for metric in metrics)
        problem = OptionProblem("metric", f"'{wanted}' is not measured here; there are {names}.")
        raise InvalidOptions((problem,), "Choose one of these metrics.")
    return found


def unit_of(baseline: Metric, bound: Bound | None) -> float:
    """What drops are shares of: the parent's value where the bound is relative, else 1.

    Raises:
        InputError: the parent's value is 0 and the bound a share of it, or even the worst candidate would keep within the bound.
    """
    if bound is None:
        return 1.0
    worst = ends_of(baseline.name)[0]
    unit = abs(baseline.value) if bound.relative else 1.0
    higher, words = baseline.direction is Direction.HIGHER, metric_words(baseline.name)
    if unit == 0 and not higher:
        raise InputError(
            f"The {words} of the model itself is 0, so no share of it can be lost.",
            "Bound the drop itself instead of a share.",
        )
    if higher and baseline.value - bound.max_drop * unit <= worst + _ROUNDING:
        least = baseline.value <= worst + _ROUNDING
        raise InputError(
            f"The {words} of the model itself is {metric_value(baseline.name, baseline.value)} on these pictures, so "
            f"no candidate can lose more than the bound: it would say nothing.",
            "Look whether the model is read rightly and knows these classes, or choose other pictures."
            if least
            else "Choose a smaller bound; if the model should be better than this, look whether it is read rightly.",
        )
    return unit


def drop_of(change: MetricChange, unit: float) -> Estimate:
    """What was lost, in `unit`s: positive where the metric got worse."""
    sign = -1.0 if change.direction is Direction.HIGHER else 1.0
    ends = sorted((sign * change.low / unit, sign * change.high / unit))
    return Estimate(sign * change.difference / unit + 0.0, ends[0] + 0.0, ends[1] + 0.0)


def outcome_of(drop: Estimate, bound: Bound | None) -> Outcome:
    """What the bound says of a drop (METHODS §6).

    Met: even the upper end of the interval is within it; met on this sample: the drop itself is.
    """
    if bound is None:
        return Outcome.UNBOUNDED
    most = bound.max_drop + _ROUNDING
    if drop.high <= most and drop.low < drop.high:
        return Outcome.MET
    return Outcome.MET_ON_SAMPLE if drop.value <= most else Outcome.NOT_MET
