"""How a network is to be read: what was said counts, what was not is recognised and tried on a few labelled pictures."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import TypeVar

from dlwb.calc.accuracy.class_names import Naming, class_count, namings
from dlwb.calc.accuracy.fitting import fits, has_labels, misfit
from dlwb.calc.accuracy.other_classes import mismatch, names_of
from dlwb.calc.detections.decode import task_of
from dlwb.calc.preprocessing.proposals import propose
from dlwb.calc.recognition.recognise import recognise
from dlwb.calc.shapes import shape_text
from dlwb.calc.subset import choose, strata_of
from dlwb.domain.dataset import Dataset, Sample, Subset, Task
from dlwb.domain.errors import InputError
from dlwb.domain.evaluation import Reading
from dlwb.domain.model import Model, Preprocessing
from dlwb.domain.output_adapter import AdapterProposal, Classification, OutputAdapter
from dlwb.domain.specs import AccuracySpec
from dlwb.worker.anchors import with_own_anchors
from dlwb.worker.by_hand import adjusted, start_of
from dlwb.worker.looking import Seen, Spoiled
from dlwb.worker.picture_looking import PictureLooker

Chosen = Sequence[tuple[int, Sample]]
T = TypeVar("T")

_FIRST_LOOK = 4
_MOST_ADAPTERS = 6


@dataclass(frozen=True, slots=True)
class Candidate:
    """A reading, which class of the dataset each of the network's is (empty: the same numbers), and what speaks for it."""

    reading: Reading
    labels: tuple[int | None, ...]
    reason: str

    @property
    def task(self) -> Task:
        """What the network does, read so."""
        return task_of(self.reading.adapter)


def known_preprocessing(model: Model, said: Preprocessing | None) -> Preprocessing:
    """What a person said of the preprocessing, and where he is silent, what the model says."""
    own = model.preprocessing
    if said is None:
        return own
    numbers = said.mean is not None or said.scale is not None
    return replace(
        own,
        color_order=said.color_order or own.color_order,
        mean=said.mean if numbers else own.mean,
        scale=said.scale if numbers else own.scale,
        resize=said.resize or own.resize,
        layout=said.layout or own.layout,
        origin="options" if own.origin in (None, "options") else "mixed",
    )


def candidates(
    looker: PictureLooker, model: Model, dataset: Dataset, spec: AccuracySpec, samples: Chosen
) -> list[Candidate]:
    """All ways to read the network that fit the dataset, the most usual first; never empty.

    Raises:
        InputError: nobody knows what the outputs mean, or what they mean does not fit the dataset; says what would.
        InvalidOptions: settings that the outputs' family does not have.
    """
    known = known_preprocessing(model, spec.preprocessing)
    seen = _first_look(looker, propose(looker.target, None, known)[0].preprocessing, samples)
    proposals = [p for p in _proposals(looker, model, dataset, spec, seen) if _wanted(p.adapter, spec, dataset)]
    if not proposals:
        raise misfit(f"The model '{model.name}'", _first_task(looker, model, dataset, spec, seen), dataset)
    names = names_of(model, spec)
    made = []
    for proposal in proposals[:_MOST_ADAPTERS]:
        count = class_count(proposal.adapter, seen[0].outputs, len(seen[0].frames))
        for naming in namings(proposal.adapter, count, names, dataset):
            made += list(_readings(looker, proposal, naming, known))
    for naming, proposal in _first_grids(proposals, seen[0], names, dataset):
        # after those with published anchors, which are exact where they are the right ones
        own = with_own_anchors(looker, proposal, naming.labels, known, samples)
        made += list(_readings(looker, own, naming, known)) if own else []
    if not made:
        raise _other_classes(proposals[0].adapter, seen[0], dataset, names)
    return made


def _first_grids(
    proposals: Sequence[AdapterProposal], seen: Seen, names: Sequence[str], dataset: Dataset
) -> Iterator[tuple[Naming, AdapterProposal]]:
    """The first proposal that misses its anchors, with every naming: others differ in the anchors only."""
    for proposal in proposals:
        if "anchors" in proposal.missing:
            count = class_count(proposal.adapter, seen.outputs, len(seen.frames))
            yield from ((naming, proposal) for naming in namings(proposal.adapter, count, names, dataset))
            return


