"""`dlwb quantize` from end to end on the fake engine, where it is known which operation costs the accuracy."""

import pytest
from builders import shown_pictures

RIGHT = [i % 10 for i in range(60)]


@pytest.fixture
def pictures(tmp_path):
    return shown_pictures.classified(tmp_path / "pictures", RIGHT, RIGHT)


@pytest.fixture
def quantized(dlwb, model_file, pictures):
    """Quantize; returns code and document."""

    def run(*words, code=0):
        done = dlwb("quantize", model_file, "--dataset", pictures, "--device", "GPU", *words, "--json")
        assert done.code == code, done.out + done.err
        return done.document

    return run


def test_without_a_bound_the_whole_network_becomes_a_version(dlwb, quantized):
    document = quantized("--subset", "15", "--seed", "3", "--validate", "30")
    assert document["outcome"] == "unbounded"
    assert document["kept_float"] == []
    assert document["calibration"] == {"count": 15, "percent": None, "seed": 3, "apart_from": None}
    assert document["validation"]["apart_from"] == document["calibration"]
    assert (document["calibration_pictures"], document["validation_pictures"]) == (15, 30)
    assert [attempt["kept_float"] for attempt in document["attempts"]] == [[]]
    assert document["drop"] > 0.05, "the fake network loses accuracy when all of it is in 8 bits"
    assert document["baseline"] - document["final"] == pytest.approx(document["drop"])
    assert document["comparison"]["subjects"][1]["deltas"]

    version = dlwb("model", "show", document["model"], "--json").document
    assert version["parent"] == document["parent"]
    assert version["recipe"]["kind"] == "quantized"
    assert version["recipe"]["run"] == document["run"]
    assert version["precision"] == "i8"
    assert version["name"].endswith(" INT8")
    assert version["preprocessing"] == dlwb("model", "show", document["parent"], "--json").document["preprocessing"]

    assert dlwb("run", "show", document["run"], "--json").document == document
    assert "calibrated on" in dlwb("run", "show", document["run"]).out


def test_a_seed_alone_chooses_among_as_many_pictures_as_usual(quantized, pictures):
    document = quantized("--seed", "1")
    usual = document["calibration_pictures"] + document["validation_pictures"]
    assert document["calibration"] == {"count": usual // 3, "percent": None, "seed": 1, "apart_from": None}


def test_a_bound_puts_back_what_costs_the_accuracy(dlwb, quantized):
    document = quantized("--max-drop", "1")
    assert document["outcome"] in {"met", "met_on_sample"}
    assert document["drop"] <= 0.01
    assert 0 < len(document["kept_float"]) < 3
    assert document["ranking"]
    chosen = next(one for one in document["attempts"] if one["step"] == document["chosen"])
    assert chosen["kept_float"] == document["kept_float"]
    assert chosen["best"]

    shown = dlwb("run", "show", document["run"]).out
    assert "The bound of 1 point is met" in shown.splitlines()[1]
    assert "left in floating point" in shown

    # parent and version have runs of their own on the same pictures
    compared = dlwb("accuracy", document["baseline_run"], document["accuracy_run"], "--compare", "--json").document
    assert compared["result"]["samples"] == 40
    change = next(one for one in compared["result"]["changes"] if one["name"] == document["metric"])
    assert change["difference"] == pytest.approx(-document["drop"])

    # a second time, the parent is not measured again, and the version is the one that is there
    again = quantized("--max-drop", "1")
    assert (again["model"], again["baseline_run"]) == (document["model"], document["baseline_run"])
    assert (document["existed"], again["existed"]) == (False, True)


def test_the_parent_is_measured_again_once_it_was_told_how_it_is_read(dlwb, quantized):
    before = quantized()
    assert dlwb("model", "configure", before["parent"], "--mean", "120,120,120", "--scale", "60,60,60").code == 0
    after = quantized()
    assert after["baseline_run"] != before["baseline_run"]
    assert dlwb("run", "show", after["baseline_run"], "--json").document["preprocessing"]["mean"] == [120, 120, 120]
    assert quantized()["baseline_run"] == after["baseline_run"]


def test_the_parent_is_measured_again_once_the_classes_of_the_pictures_have_other_names(dlwb, quantized, tmp_path):
    before = quantized()
    labels = tmp_path / "labels.txt"
    labels.write_text("\n".join(f"shade {i}" for i in range(10)))
    assert dlwb("dataset", "label", before["dataset"], labels).code == 0
    assert quantized()["baseline_run"] != before["baseline_run"]


def test_weights_alone_need_no_pictures(dlwb, model_file):
    done = dlwb("quantize", model_file, "--weights", "int8", "--json")
    shown = dlwb("run", "show", done.document["run"]).out
    assert "weights" in shown
    assert "0 pictures" not in shown
    assert done.code == 0, done.out + done.err
    document = done.document
    assert (document["outcome"], document["metric"], document["comparison"]) == ("unbounded", "", None)
    assert "nothing was measured" in document["verdict"]


def test_wrong_options_are_refused_before_anything_runs(dlwb, quantized):
    for words, option in (
        (("--max-drop", "101"), "--max-drop"),
        (("--max-drop", "-1"), "--max-drop"),
        (("--max-drop", "1", "--metric", "speed"), "--metric"),
        (("--smooth-quant", "2"), "--smooth-quant"),
        (("--ratio", "0"), "--ratio"),
        (("--group-size", "0"), "--group-size"),
        (("--subset", "100%"), "--subset"),
        (("--seed", "-1"), "--seed"),
        (("--validate-seed", "-1"), "--validate-seed"),
        (("--metric", "top1"), "--metric"),
        (("--relative",), "--relative"),
    ):
        error = quantized(*words, code=1)["error"]
        assert error["type"] == "InvalidOptions"
        assert option in error["message"]
        assert error["hint"]
    assert "quantize" not in {run["kind"] for run in dlwb("run", "list", "--json").document["runs"]}


def test_all_problems_are_told_at_once(dlwb, model_file):
    done = dlwb("quantize", model_file, "--max-drop", "200", "--ratio", "2", "--json")
    assert done.code == 1
    told = [problem["option"] for problem in done.document["error"]["problems"]]
    assert told == ["--max-drop", "--max-drop", "--ratio", "--ratio", "--dataset"]
