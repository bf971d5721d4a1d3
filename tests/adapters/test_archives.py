"""Archives of strangers: what is honest is unpacked, what is not is refused without a trace."""

import gzip
import io
import os
import stat
import struct
import tarfile
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dlwb.adapters.archives import Limits, is_archive, safe_relative, unpack
from dlwb.domain.errors import DiskFull, DlwbError, UnreadableModel, UnsafeArchive

LIMITS = Limits(bytes=1 << 20, entries=50)
FILES = {"net/model with space.xml": b"<net/>", "net/größe 模型.bin": b"\0\1" * 500, "top.txt": b""}
EVIL_NAMES = ["../out.txt", "a/../../out.txt", "/tmp/out.txt", "C:\\out.txt", "..\\out.txt", "a/" * 40 + "f", "x" * 300]


def make_zip(path: Path, files: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", method) as out:
        for name, content in files.items():
            out.writestr(name, content)
    return path


def make_tar(path: Path, files: dict[str, bytes], mode: str = "w:gz") -> Path:
    with tarfile.open(path, mode) as out:
        for name, content in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            out.addfile(info, io.BytesIO(content))
    return path


def tar_of(path: Path, *members: tarfile.TarInfo) -> Path:
    with tarfile.open(path, "w") as out:
        for member in members:
            out.addfile(member)
    return path


MAKERS: dict[str, Callable[[Path, dict[str, bytes]], Path]] = {
    "zip": make_zip,
    "stored zip": lambda path, files: make_zip(path, files, zipfile.ZIP_STORED),
    "tar": lambda path, files: make_tar(path, files, "w:"),
    "tar.gz": make_tar,
    "tar.bz2": lambda path, files: make_tar(path, files, "w:bz2"),
    "tar.xz": lambda path, files: make_tar(path, files, "w:xz"),
}


def content_of(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def refused(archive: Path, into: Path, limits: Limits = LIMITS, kind: type[DlwbError] = UnsafeArchive) -> DlwbError:
    """Unpacking fails, says what to do, and leaves nothing, inside or beside the folder."""
    before = sorted(into.parent.rglob("*"))
    with pytest.raises(kind) as caught:
        unpack(archive, into, limits)
    assert caught.value.hint
    assert sorted(into.parent.rglob("*")) == before
    return caught.value


@pytest.mark.parametrize("kind", MAKERS)
def test_honest_archives(tmp_path: Path, kind: str) -> None:
    archive = MAKERS[kind](tmp_path / "any name", FILES)
    assert is_archive(archive)
    unpack(archive, tmp_path / "out", LIMITS)
    assert content_of(tmp_path / "out") == FILES


def test_tar_of_the_current_folder(tmp_path: Path) -> None:
    folder = tarfile.TarInfo("./")
    folder.type = tarfile.DIRTYPE
    inner = tarfile.TarInfo("./sub")
    inner.type, inner.mode = tarfile.DIRTYPE, 0
    unpack(tar_of(tmp_path / "a", folder, inner, tarfile.TarInfo("./sub/f")), tmp_path / "out", LIMITS)
    assert content_of(tmp_path / "out") == {"sub/f": b""}


@pytest.mark.parametrize("content", [b"", b"PK", b"hello", gzip.compress(b"no tar"), b"\0" * 2000])
def test_what_is_no_archive(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.zip").write_bytes(content)
    assert not is_archive(tmp_path / "a.zip")
    refused(tmp_path / "a.zip", tmp_path / "out", kind=UnreadableModel)


@pytest.mark.parametrize("name", EVIL_NAMES)
@pytest.mark.parametrize("kind", ["zip", "tar.gz"])
def test_names_that_leave_or_hurt(tmp_path: Path, kind: str, name: str) -> None:
    refused(MAKERS[kind](tmp_path / "a", {"good.txt": b"1", name: b"2"}), tmp_path / "out")


@given(st.text(max_size=60))
def test_a_safe_name_never_leaves_its_folder(name: str) -> None:
    try:
        path = safe_relative(name)
    except UnsafeArchive:
        return
    inside = os.path.normpath(os.path.join("/root/folder", str(path)))
    assert inside.startswith("/root/folder/")


@pytest.mark.parametrize("type", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.BLKTYPE, tarfile.FIFOTYPE])
def test_tar_links_and_devices(tmp_path: Path, type: bytes) -> None:
    member = tarfile.TarInfo("innocent.bin")
    member.type, member.linkname = type, "good.txt"
    error = refused(tar_of(tmp_path / "a", tarfile.TarInfo("good.txt"), member), tmp_path / "out")
    assert "'innocent.bin'" in error.message


def test_zip_links(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a", "w") as out:
        info = zipfile.ZipInfo("innocent.bin")
        info.external_attr = (stat.S_IFLNK | 0o777) << 16
        out.writestr(info, "/etc/passwd")
    assert "is a link" in refused(tmp_path / "a", tmp_path / "out").message


def test_encrypted_zip(tmp_path: Path) -> None:
    archive = make_zip(tmp_path / "a", {"f": b"secret"})
    data = bytearray(archive.read_bytes())
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(signature) + offset] |= 1
    archive.write_bytes(data)
    assert "without a password" in refused(archive, tmp_path / "out").hint


@pytest.mark.parametrize("kind", ["zip", "tar.gz"])
@pytest.mark.parametrize(("first", "second"), [("a/F.bin", "a/f.bin"), ("é", "e\u0301"), ("f", "f/g"), ("f/g", "f")])
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_names_that_fall_together(tmp_path: Path, kind: str, first: str, second: str) -> None:
    refused(MAKERS[kind](tmp_path / "a", {first: b"1", second: b"2"}), tmp_path / "out")


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_the_same_name_twice(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a", "w") as out:
        out.writestr("f", "1")
        out.writestr("f", "2")
    assert "twice" in refused(tmp_path / "a", tmp_path / "out").message


@pytest.mark.parametrize("kind", MAKERS)
def test_more_bytes_than_allowed(tmp_path: Path, kind: str) -> None:
    archive = MAKERS[kind](tmp_path / "a", {"f": os.urandom(600_000), "g": os.urandom(600_000)})
    assert "unpacks to more than" in refused(archive, tmp_path / "out").message


@pytest.mark.parametrize("kind", ["zip", "tar"])
def test_more_files_than_allowed(tmp_path: Path, kind: str) -> None:
    archive = MAKERS[kind](tmp_path / "a", {f"f{i}": b"" for i in range(51)})
    assert "more than 50 files" in refused(archive, tmp_path / "out").message


def test_zip_bomb_with_a_lying_header(tmp_path: Path) -> None:
    """The directory says 10 bytes, the content is 30 MB of zeros: what comes out is counted, not what is claimed."""
    archive = make_zip(tmp_path / "a", {"f": b"\0" * 30_000_000})
    data = bytearray(archive.read_bytes())
    data[data.index(b"PK\x01\x02") + 24 :][:4] = struct.pack("<I", 10)
    position = data.index(b"PK\x01\x02") + 24
    data[position : position + 4] = struct.pack("<I", 10)
    archive.write_bytes(data)
    refused(archive, tmp_path / "out", kind=DlwbError)


@pytest.mark.parametrize("kind", ["zip", "tar.gz", "tar.bz2", "tar.xz"])
def test_a_bomb_is_stopped_by_its_ratio(tmp_path: Path, kind: str) -> None:
    archive = MAKERS[kind](tmp_path / "a", {"f": b"\0" * 20_000_000})
    limits = Limits(bytes=1 << 40, ratio_from_bytes=1_000_000)
    assert "zip bomb" in refused(archive, tmp_path / "out", limits).message


def test_a_small_file_of_zeros_is_no_bomb(tmp_path: Path) -> None:
    archive = make_zip(tmp_path / "a", {"f": b"\0" * 20_000_000})
    unpack(archive, tmp_path / "out", Limits(bytes=1 << 30))
    assert (tmp_path / "out/f").stat().st_size == 20_000_000


def test_a_giant_tar_header_does_not_eat_the_memory(tmp_path: Path) -> None:
    """tarfile reads extended headers as a whole; one that claims 200 MB must not be read at all."""
    header = tarfile.TarInfo("pax")
    header.type, header.size = tarfile.XHDTYPE, 200_000_000
    with gzip.open(tmp_path / "a", "wb", compresslevel=1) as out:
        out.write(header.tobuf())
        for _ in range(200):
            out.write(b"\0" * 1_000_000)
    tracemalloc.start()
    refused(tmp_path / "a", tmp_path / "out", Limits(bytes=1 << 40))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 20_000_000


def test_a_zip_directory_of_gigabytes_is_not_read(tmp_path: Path) -> None:
    with (tmp_path / "a").open("wb") as out:
        out.write(b"PK\x03\x04")
        out.truncate(3_000_000_000)
        out.seek(0, 2)
        size = 2_900_000_000
        out.write(struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, 1, 1, size, 3_000_000_000 - size, 0))
    refused(tmp_path / "a", tmp_path / "out")


@pytest.mark.parametrize("kind", MAKERS)
def test_archives_cut_short(tmp_path: Path, kind: str) -> None:
    archive = MAKERS[kind](tmp_path / "a", {"f": os.urandom(100_000), "g": os.urandom(100_000)})
    archive.write_bytes(archive.read_bytes()[:120_000])
    assert "is damaged" in refused(archive, tmp_path / "out", kind=UnreadableModel).message


def test_a_flipped_byte_is_noticed(tmp_path: Path) -> None:
    archive = make_zip(tmp_path / "a", {"f": b"0123456789" * 100}, zipfile.ZIP_STORED)
    archive.write_bytes(archive.read_bytes().replace(b"0123456789", b"0123456780", 1))
    refused(archive, tmp_path / "out", kind=UnreadableModel)


def test_a_full_disk_is_named_and_leaves_nothing(tmp_path: Path, small_disk: Path) -> None:
    archive = make_zip(tmp_path / "a", {"f": os.urandom(3_000_000)})
    with pytest.raises(DiskFull):
        unpack(archive, small_disk / "out", Limits(bytes=1 << 30))
    assert list(small_disk.iterdir()) == []


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(kind=st.sampled_from(sorted(MAKERS)), position=st.floats(0, 1), garbage=st.binary(min_size=1, max_size=40))
def test_damage_is_never_anything_but_our_error(tmp_path: Path, kind: str, position: float, garbage: bytes) -> None:
    archive = tmp_path / "a"
    archive.unlink(missing_ok=True)
    data = MAKERS[kind](archive, FILES).read_bytes()
    start = int(position * len(data))
    archive.write_bytes(data[:start] + garbage + data[start + len(garbage) :])
    out = tmp_path / "out"
    try:
        unpack(archive, out, LIMITS)
    except DlwbError:
        assert not out.exists()
    else:
        assert all(p.resolve().is_relative_to(out.resolve()) for p in out.rglob("*"))
        for path in sorted(out.rglob("*"), reverse=True):
            path.rmdir() if path.is_dir() else path.unlink()
        out.rmdir()
