"""What lists show of searches, comparisons and quantizations, without their outcomes."""

import pytest
from builders.finished_runs import MODEL, at, benchmark, run_id
from builders.measurements import effective, environment

from dlwb.adapters.stores.memory import MemoryStore
from dlwb.adapters.stores.sql import SqlStore
from dlwb.documents import RunDocument
from dlwb.domain.accuracy import Metric
from dlwb.domain.comparison import CompareSubject, Delta, PairedComparison, PairedSubject, Word
from dlwb.domain.headline import ComparisonHeadline, QuantizeHeadline, SearchHeadline
from dlwb.domain.inference import InferenceConfig
from dlwb.domain.measurement import Estimate
from dlwb.domain.outcomes import CompareOutcome, QuantizeOutcome, SweepOutcome, TuneOutcome
from dlwb.domain.quantization import Outcome
from dlwb.domain.quantization_report import QuantizationReport
from dlwb.domain.run import Run, Succeeded
from dlwb.domain.specs import CompareSpec
from dlwb.ports import RunFilter

SPEC = CompareSpec((CompareSubject(MODEL, InferenceConfig()),))
POINT = benchmark(1, 200.0).headline
FOUND = SearchHeadline.of(POINT, True, 7)


def estimate(value):
    return Estimate(value, value * 0.99, value * 1.01)


def subject(name, *ratios, label=""):
    words = ("throughput", Word.FASTER, True), ("latency", Word.SLOWER, False)
    deltas = tuple(
        Delta(what, estimate(ratio), word, 0.01, higher)
        for ratio, (what, word, higher) in zip(ratios, words, strict=False)
    )
    config = InferenceConfig()
    return PairedSubject(
        CompareSubject(MODEL, config, label), name, effective(), 1.0, estimate(100.0), estimate(10.0), deltas, 0.01
    )


def compared(*subjects):
    return PairedComparison(subjects, 9, "every answer is clear", environment())


PAIR = compared(subject("net"), subject("net", 1.2, 0.8), subject("net", 1.5, 0.7, label="int8"))
REPORT = QuantizationReport(
    Outcome.MET, "top1", Metric("top1", 0.8, 0.7, 0.9), Metric("top1", 0.79, 0.7, 0.9), None, 1, (), (), 15, 30
)


@pytest.mark.parametrize(
    ("outcome", "expected"),
    [
        (SweepOutcome(7, 0, headline=FOUND), FOUND),
        (TuneOutcome("best", None, "r", (), None, 9, 7, "s", FOUND), FOUND),
        (SweepOutcome(7, 0), None),
        (CompareOutcome(PAIR), ComparisonHeadline("int8", "net", estimate(1.5), Word.FASTER, 3)),
        (CompareOutcome(compared(subject("net"))), None),
        (
            QuantizeOutcome("m2", REPORT, compared(*PAIR.subjects[:2])),
            QuantizeHeadline(Outcome.MET, REPORT.baseline, REPORT.final, estimate(1.2), "m2"),
        ),
        (QuantizeOutcome("m2", REPORT), QuantizeHeadline(Outcome.MET, REPORT.baseline, REPORT.final, None, "m2")),
    ],
    ids=["sweep", "tune", "old sweep", "compare", "nothing beside", "quantize", "quantize without speed"],
)
@pytest.mark.parametrize("kind", [SqlStore, MemoryStore])
def test_a_list_shows_the_figure_without_the_outcome(tmp_path, kind, outcome, expected):
    store = kind(tmp_path) if kind is SqlStore else kind()
    store.add_run(Run(run_id(1), SPEC, at(1), model=MODEL, model_name="net").apply(Succeeded(outcome, at(2))))
    (listed,) = store.runs(RunFilter(outcomes=False))
    store.close()
    assert listed.outcome is None
    assert listed.result == expected
    assert RunDocument.of(listed).result == expected


def test_a_search_is_known_by_what_the_engine_did_at_its_best_point():
    assert (FOUND.throughput_fps, FOUND.latency_ms) == (POINT.throughput_fps, POINT.latency_ms)
    assert (FOUND.batch, FOUND.streams, FOUND.requests) == (1, 2, 2)
