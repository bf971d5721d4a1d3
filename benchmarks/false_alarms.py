"""How often a comparison is wrong here: A against A, and a slow-down of 5 % that has to be found.

Four experiments, each printing how often every word was said, with the 95 % interval (Wilson) of the share that matters:

- side by side, A/A: the same model twice in one process, interleaved. *faster* and *slower* are false alarms.
- stored, A/A: benchmarks of the same model one after another, each compared with the next. Likewise.
- stored, injected: each of those benchmarks against itself with all its figures made 5 % slower. *slower* is right, *same*
  is wrong.
- fake engine, 5 % slower: side by side and stored, on the engine whose figures are known (`fake.slowdown=1.05`).

The bars: at most 1 of 100 A/A answers is *faster* or *slower*, and the slow-down is found. `any figure` counts a comparison
as *faster* or *slower* when one of its figures is. Run nothing else meanwhile; what the host is like is printed, too.

    python benchmarks/false_alarms.py [--count N] [--model FILE] [--window S] [--pairs-budget S] [--budget S] [--only NAME]
"""

import argparse
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from itertools import pairwise
from math import sqrt
from pathlib import Path
from statistics import median

import numpy as np

from dlwb.adapters.stores.sql import SqlStore
from dlwb.calc.batch import with_batch_one
from dlwb.calc.stats import half_width, wilson
from dlwb.config import Settings
from dlwb.domain.comparison import CompareSubject, Comparison, InterleavePlan, Word
from dlwb.domain.headline import Headline
from dlwb.domain.inference import Effort, Hint, InferenceConfig, plan_for
from dlwb.domain.measurement import Histogram, Measurement
from dlwb.domain.model import Model
from dlwb.domain.outcomes import BenchmarkOutcome
from dlwb.domain.run import Run
from dlwb.workbench import Workbench
from dlwb.workflows.benchmark import derive
from dlwb.workflows.carried_run import new_id

SLOWDOWN = 1.05
SLOW = {"fake.slowdown": str(SLOWDOWN)}
MAIN = ("throughput", "latency_p50")
WORDS = (Word.SAME, Word.CANT_TELL, Word.FASTER, Word.SLOWER)


class Tally:
    """Words of one experiment, by figure."""

    def __init__(self, title: str, counted: tuple[Word, ...], goal: str) -> None:
        self._title, self._counted, self._goal = title, counted, goal
        self._words: dict[str, Counter[Word]] = {what: Counter() for what in (*MAIN, "any figure")}

    def add(self, comparison: Comparison) -> None:
        """Count the words about the second subject."""
        words = {delta.what: delta.word for delta in comparison.deltas[1]}
        for what in MAIN:
            self._words[what][words[what]] += 1
        speeds = [word for word in words.values() if word in WORDS]
        clear = [word for word in speeds if word in (Word.FASTER, Word.SLOWER)]
        self._words["any figure"][clear[0] if clear else speeds[0]] += 1

    def show(self) -> None:
        """Print the counts, and the share of the words that count."""
        print(f"\n{self._title}")
        for what, words in self._words.items():
            total = sum(words.values())
            share = wilson(sum(words[word] for word in self._counted), total)
            counts = "  ".join(f"{word.replace('_', ' ')} {words[word]}" for word in WORDS)
            names = " or ".join(self._counted)
            print(
                f"  {what:12} {counts}   {names} {share.value:.1%} ({share.low:.1%} - {share.high:.1%}), {self._goal}"
            )


