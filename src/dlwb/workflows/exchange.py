"""Runs leave a workspace and enter another: what goes along, and what is let in.

What comes in is from anybody, and is treated so: every run is checked for what the rest of the workbench takes for
granted, and its headline is made anew from its result.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from dlwb.domain.annotation import Annotation, ModelBrief, Origin
from dlwb.domain.bundle import RunBundle
from dlwb.domain.comparison import PairedComparison
from dlwb.domain.errors import DlwbError, InputError, InvalidOptions, NotFound
from dlwb.domain.measurement import Estimate
from dlwb.domain.model import Model
from dlwb.domain.moments import is_recorded
from dlwb.domain.names import is_name, shown_name
from dlwb.domain.outcomes import (
    AccuracyOutcome,
    BenchmarkOutcome,
    CompareOutcome,
    ProfileOutcome,
    RunOutcome,
    SweepOutcome,
    TuneOutcome,
)
from dlwb.domain.run import Run, RunState
from dlwb.domain.specs import BenchmarkSpec, CompareSpec, SweepSpec, TuneSpec, dataset_of, device_of, model_of
from dlwb.ports import RunFilter, Store
from dlwb.protocol import from_json, to_json
from dlwb.workflows.compare import FEWEST_SUBJECTS, MOST_SUBJECTS

# An import made a model, and a look at the machine describes it: neither is true anywhere else.
# Of an accuracy run the figures go along; the pictures and what was said of each stay.
EXCHANGED = ("benchmark", "profile", "sweep", "tune", "compare", "accuracy")
_SEARCHES = ("sweep", "tune")
MOST_RUNS = 100_000
_EVERYTHING = 1_000_000
_RUN_ID = re.compile(r"[0-9a-f]{12}")
_MODEL_ID = re.compile(r"[0-9a-f]{16,64}")


# --- out ------------------------------------------------------------------------------------------


def collect(store: Store, chosen: Sequence[Run], host: str, dlwb: str, now: str) -> RunBundle:
    """The chosen runs, the points of searches among them, and the searches that those continue.

    Raises:
        InputError: a run is not finished, or of a kind that means nothing elsewhere; or there is none.
    """
    if not chosen:
        raise InputError(
            "There are no runs to export.", "The list of runs shows all there are.", terminal="dlwb run list"
        )
    found: dict[str, Run] = {}
    waiting = list(chosen)
    while waiting:
        run = waiting.pop(0)
        if run.id in found:
            continue
        _check_leaves(run)
        found[run.id] = run
        if run.spec.kind in _SEARCHES:
            waiting += store.runs(RunFilter(parents=(run.id,), limit=_EVERYTHING))
        if isinstance(run.spec, SweepSpec | TuneSpec) and run.spec.continues is not None:
            waiting += _there(store, run.spec.continues)
    # Names that older versions made from any file's name would be refused on the other side.
    runs = tuple(replace(run, owner=None, worker=None, model_name=shown_name(run.model_name)) for run in found.values())
    return RunBundle(host, dlwb, now, tuple(_briefs(store, runs)), runs)


def _check_leaves(run: Run) -> None:
    if not run.state.is_finished:
        raise InputError(f"Run {run.id} is not finished.", "Wait for it, or cancel it first.")
    if run.spec.kind not in EXCHANGED:
        raise InputError(
            f"Run {run.id} is of kind {run.spec.kind}, which means nothing in another workspace.",
            f"Choose runs of these kinds: {', '.join(EXCHANGED)}.",
        )


def _there(store: Store, id: str) -> list[Run]:
    try:
        return [store.find_run(id)]
    except NotFound:
        return []


def _briefs(store: Store, runs: Iterable[Run]) -> Iterable[ModelBrief]:
    """What is known of the models of these runs, here or from where the runs came."""
    models = {model.id: brief(model) for model in store.models()}
    briefs: dict[str, ModelBrief] = {}
    for run in runs:
        known = models.get(run.model or "") or (run.imported_from.model if run.imported_from else None)
        if known is not None:
            briefs.setdefault(known.id, replace(known, name=shown_name(known.name)))
    return briefs.values()


def brief(model: Model) -> ModelBrief:
    """A model without its files."""
    return ModelBrief(model.id, model.name, model.format, model.precision, model.inputs, model.outputs)


# --- in -------------------------------------------------------------------------------------------


def admit(bundle: RunBundle, now: str) -> tuple[Run, ...]:
    """The runs of a bundle as this workspace keeps them, marked with where they came from.

    Raises:
        InputError: a run is not what a run must be; names it and says why.
    """
    if len(bundle.runs) > MOST_RUNS:
        raise _refused(f"The file holds {len(bundle.runs):,} runs; at most {MOST_RUNS:,} are taken at once.")
    if not is_recorded(bundle.exported):
        raise _refused(f"The file says that it was made at '{bundle.exported[:40]}', which is no moment.")
    if not all(map(is_name, (bundle.host, bundle.dlwb, *(model.name for model in bundle.models)))):
        raise _refused("The file holds a name of a host, a version or a model that cannot be shown.")
    ids = [run.id for run in bundle.runs]
    if len(set(ids)) < len(ids):
        raise _refused("The file holds two runs with the same id.")
    models = {model.id: model for model in bundle.models}
    searches = {run.id: run for run in bundle.runs if run.spec.kind in _SEARCHES}
    return tuple(_admitted(run, bundle, models.get(run.model or ""), searches, now) for run in bundle.runs)


def _admitted(run: Run, bundle: RunBundle, model: ModelBrief | None, searches: dict[str, Run], now: str) -> Run:
    problem = _problem(run)
    if not problem and run.parent is not None and run.parent in searches and run.spec.kind != "benchmark":
        problem = "it is a point of a search, but not a benchmark"
    if problem:
        raise _refused(f"Run '{run.id[:20]}' in the file cannot be: {problem}.")
    admitted = replace(
        run,
        owner=None,
        worker=None,
        parent=run.parent if run.parent in searches else None,  # else no list would ever show it
        annotation=_annotation(run),
        imported_from=Origin(bundle.host, bundle.dlwb, bundle.exported, now, model),
    ).summed_up()
    if not _survives(admitted):
        raise _refused(f"Run {run.id} in the file holds a figure that is no number.")
    return admitted


def _problem(run: Run) -> str:
    """What the rest of the workbench takes for granted and this run does not keep, or nothing."""
    spec, outcome = run.spec, run.outcome
    if spec.kind not in EXCHANGED:
        return f"nothing here knows runs of kind '{spec.kind}' from elsewhere"
    if isinstance(spec, CompareSpec) and not FEWEST_SUBJECTS <= len(spec.subjects) <= MOST_SUBJECTS:
        return "it compares too few or too many"
    moments = [run.created, *(moment for moment in (run.started, run.ended) if moment is not None)]
    succeeded = run.state is RunState.SUCCEEDED
    checks = (
        (not _RUN_ID.fullmatch(run.id), "its id is none"),
        (not run.state.is_finished, f"its state is {run.state}"),
        (run.model != model_of(spec), "its model is not the one that it was asked to use"),
        (not _MODEL_ID.fullmatch(run.model or ""), "the id of its model is none"),
        (not is_name(run.model_name), "the name of its model cannot be shown"),
        (run.dataset != dataset_of(spec), "its dataset is not the one that it was asked to use"),
        (run.dataset is not None and not _MODEL_ID.fullmatch(run.dataset), "the id of its dataset is none"),
        (not is_name(device_of(spec)), "the name of its device cannot be shown"),
        (not all(is_recorded(moment) for moment in moments), "its times are no moments in UTC"),
        (succeeded and (outcome is None or outcome.kind != spec.kind), "its result is not of its kind"),
        (not succeeded and (outcome is not None or run.failure is None), f"it {run.state} without saying why"),
        (isinstance(spec, SweepSpec | TuneSpec) and not _is_id(spec.continues), "it continues a run that cannot be"),
        (isinstance(outcome, BenchmarkOutcome) and not isinstance(spec, BenchmarkSpec), "it was not a benchmark"),
        (not all(map(_is_positive, _figures(outcome))), "its figures cannot be"),
        (outcome is not None and not _is_sound(outcome), "its figures cannot be"),
    )
    return next((problem for wrong, problem in checks if wrong), "")


def _is_id(id: str | None) -> bool:
    return id is None or bool(_RUN_ID.fullmatch(id))


def _figures(outcome: RunOutcome | None) -> Iterator[Estimate]:
    """The figures of a result that others are held against, and so must be positive and inside their own intervals."""
    match outcome:
        case BenchmarkOutcome(measured):
            latency = measured.latency_ms
            percentiles = (latency.p50, latency.p90, latency.p95, latency.p99, latency.p999)
            yield measured.throughput_fps
            yield from (percentile for percentile in percentiles if percentile is not None)
        case ProfileOutcome(profile):
            yield from (profile.latency_ms, profile.profiled_latency_ms)
        case CompareOutcome(comparison):
            yield from _paired_figures(comparison)
        case SweepOutcome() | TuneOutcome():
            if outcome.headline is not None:
                yield from (outcome.headline.throughput_fps, outcome.headline.latency_ms)
            if isinstance(outcome, TuneOutcome) and outcome.comparison is not None:
                yield from _paired_figures(outcome.comparison)


def _paired_figures(comparison: PairedComparison) -> Iterator[Estimate]:
    for subject in comparison.subjects:
        yield from (subject.throughput_fps, subject.latency_ms)
        yield from (delta.ratio for delta in subject.deltas)


def _is_positive(figure: Estimate) -> bool:
    return 0 <= figure.low <= figure.value <= figure.high and figure.value > 0


def _is_sound(outcome: RunOutcome) -> bool:
    """Whether the rest of a result is what those who show and compare it take for granted."""
    match outcome:
        case BenchmarkOutcome(measured):
            return is_name(measured.environment.host)
        case ProfileOutcome(profile):
            return all(one.time_us.low <= one.time_us.value <= one.time_us.high for one in profile.layers)
        case CompareOutcome(comparison):
            return FEWEST_SUBJECTS <= len(comparison.subjects) <= MOST_SUBJECTS
        case TuneOutcome(comparison=comparison):
            return comparison is None or len(comparison.subjects) == FEWEST_SUBJECTS
        case AccuracyOutcome():
            return _is_accuracy(outcome)
        case _:
            return True


def _is_accuracy(outcome: AccuracyOutcome) -> bool:
    """Whether the metrics lie inside their own intervals, and counts count."""
    report = outcome.evaluation.report
    metrics = (*report.metrics, *(one.metric for one in report.per_class))
    counts = (report.samples, *(one.count for one in report.per_class), *(one.count for one in report.confusion))
    return all(metric.low <= metric.value <= metric.high for metric in metrics) and min(counts) >= 0


def _annotation(run: Run) -> Annotation:
    try:
        return run.annotation.checked()
    except InvalidOptions as error:
        raise _refused(f"Run {run.id} in the file has an annotation that cannot be: {error.message}") from error


def _survives(run: Run) -> bool:
    """Whether the run can be written and read back: not a number, and infinity, cannot."""
    try:
        return bool(from_json(Run, to_json(run)) == run)
    except DlwbError:
        return False


def _refused(fact: str) -> InputError:
    return InputError(fact, "Nothing was imported. Export again from a workspace that is in order.")
