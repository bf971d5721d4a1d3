"""Versions over HTTP: made of what, beside their parent, why no faster; and the rivals of 8 bits."""

import pytest
from builders import shown_pictures

from dlwb.domain.errors import unknown
from dlwb.domain.evaluation import PositionedRecord
from dlwb.protocol import from_json

API = "/api/v1"


@pytest.fixture
def version(working, finished, imported):
    """A version with its weights in 8 bits."""
    answer = working.post(f"{API}/runs/quantize", json={"model": imported, "options": {"method": "weights_int8"}})
    assert answer.status_code == 202, answer.text
    run = finished(working, answer.json()["id"])
    return working.get(f"{API}/runs/{run['id']}/quantize").json()["model"]


def test_a_version_over_http(working, finished, imported, version):
    listed = working.get(f"{API}/models/{imported}/versions").json()["versions"]
    assert [one["model"]["id"] for one in listed] == [imported, version]
    beside = working.get(f"{API}/models/{version}/against-parent")
    assert beside.status_code == 200, beside.text
    assert beside.json()["parent"]["id"] == imported
    assert beside.json()["explanation"] is None
    nobody = working.get(f"{API}/models/{version}/explanation")
    assert nobody.status_code == 404
    assert "dlwb explain" in nobody.json()["error"]["hint"]

    answer = working.post(f"{API}/runs/explain", json={"version": version, "config": {"device": "NPU"}})
    assert answer.status_code == 202, answer.text
    run = finished(working, answer.json()["id"])
    assert run["state"] == "succeeded", run["failure"]
    document = working.get(f"{API}/runs/{run['id']}/explain").json()
    assert document["parent"] == imported
    assert working.get(f"{API}/models/{version}/explanation").json() == document
    assert working.get(f"{API}/models/{version}/against-parent").json()["explanation"] == document

    refused = working.post(f"{API}/runs/explain", json={"version": imported})
    assert refused.status_code == 409
    assert "has no parent" in refused.json()["error"]["message"]
    other = working.get(f"{API}/runs/{run['id']}/rivals")
    assert other.status_code == 409


def test_rivals_over_http(working, workbench, finished, imported, tmp_path, monkeypatch):
    shown = [i % 10 for i in range(12)]
    folder = shown_pictures.classified(tmp_path / "shown", shown, shown)
    answer = working.post(f"{API}/datasets", json={"path": str(folder)})
    dataset = finished(working, answer.json()["id"])["dataset"]
    wish = {"model": imported, "dataset": dataset, "budget_s": 1.0, "accuracy": {"config": {"device": "GPU"}}}
    refused = working.post(f"{API}/runs/rivals", json=wish | {"precisions": ["bf16"]})
    assert refused.status_code == 422
    answer = working.post(f"{API}/runs/rivals", json=wish)
    assert answer.status_code == 202, answer.text
    run = finished(working, answer.json()["id"])
    assert run["state"] == "succeeded", run["failure"]
    document = working.get(f"{API}/runs/{run['id']}/rivals").json()
    assert [row["label"] for row in document["rivals"]] == ["f32", "f16"]
    assert document["rivals"][1]["change"]["name"] == document["metric"]
    left = _without(working, run, f"{API}/datasets/{dataset}")
    assert (left["rivals"], left["verdict"]) == (document["rivals"], document["verdict"])
    with monkeypatch.context() as patched:
        # as for a detector, whose boxes are nothing without those of the dataset
        patched.setattr(workbench.evaluations, "compare", _without_dataset)
        left = _without(working, run)
    assert left["rivals"][1] == document["rivals"][1] | {"change": None, "word": None, "flips": None}
    assert any("cannot be told any more. There is no dataset" in caveat for caveat in left["caveats"])
    assert "no loss shows" not in left["verdict"]
    with monkeypatch.context() as patched:
        # as of versions that let scores through which are not numbers
        patched.setattr(workbench.evaluations, "compare", _unreadable)
        left = working.get(f"{API}/runs/{run['id']}/rivals").json()
    assert (left["rivals"][1]["change"], left["rivals"][1]["accuracy"]["name"]) == (None, document["metric"])
    assert any("records of pictures cannot be read" in caveat for caveat in left["caveats"])
    left = _without(working, run, f"{API}/runs/{document['rivals'][1]['accuracy_run']}")
    assert (left["pictures"], left["rivals"][1]["accuracy"]) == (12, None)
    assert any("How right 'f16' is cannot be told any more" in caveat for caveat in left["caveats"])
    left = _without(working, run, f"{API}/runs/{document['rivals'][0]['accuracy_run']}")
    assert (left["pictures"], left["shown"], left["metric"]) == (0, "", "")


def _unreadable(first, second):
    return from_json(PositionedRecord, '{"position": 0, "record": null}')


def _without_dataset(first, second):
    raise unknown("dataset", "'x'")


def _without(client, run, address=""):
    """The table of a run after something was deleted."""
    if address:
        assert client.delete(address).status_code == 204
    answer = client.get(f"{API}/runs/{run['id']}/rivals")
    assert answer.status_code == 200, answer.text
    return answer.json()
