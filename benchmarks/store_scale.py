"""How fast a workspace with very many runs answers: lists, filters, searches, the trend of a model.

.venv/bin/python benchmarks/store_scale.py [--runs 100000] [--models 200] [--repeat 15] [--keep FOLDER]

Fills a fresh workspace (or uses the one that --keep left before) with benchmarks, sweeps and their points, then asks what
the page and the terminal ask, and prints the median and the worst time of each question, and the median of the processor
time in it, which other work on the machine hardly changes. Ends with 1 when a median is above the 200 ms that a person is
asked to wait.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
from sqlalchemy import insert

from dlwb.adapters.stores.database import writing
from dlwb.adapters.stores.run_rows import annotation_columns, outcome_row, run_columns
from dlwb.adapters.stores.sql import DATABASE, SqlStore
from dlwb.adapters.stores.tables import outcomes, runs
from dlwb.calc.histogram import count, to_histogram
from dlwb.documents import RunDocument, SeriesDocument
from dlwb.domain.annotation import Annotation
from dlwb.domain.inference import EffectiveConfig, Effort, Hint, InferenceConfig, MeasurePlan, plan_for
from dlwb.domain.measurement import (
    Block,
    Estimate,
    LatencySummary,
    Measurement,
    RawMeasurement,
    Verdict,
    VerdictStatus,
)
from dlwb.domain.model import Converted, FileRef, ImportOptions, Model, ModelFormat, Preprocessing, TensorSpec
from dlwb.domain.moments import as_recorded
from dlwb.domain.outcomes import BenchmarkOutcome, SweepOutcome
from dlwb.domain.run import Owner, Progress, Run, RunState, Succeeded
from dlwb.domain.search import SearchSpace
from dlwb.domain.specs import BenchmarkSpec, RunSpec, SweepSpec
from dlwb.domain.target import Environment
from dlwb.ports import RunFilter, RunSort

LIMIT_MS = 200.0
AT_ONCE = 5000
POINTS = 40
SHARE_OF_POINTS = 0.5
HOSTS = ("bench-01", "bench-02", "laptop", "edge-7", "cloud-spot")
NAMES = ("resnet", "mobilenet", "yolo", "bert", "unet", "efficientnet", "whisper", "segformer", "vit", "ssd")
TAGS = ("baseline", "nightly", "release-1", "release-2", "suspicious", "customer demo")
BEGIN = datetime(2023, 1, 1, tzinfo=UTC)
PAGE = 200


def main() -> int:
    options = arguments()
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.keep or Path(temporary)
        is_new = not (folder / DATABASE).exists()
        store = SqlStore(folder)
        try:
            if is_new:
                fill(store, options.runs, options.models)
            size = (folder / DATABASE).stat().st_size / 1e6
            total, top = store.count_runs(RunFilter()), store.count_runs(RunFilter(top_level=True))
            print(f"{total:,} runs, {top:,} of them top-level, {len(store.models())} models, {size:,.0f} MB")
            return ask(store, options.repeat)
        finally:
            store.close()


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=100_000)
    parser.add_argument("--models", type=int, default=200)
    parser.add_argument("--repeat", type=int, default=15)
    parser.add_argument("--keep", type=Path, help="folder to fill once and use again")
    return parser.parse_args()


# --- filling --------------------------------------------------------------------------------------


def fill(store: SqlStore, number: int, models: int) -> None:
    """Write `number` runs of `models` models, in large transactions past the store's own checks."""
    began = time.perf_counter()
    known = [a_model(i) for i in range(models)]
    for model in known:
        store.add_model(model)
    data = {str(run.spec.kind): outcome_row(run)["data"] for run in (a_benchmark(0, known[0]), a_sweep(0, known[0]))}
    coming = many_runs(number, known)
    while batch := list(islice(coming, AT_ONCE)):
        write(store, batch, data)
    print(f"filled in {time.perf_counter() - began:.0f} s", file=sys.stderr)


def write(store: SqlStore, batch: list[Run], data: dict[str, bytes]) -> None:
    rows = [
        {"id": run.id, "cancel_requested": False, **run_columns(run), **annotation_columns(run.annotation)}
        for run in batch
    ]
    # One result for all benchmarks: no list reads them, so only their size counts.
    results = [{"run": run.id, "codec": "json+zlib/1", "data": data[run.spec.kind]} for run in batch]
    with writing(store._engine) as connection:
        connection.execute(insert(runs), rows)
        connection.execute(insert(outcomes), results)


