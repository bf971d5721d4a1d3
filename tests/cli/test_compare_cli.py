"""`dlwb compare` in the terminal, on the fake engine."""

import pytest

from dlwb.cli.compare import _difference
from dlwb.documents import DeltaDocument
from dlwb.domain.comparison import Word
from dlwb.domain.measurement import Estimate

FAST = ("--device", "GPU", "--property", "fake.latency_ms=1")
QUICK = (*FAST, "--budget", "0.5")


@pytest.fixture
def runs(dlwb, model_file):
    """Two benchmarks, the second of them 5 % slower."""
    first = dlwb("benchmark", model_file, *QUICK, "--json").document
    slower = dlwb("benchmark", first["model"], *QUICK, "--property", "fake.slowdown=1.05", "--json").document
    return first["run"], slower["run"], first["model"]


def deltas(document):
    return {delta["what"]: delta for delta in document["deltas"]}


def refuse_what_cannot_be_compared(dlwb, first, model):
    for words, code, said in (
        (("compare", first), 1, "2 to 6"),
        (("compare", first, "nothing"), 1, "no run and no model 'nothing'"),
        (("compare",), 2, "Missing argument"),
        (
            ("compare", model, model, "--interleave", "--device", "TPU"),
            1,
            "subject 2, --device: there is no device 'TPU'",
        ),
        (("compare", model, model, "--interleave", *FAST, "--budget", "-1"), 1, "--budget: -1 s is not possible"),
    ):
        done = dlwb(*words)
        assert done.code == code, done.err
        assert said in done.err.replace("\n", " ")


def test_stored_runs(dlwb, runs):
    first, slower, model = runs
    done = dlwb("compare", first, slower, "--json")
    assert done.code == 0, done.err
    found = deltas(done.document)
    assert found["latency_p50"]["word"] == "slower"
    assert found["latency_p50"]["ratio"]["value"] == pytest.approx(1.05, rel=5e-3)
    assert set(found["latency_p50"]) >= {"what", "ratio", "word", "tolerance", "subject"}
    assert done.document["run"] is None
    assert done.document["layers"] == []
    assert isinstance(done.document["caveats"], list)
    assert [c["field"] for c in done.document["conditions"] if c["group"] == "configuration"] == [
        "property fake.slowdown"
    ]
    shown = dlwb("compare", first, slower)
    assert "slower" in shown.out
    assert "fake.slowdown" in shown.out
    assert "counts as noise here" in " ".join(shown.out.split())  # nobody can tell from one compile time
    itself = dlwb("compare", first, first, "--json").document
    assert {(delta["word"], delta["ratio"]["low"], delta["ratio"]["high"]) for delta in itself["deltas"]} == {
        ("same", 1, 1)
    }
    assert itself["caveats"][-1] == "B is the same run as A, so there is nothing between them."
    refuse_what_cannot_be_compared(dlwb, first, model)


def test_side_by_side_from_runs(dlwb, runs):
    first, slower, model = runs
    done = dlwb("compare", first, slower, "--interleave", "--budget", "2", "--json")
    assert done.code == 0, done.err
    document = done.document
    assert deltas(document)["latency_p50"]["word"] == "slower"
    assert document["paired"]["pairs"] > 1
    assert [s["config"]["extra"].get("fake.slowdown") for s in document["subjects"]] == [None, "1.05"]
    again = dlwb("run", "show", document["run"], "--json").document
    assert again == document
    shown = dlwb("run", "show", document["run"])
    assert "side by side" in shown.out
    listed = dlwb("run", "list", "--kind", "compare", "--json").document["runs"]
    assert [run["id"] for run in listed] == [document["run"]]
    offered = dlwb("benchmark", model, *QUICK, "--mode", "offered", "--rate", "50", "--json").document["run"]
    refused = dlwb("compare", first, offered, "--interleave")
    assert refused.code == 1
    assert "offered load" in refused.err


def test_side_by_side_from_models_with_the_shared_flags(dlwb, model_file):
    done = dlwb("compare", model_file, model_file, "--interleave", *FAST, "--budget", "2", "--json")
    assert done.code == 0, done.err
    words = {delta["word"] for delta in done.document["deltas"]}
    assert words <= {"same", "cant_tell"}
    assert {s["effective"]["device"] for s in done.document["subjects"]} == {"GPU"}


def test_layers_side_by_side(dlwb, model_file):
    for number in ("1", "2"):
        assert dlwb("profile", model_file, *FAST, "--streams", number).code == 0
    listed = dlwb("run", "list", "--kind", "profile", "--json").document["runs"]
    document = dlwb("compare", *(run["id"] for run in listed), "--json").document
    assert {"conv", "fc"} <= {name for group in document["layers"] for name in group["operations"]}
    assert "Convolution" in dlwb("compare", *(run["id"] for run in listed)).out


def test_what_noise_hides_is_said_in_words():
    wild = Estimate(1.02, 0.0102, 102.0)
    delta = DeltaDocument(
        subject=1, what="latency_p50", ratio=wild, word=Word.CANT_TELL, tolerance=160_903.6, higher_is_better=False
    )
    assert _difference(delta) == "[yellow]can't tell; the noise hides more than a factor of ten[/]"
