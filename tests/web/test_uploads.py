"""Uploads: streamed to disk, complete or not there at all."""

import asyncio
import errno
import os
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.requests import ClientDisconnect

from dlwb.domain.errors import DiskFull, InputError, InvalidOptions, NotFound
from dlwb.web import uploads
from dlwb.web.errors import Refused
from dlwb.web.uploads import UploadDesk, safe_name
from dlwb.workbench import Workbench

MIB = 1024 * 1024


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "uploads"


@pytest.fixture
def desk(folder):
    desk = UploadDesk(folder, 10 * MIB)
    yield desk
    desk.close()


def files_below(folder):
    return sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file() and p.suffix != ".lock")


async def chunks(*parts):
    for part in parts:
        yield part


def send(desk, id, name, *parts, announced=None):
    return asyncio.run(desk.receive(id, name, chunks(*parts), announced))


def test_several_files_make_one_upload(desk):
    id = desk.open()
    assert send(desk, id, "net.xml", b"<net", b"/>") == 6
    assert send(desk, id, "variables/variables.index", b"x") == 1
    assert desk.hand_over(id, files_below) == ["net.xml", "variables/variables.index"]


def test_handing_over_uses_the_upload_up(desk, folder):
    id = desk.open()
    send(desk, id, "a.onnx", b"x")

    def refuse(_):
        raise InputError("no")

    with pytest.raises(InputError):
        desk.hand_over(id, refuse)
    with pytest.raises(NotFound):
        desk.hand_over(id, files_below)
    assert files_below(folder) == []


def test_an_empty_upload_is_not_handed_over_and_stays(desk):
    id = desk.open()
    with pytest.raises(InputError, match="is empty"):
        desk.hand_over(id, files_below)
    send(desk, id, "a.onnx", b"x")
    assert desk.hand_over(id, files_below) == ["a.onnx"]


def test_sending_a_file_again_replaces_it(desk):
    id = desk.open()
    send(desk, id, "a.onnx", b"first")
    send(desk, id, "a.onnx", b"second")
    assert desk.hand_over(id, lambda folder: (folder / "a.onnx").read_bytes()) == b"second"


@pytest.mark.parametrize(
    "name", ["my model v2.onnx", "模型 – ü.onnx", "é" * 120 + ".onnx", "a/b c/ñ.bin", "$(rm -rf).pb"]
)
def test_spaces_and_unicode_are_fine(desk, name):
    id = desk.open()
    send(desk, id, name, b"x")
    assert desk.hand_over(id, files_below) == [name]


@pytest.mark.parametrize(
    "name",
    [
        "../a",
        "a/../../b",
        "/etc/passwd",
        "a//b",
        "",
        ".",
        "..",
        "a/./b",
        "a\\b",
        "a\0b",
        "a\nb",
        "x" * 256,
        "é" * 128,
        "a/" * 600,
    ],
)
def test_names_that_leave_or_cannot_be(desk, folder, name):
    id = desk.open()
    with pytest.raises(InvalidOptions):
        send(desk, id, name, b"x")
    assert files_below(folder) == []


@given(st.text(st.characters(codec="utf-8"), max_size=40))
def test_a_safe_name_never_leaves_its_folder(name):
    try:
        inside = safe_name(name)
    except InvalidOptions:
        return
    assert not inside.is_absolute()
    assert ".." not in inside.parts
    assert str(inside) == name


def test_a_file_and_a_folder_of_one_name(desk, folder):
    id = desk.open()
    send(desk, id, "a", b"x")
    with pytest.raises(InvalidOptions, match="file and a folder"):
        send(desk, id, "a/b", b"x")
    send(desk, id, "d/e", b"x")
    with pytest.raises(InvalidOptions, match="file and a folder"):
        send(desk, id, "d", b"x")


@pytest.mark.parametrize("announced", [None, 11 * MIB])
def test_over_the_limit_nothing_is_left(desk, folder, announced):
    id = desk.open()
    with pytest.raises(Refused) as refused:
        send(desk, id, "big.bin", *[bytes(MIB)] * 11, announced=announced)
    assert refused.value.status == 413
    assert files_below(folder) == []
    with pytest.raises(Refused):
        send(desk, id, "again.bin", *[bytes(MIB)] * 11)
    send(desk, id, "fits.bin", *[bytes(MIB)] * 10)
    with pytest.raises(Refused):
        send(desk, id, "more.bin", b"x")


def test_the_limit_counts_all_files_of_an_upload(desk):
    id = desk.open()
    send(desk, id, "one.bin", *[bytes(MIB)] * 6)
    with pytest.raises(Refused):
        send(desk, id, "two.bin", *[bytes(MIB)] * 6)


