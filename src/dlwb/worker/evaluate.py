"""How right a network is on a dataset: read, shown all pictures, and summed up."""

import gzip
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from dlwb.calc.accuracy.fitting import has_labels
from dlwb.calc.accuracy.report import report
from dlwb.calc.subset import choose, size_of, strata_of
from dlwb.domain.accuracy import AccuracyReport
from dlwb.domain.dataset import BrokenPicture, Dataset, Sample, Subset
from dlwb.domain.errors import InputError
from dlwb.domain.evaluation import RECORDS, Evaluation, PositionedRecord
from dlwb.domain.run import Progress
from dlwb.plugins import load_pictures
from dlwb.ports import Engine
from dlwb.protocol import EvaluateTask, Samples, from_json, to_json
from dlwb.worker.environment import EnvironmentWatch, collect
from dlwb.worker.looking import Looker, Seen, Spoiled
from dlwb.worker.predicting import records
from dlwb.worker.reading import Candidate, Chosen, candidates
from dlwb.worker.trial import decide

OnProgress = Callable[[Progress], None]

MOST_LISTED = 1000
_SAY_EVERY_S = 0.5
_FAST = 1


def evaluate(engine: Engine, task: EvaluateTask, output: Path, on_progress: OnProgress) -> Evaluation:
    """Measure how right a model is.

    Raises:
        InputError: it cannot be measured on this dataset. InvalidOptions, EngineError: see `ports.Engine`.
    """
    spec, dataset = task.spec, task.dataset
    samples: Samples = from_json(Samples, Path(task.samples).read_bytes())
    every = list(enumerate(samples))
    size_of(spec.subset, len(every))
    on_progress(Progress("compiling", None, f"Compiling for {spec.config.device}"))
    compiled = engine.compile(task.files, spec.config)
    looker = Looker(compiled, task.model, Path(dataset.folder), load_pictures())
    on_progress(Progress("checking the machine", None, "Looking at the machine"))
    environment = collect(engine.versions())
    on_progress(Progress("recognising", None, "Finding out how to read the network"))
    found = candidates(looker, task.model, dataset, spec, every)
    usable = _labelled(every, found, dataset)
    decision = decide(looker, dataset, found, usable, lambda words: on_progress(Progress("recognising", None, words)))
    chosen = decision.chosen
    wanted = _subset([one for one in usable if has_labels(one[1], chosen.task)], spec.subset)
    with EnvironmentWatch() as watch:
        shown = _Showing(task, looker, chosen, wanted)
        shown.run(output / RECORDS, on_progress)
    on_progress(Progress("summing up", None, "Working out figures and intervals"))
    truth = [samples[one.position] for one in shown.records]
    return Evaluation(
        task=chosen.task,
        report=_report(truth, shown),
        reading=chosen.reading,
        preprocessing=chosen.reading.preprocessing,
        effective=looker.effective,
        environment=watch.completed(environment),
        reasons=decision.reasons,
        tried=decision.tried,
        subset=spec.subset,
        broken=tuple(shown.broken[:MOST_LISTED]),
        left_out=len(shown.broken),
        caveats=(
            *_about_pictures(dataset, chosen, (len(wanted), len(usable), len(every))),
            *_about_result(chosen, shown),
        ),
        wall_s=shown.wall_s,
        pictures_per_s=len(shown.records) / shown.wall_s if shown.wall_s else 0.0,
    )


def _report(truth: list[Sample], shown: "_Showing") -> AccuracyReport:
    if not shown.records:
        first = shown.broken[0].reason if shown.broken else "the dataset has none with the labels that are needed"
        raise InputError(f"No picture could be used: {first.rstrip('.')}.", "Import the dataset again.")
    return report(truth, [one.record for one in shown.records])


def _labelled(every: Chosen, found: list[Candidate], dataset: Dataset) -> Chosen:
    tasks = {candidate.task for candidate in found}
    usable = [one for one in every if any(has_labels(one[1], task) for task in tasks)]
    if not usable:
        raise InputError(f"No picture of '{dataset.name}' has the labels that are needed.", "Choose another dataset.")
    return usable


def _subset(samples: Chosen, subset: Subset) -> Chosen:
    names, strata = [sample.picture for _, sample in samples], strata_of([sample for _, sample in samples])
    if subset.count is None and subset.percent is None:
        return samples
    return [samples[i] for i in choose(names, strata, subset)]


def _about_pictures(dataset: Dataset, chosen: Candidate, counts: tuple[int, int, int]) -> Iterator[str]:
    """What has to be said of the pictures with every figure; `counts` are those wanted, with labels, and all."""
    wanted, usable, every = counts
    if dataset.caveat:
        yield dataset.caveat
    if wanted < usable:
        yield f"Measured on {wanted} of {usable} pictures, so the interval is wider."
    if usable < every:
        yield f"{every - usable} of {every} pictures have no labels for {chosen.task.value.replace('_', ' ')}."


def _about_result(chosen: Candidate, shown: "_Showing") -> Iterator[str]:
    """What has to be said of the figures."""
    if shown.broken:
        yield f"{len(shown.broken)} pictures could not be used and are left out."
    if chosen.labels and None in chosen.labels:
        kept = sum(label is not None for label in chosen.labels)
        yield f"Only the {kept} classes that model and dataset share are counted."


class _Showing:
    """All pictures on their way through the network; records go to a file as they come."""

    def __init__(self, task: EvaluateTask, looker: Looker, chosen: Candidate, samples: Chosen) -> None:
        self.records: list[PositionedRecord] = []
        self.broken: list[BrokenPicture] = []
        self.wall_s = 0.0
        self._dataset = task.dataset
        self._looker = looker
        self._chosen = chosen
        self._samples = samples

    def run(self, into: Path, on_progress: OnProgress) -> None:
        """Show all pictures; records go `into` a file."""
        begin = said = time.monotonic()
        with gzip.open(into, "wb", compresslevel=_FAST) as file:
            for one in self._all():
                if isinstance(one, Spoiled):
                    self.broken.append(one.broken)
                else:
                    self.records.append(one)
                    file.write(to_json(one).encode() + b"\n")
                now = time.monotonic()
                if now - said >= _SAY_EVERY_S:
                    said = now
                    on_progress(self._progress(now - begin))
        self.wall_s = time.monotonic() - begin

    def _all(self) -> Iterator[PositionedRecord | Spoiled]:
        reading = self._chosen.reading

        def read(seen: Seen) -> tuple[PositionedRecord | Spoiled, ...]:
            return records(self._looker, self._dataset, reading.adapter, self._chosen.labels, seen)

        for made in self._looker.look(self._samples, reading.preprocessing, read):
            if isinstance(made, Spoiled):
                yield made
            else:
                yield from made

    def _progress(self, spent_s: float) -> Progress:
        done, total = len(self.records) + len(self.broken), len(self._samples)
        rate = done / spent_s
        words = f"{done:,} of {total:,} pictures, {rate:,.0f} pictures/s"
        return Progress("measuring", done / total, words, (total - done) / rate if rate else None)
