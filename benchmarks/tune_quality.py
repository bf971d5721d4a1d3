"""How good is the tuner's answer? Against an exhaustive sweep of the same space, on models built here.

For each model: every point of the tuner's own space is swept with a stated plan (`--effort`), then the tuner searches, once
without a limit and once under a limit on the median latency that lies between the lowest latency and that of the fastest
point. The answer is held against the best of the sweep twice: by the figures of the sweep, whose best is flattered by being
the largest of many noisy figures, and measured side by side with it, which counts. Under a limit the best of the sweep is the
fastest point that kept it in the sweep and keeps it side by side; without an answer, or with one that breaks the limit there,
the ratio is 0. Wall times are those of the runs.

The bars: median of the side-by-side ratios at least 0.99, the worst at least 0.97, wall time at most a tenth of the sweep's.

    python benchmarks/tune_quality.py [--models NAME,NAME] [--list] [--state DIR] [--effort standard|quick]
                                      [--batch LIST] [--streams LIST] [--budget S] [--fresh] [--sweeps]

What is done is kept in the state folder, model by model and step by step: started again, it goes on where it was.
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from math import nan, sqrt
from pathlib import Path
from statistics import median
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

import numpy as np
from builders import architectures
from loop_cost import FAMILY, REAL, SHARED, convolutions

from dlwb import Workbench
from dlwb.cli.ranges import parse_ranges
from dlwb.config import load_settings
from dlwb.domain.comparison import CompareSubject, InterleavePlan
from dlwb.domain.inference import Effort, Hint, InferenceConfig, plan_for
from dlwb.domain.run import Run
from dlwb.domain.search import Goal, SearchSpace

import openvino as ov  # isort: skip
from openvino import opset13 as ops  # isort: skip

MEDIAN_BAR, WORST_BAR, TIME_BAR = 0.99, 0.97, 0.10
# A configuration that is seen this little above the limit may have met it in the search.
LIMIT_LEEWAY = 0.02
# What was within the limit during the sweep may not be now: so many of the sweep's fastest are held against the answer.
LIMIT_CLAIMS = 4
_LAYERS = (2, 4, 8, 16, 16)


@dataclass(frozen=True, slots=True)
class Subject:
    """A model to tune: how its file is made in a folder."""

    name: str
    make: Callable[[Path], Path]


def fully_connected() -> ov.Model:
    """Three large matrices: at a small batch the memory decides, at a large one the arithmetic."""
    rng = np.random.default_rng(0)
    data = ops.parameter([1, 2048], np.float32, name="data")
    node = data.output(0)
    for _ in range(3):
        matrix = rng.standard_normal((2048, 2048), dtype=np.float32) * np.float32(0.02)
        node = ops.relu(ops.matmul(node, ops.constant(matrix), False, True)).output(0)
    return ov.Model([ops.result(node)], [data], "fully_connected")


def subjects() -> list[Subject]:
    """Ten models built in code, from microseconds to a tenth of a second, and the real ones where they are."""

    def built(name: str, model: Callable[[], ov.Model]) -> Subject:
        def make(folder: Path) -> Path:
            path = folder / f"{name}.xml"
            ov.save_model(model(), path, compress_to_fp16=False)
            return path

        return Subject(name, make)

    found = [
        built(f"convolutions-{channels}x{side}", partial(convolutions, channels, side, layers))
        for (_, channels, side, _), layers in zip(FAMILY, _LAYERS, strict=True)
    ]
    found += [
        built(name, getattr(architectures, name)) for name in ("squeezenet1_1", "mobilenet_v2", "resnet50", "alexnet")
    ]
    found.append(built("fully_connected", fully_connected))
    found += [
        Subject(file.stem, partial(as_it_lies, file)) for name in REAL if (file := SHARED / "models" / name).is_file()
    ]
    return found


def as_it_lies(file: Path, _: Path) -> Path:
    """A file that is there already needs no folder to be built in."""
    return file


# --- steps ----------------------------------------------------------------------------------------


class Notes:
    """What is known of one model so far, kept in a file."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.known: dict[str, Any] = json.loads(path.read_text()) if path.is_file() else {}

    def step(self, name: str, do: Callable[[], Any]) -> Any:
        """The result of a step, done now unless it was done before."""
        if name not in self.known:
            self.known[name] = do()
            self._path.write_text(json.dumps(self.known, indent=1))
        return self.known[name]


def swept(workbench: Workbench, model: str, space: SearchSpace, effort: Effort) -> dict[str, Any]:
    """The table of an exhaustive sweep: one row for each point."""
    run = workbench.sweep(model, space, plan_for(effort), confirmed=True)
    rows = [
        row(document.effective, document.throughput_fps.value, document.latency_ms.p50.value)
        for document in workbench.searches.swept(run).runs
    ]
    return {"seconds": seconds(run), "rows": rows}


def row(effective: Any, fps: float, latency_ms: float) -> dict[str, Any]:
    keys = ("batch", "streams", "threads", "requests", "precision")
    return {"key": [getattr(effective, key) for key in keys], "fps": fps, "ms": latency_ms}


