"""Accuracy runs between workspaces: the figures go along, and are looked at before they are let in."""

import json
from dataclasses import replace

import pytest
from builders.finished_runs import MODEL, at, run_id
from builders.measurements import environment

from dlwb.adapters.stores.imported import refuse_different
from dlwb.adapters.stores.memory import MemoryStore
from dlwb.domain.accuracy import AccuracyReport, ClassFigure, Confusion, Metric
from dlwb.domain.bundle import RunBundle
from dlwb.domain.dataset import Task
from dlwb.domain.errors import InputError
from dlwb.domain.evaluation import Evaluation
from dlwb.domain.headline import AccuracyHeadline
from dlwb.domain.inference import EffectiveConfig, Hint
from dlwb.domain.model import Preprocessing
from dlwb.domain.outcomes import AccuracyOutcome
from dlwb.domain.run import Run, Succeeded
from dlwb.domain.specs import AccuracySpec
from dlwb.protocol import from_json, to_plain
from dlwb.workflows.exchange import admit, collect

DATASET = "feedc0de000000d5"
TOP1 = Metric("top1", 0.75, 0.7, 0.8)
TAKEN = (Confusion(0, 1, 3), Confusion(None, 0, 1))


def accuracy(number=1, *, metrics=(TOP1,), confusion=TAKEN, dataset=DATASET):
    report = AccuracyReport(Task.CLASSIFICATION, 40, metrics, (ClassFigure(0, 4, TOP1),), confusion)
    effective = EffectiveConfig("CPU", ("CPU",), 1, 1, 1, 1, "f32", 1, {}, {}, Hint.NONE)
    found = Evaluation(Task.CLASSIFICATION, report, None, Preprocessing(), effective, environment())
    run = Run(run_id(number), AccuracySpec(MODEL, dataset), at(number), model=MODEL, model_name="net", dataset=dataset)
    return run.apply(Succeeded(AccuracyOutcome(found), at(number)))


def bundle(*runs):
    return RunBundle("there", "0.1", at(50), (), runs)


def test_an_accuracy_run_goes_along_with_its_figures():
    store, run = MemoryStore(), accuracy()
    store.add_run(run)
    (admitted,) = admit(collect(store, [run], "here", "0.1", at(60)), at(70))
    assert replace(admitted, imported_from=None) == run
    assert admitted.accuracy == AccuracyHeadline(Task.CLASSIFICATION, TOP1, 40, "f32")


def test_its_headline_is_made_from_the_result_whatever_the_file_says():
    honest = accuracy()
    boasting = replace(honest, accuracy=replace(honest.accuracy, metric=Metric("top1", 1.0, 1.0, 1.0)))
    assert admit(bundle(boasting), at(70))[0].accuracy == honest.accuracy


def test_a_run_from_before_headlines_is_the_same_run():
    run = accuracy()
    refuse_different({run.id: run}, {run.id: replace(run, accuracy=None)})
    with pytest.raises(InputError, match="different one"):
        refuse_different({run.id: run}, {run.id: accuracy(metrics=())})


@pytest.mark.parametrize(
    ("what", "run"),
    [
        ("its dataset is not", replace(accuracy(), dataset="feedc0de000000d6")),
        ("id of its dataset", accuracy(dataset="../../x")),
        ("figures cannot be", accuracy(metrics=(Metric("top1", 0.9, 0.7, 0.8),))),
        ("figures cannot be", accuracy(confusion=(Confusion(0, 1, -3),))),
        ("no number", accuracy(metrics=(Metric("nmse", float("inf"), 0.0, float("inf")),))),
    ],
    ids=["another dataset", "a path", "outside its interval", "below zero", "infinite"],
)
def test_what_cannot_be_is_refused(what, run):
    with pytest.raises(InputError, match=what):
        admit(bundle(run), at(70))


def test_a_run_that_was_stored_before_previews_and_headlines_is_still_read():
    run = accuracy(confusion=(Confusion(0, 1, 3),))
    stored = to_plain(run)
    del stored["accuracy"], stored["spec"]["preview"], stored["outcome"]["evaluation"]["preview"]
    read = from_json(Run, json.dumps(stored))
    assert replace(read, accuracy=run.accuracy) == run
