"""From pixels to what a network takes, and where things lie there."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from dlwb.calc.preprocessing.apply import apply, apply_all
from dlwb.calc.preprocessing.frame import boxes_to_picture, frame_of
from dlwb.calc.preprocessing.linear import resize_linear
from dlwb.calc.preprocessing.picture_input import PictureInput, picture_input, side_inputs
from dlwb.domain.errors import InputError
from dlwb.domain.model import ColorOrder, DimRange, Preprocessing, TensorSpec
from dlwb.domain.preprocessing import PadPosition, PixelFilter, Resize, ResizeRule

RNG = np.random.default_rng(0)
PICTURE = RNG.integers(0, 256, (30, 50, 3), dtype=np.uint8)
RULES = [Resize(rule, position=position) for rule in ResizeRule for position in PadPosition]


def target(width=20, height=16, layout="NCHW", channels=3, dtype="f32"):
    return PictureInput("x", layout, width, height, channels, dtype)


sizes = st.tuples(st.integers(4, 90), st.integers(4, 90))


@given(sizes, sizes, st.sampled_from(RULES), st.one_of(st.none(), st.integers(4, 99)))
@settings(max_examples=200)
def test_what_is_placed_comes_back(picture, size, rule, shorter_side):
    resize = Resize(rule.rule, shorter_side=shorter_side, position=rule.position)
    frame = frame_of(picture, size, resize)
    box = np.array([[1.0, 2.0, picture[0] - 1, picture[1] - 0.5]])
    scale = np.array([frame.scale_x, frame.scale_y] * 2)
    there = box * scale + np.array([frame.offset_x, frame.offset_y] * 2)
    assert boxes_to_picture(frame, there) == pytest.approx(box)
    left, top, right, bottom = frame.placed
    assert 0 <= left < right <= size[0]
    assert 0 <= top < bottom <= size[1]
    if rule.rule is not ResizeRule.LETTERBOX:
        assert frame.placed == (0, 0, *size)
    if rule.rule is not ResizeRule.CROP:
        assert frame.shown == pytest.approx((0, 0, *picture), abs=1e-5)
    tensor, _ = apply(np.zeros((picture[1], picture[0], 3), np.uint8), Preprocessing(resize=resize), target(*size))
    assert tensor.shape == (3, size[1], size[0])


def test_the_middle_is_cut_out_of_the_scaled_picture():
    resize = Resize(ResizeRule.CROP, shorter_side=24)
    tensor, frame = apply(PICTURE, Preprocessing(resize=resize), target(16, 20, dtype="u8"))
    whole = Image.fromarray(PICTURE).resize((40, 24), Image.Resampling.BILINEAR)
    assert (tensor.transpose(1, 2, 0) == np.asarray(whole.crop((12, 2, 28, 22)))).all()
    assert (frame.offset_x, frame.offset_y) == (-12, -2)


@pytest.mark.parametrize(("position", "top"), [(PadPosition.CORNER, 0), (PadPosition.CENTRE, 4)])
def test_the_whole_picture_lies_in_its_padding(position, top):
    resize = Resize(ResizeRule.LETTERBOX, PixelFilter.NEAREST, pad=7, position=position)
    tensor, frame = apply(PICTURE, Preprocessing(resize=resize), target(20, 20, dtype="u8"))
    assert (frame.offset_y, frame.scale_x) == (top, 0.4)
    pixels = tensor.transpose(1, 2, 0)
    assert (pixels[top : top + 12] == np.asarray(Image.fromarray(PICTURE).resize((20, 12), 0))).all()
    assert (np.delete(pixels, slice(top, top + 12), axis=0) == 7).all()


def test_a_picture_of_the_right_size_stays_as_it_is():
    for rule in RULES:
        for pixels in PixelFilter:
            resize = Resize(rule.rule, pixels, position=rule.position)
            tensor, _ = apply(PICTURE, Preprocessing(resize=resize), target(50, 30, "NHWC", dtype="u8"))
            assert (tensor == PICTURE).all()


def test_mean_scale_colours_and_layout():
    preprocessing = Preprocessing(ColorOrder.BGR, (1.0, 2.0, 3.0), (2.0, 4.0, 5.0))
    tensor, _ = apply(PICTURE, preprocessing, target(50, 30))
    assert tensor.dtype == np.float32
    assert tensor[0] == pytest.approx((PICTURE[:, :, 2] - 1.0) / 2)
    assert tensor[2] == pytest.approx((PICTURE[:, :, 0] - 3.0) / 5, rel=1e-5)
    plain, _ = apply(PICTURE, Preprocessing(), target(50, 30, "HWC", dtype="f16"))
    assert (plain == PICTURE).all()
    assert plain.dtype == np.float16
    single, _ = apply(PICTURE, Preprocessing(mean=(127.5,), scale=(127.5,)), target(50, 30))
    assert (single.min(), single.max()) == pytest.approx((-1, 1), abs=0.02)


def test_integers_are_rounded_and_cut_at_their_ends():
    signed, _ = apply(PICTURE, Preprocessing(mean=(128.0,), scale=(1.0,)), target(50, 30, "NHWC", dtype="i8"))
    assert (signed == PICTURE.astype(int) - 128).all()
    bright, _ = apply(PICTURE, Preprocessing(scale=(0.5,)), target(50, 30, "NHWC", dtype="u8"))
    assert (bright == np.minimum(PICTURE.astype(int) * 2, 255)).all()


def test_grey_and_four_channels():
    grey, _ = apply(PICTURE, Preprocessing(mean=(1.0, 2.0, 3.0)), target(50, 30, channels=1))
    assert grey[0] == pytest.approx(np.asarray(Image.fromarray(PICTURE).convert("L")) - 2.0)
    four, _ = apply(PICTURE, Preprocessing(), target(50, 30, channels=4))
    assert (four[3] == 255).all()


@pytest.mark.parametrize("known", [Preprocessing(mean=(1.0, 2.0)), Preprocessing(scale=(1.0, 2.0, 3.0, 4.0))])
def test_numbers_that_do_not_fit_the_channels_are_told(known):
    with pytest.raises(InputError, match=r"has [24] numbers where the model's input has 3 channels"):
        apply(PICTURE, known, target(50, 30))


def test_pictures_make_a_batch():
    tensors, frames = apply_all([PICTURE, PICTURE[:10]], Preprocessing(), target())
    assert tensors.shape == (2, 3, 16, 20)
    assert [frame.height for frame in frames] == [30, 10]
    assert apply_all([PICTURE], Preprocessing(), target(layout="CHW"))[0].shape == (3, 16, 20)


# --- the linear filter ----------------------------------------------------------------------------


@given(sizes, sizes)
@settings(max_examples=60)
def test_linear_is_the_mean_of_the_four_nearest(size, new):
    picture = np.random.default_rng(size).integers(0, 256, (size[1], size[0], 3), dtype=np.uint8)
    done = resize_linear(picture, (0, 0, *size), new)
    xs = np.clip((np.arange(new[0]) + 0.5) * size[0] / new[0] - 0.5, 0, size[0] - 1)
    ys = np.clip((np.arange(new[1]) + 0.5) * size[1] / new[1] - 0.5, 0, size[1] - 1)
    x0, y0 = np.floor(xs).astype(int), np.floor(ys).astype(int)
    x1, y1 = np.minimum(x0 + 1, size[0] - 1), np.minimum(y0 + 1, size[1] - 1)
    fx, fy = (xs - x0)[None, :, None], (ys - y0)[:, None, None]
    rows = picture[y0].astype(float) * (1 - fy) + picture[y1] * fy
    expected = rows[:, x0] * (1 - fx) + rows[:, x1] * fx
    assert np.abs(done - expected).max() <= 0.5 + 255 / 256  # rounding, and weights of 8 bits
    assert abs((done - expected).mean()) < 0.3 + 3 / done.size  # halves go up


# --- inputs ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("shape", "layout"),
    [
        ((1, 3, 20, 30), "NCHW"),
        ((1, 20, 30, 3), "NHWC"),
        ((DimRange(), 3, 20, 30), "NCHW"),
        ((3, 20, 30), "CHW"),
        ((20, 30, 1), "HWC"),
        ((1, 3, 30, 3), "NHWC"),
    ],
)
def test_the_layout_is_read_from_where_the_channels_are(shape, layout):
    if shape == (1, 3, 30, 3):
        with pytest.raises(InputError):
            picture_input([TensorSpec("x", shape, "f32")])
        return
    found = picture_input([TensorSpec("ids", (1, 12), "i64"), TensorSpec("x", shape, "f32")])
    assert (found.name, found.layout, found.size) == ("x", layout, (30, 20))


def test_a_layout_that_was_said_counts():
    spec = TensorSpec("x", (1, 3, 4, 3), "f32", "NHWC")
    assert (picture_input([spec]).width, picture_input([spec]).height) == (4, 3)
    assert picture_input([TensorSpec("x", (1, 3, 4, 3), "f32")], "NHWC").size == (4, 3)


def test_an_open_size_has_to_be_chosen():
    spec = TensorSpec("x", (1, 3, DimRange(), DimRange()), "f32")
    assert picture_input([spec], size=(64, 32)).size == (64, 32)
    with pytest.raises(InputError, match="takes pictures of any size") as error:
        picture_input([spec])
    assert "1,3,224,224" in error.value.hint


def test_a_model_without_pictures_is_refused_with_its_inputs():
    with pytest.raises(InputError, match=r"No input of the model takes pictures: 'ids' 1,12") as error:
        picture_input([TensorSpec("ids", (1, 12), "i64")])
    assert "on recorded inputs" in error.value.hint
    assert error.value.terminal == "dlwb model import PATH --layout NAME=NCHW"


def test_what_detectors_want_to_know_of_a_picture():
    picture = target(20, 16)
    frame = frame_of((40, 64), (20, 16), Resize())
    inputs = [
        TensorSpec("x", (1, 3, 16, 20), "f32"),
        TensorSpec("im_shape", (1, 2), "f32"),
        TensorSpec("scale_factor", (1, 2), "f32"),
        TensorSpec("image_info", (1, 3), "f32"),
    ]
    fed = side_inputs(inputs, picture, [frame])
    assert {name: array.tolist() for name, array in fed.items()} == {
        "im_shape": [[16, 20]],
        "scale_factor": [[0.25, 0.5]],
        "image_info": [[16, 20, 1]],
    }
    assert fed["im_shape"].dtype == np.float32
    counted = side_inputs([TensorSpec("im_shape", (1, 2), "i64")], picture, [frame])["im_shape"]
    assert (counted.tolist(), counted.dtype.kind) == ([[16, 20]], "i")
    with pytest.raises(InputError, match="an input 'other' beside the picture"):
        side_inputs([TensorSpec("other", (1, 2), "f32")], picture, [frame])
