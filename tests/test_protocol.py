"""The codec: what goes in comes out, and words become domain types."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dlwb.domain.errors import InvalidOptions, WorkerProtocolError
from dlwb.domain.inference import Hint, InferenceConfig, MeasurePlan
from dlwb.domain.model import DimRange, ImportOptions
from dlwb.domain.specs import BenchmarkSpec, MachineSpec, ProfileSpec
from dlwb.protocol import Message, SpecDocument, from_json, from_options, to_json

sizes = st.one_of(st.integers(1, 9), st.builds(DimRange, st.integers(0, 3), st.none() | st.integers(4, 9)))
shapes = st.dictionaries(st.text(max_size=5), st.lists(sizes, max_size=4).map(tuple), max_size=3)
configs = st.builds(
    InferenceConfig,
    device=st.text(max_size=8),
    hint=st.sampled_from(Hint),
    streams=st.none() | st.integers(1, 64),
    shapes=shapes,
)
specs = st.one_of(
    st.builds(BenchmarkSpec, st.text(), configs, st.builds(MeasurePlan, rate=st.none() | st.floats(0.1, 1e6))),
    st.builds(ProfileSpec, st.text(), configs),
    st.builds(MachineSpec, st.text(), st.booleans()),
)


@given(specs)
def test_every_spec_survives_the_round_trip(spec):
    assert from_json(SpecDocument, to_json(spec, SpecDocument)) == spec


@given(st.builds(ImportOptions, name=st.none() | st.text(), shapes=shapes))
def test_import_options_survive_the_round_trip(options):
    assert from_json(ImportOptions, to_json(options)) == options


@given(st.binary(max_size=40))
def test_anything_else_is_refused_with_an_error_of_ours(noise):
    with pytest.raises(WorkerProtocolError):
        from_json(Message, noise)


def test_words_become_domain_types():
    assert from_options(InferenceConfig, {"hint": "latency", "streams": 2}) == InferenceConfig(
        hint=Hint.LATENCY, streams=2
    )


def test_all_wrong_options_are_named():
    with pytest.raises(InvalidOptions) as refused:
        from_options(InferenceConfig, {"hint": "fast", "stream": 2, "batch": "many"})
    assert {p.option for p in refused.value.problems} == {"hint", "stream", "batch"}