def _first_look(looker: PictureLooker, preprocessing: Preprocessing, samples: Chosen) -> list[Seen]:
    """The outputs for a few pictures of different classes. Raises InputError when none of all can be shown."""
    spoiled: list[Spoiled] = []
    seen: list[Seen] = []
    wanted = max(1, _FIRST_LOOK // looker.batch)
    for part in _parts(_mixed(samples), _FIRST_LOOK):
        made = list(looker.look(part, preprocessing, lambda one: one))
        spoiled += [one for one in made if isinstance(one, Spoiled)]
        seen += [one for one in made if isinstance(one, Seen)]
        if len(seen) >= wanted:
            return seen
    if not seen:
        raise InputError(
            f"No picture can be used: {spoiled[0].broken.reason if spoiled else 'there is none'}.",
            "Import the dataset again.",
        )
    return seen


def _mixed(samples: Chosen) -> Chosen:
    """All pictures, a few of different classes first: many datasets are sorted by class, and one class tells little."""
    names, strata = [sample.picture for _, sample in samples], strata_of([sample for _, sample in samples])
    first = choose(names, strata, Subset(_FIRST_LOOK))
    rest = set(range(len(samples))).difference(first)
    return [samples[i] for i in (*first, *sorted(rest))]


def _parts(things: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    waiting = iter(things)
    while part := tuple(islice(waiting, size)):
        yield part


def _proposals(
    looker: PictureLooker, model: Model, dataset: Dataset, spec: AccuracySpec, seen: Sequence[Seen]
) -> list[AdapterProposal]:
    """What the outputs may mean, by hand, by the model, or as recognised."""
    if model.adapter is not None and spec.family in (None, model.adapter.kind):
        return _by_hand([AdapterProposal(model.adapter, "As stored with the model.")], spec, sure=True)
    found = recognise(
        looker.target,
        model.outputs,
        trials=[one.outputs for one in seen],
        classes=len(names_of(model, spec)) or len(dataset.classes) or None,
        task=model.task if spec.task is None else spec.task.value,
        info=model.rt_info,
    )
    if spec.family is not None:
        same = [proposal for proposal in found if proposal.adapter.kind == spec.family]
        return _by_hand(same or [AdapterProposal(start_of(spec.family, seen[0].outputs), "As chosen by hand.")], spec)
    if not found:
        shapes = ", ".join(f"'{name}' {shape_text(array.shape)}" for name, array in seen[0].outputs.items())
        raise InputError(
            f"What the outputs of '{model.name}' mean is not recognised: {shapes}.",
            "Say by hand which family they are of and how it is set, or measure how like another version's they are.",
            terminal="--adapter FAMILY --set NAME=VALUE, or dlwb accuracy MODEL --dataset D --like OTHER",
        )
    return _by_hand(list(found), spec)


def _by_hand(proposals: list[AdapterProposal], spec: AccuracySpec, *, sure: bool = False) -> list[AdapterProposal]:
    """The proposals with what was said; `sure` of whether the first class is none, there is nothing to think of."""
    made: dict[OutputAdapter, AdapterProposal] = {}
    for proposal in proposals:
        for adapter in _backgrounds(proposal.adapter, spec, sure=sure):
            if not spec.settings:
                made.setdefault(adapter, replace(proposal, adapter=adapter))
                continue
            by_hand = adjusted(adapter, spec.settings)
            words = f"{proposal.reason} By hand: {', '.join(spec.settings)}."
            made.setdefault(by_hand, AdapterProposal(by_hand, words))
    return list(made.values())


def _backgrounds(adapter: OutputAdapter, spec: AccuracySpec, *, sure: bool) -> tuple[OutputAdapter, ...]:
    """Whether the first class is none cannot be seen where datasets show only some classes, so both are thought of."""
    if not isinstance(adapter, Classification):
        return (adapter,)
    if spec.background is not None:
        return (replace(adapter, background=spec.background),)
    if sure:
        return (adapter,)
    return adapter, replace(adapter, background=not adapter.background)


def _wanted(adapter: OutputAdapter, spec: AccuracySpec, dataset: Dataset) -> bool:
    task = task_of(adapter)
    return spec.task in (None, task) and fits(task, dataset)


def _first_task(
    looker: PictureLooker, model: Model, dataset: Dataset, spec: AccuracySpec, seen: Sequence[Seen]
) -> Task:
    return task_of(_proposals(looker, model, dataset, spec, seen)[0].adapter)


def _readings(
    looker: PictureLooker, proposal: AdapterProposal, naming: Naming, known: Preprocessing
) -> Iterator[Candidate]:
    for one in propose(looker.target, proposal.adapter, known):
        words = " ".join(filter(None, (proposal.reason, naming.reason, one.reason)))
        yield Candidate(Reading(proposal.adapter, one.preprocessing, naming.names), naming.labels, words)


def _other_classes(adapter: OutputAdapter, seen: Seen, dataset: Dataset, names: Sequence[str]) -> InputError:
    count = class_count(adapter, seen.outputs, len(seen.frames))
    message, hint = mismatch(adapter, count, names, dataset)
    return InputError(message, hint, terminal="--labels FILE")


def labelled(samples: Chosen, task: Task) -> list[tuple[int, Sample]]:
    """The pictures with labels for a task."""
    return [(position, sample) for position, sample in samples if has_labels(sample, task)]
