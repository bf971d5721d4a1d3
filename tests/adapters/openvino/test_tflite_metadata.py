"""What TensorFlow Lite files say about their input."""

from pathlib import Path

import pytest
import tflite
from builders import tflite_models
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dlwb.adapters.openvino.convert import convert
from dlwb.adapters.openvino.tflite_metadata import tflite_metadata
from dlwb.domain.model import ColorOrder, ImportOptions, ModelFormat, Preprocessing

PICTURE = (1, 8, 8, 3)
SAID = tflite_models.picture_metadata([127.5], [64.0])


def test_a_picture_with_normalisation(tmp_path: Path) -> None:
    (tmp_path / "m").write_bytes(tflite_models.model(metadata=SAID, shape=PICTURE))
    assert tflite_metadata(tmp_path / "m") == {
        "tflite.layout": "NHWC",
        "tflite.color_order": "RGB",
        "tflite.mean": "127.5",
        "tflite.scale": "64.0",
    }


@pytest.mark.openvino
def test_it_becomes_the_preprocessing_of_the_model(tmp_path: Path) -> None:
    (tmp_path / "m").write_bytes(tflite_models.model(metadata=SAID, shape=PICTURE))
    answer = convert(ModelFormat.TFLITE, tmp_path / "m", ImportOptions(), tmp_path / "out")
    assert answer.preprocessing == Preprocessing(ColorOrder.RGB, (127.5,) * 3, (64.0,) * 3, "NHWC", "metadata")
    assert answer.inputs[0].layout == "NHWC"


def test_one_value_for_each_channel(tmp_path: Path) -> None:
    said = tflite_models.picture_metadata([1.0, 2.0, 3.0], [4.0, 5.0, 6.0])
    (tmp_path / "m").write_bytes(tflite_models.model(metadata=said, shape=PICTURE))
    assert tflite_metadata(tmp_path / "m")["tflite.mean"] == "1.0,2.0,3.0"


def test_a_quantized_input_takes_the_bytes_as_they_are(tmp_path: Path) -> None:
    kind = int(tflite.TensorType.UINT8)
    (tmp_path / "m").write_bytes(tflite_models.model(metadata=SAID, shape=PICTURE, picture_type=kind))
    assert tflite_metadata(tmp_path / "m") == {"tflite.layout": "NHWC", "tflite.color_order": "RGB"}


def test_nothing_said(tmp_path: Path) -> None:
    (tmp_path / "m").write_bytes(tflite_models.model())
    assert tflite_metadata(tmp_path / "m") == {}


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(at=st.floats(0, 1), garbage=st.binary(min_size=1, max_size=8))
def test_damaged_metadata_says_nothing_or_something_but_never_fails(tmp_path: Path, at: float, garbage: bytes) -> None:
    start = int(at * (len(SAID) - 1))
    said = (SAID[:start] + garbage + SAID[start + len(garbage) :])[: len(SAID)]
    (tmp_path / "m").write_bytes(tflite_models.model(metadata=said, shape=PICTURE))
    assert set(tflite_metadata(tmp_path / "m")) <= {
        "tflite.layout",
        "tflite.color_order",
        "tflite.mean",
        "tflite.scale",
    }
