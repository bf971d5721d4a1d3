"""Data for the inputs: made up by seed, or read from files that have to fit."""

import zipfile

import numpy as np
import pytest
from PIL import Image

from dlwb.adapters.input_data import InputSpec, prepare
from dlwb.domain.errors import InputError, NotFound

F32 = np.dtype(np.float32)
PICTURE = InputSpec("image", (1, 3, 8, 6), F32, "NCHW", ("pixels",))
BATCHED = InputSpec("image", (2, 3, 8, 6), F32, "NCHW")
IDS = InputSpec("ids", (1, 5), np.dtype(np.int32))


def array(shape=(1, 3, 8, 6), dtype=np.float32):
    return np.arange(np.prod(shape), dtype=dtype).reshape(shape)


def saved(tmp_path, data, name="x.npy"):
    np.save(tmp_path / name, data)
    return str(tmp_path / name)


def one(spec, *files):
    return prepare((spec,), files, 1, 0)[0][0]


# --- random ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("dtype", ["float32", "float16", "uint8", "int8", "int32", "int64", "bool"])
def test_random_data_has_the_type_and_shape_and_repeats_with_the_seed(dtype):
    spec = InputSpec("x", (2, 50), np.dtype(dtype))
    first, again, other = (prepare((spec,), (), 2, seed) for seed in (3, 3, 4))
    assert first[0][0].dtype == np.dtype(dtype)
    assert first[0][0].shape == (2, 50)
    assert np.array_equal(first[0][0], again[0][0])
    assert not np.array_equal(first[0][0], other[0][0])
    assert not np.array_equal(first[0][0], first[1][0])
    assert np.isfinite(first[0][0].astype(float)).all()


def test_inputs_of_one_request_do_not_share_their_data():
    a, b = prepare((InputSpec("a", (9,), F32), InputSpec("b", (9,), F32)), (), 1, 0)[0]
    assert not np.array_equal(a, b)


def test_an_empty_table_still_gives_an_index():
    assert one(InputSpec("i", (3,), np.dtype(np.int64), index_below=0)).tolist() == [0, 0, 0]


# --- arrays ---------------------------------------------------------------------------------------


def test_a_whole_array_is_taken_as_it_is(tmp_path):
    assert np.array_equal(one(PICTURE, saved(tmp_path, array())), array())


def test_an_item_without_its_batch_fills_the_batch(tmp_path):
    item = saved(tmp_path, array((3, 8, 6)))
    assert np.array_equal(one(PICTURE, item)[0], array((3, 8, 6)))
    doubled = one(BATCHED, item)
    assert doubled.shape == (2, 3, 8, 6)
    assert np.array_equal(doubled[0], doubled[1])


def test_files_are_dealt_out_in_order_and_start_again(tmp_path):
    files = [saved(tmp_path, np.full((3, 8, 6), i, np.float32), f"{i}.npy") for i in range(3)]
    dealt = [[int(item[0, 0, 0]) for item in row[0]] for row in prepare((BATCHED,), files, 3, 0)]
    assert dealt == [[0, 1], [2, 0], [1, 2]]


def test_a_folder_is_all_its_files(tmp_path):
    for i in (1, 0):
        saved(tmp_path, np.full((1, 3, 8, 6), i, np.float32), f"{i}.npy")
    (tmp_path / "notes.txt").write_text("no input")
    assert [int(row[0].flat[0]) for row in prepare((PICTURE,), (str(tmp_path),), 2, 0)] == [0, 1]


def test_an_npz_feeds_inputs_by_any_of_their_names(tmp_path):
    np.savez(tmp_path / "all.npz", pixels=array(), ids=np.arange(5, dtype=np.int32)[None])
    picture, ids = prepare((PICTURE, IDS), (str(tmp_path / "all.npz"),), 1, 0)[0]
    assert np.array_equal(picture, array())
    assert ids.tolist() == [[0, 1, 2, 3, 4]]


