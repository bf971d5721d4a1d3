"""Staging: what belongs to a model is copied, hashed by content, and nothing else is touched."""

import errno
import os
import tarfile
import time
import zipfile
from pathlib import Path

import pytest
from builders import ir_models, onnx_models, paddle_models, tensorflow_models

from dlwb.adapters.staging import discard, discard_stale, stage_path, stage_upload
from dlwb.domain.errors import (
    Ambiguous,
    DiskFull,
    DlwbError,
    InputError,
    NotFound,
    UnknownFormat,
    UnreadableModel,
    UnsafeArchive,
)
from dlwb.domain.model import ModelFormat, StagedModel

LIMIT = 1 << 30


@pytest.fixture
def tmp(tmp_path: Path) -> Path:
    """The workspace's folder for temporary files, which is not made in advance."""
    return tmp_path / "work space" / "tmp"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A folder of the user."""
    folder = tmp_path / "Eigene Dateien 模型"
    folder.mkdir()
    return folder


def files_in(staged: StagedModel) -> list[str]:
    folder = Path(staged.folder)
    return sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())


def zip_folder(folder: Path, archive: Path) -> Path:
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as out:
        for path in sorted(folder.rglob("*")):
            out.write(path, path.relative_to(folder))
    return archive


@pytest.mark.parametrize(("stem", "name"), [("a\u3000b\u00a0c", "a b c"), ("n" * 220, "n" * 200)])
def test_the_name_that_is_shown_can_be_shown(home: Path, tmp: Path, stem: str, name: str) -> None:
    ir_models.write(home / f"{stem}.xml")
    assert stage_path(home / f"{stem}.xml", tmp, LIMIT).display_name == name
    assert stage_path(home, tmp, LIMIT).display_name == home.name


@pytest.mark.skipif(os.name == "nt", reason="names are bytes on POSIX only")
def test_a_name_that_is_not_utf_8_is_refused(home: Path, tmp: Path) -> None:
    odd = home / os.fsdecode(b"caf\xe9.onnx")
    try:
        onnx_models.write(odd)
    except OSError:
        pytest.skip("this file system takes no such names")
    for path in (odd, home):
        with pytest.raises(InputError, match=r"'caf\?\.onnx' is not in UTF-8") as caught:
            stage_path(path, tmp, LIMIT)
        assert "Rename" in caught.value.hint
    assert not tmp.exists() or list(tmp.iterdir()) == []


def test_a_file_brings_its_companions_and_nothing_else(home: Path, tmp: Path) -> None:
    ir_models.write(home / "my net.v2.xml")
    ir_models.write(home / "other.xml")
    (home / "private.txt").write_text("not yours")
    staged = stage_path(home / "my net.v2.xml", tmp, LIMIT)
    assert staged.format is ModelFormat.OPENVINO
    assert (staged.entry, staged.display_name) == ("my net.v2.xml", "my net.v2")
    assert files_in(staged) == ["my net.v2.bin", "my net.v2.xml"]
    assert [f.size for f in staged.files] == [(home / f.name).stat().st_size for f in staged.files]
    assert Path(staged.folder).parent == tmp.resolve()


@pytest.mark.parametrize("location", ["w.data", "deep/er/w.data"])
def test_external_weights_keep_their_place(home: Path, tmp: Path, location: str) -> None:
    staged = stage_path(onnx_models.write_external(home / "m.onnx", location), tmp, LIMIT)
    assert files_in(staged) == sorted(["m.onnx", location])


def test_a_saved_model_by_folder_and_by_file(home: Path, tmp: Path) -> None:
    folder = tensorflow_models.write_saved_model(home / "cats v1.0")
    by_folder, by_file = stage_path(folder, tmp, LIMIT), stage_path(folder / "saved_model.pb", tmp, LIMIT)
    assert by_folder.display_name == by_file.display_name == "cats v1.0"
    assert by_folder.sha256 == by_file.sha256
    assert files_in(by_folder) == ["assets/labels of it.txt", "saved_model.pb"]


def test_the_copy_is_independent_of_the_original(home: Path, tmp: Path) -> None:
    original = onnx_models.write(home / "m.onnx")
    staged = stage_path(original, tmp, LIMIT)
    original.write_bytes(b"changed meanwhile")
    assert (Path(staged.folder) / "m.onnx").stat().st_ino != original.stat().st_ino
    assert (Path(staged.folder) / "m.onnx").read_bytes() != b"changed meanwhile"


def test_a_link_to_a_file_is_followed(home: Path, tmp: Path) -> None:
    """Model hubs keep their files as links into a store of blobs."""
    onnx_models.write(home / "blob")
    (home / "m.onnx").symlink_to("blob")
    staged = stage_path(home / "m.onnx", tmp, LIMIT)
    assert staged.display_name == "m"
    assert not (Path(staged.folder) / "m.onnx").is_symlink()


def test_the_hash_is_of_content_not_of_names(home: Path, tmp: Path) -> None:
    ir_models.write(home / "a.xml")
    for name in ("a.xml", "a.bin"):
        os.link(home / name, home / name.replace("a", "b"))
    onnx_models.write_external(home / "m.onnx", "w.data")
    a, b = stage_path(home / "a.xml", tmp, LIMIT), stage_path(home / "b.xml", tmp, LIMIT)
    assert a.sha256 == b.sha256
    assert a.sha256 != stage_path(home / "m.onnx", tmp, LIMIT).sha256
    (home / "b.bin").unlink()
    (home / "b.bin").write_bytes(b"\1" * (home / "a.bin").stat().st_size)
    assert stage_path(home / "b.xml", tmp, LIMIT).sha256 != a.sha256


def test_an_archive_gives_the_same_model_as_its_files(home: Path, tmp: Path, tmp_path: Path) -> None:
    inner = home / "inner folder"
    inner.mkdir()
    paddle_models.write(inner, "net")
    (inner / "README").write_text("hello")
    direct = stage_path(inner / "net.pdmodel", tmp, LIMIT)
    zipped = stage_path(zip_folder(home, tmp_path / "my net.zip"), tmp, LIMIT)
    with tarfile.open(tmp_path / "my net.tar.gz", "w:gz") as out:
        out.add(inner, "inner folder")
    tarred = stage_path(tmp_path / "my net.tar.gz", tmp, LIMIT)
    assert direct.sha256 == zipped.sha256 == tarred.sha256
    assert zipped.display_name == tarred.display_name == "my net"
    assert files_in(zipped) == ["net.pdiparams", "net.pdmodel"]
    assert zipped.entry == "net.pdmodel"


def test_a_keras_zip_is_a_model_not_an_archive_of_models(home: Path, tmp: Path) -> None:
    with zipfile.ZipFile(home / "m.zip", "w") as out:
        for name in ("config.json", "metadata.json", "model.weights.h5"):
            out.writestr(name, "{}")
    staged = stage_path(home / "m.zip", tmp, LIMIT)
    assert staged.format is ModelFormat.KERAS
    assert files_in(staged) == ["m.zip"]


def test_an_upload_of_two_files(tmp: Path) -> None:
    arrived = tmp / "uploads" / "17" / "files"
    arrived.mkdir(parents=True)
    ir_models.write(arrived / "net.xml")
    staged = stage_upload(arrived, tmp, LIMIT)
    assert (staged.display_name, files_in(staged)) == ("net", ["net.bin", "net.xml"])
    assert sorted(p.name for p in arrived.iterdir()) == ["net.bin", "net.xml"]


def test_an_upload_is_linked_not_copied(tmp: Path) -> None:
    arrived = tmp / "uploads"
    arrived.mkdir(parents=True)
    onnx_models.write(arrived / "net.onnx")
    staged = stage_upload(arrived, tmp, LIMIT)
    assert (Path(staged.folder) / "net.onnx").stat().st_ino == (arrived / "net.onnx").stat().st_ino


def test_an_upload_of_a_folder_and_of_an_archive(home: Path, tmp: Path, tmp_path: Path) -> None:
    tensorflow_models.write_saved_model(home / "cats")
    assert stage_upload(home, tmp, LIMIT).display_name == "cats"
    arrived = tmp_path / "arrived"
    arrived.mkdir()
    zip_folder(home, arrived / "cats.zip")
    assert stage_upload(arrived, tmp, LIMIT).sha256 == stage_path(home / "cats", tmp, LIMIT).sha256


def test_discard(home: Path, tmp: Path) -> None:
    staged = stage_path(onnx_models.write(home / "m.onnx"), tmp, LIMIT)
    discard(staged)
    discard(staged)
    assert list(tmp.iterdir()) == []


def refused(path: Path, tmp: Path, kind: type[DlwbError], limit: int = LIMIT) -> DlwbError:
    """Staging fails, says what to do, and leaves nothing behind."""
    with pytest.raises(kind) as caught:
        stage_path(path, tmp, limit)
    assert caught.value.hint
    assert not tmp.exists() or list(tmp.iterdir()) == []
    return caught.value


def test_nothing_is_there(home: Path, tmp: Path) -> None:
    assert "nowhere.onnx" in refused(home / "nowhere.onnx", tmp, NotFound).message


def test_a_path_that_cannot_be(home: Path, tmp: Path) -> None:
    (home / "m.onnx").write_bytes(b"x")
    (home / "loop").symlink_to(home / "loop")
    assert "Not a directory" in refused(home / "m.onnx" / "inner.onnx", tmp, NotFound).message
    assert "too long" in refused(home / ("x" * 5000), tmp, NotFound).message
    assert "loop" in refused(home / "loop", tmp, NotFound).message


def test_an_archive_without_files_is_named(home: Path, tmp: Path) -> None:
    zipfile.ZipFile(home / "nothing.zip", "w").close()
    assert refused(home / "nothing.zip", tmp, UnknownFormat).message == "'nothing.zip' is empty."


def test_an_empty_file_and_an_empty_folder(home: Path, tmp: Path) -> None:
    assert refused(home, tmp, UnknownFormat).message == f"'{home.name}' is empty."
    (home / "m.onnx").write_bytes(b"")
    assert refused(home / "m.onnx", tmp, UnknownFormat).message == "'m.onnx' is empty."


def test_an_xml_without_bin(home: Path, tmp: Path) -> None:
    ir_models.write(home / "m.xml")
    (home / "m.bin").unlink()
    assert "'m.bin' are missing" in refused(home / "m.xml", tmp, UnreadableModel).message


def test_a_folder_of_several_models(home: Path, tmp: Path) -> None:
    onnx_models.write(home / "a.onnx")
    ir_models.write(home / "b.xml")
    assert "'a.onnx', 'b.xml'" in refused(home, tmp, Ambiguous).message


def test_an_archive_of_several_models(home: Path, tmp: Path, tmp_path: Path) -> None:
    onnx_models.write(home / "a.onnx")
    onnx_models.write(home / "b.onnx")
    refused(zip_folder(home, tmp_path / "both.zip"), tmp, Ambiguous)


def test_a_home_folder_is_not_swallowed(home: Path, tmp: Path) -> None:
    onnx_models.write(home / "m.onnx")
    for i in range(2001):
        (home / f"letter {i}.txt").write_text("")
    assert "more than 2000 files" in refused(home, tmp, InputError).message


def test_a_pipe_is_not_waited_for(home: Path, tmp: Path) -> None:
    os.mkfifo(home / "pipe")
    assert "neither a file nor a folder" in refused(home / "pipe", tmp, InputError).message


def test_a_pipe_as_a_companion_is_not_waited_for(home: Path, tmp: Path) -> None:
    ir_models.write(home / "m.xml")
    (home / "m.bin").unlink()
    os.mkfifo(home / "m.bin")
    refused(home / "m.xml", tmp, UnreadableModel)


def test_a_model_over_the_limit(home: Path, tmp: Path) -> None:
    assert "the limit is" in refused(onnx_models.write(home / "m.onnx"), tmp, InputError, limit=100).message


def test_an_archive_over_the_limit(home: Path, tmp: Path, tmp_path: Path) -> None:
    onnx_models.write(home / "m.onnx")
    refused(zip_folder(home, tmp_path / "m.zip"), tmp, UnsafeArchive, limit=100)


def test_an_archive_in_an_archive(home: Path, tmp: Path, tmp_path: Path) -> None:
    onnx_models.write(home / "m.onnx")
    inner = zip_folder(home, tmp_path / "inner.zip")
    (tmp_path / "box").mkdir()
    inner.rename(tmp_path / "box/inner.zip")
    outer = zip_folder(tmp_path / "box", tmp_path / "outer.zip")
    assert "'inner.zip'" in refused(outer, tmp, UnsafeArchive).message


def test_an_archive_without_a_model(home: Path, tmp: Path, tmp_path: Path) -> None:
    (home / "readme.txt").write_text("hello")
    assert "'readme.txt'" in refused(zip_folder(home, tmp_path / "a.zip"), tmp, UnknownFormat).message


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read(home: Path, tmp: Path) -> None:
    path = onnx_models.write(home / "m.onnx")
    path.chmod(0)
    assert "may not be read" in refused(path, tmp, InputError).message


def test_a_full_disk(home: Path, small_disk: Path) -> None:
    onnx_models.write_external(home / "m.onnx", "w.data")
    (home / "w.data").write_bytes(b"\0" * 4_000_000)
    tmp = small_disk / "tmp"
    with pytest.raises(DiskFull) as caught:
        stage_path(home / "m.onnx", tmp, LIMIT)
    assert caught.value.hint
    assert list(tmp.iterdir()) == []


def test_a_file_that_the_system_refuses_is_named(home: Path, tmp: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = onnx_models.write(home / "m.onnx")

    def denied(*_):
        raise PermissionError(errno.EACCES, "Permission denied", str(path))

    monkeypatch.setattr("dlwb.adapters.staging.recognise", denied)
    assert f"'{path}' may not be read" in refused(path, tmp, InputError).message


def test_only_old_leftovers_that_nobody_needs_are_swept(tmp_path):
    old, new, queued = tmp_path / "import-old", tmp_path / "import-new", tmp_path / "import-queued"
    tried, uploads = tmp_path / "try-queued", tmp_path / "uploads"
    for folder in (old, new, queued, tried, uploads):
        folder.mkdir()
        (folder / "weights").write_bytes(b"x")
    two_days_ago = time.time() - 2 * 24 * 3600
    for folder in (old, queued, tried, uploads):
        os.utime(folder, (two_days_ago, two_days_ago))
    discard_stale(tmp_path, [str(queued), str(tried / "weights")])
    assert not old.exists()
    assert all(folder.exists() for folder in (new, queued, tried, uploads))
