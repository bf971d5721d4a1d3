"""What is refused before a profile."""

import pytest

from dlwb.adapters.fake_engine import DEVICES
from dlwb.domain.errors import InvalidOptions
from dlwb.domain.inference import InferenceConfig
from dlwb.domain.model import TensorSpec
from dlwb.workflows.profile import check_profile

INPUTS = (TensorSpec("data", (1, 3, 8, 8), "f32", "NCHW"),)


def test_fewer_inferences_than_a_median_needs_are_refused_with_all_else():
    with pytest.raises(InvalidOptions) as error:
        check_profile(InferenceConfig(device="GPU", threads=0), 29, DEVICES, INPUTS)
    assert [problem.option for problem in error.value.problems] == ["inferences", "threads"]
    with pytest.raises(InvalidOptions, match="at least 30"):
        check_profile(InferenceConfig(device="GPU"), 1, DEVICES, INPUTS)
    check_profile(InferenceConfig(device="GPU"), 30, DEVICES, INPUTS)
