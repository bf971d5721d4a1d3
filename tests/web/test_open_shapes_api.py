"""A benchmark or profile of a model with open shapes is refused by the request, not by the run."""

from dataclasses import replace

import pytest

from dlwb.domain.model import DimRange


@pytest.fixture
def any_size(workbench, imported) -> str:
    """A model that says of its pictures only that they have three channels."""
    model = workbench.models.get(imported)
    free = replace(model.inputs[0], shape=(DimRange(), 3, DimRange(), DimRange()))
    workbench._store.add_model(replace(model, id="anysize0", name="any size", inputs=(free,)))
    return "any size"


@pytest.mark.parametrize("verb", ["benchmark", "profile"])
def test_the_input_is_named_together_with_everything_else(working, any_size, verb):
    before = len(working.get("/api/v1/runs").json()["runs"])
    body = {"model": any_size, "config": {"device": "GPU", "streams": 99}}
    answer = working.post(f"/api/v1/runs/{verb}", json=body)
    assert answer.status_code == 422, answer.text
    error = answer.json()["error"]
    assert {problem["option"] for problem in error["problems"]} == {"streams", "shapes"}
    assert "'data'" in error["message"]
    assert "data=1,3,224,224" in error["hint"]
    assert len(working.get("/api/v1/runs").json()["runs"]) == before
