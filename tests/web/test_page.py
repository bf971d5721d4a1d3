"""The built page, and nothing beside it."""

import pytest
from fastapi.testclient import TestClient

from dlwb.web.app import create_app


def test_the_page_is_always_asked_for_again(client):
    answer = client.get("/")
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["cache-control"] == "private, no-cache"
    assert '<base href="/">' in answer.text


@pytest.mark.parametrize("path", ["/models/4f3a/layers", "/runs", "/index.html", "/models/resnet-50 v1.5"])
def test_its_own_addresses_show_the_page(client, path):
    answer = client.get(path)
    assert answer.status_code == 200
    assert "<title>dlwb</title>" in answer.text


def test_hashed_files_are_kept_for_ever(client):
    answer = client.get("/assets/index-4f3a.js")
    assert answer.headers["content-type"] == "text/javascript; charset=utf-8"
    assert "immutable" in answer.headers["cache-control"]


def test_a_file_the_browser_has_is_not_sent_again(client):
    first = client.get("/favicon.svg")
    assert first.headers["content-type"] == "image/svg+xml"
    again = client.get("/favicon.svg", headers={"If-None-Match": first.headers["etag"]})
    assert again.status_code == 304
    assert again.content == b""


def test_a_missing_file_is_no_page(client):
    assert client.get("/assets/gone-1111.js").status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "/..%2f..%2fetc%2fpasswd",
        "/assets/..%2f..%2fsecret.txt",
        "/%2e%2e/secret.txt",
        "/assets/..%5c..%5csecret.txt",
        "//etc/passwd",
        "/secret.txt%00.js",
    ],
)
def test_nothing_outside_is_served(client, static, path):
    (static.parent / "secret.txt").write_text("the secret")
    answer = client.get(path)
    assert "the secret" not in answer.text
    assert "root:" not in answer.text


def test_a_link_out_of_the_folder_is_not_followed(client, static):
    (static.parent / "secret.txt").write_text("the secret")
    (static / "inside.txt").symlink_to(static.parent / "secret.txt")
    assert client.get("/inside.txt").status_code == 404


def test_a_page_that_was_not_built_says_so(workbench, gate, tmp_path):
    headers = {"Authorization": f"Bearer {gate.token}"}
    app = create_app(workbench, gate=gate, static=tmp_path / "nothing")
    with TestClient(app, base_url="http://127.0.0.1", headers=headers) as client:
        answer = client.get("/")
        assert answer.status_code == 503
        assert "./run" in answer.text
        assert client.get("/api/v1/status").status_code == 200


def test_below_a_prefix_addresses_begin_there(workbench, gate, static):
    app = create_app(workbench, gate=gate, static=static, root_path="/bench")
    with TestClient(app, base_url="http://127.0.0.1") as client:
        answer = client.get("/runs", params={"token": gate.token}, follow_redirects=False)
        assert answer.headers["location"] == "/bench/runs"
        assert '<base href="/bench/">' in client.get("/runs").text