def many_runs(number: int, models: list[Model]) -> Iterator[Run]:
    rng = np.random.default_rng(0)
    made = 0
    while made < number:
        # Some models are measured every night, most now and then.
        model = models[min(int(rng.exponential(len(models) / 5)), len(models) - 1)]
        if rng.random() < SHARE_OF_POINTS / POINTS:
            sweep = a_sweep(made, model)
            yield sweep
            for point in range(min(POINTS, number - made - 1)):
                made += 1
                yield replace(a_benchmark(made, model, streams=point + 1), parent=sweep.id)
        else:
            yield annotated(a_benchmark(made, model, streams=int(rng.integers(1, 4))), rng)
        made += 1


def annotated(run: Run, rng: np.random.Generator) -> Run:
    draw = rng.random()
    if draw > 0.15:
        return run
    tags = tuple(str(tag) for tag in rng.choice(TAGS, size=1 + (draw < 0.03), replace=False))
    note = "Fan was loud, measured again after cleaning it." if draw < 0.02 else ""
    return replace(run, annotation=Annotation(tags, note))


def a_model(number: int) -> Model:
    tensor = TensorSpec("input", (1, 3, 224, 224), "f32", "NCHW")
    return Model(
        id=f"{number * 7919:016x}",
        name=f"{NAMES[number % len(NAMES)]}-{number // len(NAMES)}",
        format=ModelFormat.ONNX,
        task=None,
        inputs=(tensor,),
        outputs=(tensor,),
        preprocessing=Preprocessing(),
        precision="f32",
        recipe=Converted(ModelFormat.ONNX, "00", "tool", ImportOptions()),
        files=(FileRef("model.bin", f"{number:064x}", 10**7),),
        created=as_recorded(BEGIN),
    )


def finished(number: int, model: Model, spec: RunSpec, outcome: BenchmarkOutcome | SweepOutcome) -> Run:
    created = BEGIN + timedelta(minutes=15 * number)
    # Like the ids of real runs: in no order.
    id = f"{(number * 0x9E3779B97F4A7C15) % (1 << 48):012x}"
    owner = Owner(HOSTS[number % len(HOSTS)], 4711, 12.5)
    run = Run(
        id, spec, as_recorded(created), owner, started=as_recorded(created), model=model.id, model_name=model.name
    )
    run = replace(run, state=RunState.RUNNING, worker=owner, progress=Progress("measuring", 0.9))
    return run.apply(Succeeded(outcome, as_recorded(created + timedelta(seconds=20))))


def a_sweep(number: int, model: Model) -> Run:
    space = SearchSpace(batch=(1, 2, 4, 8), streams=tuple(range(1, 11)))
    return finished(number, model, SweepSpec(model.id, space, plan_for(Effort.QUICK)), SweepOutcome(POINTS, 0))


def a_benchmark(number: int, model: Model, streams: int = 2) -> Run:
    rng = np.random.default_rng(number)
    config = InferenceConfig(device="GPU" if number % 10 == 0 else "CPU", hint=Hint.NONE, streams=streams, batch=1)
    plan = plan_for(Effort.STANDARD)
    level = (100 + int(model.id, 16) % 900) * (0.95 if number > 70_000 else 1)
    fps = float(level * streams**0.5 * (1 + 0.015 * rng.standard_normal()))
    outcome = BenchmarkOutcome(a_measurement(config, plan, fps, HOSTS[number % len(HOSTS)], number))
    return finished(number, model, BenchmarkSpec(model.id, config, plan), outcome)


def a_measurement(config: InferenceConfig, plan: MeasurePlan, fps: float, host: str, number: int) -> Measurement:
    ms = 1000 * (config.streams or 1) / fps
    shapes: dict[str, tuple[int, ...]] = {"input": (1, 3, 224, 224)}
    streams = config.streams or 1
    effective = EffectiveConfig(
        config.device, (config.device,), 1, streams, streams, 8, "f32", streams, shapes, hint=Hint.NONE
    )
    raw = RawMeasurement(
        effective, 212.5, 11.0, 1.5, True, BLOCKS, HISTOGRAM, ms * 0.9, ms * 2, ms, 1500, 0, 2 * 10**8, 3 * 10**8,
        "random, seed 0", "precision reached",
    )  # fmt: skip
    versions = {
        "dlwb": "0.1.0",
        "openvino": f"2026.{number // 30_000}.0-20000-0123456789a-releases/2026/{number // 30_000}",
        "openvino CPU": f"2026.{number // 30_000}.0-20000-0123456789a-releases/2026/{number // 30_000}",
    }
    environment = Environment(
        host, "Some CPU with a rather long name @ 2.40GHz", 16, 8, 16.0, True, "performance", 2400.0, 1 << 36, "Some OS",
        "Linux 6.1.0", "3.11.2", False, False, 0.4, 0.004, versions,
    )  # fmt: skip
    p50 = Estimate(ms, ms * 0.992, ms * 1.008)
    latency = LatencySummary(p50, p50, p50, p50, None, ms * 0.9, ms * 2, ms, {"p999": 5136})
    status = VerdictStatus.NOISY if number % 17 == 0 else VerdictStatus.OK
    throughput = Estimate(fps, fps * 0.992, fps * 1.008)
    return Measurement(config, plan, raw, throughput, latency, 1500, 2,
                       Verdict(status), environment)  # fmt: skip


