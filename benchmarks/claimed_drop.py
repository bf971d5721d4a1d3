"""Is the loss that a quantization claims the loss on pictures that it never saw?

One network is quantized again and again, each time within the same bound, but with other pictures drawn by another seed: some
for calibration, the others for validation. Each version is then held against its parent on a large set of pictures that none of
the quantizations saw. Printed are, for each version, the loss that was claimed with its interval, and the loss there; and at the
end how often the interval held the truth, how often a bound that was *met* was kept, and whether claims flatter: the search
chooses among candidates by the same pictures that it then reports, so the claimed loss may come out too small.

- stripes: a network that 8 bits hurt, so that the search has to put layers back.
- shapes: the classifier that ships with dlwb, which bears 8 bits.

    python benchmarks/claimed_drop.py [--network stripes|shapes] [--seeds 20] [--pictures 400] [--unseen 4000] [--max-drop 0.01]
"""

import argparse
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass
from math import sqrt
from pathlib import Path
from statistics import fmean, stdev

from PIL import Image

from dlwb import Workbench
from dlwb.calc.stats import wilson
from dlwb.config import Settings
from dlwb.domain.dataset import Dataset, Subset
from dlwb.domain.measurement import Estimate
from dlwb.domain.model import Model
from dlwb.domain.quantization import Bound, Outcome
from dlwb.domain.quantization_report import QuantizationReport
from dlwb.domain.run import Run
from dlwb.workbench.quantizing import QuantizeWish

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "samples"))

import draw
from builders import hard_model

METRIC = "top1"
CALIBRATION = 100
# Seeds of the small sets count from 1, so this one is of no other set.
UNSEEN_SEED = 100_000


@dataclass(frozen=True, slots=True)
class Claim:
    """What a quantization said of its version, and what is so on pictures that it never saw; losses are positive."""

    outcome: Outcome
    claimed: Estimate
    unseen: Estimate
    kept_float: int
    attempts: int

    @property
    def holds(self) -> bool:
        """Whether the claimed interval and that of the truth, which is far narrower, have a point in common."""
        return self.claimed.low <= self.unseen.high and self.unseen.low <= self.claimed.high

    def __str__(self) -> str:
        return (
            f"{self.outcome.value:14}{self.kept_float:3} kept of {self.attempts:2} tried   claimed {points(self.claimed)}   "
            f"unseen {points(self.unseen)}   {'holds' if self.holds else 'WRONG'}"
        )


def points(loss: Estimate) -> str:
    """In points, with its interval."""
    return f"{100 * loss.value:6.2f} [{100 * loss.low:6.2f}, {100 * loss.high:6.2f}]"


def shapes(folder: Path, count: int, seed: int) -> Path:
    """Drawn pictures of the kind that the classifier that ships was trained on; one folder for each class."""
    for index in range(count):
        pixels, label = draw.classification_picture(draw.SHIPPED_SEED + 1 + seed, index)
        path = folder / draw.CLASSES[label] / f"{index:05d}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        Image.fromarray(pixels).save(path)
    return folder


PICTURES = {"stripes": hard_model.pictures, "shapes": shapes}


def network(workbench: Workbench, name: str, folder: Path) -> Model:
    """The network in floating point."""
    if name == "shapes":
        return workbench.models.add_sample("shapes-classifier")
    folder.mkdir()
    return workbench.models.add(hard_model.hard_classifier(folder / "stripes.xml"))


def claim(workbench: Workbench, parent: Run, pictures: Dataset, unseen: Dataset, bound: Bound) -> Claim:
    """Quantize on `pictures`, and hold the version against its parent on `unseen`."""
    assert parent.model is not None
    run = workbench.quantize(parent.model, pictures, QuantizeWish(calibration=Subset(CALIBRATION, seed=1), bound=bound))
    report: QuantizationReport = run.quantization.report
    assert report.drop is not None
    version = workbench.accuracy(run.quantization.model, unseen)
    changes = workbench.evaluations.compare(parent, version).result.changes
    change = next(one for one in changes if one.name == METRIC)
    truth = Estimate(-change.difference, -change.high, -change.low)
    return Claim(report.outcome, report.drop, truth, len(report.kept_float), len(report.attempts))


def summary(claims: list[Claim], bound: Bound) -> str:
    """How often the claims held, and whether they flatter."""
    held = sum(one.holds for one in claims)
    share = wilson(held, len(claims))
    words = Counter(one.outcome.value for one in claims)
    kept = {
        outcome.value: f"{sum(o.unseen.value <= bound.max_drop for o in claims if o.outcome is outcome)} of {words[outcome]}"
        for outcome in (Outcome.MET, Outcome.MET_ON_SAMPLE)
        if words[outcome]
    }
    flattery = [100 * (one.unseen.value - one.claimed.value) for one in claims]
    error = 1.96 * stdev(flattery) / sqrt(len(flattery)) if len(flattery) > 1 else float("nan")
    lines = [
        f"The claimed 95 % interval held the loss on unseen pictures {held} of {len(claims)} times "
        f"[{share.low:.2f}, {share.high:.2f}].",
        *(f"Said to be {word}: on unseen pictures the bound is kept {times}." for word, times in kept.items()),
        f"The loss on unseen pictures is larger than claimed by {fmean(flattery):+.2f} ± {error:.2f} points in the mean.",
    ]
    return "\n".join(lines)


def main() -> None:
    """Quantize for every seed, and print what became of the claims."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--network", choices=tuple(PICTURES), default="stripes")
    parser.add_argument("--seeds", type=int, default=20)
    parser.add_argument("--pictures", type=int, default=400)
    parser.add_argument("--unseen", type=int, default=4000)
    parser.add_argument("--max-drop", type=float, default=0.01)
    wanted = parser.parse_args()
    bound, draw_pictures, claims = Bound(wanted.max_drop, METRIC), PICTURES[wanted.network], []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        settings = Settings(workspace=folder / "workspace", slot=folder / "slot.lock")
        with Workbench(settings=settings) as workbench:
            model = network(workbench, wanted.network, folder / "network")
            unseen = workbench.datasets.resolve(str(draw_pictures(folder / "unseen", wanted.unseen, UNSEEN_SEED)))
            parent = workbench.accuracy(model, unseen)
            print(f"{wanted.network}: {parent.evaluation.report.metric(METRIC)} on {wanted.unseen} unseen pictures")
            for seed in range(1, wanted.seeds + 1):
                pictures = workbench.datasets.resolve(str(draw_pictures(folder / f"seed{seed}", wanted.pictures, seed)))
                claims.append(claim(workbench, parent, pictures, unseen, bound))
                print(f"{seed:3}  {claims[-1]}", flush=True)
    print(summary(claims, bound))


if __name__ == "__main__":
    main()
