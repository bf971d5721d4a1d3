"""What model files say about themselves, in the dialects that are in use."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dlwb.adapters.openvino.metadata import Metadata, read_metadata
from dlwb.domain.model import ColorOrder


def test_our_own_keys() -> None:
    said = read_metadata(
        {
            "dlwb.task": "Classification",
            "dlwb.color_order": "bgr",
            "dlwb.mean": "104,117,123",
            "dlwb.scale": "1",
            "dlwb.layout": "NCHW",
        }
    )
    assert said == Metadata("classification", ColorOrder.BGR, (104, 117, 123), (1,), "NCHW")


def test_keys_of_the_model_api() -> None:
    said = read_metadata(
        {
            "model_info.model_type": "YOLO",
            "model_info.reverse_input_channels": "YES",
            "model_info.mean_values": "123.675 116.28 103.53",
            "model_info.scale_values": "[58.395, 57.12, 57.375]",
        }
    )
    assert said == Metadata("detection", ColorOrder.RGB, (123.675, 116.28, 103.53), (58.395, 57.12, 57.375), None)


def test_preprocessing_inside_the_graph_means_plain_pixels() -> None:
    said = read_metadata(
        {
            "model_info.embedded_processing": "True",
            "model_info.mean_values": "123.675 116.28 103.53",
            "model_info.scale_values": "58.395 57.12 57.375",
        }
    )
    assert (said.mean, said.scale) == ((0.0,), (1.0,))


def test_our_keys_win() -> None:
    said = read_metadata({"dlwb.mean": "1", "model_info.mean_values": "2", "model_info.scale_values": "3"})
    assert (said.mean, said.scale) == ((1.0,), (3.0,))


@pytest.mark.parametrize(
    ("value", "order"),
    [("YES", ColorOrder.RGB), ("true", ColorOrder.RGB), ("0", ColorOrder.BGR), ("NO", ColorOrder.BGR), ("maybe", None)],
)
def test_reversed_channels(value: str, order: ColorOrder | None) -> None:
    assert read_metadata({"model_info.reverse_input_channels": value}).color_order is order


@pytest.mark.parametrize(("task", "ours"), [("segment", "instance_segmentation"), ("pose", None), ("", None)])
def test_the_task_of_ultralytics(task: str, ours: str | None) -> None:
    assert read_metadata({"framework.task": task}).task == ours


def test_nothing_said_is_nothing_known() -> None:
    assert read_metadata({"framework.author": "me"}) == Metadata()


@pytest.mark.parametrize("key", ["dlwb.mean", "dlwb.scale", "model_info.mean_values", "model_info.scale_values"])
@given(text=st.text(max_size=30))
def test_any_text_is_numbers_or_nothing(key: str, text: str) -> None:
    said = read_metadata({key: text})
    values = said.mean or said.scale
    assert values is None or all(isinstance(v, float) and abs(v) < float("inf") for v in values)
    assert said.scale is None or 0 not in said.scale
