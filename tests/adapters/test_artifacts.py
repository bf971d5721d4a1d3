import errno
import hashlib
import os
import threading

import psutil
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dlwb.adapters import artifacts as module
from dlwb.adapters.artifacts import FolderArtifacts
from dlwb.domain.errors import DiskFull, NotFound
from dlwb.domain.model import FileRef


@pytest.fixture
def source(tmp_path):
    path = tmp_path / "ein Modell – 模型.bin"
    path.write_bytes(b"weights" * 1000)
    return path


def everything_in(folder):
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@given(content=st.binary(max_size=200), chunk=st.integers(min_value=1, max_value=64))
def test_content_comes_back_under_its_hash(tmp_path, content, chunk):
    module_chunk, module._CHUNK_BYTES = module._CHUNK_BYTES, chunk
    try:
        (tmp_path / "in").write_bytes(content)
        store = FolderArtifacts(tmp_path / "store")
        ref = store.add(tmp_path / "in", "model.bin")
    finally:
        module._CHUNK_BYTES = module_chunk
    assert ref == FileRef("model.bin", hashlib.sha256(content).hexdigest(), len(content))
    assert store.path(ref.sha256).read_bytes() == content


def test_a_stored_file_lies_under_its_hash_and_is_read_only(tmp_path, source):
    store = FolderArtifacts(tmp_path / "store")
    ref = store.add(source, "model.bin")
    path = store.path(ref.sha256)
    assert path == tmp_path / "store" / "blobs" / ref.sha256[:2] / ref.sha256
    assert path.stat().st_mode & 0o777 == 0o444
    assert source.exists()
    assert everything_in(tmp_path / "store") == [path.relative_to(tmp_path / "store").as_posix()]


@pytest.mark.parametrize("elsewhere", [False, True])
def test_a_file_that_is_taken_needs_no_room_for_a_second_one(tmp_path, source, monkeypatch, elsewhere):
    def refused(*_):
        raise OSError(errno.EXDEV if elsewhere else errno.ENOSPC, "cannot be done")

    content = source.read_bytes()
    monkeypatch.setattr(*((module.Path, "rename") if elsewhere else (module, "_copy")), refused)
    store = FolderArtifacts(tmp_path / "store")
    ref = store.take(source, "model.bin")
    assert ref == FileRef("model.bin", hashlib.sha256(content).hexdigest(), len(content))
    assert store.path(ref.sha256).read_bytes() == content
    assert store.path(ref.sha256).stat().st_mode & 0o777 == 0o444
    assert not source.exists()


def test_the_same_content_is_stored_once(tmp_path, source):
    store = FolderArtifacts(tmp_path / "store")
    first = store.add(source, "a")
    inode = store.path(first.sha256).stat().st_ino
    second = store.add(source, "b")
    assert (second.name, second.sha256) == ("b", first.sha256)
    assert store.path(first.sha256).stat().st_ino == inode
    assert len(everything_in(tmp_path / "store")) == 1


def test_a_stored_file_that_lost_its_end_is_replaced(tmp_path, source):
    store = FolderArtifacts(tmp_path / "store")
    ref = store.add(source, "a")
    path = store.path(ref.sha256)
    path.chmod(0o644)
    os.truncate(path, 10)
    store.add(source, "a")
    assert store.path(ref.sha256).read_bytes() == source.read_bytes()


@pytest.mark.parametrize("sha256", ["", "../../etc/passwd", "zz" * 32, "ab" * 32, "AB" * 32])
def test_what_is_not_stored_is_not_found(tmp_path, sha256):
    store = FolderArtifacts(tmp_path / "store")
    with pytest.raises(NotFound):
        store.path(sha256)
    store.remove(sha256)


def test_removing(tmp_path, source):
    store = FolderArtifacts(tmp_path / "store")
    ref = store.add(source, "a")
    store.remove(ref.sha256)
    store.remove(ref.sha256)
    with pytest.raises(NotFound):
        store.path(ref.sha256)


def test_two_threads_that_add_the_same_content_both_succeed(tmp_path, source):
    store = FolderArtifacts(tmp_path / "store")
    refs = []
    threads = [threading.Thread(target=lambda: refs.append(store.add(source, "a"))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(refs)) == 1
    assert len(refs) == 8
    assert len(everything_in(tmp_path / "store")) == 1


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EDQUOT])
def test_a_disk_that_is_full_when_the_file_is_made_durable_is_named(tmp_path, source, monkeypatch, code):
    def fsync(_):
        raise OSError(code, "No space left on device")

    store = FolderArtifacts(tmp_path / "store")
    monkeypatch.setattr(module.os, "fsync", fsync)
    with pytest.raises(DiskFull, match="No space"):
        store.add(source, "a")
    assert everything_in(tmp_path / "store") == []


def test_a_full_disk_is_named_and_nothing_half_written_stays(tmp_path, small_disk):
    small, big = tmp_path / "small.bin", tmp_path / "big.bin"
    small.write_bytes(b"s" * 1000)
    big.write_bytes(b"b" * 4_000_000)
    store = FolderArtifacts(small_disk)
    kept = store.add(small, "small")
    with pytest.raises(DiskFull, match="No space"):
        store.add(big, "big")
    assert everything_in(small_disk) == [store.path(kept.sha256).relative_to(small_disk).as_posix()]
    assert store.path(kept.sha256).read_bytes() == small.read_bytes()


def test_what_a_killed_process_left_half_written_is_removed_and_a_living_one_is_left_alone(tmp_path):
    incoming = tmp_path / "store" / "incoming"
    incoming.mkdir(parents=True)
    nobody = next(pid for pid in range(2**22 - 1, 0, -1) if not psutil.pid_exists(pid))
    (incoming / f"{nobody}-0123").write_bytes(b"half")
    (incoming / f"{os.getpid()}-0123").write_bytes(b"half")
    FolderArtifacts(tmp_path / "store")
    assert everything_in(incoming) == [f"{os.getpid()}-0123"]