@contextmanager
def bench(engine: str) -> Iterator[Workbench]:
    """A workbench of its own, gone afterwards."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with Workbench(settings=Settings(workspace=folder / "workspace", engine=engine)) as workbench:
            yield workbench


def add_model(workbench: Workbench, path: str | None) -> Model:
    """The model to measure: a file, or the first sample."""
    return workbench.models.add(path) if path else workbench.models.add_sample(workbench.models.samples()[0])


def side_by_side(count: int, model: str | None, plan: InterleavePlan) -> None:
    """A/A, interleaved."""
    tally = Tally("side by side, A/A", (Word.FASTER, Word.SLOWER), "at most 1 %")
    with bench("openvino") as workbench:
        found = add_model(workbench, model)
        for _ in range(count):
            tally.add(workbench.compare(found, found, interleave=True, config=config_of(found), plan=plan))
    tally.show()


def stored(count: int, model: str | None, budget_s: float) -> None:
    """A/A and the injected slow-down, with benchmarks taken one after another."""
    same = Tally("stored, A/A", (Word.FASTER, Word.SLOWER), "at most 1 %")
    slower = Tally("stored, 5 % slower injected", (Word.SLOWER,), "the more the better")
    with bench("openvino") as workbench:
        found = add_model(workbench, model)
        plan = plan_for(Effort.STANDARD, budget_s)
        runs = [workbench.benchmark(found, config_of(found), plan) for _ in range(count + 1)]
        for one, other in pairwise(runs):
            same.add(workbench.compare(one, other))
        slow = [slowed(run) for run in runs]
        store = SqlStore(workbench.settings.workspace)
        for run in slow:
            store.add_run(run)
        store.close()
        for run, other in zip(runs, slow, strict=True):
            slower.add(workbench.compare(run, other))
        show_host(runs)
    same.show()
    slower.show()


def slowed(run: Run) -> Run:
    """The same benchmark with every time in it `SLOWDOWN` times as long."""
    m: Measurement = run.measurement
    raw = replace(
        m.raw,
        blocks=tuple(replace(b, wall_s=b.wall_s * SLOWDOWN, median_ms=b.median_ms * SLOWDOWN) for b in m.raw.blocks),
        histogram=Histogram(tuple(us * SLOWDOWN for us in m.raw.histogram.microseconds), m.raw.histogram.counts),
    )
    slower = derive(m.config, m.plan, raw, m.environment)
    return replace(run, id=new_id(), outcome=BenchmarkOutcome(slower), headline=Headline.of(slower))


def config_of(model: Model) -> InferenceConfig:
    """What is measured: the engine's own throughput hint, batch 1 where the model leaves it open."""
    return InferenceConfig(batch=1) if with_batch_one(model.inputs) is not None else InferenceConfig()


def show_host(runs: Sequence[Run]) -> None:
    """What the host was like, and how much its runs differ."""
    measured = [run.measurement for run in runs]
    print(f"\n{len(runs)} benchmarks; verdicts: {dict(Counter(str(m.verdict.status) for m in measured))}")
    print(
        f"  half-width of the interval of throughput, median: {median(half_width(m.throughput_fps) for m in measured):.2%}"
    )
    for name, values in (
        ("throughput", [m.throughput_fps.value for m in measured]),
        ("latency p50", [m.latency_ms.p50.value for m in measured]),
        ("compile time", [m.raw.compile_ms for m in measured]),
        ("first inference", [m.raw.first_inference_ms for m in measured]),
        ("peak memory", [float(m.raw.peak_rss_bytes or 1) for m in measured]),
    ):
        steps = np.diff(np.log(values))
        print(f"  from run to run {name} changes by {sqrt(float(np.mean(steps**2)) / 2):.2%} (standard deviation)")


def known_slowdown(count: int, plan: InterleavePlan) -> None:
    """The fake engine, 5 % slower: side by side, and stored."""
    together = Tally("fake engine, 5 % slower, side by side", (Word.SLOWER,), "all")
    apart = Tally("fake engine, 5 % slower, stored", (Word.SLOWER,), "all")
    configs = [InferenceConfig(device="GPU", streams=1, hint=Hint.NONE, extra=extra) for extra in ({}, SLOW)]
    with bench("fake") as workbench:
        found = add_model(workbench, None)
        subjects = [CompareSubject(found.id, config) for config in configs]
        for _ in range(count):
            run = workbench.comparisons.interleave(workbench.comparisons.spec(subjects, plan))
            together.add(workbench.comparisons.result(run))
            runs = [workbench.benchmark(found, config, plan_for(Effort.QUICK, 1.0)) for config in configs]
            apart.add(workbench.compare(*runs))
    together.show()
    apart.show()


def main() -> None:
    """Run the experiments."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("--count", type=int, default=100, help="repetitions of each experiment")
    parser.add_argument("--model", help="model file; without it the first sample")
    parser.add_argument("--window", type=float, default=0.1, help="seconds of one window, side by side")
    parser.add_argument("--pairs-budget", type=float, default=10.0, help="most seconds of one comparison, side by side")
    parser.add_argument("--budget", type=float, default=5.0, help="most seconds of one benchmark")
    parser.add_argument("--only", choices=["paired", "stored", "fake"])
    arguments = parser.parse_args()
    plan = InterleavePlan(window_s=arguments.window, budget_s=arguments.pairs_budget)
    if arguments.only in (None, "paired"):
        side_by_side(arguments.count, arguments.model, plan)
    if arguments.only in (None, "stored"):
        stored(arguments.count, arguments.model, arguments.budget)
    if arguments.only in (None, "fake"):
        known_slowdown(arguments.count, plan)


if __name__ == "__main__":
    main()
