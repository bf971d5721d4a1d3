"""How much of what this machine can do does measuring accuracy use? Against decoding alone and inference alone.

The same pictures and the same model, in turns within every round: decoded and prepared only; inference only, on prepared
pictures that lie ready; and everything, as `dlwb accuracy` does it. Reported is the pipeline's rate over the smaller of the
two ceilings, the median of the rounds with a bootstrap interval. The bar is 0.85.

Decoding and inference on a CPU share its cores, so no program can reach the smaller ceiling when both are alike: with D and I
pictures per second alone, sharing leaves 1 / (1/D + 1/I). The ratio to that is printed too, and is the one to look at on a CPU.

    python benchmarks/accuracy_speed.py --model FILE --dataset FOLDER [--device CPU] [--rounds 15] [--pictures 150]
"""

import argparse
import itertools
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from dlwb import Workbench
from dlwb.calc.accuracy.fitting import has_labels
from dlwb.config import Settings
from dlwb.domain.inference import InferenceConfig
from dlwb.domain.model import IR_BIN, IR_XML
from dlwb.plugins import load_engine, load_pictures
from dlwb.ports import Compiled, Tensors
from dlwb.protocol import ModelFiles
from dlwb.worker.looking import Seen, Spoiled
from dlwb.worker.picture_looking import PictureLooker
from dlwb.worker.predicting import records
from dlwb.worker.reading import candidates

BAR = 0.85


@dataclass(frozen=True)
class Round:
    """Pictures per second in one round."""

    decoding: float
    inference: float
    pipeline: float

    @property
    def of_smaller(self) -> float:
        """The pipeline over the smaller ceiling."""
        return self.pipeline / min(self.decoding, self.inference)

    @property
    def of_shared(self) -> float:
        """The pipeline over what two tasks on the same cores can reach."""
        return self.pipeline * (1 / self.decoding + 1 / self.inference)


def main() -> int:
    """Measure and print; 1 when the bar is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", required=True)
    parser.add_argument("--dataset", required=True)
    parser.add_argument("--device", default="CPU")
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--pictures", type=int, default=150)
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(workspace=Path(folder) / "workspace", slot=Path(folder) / "slot.lock")
        with Workbench(settings=settings) as workbench:
            rounds = measure(workbench, wanted)
    return show(rounds)


def measure(workbench: Workbench, wanted: argparse.Namespace) -> list[Round]:
    """All rounds, each part in turns, after one warm-up."""
    model, dataset = workbench.models.resolve(wanted.model), workbench.datasets.resolve(wanted.dataset)
    spec = workbench.evaluations.spec(model, dataset)
    files = ModelFiles(*(str(workbench.models.file(model, name)) for name in (IR_XML, IR_BIN)))
    config = InferenceConfig(device=wanted.device, batch=spec.config.batch, precision=spec.config.precision)
    compiled = load_engine("openvino").compile(files, config)
    looker = PictureLooker(compiled, model, Path(dataset.folder), load_pictures())
    samples = list(enumerate(workbench.datasets.samples(dataset)))
    chosen = candidates(looker, model, dataset, spec, samples)[0]
    samples = [one for one in samples if has_labels(one[1], chosen.task)][: wanted.pictures]
    reading = chosen.reading

    def read(seen: Seen) -> int:
        return sum(
            not isinstance(one, Spoiled) for one in records(looker, dataset, reading.adapter, chosen.labels, seen)
        )

    ready = next(iter(looker.prepared_only(samples[:1], reading.preprocessing)))
    batch = {looker.target.name: np.stack([ready] * looker.batch)}
    parts: tuple[Callable[[], None], ...] = (
        lambda: exhaust(looker.prepared_only(samples, reading.preprocessing)),
        lambda: exhaust(infer_only(compiled, batch, -(-len(samples) // looker.batch))),
        lambda: exhaust(looker.look(samples, reading.preprocessing, read)),
    )
    for part in parts:
        part()
    made = []
    for number in range(wanted.rounds):
        order = list(range(3))[number % 3 :] + list(range(3))[: number % 3]
        rates = dict(zip(order, (rate(parts[i], len(samples)) for i in order), strict=True))
        made.append(Round(rates[0], rates[1], rates[2]))
        print(
            f"round {number + 1}: decoding {rates[0]:.0f}, inference {rates[1]:.0f}, pipeline {rates[2]:.0f} pictures/s"
        )
    return made


def infer_only(compiled: Compiled, batch: Tensors, count: int) -> Iterator[Tensors]:
    """Inference on a batch that lies ready."""
    return compiled.stream(itertools.repeat(batch, count), None)


def exhaust(things: Iterator[object]) -> None:
    """Take everything."""
    for _ in things:
        pass


def rate(part: Callable[[], None], pictures: int) -> float:
    """Pictures per second."""
    begin = time.perf_counter()
    part()
    return pictures / (time.perf_counter() - begin)


def show(rounds: list[Round]) -> int:
    """Print the ratios with their intervals."""
    rng = np.random.default_rng(0)
    for name, values in (
        ("of the smaller ceiling", [one.of_smaller for one in rounds]),
        ("of what sharing the cores leaves", [one.of_shared for one in rounds]),
    ):
        drawn = np.median(rng.choice(values, (2000, len(values))), axis=1)
        low, high = np.quantile(drawn, (0.025, 0.975))
        print(f"{np.median(values):.2f} ({low:.2f} to {high:.2f}) {name}")
    return 0 if np.median([one.of_smaller for one in rounds]) >= BAR else 1


if __name__ == "__main__":
    sys.exit(main())