def tuned(workbench: Workbench, model: str, space: SearchSpace, goal: Goal, budget_s: float) -> dict[str, Any]:
    """The tuner's answer."""
    name = workbench.models.get(model).name
    spec = workbench.tunings.spec(workbench.models.get(model), space, goal, budget_s)
    run = workbench.tunings.tune(spec, name)
    document = workbench.tunings.tuned(run)
    best = next((d for d in document.runs if document.best and d.run == document.best.run), None)
    answer = row(best.effective, best.throughput_fps.value, best.latency_ms.p50.value) if best else None
    return {
        "seconds": seconds(run),
        "answer": answer,
        "tried": document.tried,
        "candidates": document.candidates,
        "stop": document.stop_reason,
        "reason": document.best.reason if document.best else "nothing meets the limit",
    }


def beside(
    workbench: Workbench, model: str, base: InferenceConfig, claims: list[Any], answer: list[Any]
) -> list[dict[str, Any]]:
    """The answer, then the claims of the sweep, measured side by side: latency, and the answer's throughput over theirs."""
    keys = [answer, *(key for key in claims if key != answer)]
    if len(keys) == 1:
        return [{"key": answer, "ms": 0.0, "ratio": [1.0, 1.0, 1.0]}]
    plan = InterleavePlan(min_pairs=15, window_s=0.4, budget_s=20.0 * len(keys))
    spec = workbench.comparisons.spec([CompareSubject(model, config_of(base, key)) for key in keys], plan)
    found = []
    for key, subject in zip(keys, workbench.comparisons.interleave(spec).comparison.subjects, strict=True):
        of_answer = [[1 / d.ratio.value, 1 / d.ratio.high, 1 / d.ratio.low] for d in subject.deltas[:1]]
        found.append({"key": key, "ms": subject.latency_ms.value, "ratio": (of_answer or [[1.0, 1.0, 1.0]])[0]})
    return found


def judged(claims: list[Any], seen: list[dict[str, Any]], limit: float | None) -> tuple[list[Any], list[float]]:
    """The fastest of the sweep that keeps the limit side by side, and the answer's throughput over that.

    The ratio is 0 where the answer does not keep it, and 1 where nothing that the sweep claims does.
    """
    kept = {tuple(s["key"]): s["ratio"] for s in seen if limit is None or s["ms"] <= limit * (1 + LIMIT_LEEWAY)}
    answer = seen[0]["key"]
    best = next((key for key in claims if tuple(key) in kept), answer)
    return best, kept[tuple(best)] if tuple(answer) in kept else [0.0, 0.0, 0.0]


def config_of(base: InferenceConfig, key: list[Any]) -> InferenceConfig:
    batch, streams, threads, requests, precision = key
    return InferenceConfig(base.device, Hint.NONE, streams, batch, threads, requests, precision)


def seconds(run: Run) -> float:
    assert run.started is not None
    assert run.ended is not None
    return (datetime.fromisoformat(run.ended) - datetime.fromisoformat(run.started)).total_seconds()


# --- one model, and all of them -------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Result:
    """One model under one limit (or none): the answer against the best of the sweep."""

    model: str
    limit_ms: float | None
    best: list[Any]
    answer: dict[str, Any] | None
    by_table: float | None
    ratio: list[float]
    sweep_s: float
    tune_s: float
    tried: str

    def __str__(self) -> str:
        limit = "–" if self.limit_ms is None else f"{self.limit_ms:.4g} ms"
        answer = words(self.answer["key"]) if self.answer else "nothing"
        table = "–" if self.by_table is None else f"{self.by_table:.3f}"
        paired = f"{self.ratio[0]:.3f} [{self.ratio[1]:.3f}, {self.ratio[2]:.3f}]"
        times = f"{self.tune_s:5.1f} / {self.sweep_s:6.1f} s = {self.tune_s / self.sweep_s:.3f}"
        return (
            f"{self.model[:26]:27}{limit:>12}  {words(self.best):18}{answer:18}{table:>7}  {paired:24}"
            f"{times}  {self.tried}"
        )


def words(key: list[Any]) -> str:
    batch, streams, threads, requests, _ = key
    return f"b{batch} s{streams} t{threads} r{requests}"