def test_a_file_can_name_its_input(tmp_path):
    ids = saved(tmp_path, np.ones((1, 5), np.int32), "i.npy")
    picture = saved(tmp_path, array(), "p.npy")
    found = prepare((PICTURE, IDS), (f"ids={ids}", f"pixels={picture}"), 1, 0)[0]
    assert found[1].sum() == 5
    assert np.array_equal(found[0], array())


def test_a_narrower_type_is_accepted_when_nothing_is_lost(tmp_path):
    assert one(PICTURE, saved(tmp_path, array(dtype=np.float64))).dtype == F32
    assert one(PICTURE, saved(tmp_path, array(dtype=np.uint8))).max() == 143
    assert one(IDS, saved(tmp_path, np.arange(5)[None])).dtype == np.int32


def test_raw_bytes_fill_the_input(tmp_path):
    (tmp_path / "x.bin").write_bytes(array().tobytes())
    assert np.array_equal(one(PICTURE, str(tmp_path / "x.bin")), array())
    (tmp_path / "item.bin").write_bytes(array((3, 8, 6)).tobytes())
    assert one(BATCHED, str(tmp_path / "item.bin")).shape == (2, 3, 8, 6)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (array((1, 3, 6, 8)), "holds shape 1,3,6,8, but 'image' takes float32 1,3,8,6"),
        (array((3, 8)), "holds shape 3,8"),
        (np.full((1, 3, 8, 6), np.nan, np.float32), "not finite"),
        (np.full((1, 3, 8, 6), 1e300), "numbers that do not fit float32"),
        (array().astype(complex), "holds complex128"),
    ],
)
def test_arrays_that_do_not_fit_are_refused(tmp_path, data, words):
    with pytest.raises(InputError, match=words):
        one(PICTURE, saved(tmp_path, data))


def test_numbers_are_not_cut_to_fit(tmp_path):
    with pytest.raises(InputError, match="holds float32, but 'ids' takes int32"):
        one(IDS, saved(tmp_path, np.ones((1, 5), np.float32)))
    with pytest.raises(InputError, match="numbers that do not fit int32"):
        one(IDS, saved(tmp_path, np.full((1, 5), 2**40)))


def test_files_that_cannot_be_used_say_why(tmp_path):
    with pytest.raises(NotFound, match=r"gone\.npy"):
        one(PICTURE, "gone.npy")
    (tmp_path / "half.npy").write_bytes(b"\x93NUMPY\x01\x00")
    with pytest.raises(InputError, match="not a readable numpy file"):
        one(PICTURE, str(tmp_path / "half.npy"))
    (tmp_path / "x.bin").write_bytes(b"abc")
    with pytest.raises(InputError, match=r"holds 3 bytes, but 'image' takes 576 bytes"):
        one(PICTURE, str(tmp_path / "x.bin"))
    (tmp_path / "x.doc").write_bytes(b"abc")
    with pytest.raises(InputError, match=r"no input file") as caught:
        one(PICTURE, str(tmp_path / "x.doc"))
    assert ".npy" in caught.value.hint
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputError, match="holds no input files"):
        one(PICTURE, str(tmp_path / "empty"))


def test_pickles_are_never_loaded(tmp_path):
    np.save(tmp_path / "evil.npy", np.array([{"a": 1}], dtype=object), allow_pickle=True)
    with pytest.raises(InputError, match="not a readable numpy file"):
        one(PICTURE, str(tmp_path / "evil.npy"))


def test_several_inputs_have_to_be_told_apart_and_all_fed(tmp_path):
    file = saved(tmp_path, array())
    with pytest.raises(InputError, match="could feed any of 'image', 'ids'") as caught:
        prepare((PICTURE, IDS), (file,), 1, 0)
    assert "NAME=FILE" in caught.value.hint
    with pytest.raises(InputError, match="No file feeds the input 'ids'"):
        prepare((PICTURE, IDS), (f"image={file}",), 1, 0)
    with pytest.raises(InputError, match="no input 'other'"):
        prepare((PICTURE, IDS), (f"other={file}",), 1, 0)
    np.savez(tmp_path / "odd.npz", other=array())
    with pytest.raises(InputError, match="holds 'other', which is no input"):
        prepare((PICTURE, IDS), (str(tmp_path / "odd.npz"),), 1, 0)


