"""Compare what was measured before: two to six runs or models, the first being the reference (METHODS §2)."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from math import hypot

from dlwb.calc.compare import LEAST_TOLERANCE, sized, stored
from dlwb.calc.conditions import caveats, conditions
from dlwb.calc.layer_match import match_layers
from dlwb.calc.run_spread import PRIOR, host_sigma, run_sigma
from dlwb.domain.comparison import Comparison, Delta, Figure, LayerGroup, Word
from dlwb.domain.errors import NotFound
from dlwb.domain.measurement import Estimate
from dlwb.domain.model import Model
from dlwb.domain.run import Run
from dlwb.ports import Store
from dlwb.workflows.compare import check_count
from dlwb.workflows.compared_runs import Evidence, Gathering, exactly
from dlwb.workflows.relatives import Relative, check_related

# Unit of each figure, and whether more of it is better.
_UNITS = {
    "throughput": ("frames/s", True),
    "latency_p50": ("ms", False),
    "latency_p90": ("ms", False),
    "latency_p95": ("ms", False),
    "latency_p99": ("ms", False),
    "latency_p999": ("ms", False),
    "profile_latency": ("ms", False),
    "compile_time": ("ms", False),
    "first_inference": ("ms", False),
    "peak_memory": ("bytes", False),
    "model_size": ("bytes", False),
    "parameters": ("", False),
}
_MAIN = ("throughput", "latency_p50")
_UNDECIDED = "Runs taken apart are not sure enough to tell; measured side by side they are surer."
_UNDECIDED_PAIRED = "The windows differ too much to tell; give a larger budget, or a quieter machine."
_SIZES = ("peak_memory", "model_size", "parameters")
# Figures whose certainty is in their own interval; without one there is nothing to say.
_WITH_INTERVAL = ("throughput", "latency_p50", "latency_p90", "latency_p95", "latency_p99", "latency_p999")
# With less of the time in layers that have a partner, the networks have nothing in common.
_LEAST_MATCHED = 0.1

Parameters = Callable[[Model], int | None]


class CompareRuns:
    """Compares stored results; `parameters` counts those of a model, None where that is not possible."""

    def __init__(self, store: Store, parameters: Parameters) -> None:
        self._store = store
        self._gathering = Gathering(store)
        self._parameters = parameters

    def __call__(self, texts: Sequence[str]) -> Comparison:
        """Compare runs and models by id; a sweep or tuning stands for its best point, a model for its best benchmark.

        A single side-by-side comparison is shown as it is; among others each of its subjects counts.

        Raises:
            NotFound, Ambiguous: no such run or model, or several. InvalidOptions: fewer than two or more than six.
            InputError: one has no figures, or they are of networks that cannot be compared.
        """
        alone = self._alone(texts[0]) if len(texts) == 1 else None
        if alone is not None:
            return self.side_by_side(alone)
        check_count(len(texts))  # each brings at least one
        found = self._gathering.find(texts)
        check_count(len(found))
        subjects = [(evidence.subject, evidence.model) for evidence in found]
        check_related(
            self._store, [Relative.as_run(s.model, s.model_name, model, s.effective) for s, model in subjects]
        )
        return self._compared(found)

    def _alone(self, text: str) -> Run | None:
        """The run of that id if it is a side-by-side comparison."""
        try:
            run = self._store.find_run(text)
        except NotFound:
            return None
        return run if run.spec.kind == "compare" else None

    def side_by_side(self, run: Run) -> Comparison:
        """The result of an interleaved comparison. Raises the run's own failure."""
        paired = run.comparison
        found = self._gathering.side_by_side(run.id, run)
        deltas = tuple(subject.deltas for subject in paired.subjects)
        return replace(self._compared(found, deltas), paired=paired)

    def standing_for(self, run: Run) -> Run:
        """The run that stands for another: the best point of a sweep or a tuning.

        Raises:
            InputError: it has none, or it is a run without figures.
        """
        (evidence,) = self._gathering.find([run.id])
        return self._store.find_run(evidence.subject.run or run.id)

    def _compared(self, found: Sequence[Evidence], measured: Sequence[tuple[Delta, ...]] | None = None) -> Comparison:
        """The comparison; `measured` are answers that were measured side by side."""
        subjects = tuple(evidence.subject for evidence in found)
        sizes = self._sizes(found)
        found = [replace(e, figures=e.figures | more) for e, more in zip(found, sizes, strict=True)]
        deltas = [() if i == 0 else tuple(_deltas(found[0], evidence)) for i, evidence in enumerate(found)]
        if measured is not None:
            own = [tuple(d for d in row if d.what in ("model_size", "parameters")) for row in deltas]
            deltas = [(*paired, *rest) for paired, rest in zip(measured, own, strict=True)]
        differing = conditions(subjects)
        doubts = list(caveats(subjects, differing))
        if measured is None:
            twice = [
                letter for letter, evidence in zip("BCDEF", found[1:], strict=False) if _is_itself(found[0], evidence)
            ]
            doubts += [f"{letter} is the same run as A, so there is nothing between them." for letter in twice]
        if not any(deltas):
            doubts.append("They have no figure in common, so nothing but their layers and conditions can be compared.")
        if any(d.word is Word.CANT_TELL for row in deltas for d in row if d.what in _MAIN):
            doubts.append(_UNDECIDED if measured is None else _UNDECIDED_PAIRED)
        layers, note = _layers(found)
        return Comparison(subjects, _figures(found), tuple(deltas), differing, tuple(doubts), layers, note)

    def _sizes(self, found: Sequence[Evidence]) -> list[dict[str, Estimate]]:
        """Size and parameters of the models, where they differ."""
        models = [evidence.model for evidence in found]
        if len({model.id if model else None for model in models}) < 2:
            return [{} for _ in found]
        return [self._size(model) if model else {} for model in models]

    def _size(self, model: Model) -> dict[str, Estimate]:
        sizes = {"model_size": exactly(model.file("model.bin").size)}
        parameters = self._parameters(model)
        return sizes if parameters is None else sizes | {"parameters": exactly(parameters)}


