"""What is usual for networks of a kind."""

from dlwb.calc.preprocessing.picture_input import PictureInput
from dlwb.calc.preprocessing.proposals import propose
from dlwb.domain.model import ColorOrder, Preprocessing
from dlwb.domain.output_adapter import Classification, Yolox
from dlwb.domain.preprocessing import PadPosition, Resize, ResizeRule


def target(side=224, layout="NCHW", dtype="f32"):
    return PictureInput("x", layout, side, side, 3, dtype)


def test_the_most_usual_comes_first_and_nothing_twice():
    proposals = [p.preprocessing for p in propose(target(), Classification("x"), Preprocessing())]
    assert proposals[0].mean == (123.675, 116.28, 103.53)
    assert proposals[0].resize is not None
    assert (proposals[0].resize.rule, proposals[0].resize.shorter_side) == (ResizeRule.CROP, 256)
    assert len(set(proposals)) == len(proposals)
    channels_last = propose(target(128, "NHWC"), Classification("x"), Preprocessing())[0].preprocessing
    assert (channels_last.mean, channels_last.resize and channels_last.resize.shorter_side) == ((127.5,), 146)


def test_small_pictures_are_taken_whole():
    rules = {p.preprocessing.resize.rule for p in propose(target(32), Classification("x"), Preprocessing())}
    assert rules == {ResizeRule.STRETCH}


def test_bytes_take_pixels_as_they_are():
    for proposal in propose(target(dtype="u8"), Classification("x"), Preprocessing()):
        assert (proposal.preprocessing.mean, proposal.preprocessing.scale) == ((0.0,), (1.0,))


def test_what_is_known_stays():
    known = Preprocessing(ColorOrder.BGR, (1.0,), (2.0,), origin="options")
    proposals = propose(target(), Classification("x"), known)
    assert {(p.preprocessing.color_order, p.preprocessing.mean, p.preprocessing.scale) for p in proposals} == {
        (ColorOrder.BGR, (1.0,), (2.0,))
    }
    assert {p.preprocessing.origin for p in proposals} == {"options"}
    all_known = Preprocessing(ColorOrder.BGR, (1.0,), (2.0,), resize=Resize())
    (only,) = propose(target(), Yolox("x"), all_known)
    assert only.preprocessing.resize == Resize()
    assert only.reason == "All of it is known."


def test_yolox_pads_below_and_right():
    first = propose(target(416), Yolox("x"), Preprocessing())[0]
    assert first.preprocessing.color_order is ColorOrder.BGR
    assert first.preprocessing.resize is not None
    assert first.preprocessing.resize.position is PadPosition.CORNER
    assert first.reason == "Usual for YOLOX: plain pixels, BGR (OpenCV), whole picture top left, padded with 114."
