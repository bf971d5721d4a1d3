"""Every kind of picture that people have comes out as upright RGB of 8 bits; every broken one with a reason."""

import contextlib
import io
import struct
import zlib

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from dlwb.adapters import pictures
from dlwb.adapters.pictures import PillowPictures, for_browser, mask_for_browser, open_mask, open_picture, thumbnail
from dlwb.calc.voc_colours import PALETTE
from dlwb.domain.errors import UnreadablePicture

RED, GREEN, BLUE, GREY = (255, 0, 0), (0, 255, 0), (0, 0, 255), (128, 128, 128)
CORNERS = np.array([[RED, GREEN, GREEN], [BLUE, GREY, GREY]], np.uint8)  # 2 high, 3 wide


def corners():
    return Image.fromarray(CORNERS)


def test_rgb(tmp_path):
    corners().save(tmp_path / "a.png")
    seen = open_picture(tmp_path / "a.png")
    assert seen.dtype == np.uint8
    assert np.array_equal(seen, CORNERS)


def test_grey(tmp_path):
    Image.fromarray(np.array([[0, 90], [200, 255]], np.uint8)).save(tmp_path / "a.png")
    seen = open_picture(tmp_path / "a.png")
    assert seen.shape == (2, 2, 3)
    assert np.array_equal(seen[..., 0], [[0, 90], [200, 255]])
    assert np.array_equal(seen[..., 0], seen[..., 2])


def test_black_and_white(tmp_path):
    Image.fromarray(np.array([[False, True]])).save(tmp_path / "a.png")
    assert np.array_equal(open_picture(tmp_path / "a.png")[..., 1], [[0, 255]])


def test_transparency_is_dropped(tmp_path):
    rgba = np.dstack([CORNERS, np.array([[0, 255, 10], [0, 0, 255]], np.uint8)])
    Image.fromarray(rgba).save(tmp_path / "a.png")
    assert np.array_equal(open_picture(tmp_path / "a.png"), CORNERS)


def test_grey_with_transparency(tmp_path):
    Image.fromarray(np.array([[[7, 0], [9, 255]]], np.uint8)).save(tmp_path / "a.png")
    assert open_picture(tmp_path / "a.png").tolist() == [[[7, 7, 7], [9, 9, 9]]]


def test_16_bit_grey(tmp_path):
    Image.fromarray(np.array([[0, 0x1234, 0xFFFF]], np.uint16)).save(tmp_path / "a.png")
    assert open_picture(tmp_path / "a.png")[0, :, 0].tolist() == [0, 0x12, 0xFF]
    Image.fromarray(np.array([[0, 0x1234, 0xFFFF]], np.uint16)).save(tmp_path / "a.tiff")
    assert open_picture(tmp_path / "a.tiff")[0, :, 0].tolist() == [0, 0x12, 0xFF]


def test_16_bit_colour(tmp_path):
    (tmp_path / "a.png").write_bytes(png_16_bit([[(0x1234, 0xFFFF, 0x0080)]]))
    assert open_picture(tmp_path / "a.png").tolist() == [[[0x12, 0xFF, 0x00]]]


def png_16_bit(rows):
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    raw = b"".join(b"\0" + b"".join(struct.pack(">3H", *pixel) for pixel in row) for row in rows)
    head = struct.pack(">IIBBBBB", len(rows[0]), len(rows), 16, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(raw)) + chunk(b"IEND", b"")


def test_cmyk(tmp_path):
    Image.new("CMYK", (8, 8), (0, 255, 255, 0)).save(tmp_path / "a.jpg", quality=100)
    seen = open_picture(tmp_path / "a.jpg")
    assert seen.shape == (8, 8, 3)
    assert np.abs(seen.astype(int) - RED).max() < 8


@pytest.mark.parametrize("transparent", [False, True])
def test_palette(tmp_path, transparent):
    image = Image.fromarray(np.array([[0, 1], [1, 2]], np.uint8), "P")
    image.putpalette([*RED, *GREEN, *BLUE])
    extra = {"transparency": bytes([0, 255, 255])} if transparent else {}
    image.save(tmp_path / "a.png", **extra)
    assert np.array_equal(open_picture(tmp_path / "a.png"), [[RED, GREEN], [GREEN, BLUE]])


