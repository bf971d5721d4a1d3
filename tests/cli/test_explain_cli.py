"""A version held against its parent in the terminal, on the fake engine: why it is no faster, and what is known of both."""

import pytest
from builders import shown_pictures

DEVICE = ("--device", "NPU")


@pytest.fixture
def pictures(tmp_path):
    shown = [i % 10 for i in range(24)]
    return shown_pictures.classified(tmp_path / "pictures", shown, shown)


@pytest.fixture
def version(dlwb, model_file):
    """A version whose weights are in 8 bits; its id and that of its parent."""
    done = dlwb("quantize", model_file, "--weights", "int8", "--json")
    assert done.code == 0, done.err
    return done.document["model"], done.document["parent"]


def test_explain_measures_both_and_keeps_the_profiles(dlwb, version):
    id, parent = version
    done = dlwb("explain", id, *DEVICE, "--json")
    assert done.code == 0, done.err
    document = done.document
    assert (document["version"], document["parent"]) == (id, parent)
    found = document["explanation"]
    assert found["paired"]
    total = sum(cause["time_us"]["value"] for cause in found["causes"]) + found["rest_us"]["value"]
    assert total == pytest.approx(found["gap_us"]["value"])
    for which, model in (("parent_profile", parent), ("version_profile", id)):
        profile = dlwb("run", "show", document[which], "--json").document
        assert profile["model"] == model
    assert [run["kind"] for run in dlwb("run", "list", "--json").document["runs"]][:1] == ["explain"]

    shown = dlwb("explain", id, "--stored")
    assert shown.code == 0, shown.err
    assert "its ideal" in shown.out
    assert dlwb("explain", id, "--stored", "--json").document == document
    assert dlwb("run", "show", document["run"], "--json").document == document


def test_profiles_taken_apart_serve_too(dlwb, version):
    id, parent = version
    refused = dlwb("explain", id, "--stored")
    assert refused.code == 1
    assert "Leave --stored out" in refused.err
    for model in (parent, id):
        assert dlwb("profile", model, *DEVICE).code == 0
    document = dlwb("explain", id, "--stored", "--json").document
    assert document["run"] is None
    assert not document["explanation"]["paired"]
    assert any("apart" in note for note in document["explanation"]["notes"])


def test_what_cannot_be_explained_is_refused_with_a_reason(dlwb, version):
    id, parent = version
    for words, code, said in (
        (("explain", parent), 1, "has no parent"),
        (("explain", id, "--against", id), 1, "held against itself"),
        (("explain", "nothing"), 1, "no model"),
        (("explain",), 2, "Missing argument"),
        (("explain", id, "--device", "TPU"), 1, "there is no device 'TPU'"),
        (("model", "against-parent", parent), 1, "has no parent"),
    ):
        done = dlwb(*words)
        assert done.code == code, done.err
        assert said in " ".join(done.err.split()), done.err


def test_a_version_beside_its_parent(dlwb, model_file, pictures):
    """Quantizing measures what the view needs, all but why the version is no faster."""
    done = dlwb("quantize", model_file, "--dataset", pictures, "--device", "GPU", "--subset", "4", "--json")
    assert done.code == 0, done.err
    made = done.document
    document = dlwb("model", "against-parent", made["model"], "--json").document
    assert [one["what"] for one in document["missing"]] == ["explanation"]
    assert document["missing"][0]["command"] == f"dlwb explain {made['model']}"
    first = document["accuracy"]["result"]["changes"][0]
    assert (document["accuracy"]["first"], document["accuracy"]["second"]) == (
        made["baseline_run"],
        made["accuracy_run"],
    )
    assert first["difference"] == pytest.approx(-made["drop"])
    assert document["speed"]["run"] == made["run"]
    assert document["speed"]["throughput"] == made["comparison"]["subjects"][1]["deltas"][0]
    assert document["model_bytes"] < document["parent_bytes"]
    assert document["model_theory"]["giop"] > 0 == document["parent_theory"]["giop"]
    shown = dlwb("model", "against-parent", made["model"])
    assert shown.code == 0, shown.err
    for words in ("top-1", "size of weights", "throughput", "GIOP", "dlwb explain"):
        assert words in shown.out


def test_what_nobody_measured_is_named(dlwb, version):
    document = dlwb("model", "against-parent", version[0], "--json").document
    assert {one["what"] for one in document["missing"]} == {"accuracy", "speed", "explanation"}
    assert "weights in 8 bits" in document["made"]
    assert "nobody" in document["verdict"]


def test_versions_of_a_model(dlwb, version):
    id, parent = version
    document = dlwb("model", "versions", parent, "--json").document
    assert [(one["model"]["id"], one["depth"]) for one in document["versions"]] == [(parent, 0), (id, 1)]
    assert "imported from onnx" in document["versions"][0]["made"]
    assert "weights in 8 bits" in dlwb("model", "versions", parent).out


def test_rivals_beside_f32(dlwb, version, pictures):
    id, parent = version
    done = dlwb("rivals", parent, "--dataset", pictures, "--device", "GPU", "--budget", "1", "--json")
    assert done.code == 0, done.err
    document = done.document
    assert [row["label"] for row in document["rivals"]] == ["f32", "f16", "quantized"]
    reference, half, quantized = document["rivals"]
    assert reference["change"] is None
    assert half["config"]["precision"] == "f16"
    # how much faster depends on who else uses the machine
    low, value, high = (half["throughput"]["ratio"][name] for name in ("low", "value", "high"))
    assert low <= value <= high
    assert half["change"]["difference"] == 0
    assert quantized["model"] == id
    assert "f16:" in document["verdict"]
    children = [dlwb("run", "show", row["accuracy_run"], "--json").document for row in document["rivals"]]
    assert {child["samples"] for child in children} == {24}
    shown = dlwb("run", "show", document["run"])
    assert "flips" in shown.out
    assert (document["dataset_name"], document["pictures"], document["subset"]["seed"]) == ("pictures", 24, 0)
    assert "all 24 pictures of 'pictures'" in " ".join(shown.out.split())
    # what it measured of the version serves the view beside its parent
    beside = dlwb("model", "against-parent", id, "--json").document
    assert [one["what"] for one in beside["missing"]] == ["explanation"]
    assert beside["speed"]["throughput"] == quantized["throughput"]
    assert beside["accuracy"]["second"] == quantized["accuracy_run"]
    assert beside["speeds"] is None
    # two speed-ups, of different things
    assert dlwb("explain", id, *DEVICE).code == 0
    explained = dlwb("model", "against-parent", id)
    assert "There are two speed-ups, of different things" in " ".join(explained.out.split())


def test_rivals_that_are_none_are_refused(dlwb, version, model_file, pictures):
    id, parent = version
    for words, said in (
        ((id, "--device", "GPU"), "quantized already"),
        ((parent, "--device", "GPU", "--precision", "bf16"), "does not offer 'bf16'"),
        ((parent, "--device", "TPU"), "there is no device 'TPU'"),
        ((parent, "--device", "GPU", "--precision", "bf16", "--streams", "900"), "does not offer 'bf16'"),
        ((parent, "--device", "GPU", "--precision", "bf16", "--streams", "900"), "streams: 900"),
    ):
        done = dlwb("rivals", *words, "--dataset", pictures)
        assert done.code == 1, done.out
        assert said in " ".join(done.err.split()), done.err