BLOCKS = tuple(Block(1.0, 100, 10.0, 0.01, (50.0, 90.0, 95.0, 99.0, 99.9)) for _ in range(15))
HISTOGRAM = to_histogram(count(np.random.default_rng(0).lognormal(9.2, 0.05, 1500)))


# --- asking ---------------------------------------------------------------------------------------


def ask(store: SqlStore, repeat: int) -> int:
    slow = 0
    print(f"{'question':48} {'median ms':>10} {'worst ms':>10} {'CPU ms':>8}")
    for name, question in questions(store).items():
        times, busy = [], []
        for _ in range(repeat):
            began, used = time.perf_counter(), time.thread_time()
            question()
            times.append((time.perf_counter() - began) * 1e3)
            busy.append((time.thread_time() - used) * 1e3)
        slow += median(times) > LIMIT_MS
        print(f"{name:48} {median(times):10.1f} {max(times):10.1f} {median(busy):8.1f}")
    print(f"{slow} of them above {LIMIT_MS:.0f} ms" if slow else f"all within {LIMIT_MS:.0f} ms")
    return 1 if slow else 0


def questions(store: SqlStore) -> dict[str, Callable[[], object]]:
    """What the page asks: a page of runs and how many there are, as documents."""
    top = store.count_runs(RunFilter(top_level=True))
    figures = store.figures()
    busiest = max(figures, key=lambda model: figures[model].runs)
    usual = sorted(figures, key=lambda model: figures[model].runs)[len(figures) // 2]
    some_run = store.runs(RunFilter(limit=1, offset=top // 2, outcomes=False))[0]

    first = RunFilter(top_level=True, limit=PAGE, outcomes=False)

    def page(**wanted: Any) -> Callable[[], object]:
        filter = replace(first, **wanted)
        return lambda: ([RunDocument.of(run) for run in store.runs(filter)], store.count_runs(filter))

    def trend(model: str) -> Callable[[], object]:
        return lambda: [SeriesDocument.of(series) for series in store.trend(model, 5000)]

    asked: dict[str, Callable[[], object]] = {
        "first page": page(),
        "last page": page(offset=max(0, top - PAGE)),
        "first page with points": page(top_level=False),
        "last page with points": page(top_level=False, offset=max(0, store.count_runs(RunFilter()) - PAGE)),
        "oldest first": page(ascending=True),
    }
    for sort in (RunSort.THROUGHPUT, RunSort.LATENCY, RunSort.MODEL):
        asked[f"by {sort}"] = page(sort=sort)
        asked[f"by {sort}, the other way, last page"] = page(sort=sort, ascending=True, offset=max(0, top - PAGE))
        asked[f"by {sort}, with points, last page"] = page(sort=sort, top_level=False, offset=top)
    asked |= {
        "search: a name": page(search="mobilenet-7"),
        "search: part of all": page(search="n"),
        "search: words of name, device, tag": page(search="yolo gpu nightly"),
        "search: a note": page(search="fan LOUD"),
        "search: nothing fits": page(search="no such thing anywhere"),
        "search: an id": page(search=some_run.id),
        "search, by throughput, last page": page(search="e", sort=RunSort.THROUGHPUT, offset=top // 2),
        "tag": page(tags=("release-1",)),
        "two tags": page(tags=("release-1", "nightly")),
        "device": page(devices=("GPU",)),
        "host, by latency": page(hosts=("laptop",), sort=RunSort.LATENCY),
        "verdict": page(verdicts=(VerdictStatus.NOISY,)),
        "kind and state": page(kinds=("sweep",), states=(RunState.SUCCEEDED,)),
        "a month long ago": page(since="2023-06-01", until="2023-07-01"),
        "everything at once": page(
            search="e", tags=("nightly",), devices=("CPU",), hosts=HOSTS[:3], verdicts=(VerdictStatus.OK,),
            since="2023-02-01", kinds=("benchmark",), sort=RunSort.THROUGHPUT,
        ),
        "the busiest model's runs": page(models=(busiest,)),
        "the busiest model's runs, searched, by latency": page(models=(busiest,), search="cpu", sort=RunSort.LATENCY),
        "trend of the busiest model": trend(busiest),
        "trend of the usual model": trend(usual),
        "tags, devices and hosts": store.run_choices,
        "figures of all models": store.figures,
    }  # fmt: skip
    return asked


if __name__ == "__main__":
    sys.exit(main())