LARGE = np.kron(CORNERS, np.ones((16, 16, 1), np.uint8))  # whole blocks of JPEG: 32 high, 48 wide
STORED = {
    "PNG": ("a.png", {}),
    "JPEG": ("a.jpg", {"quality": 100, "subsampling": 0}),
    "WebP": ("a.webp", {"lossless": True}),
    "TIFF": ("a.tif", {}),
    "TIFF, LZW": ("a.tif", {"compression": "tiff_lzw"}),
}


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("kind", STORED)
def test_a_picture_is_turned_as_the_camera_says(tmp_path, orientation, kind):
    """Stored so that undoing the turn of the EXIF data gives the picture again (TIFF 6.0, "Orientation")."""
    stored = {
        1: lambda a: a,
        2: lambda a: a[:, ::-1],
        3: lambda a: a[::-1, ::-1],
        4: lambda a: a[::-1],
        5: lambda a: a.transpose(1, 0, 2),
        6: lambda a: np.rot90(a, 1),
        7: lambda a: a.transpose(1, 0, 2)[::-1, ::-1],
        8: lambda a: np.rot90(a, -1),
    }[orientation](LARGE)
    exif = Image.Exif()
    exif[0x0112] = orientation
    name, options = STORED[kind]
    Image.fromarray(np.ascontiguousarray(stored)).save(tmp_path / name, exif=exif, **options)
    seen = open_picture(tmp_path / name)
    assert seen.shape == LARGE.shape
    assert np.abs(seen.astype(int) - LARGE).max() < 4  # JPEG rounds
    small = Image.open(io.BytesIO(thumbnail(tmp_path / name, 24)))
    assert small.size == (24, 16)


@pytest.mark.parametrize("name", ["m.png", "m.tif"])
@pytest.mark.parametrize("orientation", [5, 6, 8])
def test_a_mask_is_turned_as_its_picture_is(tmp_path, name, orientation):
    exif = Image.Exif()
    exif[0x0112] = orientation
    numbers = np.array([[1, 2, 3], [4, 5, 6]], np.uint8)
    Image.fromarray(numbers).save(tmp_path / name, exif=exif)
    Image.fromarray(np.dstack([numbers] * 3)).save(tmp_path / "a.png", exif=exif)
    assert np.array_equal(open_mask(tmp_path / name), open_picture(tmp_path / "a.png")[..., 0])


@pytest.mark.filterwarnings("ignore:Corrupt EXIF data")  # Pillow says so, and goes on
def test_damaged_exif_does_not_matter(tmp_path):
    corners().save(tmp_path / "a.jpg", exif=b"Exif\0\0II*\0\xff\xff\xff\xff" + b"\xff" * 40, quality=95)
    assert open_picture(tmp_path / "a.jpg").shape == (2, 3, 3)


def test_of_an_animation_the_first_picture(tmp_path):
    frames = [Image.new("RGB", (4, 4), colour) for colour in (RED, BLUE)]
    frames[0].save(tmp_path / "a.gif", save_all=True, append_images=frames[1:])
    assert open_picture(tmp_path / "a.gif")[0, 0].tolist() == list(RED)


def refused(path):
    with pytest.raises(UnreadablePicture) as caught:
        open_picture(path)
    assert caught.value.hint
    return caught.value.message


def test_an_empty_file(tmp_path):
    (tmp_path / "a.jpg").write_bytes(b"")
    assert refused(tmp_path / "a.jpg") == "'a.jpg' cannot be used: it is empty."


def test_a_missing_file(tmp_path):
    assert "there is no such file" in refused(tmp_path / "a.jpg")


