"""Every error has one shape, whoever raised it."""

from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient

from dlwb.documents import ErrorDocument
from dlwb.domain import errors as domain
from dlwb.domain.errors import InvalidOptions, OptionProblem, error_types
from dlwb.web import errors
from dlwb.web.app import bare_app


def expect_error(answer, status, type):
    assert answer.status_code == status, answer.text
    body = ErrorDocument.model_validate_json(answer.content).error
    assert body.type == type
    assert body.message
    assert "Traceback" not in answer.text
    return body


def test_wrong_fields_are_all_named(client):
    body = {"model": "x", "config": {"stream": 4, "hint": "fast"}, "plan": {"budget_s": -1}}
    error = expect_error(client.post("/api/v1/runs/benchmark", json=body), 422, "InvalidOptions")
    assert {problem.option for problem in error.problems} == {"config.stream", "config.hint", "plan.budget_s"}


@pytest.mark.parametrize("body", [{}, {"path": "a", "sample": "b"}, {"path": ""}, {"pth": "a"}])
def test_an_import_needs_exactly_one_source(client, body):
    expect_error(client.post("/api/v1/models", json=body), 422, "InvalidOptions")


@pytest.mark.parametrize(
    ("body", "place"),
    [
        (b"{", "line 1, column 2"),
        (b"nul", "line 1, column 1"),
        (b'{"path": "a",\n "options": nothing}', "line 2, column 13"),
        (b'{"path": "a"} {}', "line 1, column 15"),
    ],
)
def test_a_body_that_is_no_json_is_called_that(client, body, place):
    headers = {"Content-Type": "application/json"}
    answer = client.post("/api/v1/models", content=body, headers=headers)
    error = expect_error(answer, 400, "MalformedJson")
    assert place in error.message
    assert not error.problems
    assert error.hint


@pytest.mark.parametrize("body", [b'{"path": "\xff"}', b"[" * 200_000, b'{"path": 1' + b"0" * 5000 + b"}"])
def test_a_body_that_cannot_be_read_says_what_is_expected(client, body):
    error = expect_error(
        client.post("/api/v1/models", content=body, headers={"Content-Type": "application/json"}), 400, "BadRequest"
    )
    assert "UTF-8" in error.hint


def test_a_body_that_is_too_large(client):
    body = {"path": "x" * (2 * 1024 * 1024)}
    expect_error(client.post("/api/v1/models", json=body), 413, "TooLarge")


def test_a_large_body_that_does_not_say_its_size(client):
    def endless():
        for _ in range(64):
            yield b" " * 65536

    headers = {"Content-Type": "application/json"}
    expect_error(client.post("/api/v1/models", content=endless(), headers=headers), 413, "TooLarge")


@pytest.mark.parametrize("path", ["/api/v1/nothing", "/api/v2/status", "/viewers/nothing", "/api/"])
def test_no_such_address(client, path):
    expect_error(client.get(path), 404, "NotFound")


def test_a_method_that_is_not_possible(client):
    answer = client.put("/api/v1/status")
    expect_error(answer, 405, "MethodNotAllowed")
    assert "GET" in answer.headers["allow"]


@pytest.mark.parametrize("path", ["/models/none", "/runs/none", "/runs/none/log", "/models/none/analysis"])
def test_no_such_thing(client, path):
    error = expect_error(client.get(f"/api/v1{path}"), 404, "NotFound")
    assert "none" in error.message


STRANGE = [
    "/" + "x" * 5000,
    "\0",
    "~nobody-of-that-name/x",
    "x" * 5000,
    "'; drop table runs; --",
    "\u202e\U0001f4a9",
    "%00",
    "..",
    "*",
    "a\nb",
]


@pytest.mark.parametrize("text", STRANGE)
def test_strange_texts_are_the_senders_fault(client, text):
    name = quote(text, safe="")
    answers = [
        client.get(f"/api/v1/models/{name}"),
        client.get(f"/api/v1/runs/{name}"),
        client.get(f"/api/v1/runs/{name}/log"),
        client.delete(f"/api/v1/uploads/{name}"),
        client.get("/api/v1/browse", params={"path": text}),
        client.get("/api/v1/runs", params={"model": text, "kind": text}),
        client.post("/api/v1/models", json={"path": text}),
        client.post("/api/v1/models", json={"upload": text}),
        client.post("/api/v1/models", json={"sample": text}),
        client.post("/api/v1/runs/benchmark", json={"model": text}),
        client.get("/viewers/netron/", params={"graph": "runtime", "run": text}),
    ]
    assert [answer.status_code for answer in answers if not 400 <= answer.status_code < 500] == []
    assert all("Traceback" not in answer.text for answer in answers)


def test_what_nobody_foresaw_tells_nothing_and_is_logged(client, workbench, monkeypatch, caplog):
    def break_down():
        raise ZeroDivisionError("the secret detail")

    monkeypatch.setattr(type(workbench), "machine_report", lambda self: break_down())
    answer = client.get("/api/v1/machine")
    expect_error(answer, 500, "InternalError")
    assert "secret detail" not in answer.text
    assert answer.headers["content-security-policy"]
    assert "the secret detail" in caplog.text


def test_every_error_of_ours_has_a_status():
    for name, cls in error_types().items():
        error = cls((OptionProblem("a", "b."),)) if issubclass(cls, InvalidOptions) else cls("message")
        status = errors.status_of(error)
        assert 400 <= status < 600, name
        if issubclass(cls, domain.InputError):
            assert status != 500, name


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (domain.DiskFull("full"), 507),
        (domain.WorkspaceTooNew("new"), 503),
        (domain.MissingExtra("install it"), 501),
        (domain.Ambiguous("two"), 409),
        (domain.WorkerCrashed("signal 11"), 500),
        (domain.DeviceUnavailable("no GPU"), 422),
    ],
)
def test_statuses_that_fit(error, status):
    app = bare_app()

    @app.get("/fail")
    def fail():
        raise error

    with TestClient(app) as client:
        expect_error(client.get("/fail"), status, type(error).__name__)


def test_a_new_kind_of_error_is_treated_as_its_parent():
    class Newer(domain.UnreadableModel):
        pass

    assert errors.status_of(Newer("x")) == errors.status_of(domain.UnreadableModel("x"))