def test_a_full_disk_is_named_and_nothing_is_left(desk, folder, monkeypatch):
    id = desk.open()
    send(desk, id, "there.bin", b"x")

    def write(file, batch):
        file.write(batch[: len(batch) // 2])
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(uploads, "_write", write)
    with pytest.raises(DiskFull, match=r"'new\.bin' was not stored"):
        send(desk, id, "new.bin", b"0123456789")
    assert [name.rpartition("/")[2] for name in files_below(folder)] == ["there.bin"]


def test_what_cannot_fit_is_refused_before_it_is_sent(tmp_path):
    desk = UploadDesk(tmp_path / "uploads", 10**18)
    with pytest.raises(DiskFull):
        send(desk, desk.open(), "huge.bin", b"x", announced=10**17)
    desk.close()


def test_two_files_arrive_at_once(desk):
    async def both():
        id = desk.open()
        slow = asyncio.Event()

        async def waiting():
            yield b"a" * 5
            await slow.wait()
            yield b"a" * 5

        first = asyncio.create_task(desk.receive(id, "a.bin", waiting(), None))
        await asyncio.sleep(0.05)
        await desk.receive(id, "b.bin", chunks(b"b"), None)
        with pytest.raises(InputError, match="still arriving"):
            desk.hand_over(id, files_below)
        slow.set()
        await first
        return id

    assert desk.hand_over(asyncio.run(both()), files_below) == ["a.bin", "b.bin"]


def test_what_is_given_up_while_it_arrives_is_deleted_when_nothing_arrives_any_more(desk, folder):
    async def given_up():
        id, go_on = desk.open(), asyncio.Event()
        await desk.receive(id, "whole.bin", chunks(b"x" * MIB), None)

        async def slowly():
            yield b"y" * uploads.WRITE_BYTES
            await go_on.wait()
            raise ClientDisconnect

        first = asyncio.create_task(desk.receive(id, "a.bin", slowly(), None))
        second = asyncio.create_task(desk.receive(id, "b.bin", slowly(), None))
        await asyncio.sleep(0.05)
        desk.drop(id)
        with pytest.raises(NotFound):
            await desk.receive(id, "c.bin", chunks(b"z"), None)
        go_on.set()
        for sending in (first, second):
            with pytest.raises(Refused, match="went away"):
                await sending

    asyncio.run(given_up())
    assert files_below(folder) == []
    assert [path for path in folder.rglob("*") if path.is_dir() and path.parent != folder] == []


def test_a_sender_who_goes_on_after_it_was_given_up_is_refused(desk, folder):
    async def given_up():
        id = desk.open()

        async def endless():
            while True:
                yield b"y" * uploads.WRITE_BYTES
                desk.drop(id) if desk._uploads else None

        with pytest.raises(NotFound):
            await desk.receive(id, "a.bin", endless(), None)

    asyncio.run(given_up())
    assert files_below(folder) == []


def test_a_server_that_starts_throws_away_what_a_dead_one_left(folder, monkeypatch):
    dead = UploadDesk(folder, MIB)
    send(dead, dead.open(), "left.bin", b"x")
    dead._lock.release()  # as the operating system does when a process dies
    alive = UploadDesk(folder, MIB)
    id = alive.open()
    send(alive, id, "mine.bin", b"x")
    third = UploadDesk(folder, MIB)
    assert [name.rpartition("/")[2] for name in files_below(folder)] == ["mine.bin"]
    alive.close()
    third.close()
    assert list(folder.iterdir()) == []


def test_an_upload_that_nobody_touches_is_forgotten(desk, folder, monkeypatch):
    id = desk.open()
    send(desk, id, "old.bin", b"x")
    monkeypatch.setattr(uploads, "FORGET_AFTER_S", -1.0)
    desk.open()
    assert files_below(folder) == []
    with pytest.raises(NotFound):
        desk.drop(id)


def test_over_http(client):
    id = client.post("/api/v1/uploads").json()["id"]
    answer = client.put(f"/api/v1/uploads/{id}/my%20model%20%E6%A8%A1.onnx", content=b"x" * (3 * MIB))
    assert answer.status_code == 201, answer.text
    assert answer.json() == {"name": "my model 模.onnx", "size_bytes": 3 * MIB}
    assert client.delete(f"/api/v1/uploads/{id}").status_code == 204
    gone = client.put(f"/api/v1/uploads/{id}/a.onnx", content=b"x")
    assert gone.status_code == 404
    assert gone.json()["error"]["type"] == "NotFound"


def test_a_second_server_leaves_what_the_first_one_works_with(client, workbench, settings, onnx_file):
    id = client.post("/api/v1/uploads").json()["id"]
    queued = workbench.models.submit(onnx_file)
    two_days_ago = time.time() - 2 * 24 * 3600
    left = settings.workspace / "tmp" / "import-left"
    left.mkdir()
    for folder in (left, Path(queued.spec.folder), settings.workspace / "tmp" / "uploads"):
        os.utime(folder, (two_days_ago, two_days_ago))
    with Workbench(settings=settings) as second:
        second.start_background()
    assert not left.exists()
    assert Path(queued.spec.folder).is_dir()
    assert client.put(f"/api/v1/uploads/{id}/a.onnx", content=b"x").status_code == 201


def test_over_http_too_large_and_badly_named(client):
    upload = client.post("/api/v1/uploads").json()
    assert upload["limit_bytes"] == 64 * MIB
    too_large = client.put(
        f"/api/v1/uploads/{upload['id']}/a.onnx", content=b"", headers={"Content-Length": "99999999"}
    )
    assert too_large.status_code == 413
    assert too_large.json()["error"]["type"] == "TooLarge"
    bad = client.put(f"/api/v1/uploads/{upload['id']}/..%2f..%2fa.onnx", content=b"x")
    assert bad.status_code == 422
    assert bad.json()["error"]["problems"][0]["option"] == "filename"
