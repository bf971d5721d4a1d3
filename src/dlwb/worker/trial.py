"""Readings of a network on a few labelled pictures: which one sees most of what the labels say."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from math import log

from dlwb.calc.accuracy.trial import rank_trials
from dlwb.calc.figure_words import counted, per_cent
from dlwb.calc.subset import choose, strata_of
from dlwb.domain.accuracy import Classified, ClassRecord, Prediction
from dlwb.domain.dataset import Dataset, Sample, Subset
from dlwb.domain.errors import InputError
from dlwb.domain.evaluation import TriedReading
from dlwb.domain.model import Preprocessing
from dlwb.worker.looking import Seen, Spoiled
from dlwb.worker.picture_looking import PictureLooker
from dlwb.worker.predicting import predictions, record
from dlwb.worker.reading import Candidate, Chosen

_FIRST = 8
_MORE = 40
_FINALISTS = 4
_BUDGET_S = 30.0
# The least share of probability that a true class is credited with: one hopeless picture must not outweigh all others.
_LEAST = 1e-3

OnTry = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Decision:
    """The reading to use, why, and what else was thought of, the best first (the chosen one is among them)."""

    chosen: Candidate
    reasons: tuple[str, ...]
    tried: tuple[TriedReading, ...]


@dataclass(frozen=True, slots=True)
class _Scored:
    """What a trial came to for one picture: how right (`shown`, 0..1), and the number that readings are compared by."""

    score: float
    shown: float


@dataclass(slots=True)
class _Entry:
    candidate: Candidate
    scores: list[_Scored] = field(default_factory=list)
    possible: bool = True


def decide(looker: PictureLooker, dataset: Dataset, found: list[Candidate], samples: Chosen, say: OnTry) -> Decision:
    """Choose among readings by a trial on labelled pictures, where there are several; earlier ones are more usual.

    All are tried on a few pictures, the best on more. A reading displaces a more usual one only when it is clearly better.
    """
    if len(found) == 1:
        return Decision(found[0], (found[0].reason,), ())
    positions = choose(
        [sample.picture for _, sample in samples], strata_of([sample for _, sample in samples]), Subset(_FIRST + _MORE)
    )
    pictures = [samples[i] for i in positions]
    pictures = [pictures[i] for i in sorted(range(len(pictures)), key=lambda i: (i * 7919) % len(pictures))]
    entries = [_Entry(candidate) for candidate in found]
    begin = time.monotonic()
    first, more = pictures[:_FIRST], pictures[_FIRST:]
    trial = _Trial(looker, dataset, say, begin)
    trial.show(entries, first)
    entries = [entry for entry in entries if entry.possible and entry.scores]
    if not entries:
        if trial.unusable:
            raise trial.unusable[0]
        raise InputError(
            "None of the ways to read the outputs fits what the network gave for a picture.",
            "Say by hand which family of outputs they are of, and how it is set.",
            terminal="--adapter FAMILY --set NAME=VALUE",
        )
    finalists = _best(entries)
    if len(finalists) > 1 and more and time.monotonic() - begin < _BUDGET_S / 2:
        trial.show(finalists, more)
    return _decision(finalists, entries, len(found))


@dataclass(frozen=True, slots=True)
class _Trial:
    """Where readings are tried; `begin` is when that began, `unusable` what was wrong with masks."""

    looker: PictureLooker
    dataset: Dataset
    say: OnTry
    begin: float
    unusable: list[InputError] = field(default_factory=list)

    def show(self, entries: Sequence[_Entry], pictures: Chosen) -> None:
        """Show pictures once for each preprocessing, and score every reading with it, as long as there is time."""
        by_preprocessing: dict[Preprocessing, list[_Entry]] = {}
        for entry in entries:
            by_preprocessing.setdefault(entry.candidate.reading.preprocessing, []).append(entry)
        for place, (preprocessing, mine) in enumerate(by_preprocessing.items(), 1):
            if time.monotonic() - self.begin > _BUDGET_S and place > 1:
                break  # the usual ones come first, so what is left out is what is least likely
            ways = f"{place} of {counted(len(by_preprocessing), 'way')} to prepare pictures"
            self.say(f"trying {ways}, on {counted(len(pictures), 'picture')}")
            for seen in self.looker.look(pictures, preprocessing, lambda one: one):
                if not isinstance(seen, Spoiled):
                    for entry in mine:
                        self._score(entry, seen)

    def _score(self, entry: _Entry, seen: Seen) -> None:
        if not entry.possible:
            return
        try:
            made = predictions(entry.candidate.reading.adapter, entry.candidate.labels, seen)
            for shown, prediction in zip(seen.pictures, made, strict=True):
                try:
                    entry.scores.append(_scored(self.looker, self.dataset, shown.sample, prediction))
                except InputError as error:  # its mask says nothing, for or against any reading
                    self.unusable.append(error)
        except (InputError, ValueError):
            entry.possible = False


def _scored(looker: PictureLooker, dataset: Dataset, sample: Sample, prediction: Prediction) -> _Scored:
    """Of classes the logarithm of the true one's probability, which tells more than right or wrong; else the score."""
    made = record(looker, dataset, sample, prediction)
    if isinstance(made, ClassRecord) and isinstance(prediction, Classified):
        share = 0.0 if made.rank is None else prediction.scores[made.rank]
        return _Scored(log(max(share, _LEAST)), float(made.rank == 0))
    return _Scored(made.score, made.score)


def _best(entries: list[_Entry]) -> list[_Entry]:
    """Those with the best means, in their old order, and all that are as good as these."""
    means = sorted((_mean(entry) for entry in entries), reverse=True)
    least = means[min(_FINALISTS, len(means)) - 1]
    return [entry for entry in entries if _mean(entry) >= least][: 2 * _FINALISTS]


def _mean(entry: _Entry) -> float:
    return sum(one.score for one in entry.scores) / len(entry.scores)


def _decision(finalists: list[_Entry], entries: list[_Entry], thought_of: int) -> Decision:
    most = max(len(entry.scores) for entry in finalists)
    whole = [entry for entry in finalists if len(entry.scores) == most]
    order = [whole[standing.index] for standing in rank_trials([entry.scores for entry in whole])]
    rest = sorted((e for e in entries if e not in order), key=_mean, reverse=True)
    tried = tuple(_tried(entry) for entry in (*order, *rest))
    by = f"Of {thought_of} ways to read it, this one was chosen by a trial on {counted(tried[0].pictures, 'labelled picture')}"
    right = [per_cent(one.score) for one in tried[:2] if one.score is not None]
    words = f"{by}: {', the next one '.join((f'{right[0]} right there', *right[1:]))}."
    return Decision(order[0].candidate, (order[0].candidate.reason, words), tried)


def _tried(entry: _Entry) -> TriedReading:
    right = sum(one.shown for one in entry.scores) / len(entry.scores)
    return TriedReading(entry.candidate.reading, entry.candidate.reason, right, len(entry.scores))