def npz(tmp_path, name="x.npz"):
    np.savez_compressed(tmp_path / name, image=array())
    return tmp_path / name


def test_an_archive_that_is_cut_short_or_damaged_is_named(tmp_path):
    cut = npz(tmp_path)
    cut.write_bytes(cut.read_bytes()[:-40])
    damaged = npz(tmp_path, "damaged.npz")
    content = bytearray(damaged.read_bytes())
    content[60:90] = bytes(30)
    damaged.write_bytes(content)
    pickled = tmp_path / "pickled.npz"
    np.savez(pickled, image=np.array([{}], dtype=object))
    for file in (cut, damaged, pickled):
        with pytest.raises(InputError, match=f"{file.name}' is not a readable numpy file"):
            one(PICTURE, str(file))


def test_a_member_that_is_no_array_is_named(tmp_path):
    with zipfile.ZipFile(tmp_path / "x.npz", "w") as archive:
        archive.writestr("image", b"text")
    with pytest.raises(InputError, match="holds 'image', which is no array"):
        one(PICTURE, str(tmp_path / "x.npz"))


# --- pictures -------------------------------------------------------------------------------------


def picture(tmp_path, size=(30, 20), mode="RGB", name="p.png", colour=None):
    Image.new(mode, size, colour).save(tmp_path / name)
    return str(tmp_path / name)


@pytest.mark.parametrize(("layout", "shape"), [("NCHW", (1, 3, 8, 6)), ("NHWC", (1, 8, 6, 3))])
def test_a_picture_is_resized_and_turned_into_the_layout(tmp_path, layout, shape):
    found = one(InputSpec("x", shape, F32, layout), picture(tmp_path, colour=(10, 200, 30)))
    assert found.shape == shape
    channels = found.reshape(3, -1) if layout == "NCHW" else found.reshape(-1, 3).T
    assert [set(channel) for channel in channels] == [{10.0}, {200.0}, {30.0}]


@pytest.mark.parametrize("mode", ["L", "RGBA", "CMYK", "P", "1"])
def test_pictures_of_every_mode_are_accepted(tmp_path, mode):
    name = "p.tif" if mode == "CMYK" else "p.png"
    assert one(PICTURE, picture(tmp_path, mode=mode, name=name)).shape == (1, 3, 8, 6)
    grey = InputSpec("x", (1, 1, 4, 4), np.dtype(np.uint8), "NCHW")
    assert one(grey, str(tmp_path / name)).shape == (1, 1, 4, 4)


def test_a_picture_needs_a_layout_that_says_where_height_and_width_are(tmp_path):
    with pytest.raises(InputError, match="nobody said where height and width") as caught:
        one(InputSpec("x", (1, 3, 8, 6), F32), picture(tmp_path))
    assert "x=NCHW" in caught.value.hint
    with pytest.raises(InputError, match="layout is NC "):
        one(InputSpec("x", (1, 3), F32, "NC"), picture(tmp_path))
    with pytest.raises(InputError, match="takes 4 channels"):
        one(InputSpec("x", (1, 4, 8, 6), F32, "NCHW"), picture(tmp_path))


def test_a_broken_picture_is_told(tmp_path):
    whole = picture(tmp_path, size=(200, 200), name="p.jpg")
    (tmp_path / "cut.jpg").write_bytes(open_bytes(whole)[:400])
    (tmp_path / "empty.png").touch()
    for name in ("cut.jpg", "empty.png"):
        with pytest.raises(InputError, match="not a readable picture"):
            one(PICTURE, str(tmp_path / name))


def open_bytes(path):
    with open(path, "rb") as file:
        return file.read()