def examine(workbench: Workbench, subject: Subject, args: argparse.Namespace) -> list[Result]:
    """Sweep one model, tune it without and with a limit, and hold the answers against the sweep."""
    notes = Notes(args.state / f"{subject.name}.json")
    with tempfile.TemporaryDirectory() as folder:
        model = notes.step("model", lambda: workbench.models.add(subject.make(Path(folder))).id)
    wanted = SearchSpace(InferenceConfig(device=args.device), batch=args.batch, streams=args.streams)
    space = workbench.tunings.spec(workbench.models.get(model), wanted, Goal()).space
    sweep = notes.step(f"sweep {args.effort}", lambda: swept(workbench, model, space, Effort(args.effort)))
    if args.sweeps:
        print(f"{subject.name[:26]:27}{len(sweep['rows'])} points swept in {sweep['seconds']:.0f} s", flush=True)
        return []
    results = []
    for limit in (None, between(sweep["rows"])):
        kind = "unlimited" if limit is None else "limited"
        goal = Goal(latency_limit_ms=limit)
        found = notes.step(f"tune {kind}", partial(tuned, workbench, model, wanted, goal, args.budget))
        claims = claimed(sweep["rows"], limit)
        best, ratio = claims[0], [0.0, 0.0, 0.0]
        if answer := found["answer"]:
            seen = notes.step(f"beside {kind}", partial(beside, workbench, model, space.base, claims, answer["key"]))
            best, ratio = judged(claims, seen, limit)
        by_table = fps_in(sweep["rows"], answer["key"]) / fps_in(sweep["rows"], best) if answer else None
        tried = f"{found['tried']}/{found['candidates']} {found['stop']}"
        result = Result(subject.name, limit, best, answer, by_table, ratio, sweep["seconds"], found["seconds"], tried)
        print(result, flush=True)
        results.append(result)
    return results


def claimed(rows: list[dict[str, Any]], limit: float | None) -> list[Any]:
    """The fastest points of the sweep, the fastest first: one, or under a limit several, for it may break the limit now."""
    inside = sorted((r for r in rows if limit is None or r["ms"] <= limit), key=lambda r: -r["fps"])
    return [r["key"] for r in inside[: 1 if limit is None else LIMIT_CLAIMS]]


def fps_in(rows: list[dict[str, Any]], key: list[Any]) -> float:
    """What the sweep saw of a point; not a number where it did not run it."""
    return next((float(r["fps"]) for r in rows if r["key"] == key), nan)


def between(rows: list[dict[str, Any]]) -> float:
    """A limit that rules some points out: between the lowest latency and that of the fastest point."""
    lowest = min(r["ms"] for r in rows)
    fastest = max(rows, key=lambda r: r["fps"])["ms"]
    return float(f"{max(1.5 * lowest, sqrt(lowest * fastest)):.3g}")


def verdict(results: list[Result]) -> str:
    ratios = sorted(r.ratio[0] for r in results)
    shares = [r.tune_s / r.sweep_s for r in results]
    lines = [
        ("median ratio", median(ratios), MEDIAN_BAR, median(ratios) >= MEDIAN_BAR),
        ("worst ratio", ratios[0], WORST_BAR, ratios[0] >= WORST_BAR),
        ("most time", max(shares), TIME_BAR, max(shares) <= TIME_BAR),
        ("median time", median(shares), TIME_BAR, median(shares) <= TIME_BAR),
    ]
    return "\n".join(
        f"{name:13} {value:.3f}  bar {bar:.2f}  {'holds' if ok else 'MISSED'}" for name, value, bar, ok in lines
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--models", help="only these, by name, separated by commas")
    parser.add_argument("--list", action="store_true", help="print the names of the models and end")
    parser.add_argument("--state", type=Path, default=Path("build/tune_quality"), help="where what is done is kept")
    parser.add_argument("--effort", default="standard", choices=("quick", "standard"), help="plan of each point swept")
    parser.add_argument("--device", default="CPU")
    parser.add_argument("--batch", default="", help="batches instead of the tuner's own, such as 1-8x2")
    parser.add_argument("--streams", default="", help="streams instead of the tuner's own")
    parser.add_argument("--budget", type=float, default=60.0, help="most seconds of a search")
    parser.add_argument("--fresh", action="store_true", help="tune again, against the sweeps that are there")
    parser.add_argument("--sweeps", action="store_true", help="only the sweeps, which take the most time; tune later")
    args = parser.parse_args()
    chosen = [s for s in subjects() if not args.models or s.name in args.models.split(",")]
    if args.list:
        print("\n".join(s.name for s in chosen))
        return
    args.batch = parse_ranges(args.batch, "--batch") if args.batch else ()
    args.streams = parse_ranges(args.streams, "--streams") if args.streams else ()
    args.state.mkdir(parents=True, exist_ok=True)
    if args.fresh:
        for path in args.state.glob("*.json"):
            notes = json.loads(path.read_text())
            kept = {k: v for k, v in notes.items() if k == "model" or k.startswith("sweep")}
            path.write_text(json.dumps(kept, indent=1))
    print(
        f"{'model':27}{'limit p50':>12}  {'best of the sweep':18}{'answer':18}{'table':>7}  {'side by side':24}"
        f"tune / sweep, tried"
    )
    with Workbench(args.state / "workspace", settings=load_settings()) as workbench:
        results = [result for subject in chosen for result in examine(workbench, subject, args)]
    if results:
        print(f"\n{len(chosen)} models, {len(results)} searches; sweeps with the {args.effort} plan.")
        print(verdict(results))


if __name__ == "__main__":
    main()
