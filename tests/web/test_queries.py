"""What a query may say: nothing is passed over, and no number goes further than the edge of the API."""

import re

import pytest

from dlwb.web.app import bare_app

API = "/api/v1"
READ = [
    (path, [one for one in ways["get"].get("parameters", ()) if one["in"] == "query"])
    for path, ways in bare_app().openapi()["paths"].items()
    if "get" in ways
]
LISTS = [path for path, query in READ if any(one["name"] == "offset" for one in query)]


def address(path):
    """The path with something for each of its parts; numbers fit names too."""
    return re.sub(r"\{.*?\}", "1", path)


def options(answer):
    assert answer.status_code == 422, answer.text
    return [problem["option"] for problem in answer.json()["error"]["problems"]]


@pytest.mark.parametrize("path", [path for path, _ in READ])
def test_a_parameter_that_is_not_there_is_refused_everywhere(client, path):
    assert options(client.get(address(path), params={"stat": "x"}))[0] == "stat"


def test_all_that_is_wrong_with_a_query_is_told_at_once(client):
    wrong = {"stat": "x", "kind": ["foo", "benchmark"], "state": "done", "limit": "0", "colour": "red"}
    answer = client.get(f"{API}/runs", params=wrong)
    assert options(answer) == ["stat", "colour", "kind.0", "state.0", "limit"]
    said = [problem["message"] for problem in answer.json()["error"]["problems"]]
    assert said[0].startswith("There is no such parameter; it has device, host, kind, ")
    assert said[2].startswith("There is no such kind of run; there are import, benchmark, ")
    assert options(client.get(f"{API}/status", params={"x": "1"})) == ["x"]
    assert client.get(f"{API}/runs", params={"kind": ["sweep", "tune"]}).status_code == 200


@pytest.mark.parametrize("path", LISTS)
def test_a_list_begins_nowhere_beyond_what_can_be_counted(client, path):
    for offset, refused in ((-1, True), (10**9 + 1, True), (10**30, True), (10**9, False)):
        answer = client.get(address(path), params={"offset": offset})
        assert (answer.status_code == 422) is refused, (offset, answer.text)
        if refused:
            assert options(answer) == ["offset"]


@pytest.mark.parametrize(
    ("path", "name"),
    [(path, one["name"]) for path, query in READ for one in query if "number" in str(one["schema"])],
)
@pytest.mark.parametrize("value", ["nan", "inf", "-inf", "1e999"])
def test_what_is_no_number_to_calculate_with_is_refused_in_a_query(client, path, name, value):
    answer = client.get(address(path), params={name: value})
    assert answer.status_code in (404, 422), answer.text
    if answer.status_code == 422:
        assert name in options(answer)


GPU = '"config": {"device": "GPU"}'
ENDLESS = ("NaN", "Infinity", "-Infinity", "1e999")


def test_what_is_no_number_to_calculate_with_is_refused_in_a_body(working, imported):
    model, space = f'"model": "{imported}"', '"space": {"base": {"device": "GPU"}, "streams": [1]}'
    side = f"{{{model}, {GPU}}}"
    for path, body, option, values in (
        ("runs/benchmark", f'{model}, {GPU}, "plan": {{"budget_s": %s}}', "plan.budget_s", ENDLESS),
        ("runs/benchmark", f'{model}, {GPU}, "plan": {{"mode": "offered", "rate": %s}}', "rate", ENDLESS),
        ("runs/benchmark", f'{model}, "config": {{"device": "GPU", "batch": %s}}', "batch", (*ENDLESS, 10**20)),
        ("runs/sweep", f'{model}, {space}, "goal": {{"latency_limit_ms": %s}}', "latency_limit_ms", ENDLESS),
        ("runs/tune", f'{model}, {space}, "budget_s": %s', "budget_s", ENDLESS),
        ("runs/compare", f'"subjects": [{side}, {side}], "plan": {{"window_s": %s}}', "plan.window_s", ENDLESS),
        ("runs/compare", f'"subjects": [{side}, {side}], "plan": {{"min_pairs": %s}}', "plan.min_pairs", (10**20,)),
        ("models", '"path": "/x.onnx", "options": {"scale": [%s]}', "scale", ENDLESS),
    ):
        for value in values:
            asked = {"content": f"{{{body % value}}}", "headers": {"Content-Type": "application/json"}}
            (found,) = options(working.post(f"{API}/{path}", **asked))
            assert found.split(".")[-1].removesuffix("_s") == option.split(".")[-1].removesuffix("_s")
    assert [run["kind"] for run in working.get(f"{API}/runs").json()["runs"]] == ["import"]
