"""Arrays of strangers: what is damaged, of the wrong kind or too large is told, and nothing is believed before it is seen."""

import io
import zipfile
from contextlib import suppress

import numpy as np
import pytest
from builders import datasets as build
from hypothesis import given
from hypothesis import strategies as st
from numpy.lib import format as npy

from dlwb.adapters import numpy_files
from dlwb.adapters.numpy_files import NumpyInputs, load
from dlwb.domain.errors import InputError


def saved(tmp_path, array, name="x.npy", **options):
    np.save(tmp_path / name, array, **options)
    return tmp_path / name


def claiming(tmp_path, shape, content=b"", descr="<f4"):
    """A file whose header claims a shape."""
    header = io.BytesIO()
    npy.write_array_header_1_0(header, {"descr": descr, "fortran_order": False, "shape": shape})
    (tmp_path / "x.npy").write_bytes(header.getvalue() + content)
    return tmp_path / "x.npy"


@pytest.mark.parametrize(
    "array",
    [
        np.arange(6, dtype=np.float32).reshape(2, 3),
        np.asfortranarray(np.arange(6.0).reshape(2, 3)),
        np.arange(4, dtype=">i4"),
        np.float16(3),
        np.array([True, False]),
    ],
    ids=["rows", "columns", "big-endian", "scalar", "bool"],
)
def test_arrays_are_read_as_numpy_reads_them(tmp_path, array):
    (read,) = NumpyInputs().open(saved(tmp_path, array)).values()
    assert np.array_equal(read, array)
    assert read.dtype == np.asarray(array).dtype


def test_arrays_by_name_packed_and_plain(tmp_path):
    large = np.arange(20_000_000, dtype=np.float32)  # 80 MB in one piece
    np.savez(tmp_path / "plain.npz", a=large, b=np.ones((2, 2)))
    np.savez_compressed(tmp_path / "packed.npz", a=large, b=np.ones((2, 2)))
    for name in ("plain.npz", "packed.npz"):
        found = NumpyInputs().open(tmp_path / name)
        assert list(found) == ["a", "b"]
        assert np.array_equal(found["a"], large)


def test_an_array_without_a_name_has_the_empty_one(tmp_path):
    assert list(NumpyInputs().open(saved(tmp_path, np.ones(3)))) == [""]


@pytest.mark.parametrize(
    ("array", "words"),
    [
        (np.array(["a", "b"]), "'x.npy' holds <U1, which no network takes"),
        (np.ones(2, dtype=complex), "holds complex128"),
        (np.array(["2020-01-01"], dtype="M8[D]"), "holds datetime64"),
        (np.zeros((0, 3)), "'x.npy' is empty"),
        (np.zeros(2, dtype=[("a", "f4")]), "which no network takes"),
    ],
)
def test_what_is_no_number_is_refused(tmp_path, array, words):
    with pytest.raises(InputError, match=words):
        NumpyInputs().open(saved(tmp_path, array))


def test_objects_are_never_loaded(tmp_path):
    np.savez(tmp_path / "x.npz", x=np.array([{}], dtype=object))
    with pytest.raises(InputError, match=r"'x\.npz' is not a readable numpy file: it holds Python objects"):
        NumpyInputs().open(tmp_path / "x.npz")


def test_an_archive_without_arrays_is_refused(tmp_path):
    zipfile.ZipFile(tmp_path / "x.npz", "w").close()
    with pytest.raises(InputError, match="holds no array"):
        NumpyInputs().open(tmp_path / "x.npz")


def test_a_file_that_is_cut_short_says_how_much_is_there(tmp_path):
    file = saved(tmp_path, np.ones(10, np.float32))
    file.write_bytes(file.read_bytes()[:-8])
    with pytest.raises(InputError, match="it is cut short: 32 bytes are there of 40"):
        NumpyInputs().open(file)


def test_a_header_that_claims_more_than_the_file_holds_takes_no_memory(tmp_path):
    with pytest.raises(InputError, match="it is cut short: 8 bytes are there of"):
        NumpyInputs().open(claiming(tmp_path, (1 << 50,), bytes(8)))


@pytest.mark.parametrize("shape", [(-1,), (-1, -1), (1 << 70,)])
def test_a_shape_that_cannot_be_is_refused(tmp_path, shape):
    with pytest.raises(InputError, match="not a readable numpy file"):
        NumpyInputs().open(claiming(tmp_path, shape, bytes(8)))


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path, monkeypatch):
    monkeypatch.setattr(numpy_files, "MOST_BYTES", 1 << 20)
    bomb = build.bomb(tmp_path / "x.npz", (1 << 22,))
    assert bomb.stat().st_size < 100_000
    with pytest.raises(InputError, match="which is too much for one sample") as caught:
        NumpyInputs().open(bomb)
    assert "a file of its own" in caught.value.hint


def test_arrays_that_are_too_large_together_are_refused(tmp_path):
    np.savez(tmp_path / "x.npz", a=np.ones(300, np.uint8), b=np.ones(300, np.uint8))
    assert len(load(tmp_path / "x.npz", "x", 600)) == 2
    with pytest.raises(InputError, match="too much for one sample"):
        load(tmp_path / "x.npz", "x", 599)


@given(st.binary(max_size=300), st.integers(0, 160))
def test_no_damage_is_anything_but_told(tmp_path_factory, content, place):
    """Whatever the bytes are, and wherever in a sound header they lie."""
    folder = tmp_path_factory.mktemp("damage")
    for sound in (saved(folder, np.ones(4)), build.recording(folder / "y.npz", x=np.ones(4))):
        whole = sound.read_bytes()
        sound.write_bytes(whole[:place] + content + whole[place + len(content) :])
        with suppress(InputError):
            NumpyInputs().open(sound)
