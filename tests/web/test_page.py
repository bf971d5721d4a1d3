"""The built page, and nothing beside it."""

import gzip
from http.client import HTTPConnection
from urllib.parse import urlsplit

import pytest
from fastapi.testclient import TestClient

from dlwb.web.app import create_app
from dlwb.web.files import COMPRESSED, accepts
from dlwb.web.page import packaged

SCRIPT = "/assets/index-4f3a.js"
TEXT = b"export {};"
PACKED = gzip.compress(TEXT, mtime=0)


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


@pytest.fixture
def compressed(static):
    """The script also in both compressed forms; nobody here looks into the Brotli one."""
    (static / f"{SCRIPT}.gz".lstrip("/")).write_bytes(PACKED)
    (static / f"{SCRIPT}.br".lstrip("/")).write_bytes(b"brotli")


def fetch(client, path, accepted, **headers):
    """The answer as it is on the wire, for the client would unpack it: (status, headers, bytes)."""
    with client.stream("GET", path, headers={"Accept-Encoding": accepted} | headers) as answer:
        return answer.status_code, answer.headers, b"".join(answer.iter_raw())


@pytest.mark.parametrize(
    ("accepted", "coding", "body"),
    [
        ("gzip, deflate, br, zstd", "br", b"brotli"),
        ("gzip, br;q=0", "gzip", PACKED),
        ("deflate", None, TEXT),
        ("identity", None, TEXT),
        ("", None, TEXT),
    ],
    ids=["all", "no-brotli", "others", "identity", "nothing"],
)
def test_a_file_is_sent_in_the_best_form_that_the_browser_takes(client, compressed, accepted, coding, body):
    status, headers, sent = fetch(client, SCRIPT, accepted)
    assert (status, headers.get("content-encoding"), sent) == (200, coding, body)
    assert headers["content-length"] == str(len(body))
    assert headers["content-type"] == "text/javascript; charset=utf-8"
    assert headers["vary"] == "Accept-Encoding"
    assert "immutable" in headers["cache-control"]


def test_each_form_has_a_tag_of_its_own(client, compressed):
    tags = {coding: fetch(client, SCRIPT, coding)[1]["etag"] for coding in ("br", "gzip", "identity")}
    assert len(set(tags.values())) == 3
    for coding, tag in tags.items():
        status, headers, sent = fetch(client, SCRIPT, coding, **{"If-None-Match": tag})
        assert (status, headers["etag"], headers["vary"], sent) == (304, tag, "Accept-Encoding", b"")


def test_a_file_without_compressed_form_is_sent_as_it_is(client):
    status, headers, sent = fetch(client, SCRIPT, "gzip, br")
    assert (status, sent) == (200, TEXT)
    assert "content-encoding" not in headers


@pytest.mark.parametrize(
    ("header", "taken"),
    [
        ("br", True),
        ("GZIP;q=0.5, BR ; q=0.1", True),
        ("*", True),
        ("*;q=0, br", True),
        ("br;q=0, *", False),
        ("br;q=0.000", False),
        ("br;q=strange", False),
        ("brotli", False),
        ("", False),
    ],
)
def test_which_codings_a_browser_takes(header, taken):
    assert accepts(header, "br") is taken


def test_the_api_is_sent_as_it_is(client):
    _, headers, _ = fetch(client, "/api/v1/openapi.json", "gzip, br")
    assert "content-encoding" not in headers


def test_events_are_neither_compressed_nor_held_back(workbench, gate, static, listening):
    with listening(create_app(workbench, gate=gate, static=static)) as origin:
        connection = HTTPConnection(urlsplit(origin).netloc, timeout=30)
        headers = {"Authorization": f"Bearer {gate.token}", "Accept-Encoding": "gzip, br"}
        connection.request("GET", "/api/v1/events", headers=headers)
        with connection.getresponse() as answer:
            assert answer.headers["content-encoding"] is None
            assert answer.readline() == b"event: hello\n"
        connection.close()


def test_the_built_page_carries_its_compressed_forms():
    if not (packaged() / "sources.sha256").is_file():
        pytest.skip("the page was not built by the installation")
    largest = max((packaged() / "assets").glob("*.js"), key=lambda file: file.stat().st_size)
    forms = [largest.with_name(largest.name + ending) for ending in COMPRESSED.values()]
    assert gzip.decompress(forms[1].read_bytes()) == largest.read_bytes()
    assert forms[0].stat().st_size < forms[1].stat().st_size < largest.stat().st_size / 2


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