@pytest.mark.parametrize("ending", ["jpg", "png", "webp", "bmp"])
def test_a_truncated_file(tmp_path, ending):
    noise = np.random.default_rng(0).integers(0, 256, (64, 64, 3), dtype=np.uint8)
    Image.fromarray(noise).save(tmp_path / f"a.{ending}")
    whole = (tmp_path / f"a.{ending}").read_bytes()
    (tmp_path / f"a.{ending}").write_bytes(whole[: len(whole) // 2])
    assert "cannot be used: " in refused(tmp_path / f"a.{ending}")


def test_what_is_no_picture(tmp_path):
    (tmp_path / "a.jpg").write_text("<!DOCTYPE html><html>Not found</html>")
    assert "no picture but a web page" in refused(tmp_path / "a.jpg")


def test_postscript_is_not_run(tmp_path):
    (tmp_path / "a.png").write_bytes(b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\nshowpage\n")
    assert "no picture but" in refused(tmp_path / "a.png")


def test_floats(tmp_path):
    Image.fromarray(np.zeros((2, 2), np.float32)).save(tmp_path / "a.tiff")
    assert "floats" in refused(tmp_path / "a.tiff")


def test_more_than_16_bits(tmp_path):
    Image.fromarray(np.array([[0, 1 << 20]], np.int32)).save(tmp_path / "a.tiff")
    assert "more than 16 bits" in refused(tmp_path / "a.tiff")


def test_a_bomb(tmp_path, monkeypatch):
    """A few kilobytes that unpack to a gigabyte are refused from the header, before anything is unpacked."""

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 20_000, 20_000, 8, 2, 0, 0, 0)
    (tmp_path / "a.png").write_bytes(
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 999))
    )
    monkeypatch.setattr(Image.Image, "load", lambda self: pytest.fail("it was unpacked"))
    assert "pixels" in refused(tmp_path / "a.png")


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_damage_never_escapes_as_anything_else(tmp_path, data):
    ending = data.draw(st.sampled_from(["JPEG", "PNG", "GIF", "TIFF", "BMP", "WEBP"]))
    file = io.BytesIO()
    corners().resize((40, 30)).save(file, ending)
    content = bytearray(file.getvalue())
    for _ in range(data.draw(st.integers(1, 8))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    (tmp_path / "a").write_bytes(content)
    with contextlib.suppress(UnreadablePicture):
        assert open_picture(tmp_path / "a").shape[2] == 3


# --- masks ----------------------------------------------------------------------------------------

NUMBERS = np.array([[0, 1, 15], [20, 255, 0]], np.uint8)


def test_a_mask_of_palette_indices(tmp_path):
    image = Image.fromarray(NUMBERS, "P")
    image.putpalette(PALETTE.tobytes())
    image.save(tmp_path / "m.png")
    assert np.array_equal(open_mask(tmp_path / "m.png"), NUMBERS)


def test_a_mask_of_grey_values(tmp_path):
    Image.fromarray(NUMBERS).save(tmp_path / "m.png")
    assert np.array_equal(open_mask(tmp_path / "m.png"), NUMBERS)


def test_a_mask_of_16_bits(tmp_path):
    Image.fromarray(NUMBERS.astype(np.uint16)).save(tmp_path / "m.png")
    assert np.array_equal(open_mask(tmp_path / "m.png"), NUMBERS)
    Image.fromarray(np.array([[300]], np.uint16)).save(tmp_path / "m.png")
    with pytest.raises(UnreadablePicture, match="not 0 to 255"):
        open_mask(tmp_path / "m.png")


def test_a_mask_in_colours(tmp_path):
    Image.fromarray(PALETTE[NUMBERS]).save(tmp_path / "m.png")
    assert np.array_equal(open_mask(tmp_path / "m.png"), NUMBERS)
    Image.fromarray(np.full((2, 2, 3), 3, np.uint8)).save(tmp_path / "m.png")
    with pytest.raises(UnreadablePicture, match="#030303"):
        open_mask(tmp_path / "m.png")


def test_what_is_saved_comes_back(tmp_path):
    own = PillowPictures()
    own.save(CORNERS, tmp_path / "new folder" / "a.png")
    own.save(NUMBERS, tmp_path / "m.png")
    assert np.array_equal(own.open(tmp_path / "new folder" / "a.png"), CORNERS)
    assert np.array_equal(own.open_mask(tmp_path / "m.png"), NUMBERS)


# --- for the page ---------------------------------------------------------------------------------


def test_a_thumbnail_is_small_and_upright(tmp_path):
    exif = Image.Exif()
    exif[0x0112] = 6
    Image.new("RGB", (400, 200), RED).save(tmp_path / "a.jpg", exif=exif)
    small = Image.open(io.BytesIO(thumbnail(tmp_path / "a.jpg", 100)))
    assert (small.format, small.size) == ("JPEG", (50, 100))


def test_what_browsers_show_is_sent_as_it_is(tmp_path):
    corners().save(tmp_path / "a.png")
    assert for_browser(tmp_path / "a.png") == ((tmp_path / "a.png").read_bytes(), "image/png")


def test_what_browsers_do_not_show_is_converted(tmp_path):
    corners().save(tmp_path / "a.tiff")
    content, media = for_browser(tmp_path / "a.tiff")
    assert media == "image/png"
    assert np.array_equal(np.asarray(Image.open(io.BytesIO(content))), CORNERS)


def test_the_background_of_a_shown_mask_is_transparent(tmp_path):
    Image.fromarray(NUMBERS).save(tmp_path / "m.png")
    shown = np.asarray(Image.open(io.BytesIO(mask_for_browser(tmp_path / "m.png"))).convert("RGBA"))
    assert np.array_equal(shown[..., 3] == 0, NUMBERS == 0)
    assert np.array_equal(shown[0, 1, :3], PALETTE[1])


def test_only_known_formats_are_opened():
    assert not {"EPS", "WMF", "PDF", "FPX"} & set(pictures.FORMATS)
