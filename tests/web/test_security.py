"""Who gets in, and what protects those who are in."""

import os
import stat

import pytest
from starlette.websockets import WebSocketDisconnect

from dlwb.web.security import Gate, kept_session

HTML = {"Accept": "text/html,application/xhtml+xml"}


def test_without_a_token_nothing_is_served(stranger):
    for path in ("/api/v1/status", "/api/v1/openapi.json", "/viewers/netron/index.js", "/assets/index-4f3a.js"):
        answer = stranger.get(path)
        assert answer.status_code == 401, path
        assert answer.json()["error"]["type"] == "NotSignedIn"
        assert answer.headers["www-authenticate"] == "Bearer"


def test_a_person_without_a_token_is_asked_for_it(stranger):
    answer = stranger.get("/models/abc", headers=HTML)
    assert answer.status_code == 401
    assert '<input name="token"' in answer.text
    assert "dlwb-" not in answer.headers.get("set-cookie", "")


def test_the_token_in_the_url_becomes_a_cookie_once(stranger, gate):
    answer = stranger.get(f"/runs?state=failed&token={gate.token}", follow_redirects=False)
    assert answer.status_code == 303
    assert answer.headers["location"] == "/runs?state=failed"
    cookie = answer.headers["set-cookie"]
    assert gate.token not in cookie
    assert "HttpOnly" in cookie
    assert "samesite=strict" in cookie.lower()
    assert stranger.get("/api/v1/status").status_code == 200


def test_the_cookie_belongs_to_one_port(stranger, gate):
    stranger.get("/", params={"token": gate.token})
    assert list(stranger.cookies) == ["dlwb-5665"]


def test_a_link_of_another_site_signs_in_without_a_redirect(stranger, gate):
    headers = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}
    answer = stranger.get(f"/runs?token={gate.token}", headers=headers, follow_redirects=False)
    assert answer.status_code == 200
    assert 'http-equiv="refresh" content="0;url=/runs"' in answer.text


@pytest.mark.parametrize("token", ["", "wrong", "ü"])
def test_a_wrong_token_opens_nothing(stranger, token):
    answer = stranger.get("/", params={"token": token}, headers=HTML, follow_redirects=False)
    assert answer.status_code == 401
    assert "set-cookie" not in answer.headers
    assert stranger.get("/api/v1/status", headers={"Authorization": f"Bearer {token}".encode()}).status_code == 401
    stranger.cookies.set("dlwb-5665", "wrong")
    assert stranger.get("/api/v1/status").status_code == 401


def test_a_ticket_opens_once(stranger, gate):
    ticket = gate.ticket()
    assert stranger.get("/", params={"token": ticket}, follow_redirects=False).status_code == 303
    stranger.cookies.clear()
    assert stranger.get("/", params={"token": ticket}, follow_redirects=False).status_code == 401


def test_the_redirect_stays_here(stranger, gate):
    answer = stranger.get(f"http://127.0.0.1:5665//evil.example/?token={gate.token}", follow_redirects=False)
    assert answer.headers["location"].startswith("/evil.example/")


@pytest.mark.parametrize("host", ["evil.example", "evil.example:5665", "127.0.0.1.evil.example", "192.168.1.7", ""])
def test_another_host_name_is_refused(client, host):
    answer = client.get("/api/v1/status", headers={"Host": host})
    assert answer.status_code == 403
    assert answer.json()["error"]["type"] == "HostNotAllowed"


@pytest.mark.parametrize("host", ["localhost:5665", "LOCALHOST", "[::1]:5665", "127.0.0.1"])
def test_loopback_names_are_fine(client, host):
    assert client.get("/api/v1/status", headers={"Host": host}).status_code == 200


def test_a_server_for_others_knows_addresses_and_its_own_name():
    gate = Gate(hosts=frozenset({"bench-3"}), any_address=True)
    assert gate.knows_host("bench-3:80")
    assert gate.knows_host("192.168.1.7:5665")
    assert gate.knows_host("[fe80::1]:5665")
    assert not gate.knows_host("evil.example")


@pytest.mark.parametrize("origin", ["http://evil.example", "http://127.0.0.1:8888", "null", "http://127.0.0.1:56650"])
@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_a_command_from_another_origin_is_refused(client, origin, method):
    answer = client.request(method, "/api/v1/uploads", headers={"Origin": origin})
    assert answer.status_code == 403
    assert answer.json()["error"]["type"] == "OriginNotAllowed"


def test_a_command_from_our_own_page_is_fine(client):
    assert client.post("/api/v1/uploads", headers={"Origin": "http://127.0.0.1:5665"}).status_code == 201


def test_other_sites_cannot_load_anything(client):
    for site in ("cross-site", "same-site"):
        headers = {"Sec-Fetch-Site": site, "Sec-Fetch-Mode": "no-cors"}
        assert client.get("/api/v1/status", headers=headers).status_code == 403
    following_a_link = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}
    assert client.get("/runs", headers=following_a_link).status_code == 200


@pytest.mark.parametrize("path", ["/", "/api/v1/status", "/api/v1/nothing", "/viewers/netron/index.js"])
def test_every_answer_carries_the_protecting_headers(client, path):
    headers = client.get(path).headers
    policy = headers["content-security-policy"].split("; ")
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "frame-ancestors 'self'" in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert "server" not in headers


def test_answers_about_runs_and_models_are_not_kept(client):
    assert client.get("/api/v1/status").headers["cache-control"] == "no-store"


def test_the_session_outlives_the_server_and_is_private(tmp_path):
    secret = kept_session(tmp_path)
    assert len(secret) >= 32
    assert kept_session(tmp_path) == secret
    if os.name == "posix":
        assert stat.S_IMODE((tmp_path / "session.key").stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["session.key"]


@pytest.mark.parametrize("stored", [b"", b"\n", b"short", b"\0" * 43, b"\xff" * 43])
def test_a_damaged_session_is_made_anew(tmp_path, stored):
    (tmp_path / "session.key").write_bytes(stored)
    secret = kept_session(tmp_path)
    assert len(secret) >= 43
    assert kept_session(tmp_path) == secret
    assert [path.name for path in tmp_path.iterdir()] == ["session.key"]


@pytest.mark.parametrize("empty", ["token", "session"])
def test_an_empty_secret_is_refused(empty):
    with pytest.raises(ValueError, match="everybody"):
        Gate(**{empty: ""})


def test_web_sockets_are_refused(client):
    with pytest.raises(WebSocketDisconnect) as refused, client.websocket_connect("/api/v1/events"):
        pass
    assert refused.value.code == 1008