def _deltas(reference: Evidence, subject: Evidence) -> list[Delta]:
    """Every figure that both have."""
    found = []
    is_itself = _is_itself(reference, subject)
    for what, (_, higher_is_better) in _UNITS.items():
        a, b = reference.figures.get(what), subject.figures.get(what)
        if a is None or b is None or a.value <= 0 or b.value <= 0:
            continue
        if is_itself:
            found.append(Delta(what, exactly(1.0), Word.SAME, LEAST_TOLERANCE, higher_is_better))
            continue
        sigma = _sigma(what, reference, subject) if what in PRIOR else 0.0
        delta = (
            sized(what, a, b, sigma) if what in _SIZES else stored(what, a, b, sigma, higher_is_better=higher_is_better)
        )
        if what in _WITH_INTERVAL and not (reference.has_intervals and subject.has_intervals):
            delta = replace(delta, word=Word.CANT_TELL)
        found.append(delta)
    return found


def _is_itself(reference: Evidence, subject: Evidence) -> bool:
    """Whether both are one run. Subjects of a side-by-side comparison share its run, and have figures of their own."""
    return reference.subject.run == subject.subject.run and reference.figures == subject.figures


def _sigma(what: str, reference: Evidence, subject: Evidence) -> float:
    """What the ratio of a figure varies by from run to run, beyond the intervals of both."""
    both = (reference, subject)
    runs = [
        run_sigma(what, e.spreads[what], e.figures[what], e.subject.verdict.status if e.subject.verdict else None)
        for e in both
    ]
    figures = (reference.figures[what], subject.figures[what])
    return hypot(*runs, host_sigma(what, figures, (reference.subject.environment, subject.subject.environment)))


def _figures(found: Sequence[Evidence]) -> tuple[Figure, ...]:
    rows = []
    for what, (unit, higher_is_better) in _UNITS.items():
        values = tuple(evidence.figures.get(what) for evidence in found)
        if any(value is not None for value in values):
            rows.append(Figure(what, unit, higher_is_better, values))
    return tuple(rows)


def _layers(found: Sequence[Evidence]) -> tuple[tuple[LayerGroup, ...], str]:
    """Layers side by side, or why there are none; and what to know about them."""
    known = [None if i and _is_same_profile(found[0], e) else e.layers for i, e in enumerate(found)]
    missing = [f"subject {i}" for i, layers in enumerate(known, 1) if layers is None]
    lacking = (
        f"There is no profile of {' and '.join(missing)} in its configuration; profile it there to see its layers."
    )
    if known[0] is None or len(missing) > len(found) - 2:
        return (), lacking
    groups = match_layers(known)
    if _matched_share(groups) < _LEAST_MATCHED:
        return (), "Their layers have no operations in common, because the networks or their names differ."
    notes = [f"Subject {i}: {evidence.note}." for i, evidence in enumerate(found, 1) if evidence.note]
    if missing:
        notes.append(lacking)
    return groups, " ".join(notes)


def _is_same_profile(reference: Evidence, subject: Evidence) -> bool:
    """Whether one profile would stand for two configurations: then it shows no difference between them."""
    stands_in = bool(reference.note or subject.note)
    return stands_in and reference.subject.profile == subject.subject.profile


def _matched_share(groups: Sequence[LayerGroup]) -> float:
    """Share of the reference's time in groups that somebody else has, too."""
    shares = [(group.sides[0], any(group.sides[1:])) for group in groups]
    return sum(side.share for side, matched in shares if side is not None and matched)
