"""What every quantizer has to do, as functions that a test module calls with its quantizer, engine and model.

Not collected by itself: `test_quantizers.py` runs every function here.
"""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from dlwb.domain.errors import CannotQuantize, InvalidOptions
from dlwb.domain.inference import InferenceConfig
from dlwb.domain.quantization import Method, QuantizationOptions
from dlwb.ports import Engine, Quantizer
from dlwb.protocol import ModelFiles

PLAIN = QuantizationOptions()


@dataclass(frozen=True)
class Subject:
    """A quantizer, a network in floating point of several groups, and an engine and device that run it."""

    quantizer: Quantizer
    engine: Engine
    device: str
    files: ModelFiles
    work: Path

    def inputs(self, count: int = 4) -> list[dict[str, Any]]:
        """Pictures of numbers; the same ones at every call."""
        shapes = self.engine.compile(self.files, self.config()).effective(1).shapes
        random = np.random.default_rng(0)
        return [
            {name: (128 + 50 * random.standard_normal(shape)).astype(np.float32) for name, shape in shapes.items()}
            for _ in range(count)
        ]

    def config(self) -> InferenceConfig:
        return InferenceConfig(device=self.device, precision="f32")

    def outputs(self, files: ModelFiles) -> dict[str, Any]:
        """What a network says of all inputs."""
        made = list(self.engine.compile(files, self.config()).stream(self.inputs(), 1))
        return {name: np.stack([one[name] for one in made]) for name in made[0]}

    def quantize(self, options=PLAIN, *, calibration=None, hear=lambda fraction, words: None):
        data = self.inputs()
        return self.quantizer.quantize(self.files, calibration or (lambda: data), len(data), options, hear)

    def operations(self) -> dict[str, str]:
        return {node.name: node.type for node in self.engine.read_graph(self.files, {}).nodes}


def differs(ours, theirs):
    """The largest difference, as a share of the largest number."""
    assert ours.keys() == theirs.keys()
    assert all(ours[name].shape == theirs[name].shape for name in ours)
    return max(float(np.abs(ours[name] - theirs[name]).max() / np.abs(theirs[name]).max()) for name in ours)


def versions_are_told(subject):
    versions = subject.quantizer.versions()
    assert versions
    assert all(versions.values())


def groups_name_operations_of_the_graph_each_once(subject):
    quantized = subject.quantize()
    there = list(subject.operations())
    named = [name for group in quantized.groups for name in group.operations]
    assert len(quantized.groups) > 1
    assert len(set(named)) == len(named)
    assert set(named) <= set(there)
    first = [min(there.index(name) for name in group.operations) for group in quantized.groups]
    assert first == sorted(first)


def eight_bits_are_smaller_and_not_quite_the_same(subject):
    files = subject.quantize().write((), subject.work / "all")
    assert Path(files.bin).stat().st_size < 0.5 * Path(subject.files.bin).stat().st_size
    assert 0 < differs(subject.outputs(files), subject.outputs(subject.files)) < 1


def with_all_groups_back_it_is_the_network_in_floating_point(subject):
    quantized = subject.quantize()
    files = quantized.write(range(len(quantized.groups)), subject.work / "none")
    assert differs(subject.outputs(files), subject.outputs(subject.files)) < 1e-6
    kinds = {node.type for node in subject.engine.read_graph(files, {}).nodes}
    assert "FakeQuantize" not in kinds


def what_is_written_depends_on_the_groups_alone(subject):
    quantized = subject.quantize()
    last = len(quantized.groups) - 1
    contents = {}
    for turn, kept in enumerate(((), (0,), (last,), (0, last), (last, 0), (), (0,), [last, last])):
        files = quantized.write(kept, subject.work / f"turn {turn}")
        written = (Path(files.xml).read_bytes(), Path(files.bin).read_bytes())
        assert contents.setdefault(frozenset(kept), written) == written
    assert len(set(contents.values())) == 4


def the_same_call_makes_the_same_files(subject):
    for turn in range(2):
        subject.quantize().write((0,), subject.work / str(turn))
    for name in ("model.xml", "model.bin"):
        assert (subject.work / "0" / name).read_bytes() == (subject.work / "1" / name).read_bytes()


def the_model_itself_is_left_alone(subject):
    before = [Path(path).read_bytes() for path in (subject.files.xml, subject.files.bin)]
    subject.quantize().tapped(subject.work)
    assert [Path(path).read_bytes() for path in (subject.files.xml, subject.files.bin)] == before


def taps_line_up(subject):
    quantized = subject.quantize()
    tapped = quantized.tapped(subject.work)
    assert len(tapped.inputs) == len(tapped.outputs) == len(quantized.groups)
    exact, rounded = subject.outputs(tapped.exact), subject.outputs(tapped.rounded)
    assert {name: value.shape for name, value in exact.items()} == {name: v.shape for name, v in rounded.items()}
    for inputs, outputs in zip(tapped.inputs, tapped.outputs, strict=True):
        assert {*inputs, *outputs} <= set(exact)
        assert outputs
        assert any(np.abs(exact[name] - rounded[name]).max() > 0 for name in outputs)
    assert np.array_equal(exact[tapped.inputs[0][0]], rounded[tapped.inputs[0][0]])  # what comes in is what comes in
    plain = subject.outputs(subject.files)
    assert differs({name: exact[name] for name in plain}, plain) < 1e-5
    eight = subject.outputs(quantized.write((), subject.work / "plain"))
    assert differs({name: rounded[name] for name in eight}, eight) < 1e-5


def progress_goes_from_nothing_to_all(subject):
    heard = []
    subject.quantize(hear=lambda fraction, words: heard.append((fraction, words)))
    fractions = [fraction for fraction, _ in heard]
    assert fractions[0] == 0
    assert fractions[-1] == 1
    assert fractions == sorted(fractions)
    assert len(fractions) > 4
    assert all(words for _, words in heard)


class Stop(Exception):
    pass


def it_can_be_stopped(subject):
    def hear(fraction, words):
        if fraction > 0:
            raise Stop

    with pytest.raises(Stop):
        subject.quantize(hear=hear)
    subject.quantize()  # and nothing is left behind


def what_the_data_raise_comes_through(subject):
    def broken():
        yield subject.inputs()[0]
        raise KeyError("picture 2")

    with pytest.raises(KeyError, match="picture 2"):
        subject.quantize(calibration=broken)


def data_that_do_not_fit_are_refused(subject):
    name, value = next(iter(subject.inputs()[0].items()))
    with pytest.raises(CannotQuantize, match=name) as caught:
        subject.quantize(calibration=lambda: [{name: value[..., :-1]}])
    assert caught.value.hint
    with pytest.raises(CannotQuantize, match=name):
        subject.quantize(calibration=lambda: [{"something": value}])
    with pytest.raises(CannotQuantize):
        subject.quantize(calibration=lambda: [])


def operations_are_kept_by_name_and_by_type(subject):
    everything = subject.quantize().groups
    first, last = everything[0].operations[0], everything[-1].operations[0]
    by_name = subject.quantize(replace(PLAIN, keep_names=(first,)))
    assert first not in {name for group in by_name.groups for name in group.operations}
    assert last in {name for group in by_name.groups for name in group.operations}
    kinds = subject.operations()
    by_type = subject.quantize(replace(PLAIN, keep_types=(kinds[last],)))
    left = {name for group in by_type.groups for name in group.operations}
    assert left
    assert kinds[last] not in {kinds[name] for name in left}
    everything_kept = tuple({kinds[name] for group in everything for name in group.operations})
    with pytest.raises(CannotQuantize):
        subject.quantize(replace(PLAIN, keep_types=everything_kept))


def all_wrong_options_are_told_at_once(subject):
    real = subject.quantize().groups[0].operations[0]
    kind = subject.operations()[real]
    options = replace(PLAIN, keep_names=(real, f"{real}x", "ΩΩΩ"), keep_types=(kind[:-1],), smooth_quant=2.0)
    with pytest.raises(InvalidOptions) as caught:
        subject.quantize(options)
    told = [(problem.option, problem.message) for problem in caught.value.problems]
    assert [option for option, _ in told] == ["keep_names", "keep_names", "keep_types", "smooth_quant"]
    assert f"'{real}x'" in told[0][1]
    assert f"'{real}'" in told[0][1]
    assert "Most like" not in told[1][1]
    assert f"'{kind}'" in told[2][1]
    assert caught.value.hint


def what_is_in_8_bits_already_is_refused(subject):
    files = subject.quantize().write((), subject.work / "once")
    small = subject.quantizer.compress(
        subject.files, replace(PLAIN, method=Method.WEIGHTS_INT8), subject.work / "small"
    )
    for again in (files, small):
        other = replace(subject, files=again)
        with pytest.raises(CannotQuantize, match="already") as caught:
            subject.quantizer.quantize(again, subject.inputs, 4, PLAIN, lambda fraction, words: None)
        assert caught.value.hint
        with pytest.raises(CannotQuantize, match="already"):
            subject.quantizer.compress(again, replace(PLAIN, method=Method.WEIGHTS_INT8), other.work / "twice")


def weights_alone_become_smaller(subject):
    options = replace(PLAIN, method=Method.WEIGHTS_INT8)
    files = subject.quantizer.compress(subject.files, options, subject.work)
    assert Path(files.bin).stat().st_size < 0.6 * Path(subject.files.bin).stat().st_size
    assert differs(subject.outputs(files), subject.outputs(subject.files)) < 1
    assert "FakeQuantize" not in {node.type for node in subject.engine.read_graph(files, {}).nodes}


def wrong_options_of_4_bits_are_told_at_once(subject):
    options = replace(PLAIN, method=Method.WEIGHTS_INT4, group_size=0, ratio=1.5)
    with pytest.raises(InvalidOptions) as caught:
        subject.quantizer.compress(subject.files, options, subject.work)
    assert [problem.option for problem in caught.value.problems] == ["group_size", "ratio"]


CONTRACT = (
    versions_are_told,
    groups_name_operations_of_the_graph_each_once,
    eight_bits_are_smaller_and_not_quite_the_same,
    with_all_groups_back_it_is_the_network_in_floating_point,
    what_is_written_depends_on_the_groups_alone,
    the_same_call_makes_the_same_files,
    the_model_itself_is_left_alone,
    taps_line_up,
    progress_goes_from_nothing_to_all,
    it_can_be_stopped,
    what_the_data_raise_comes_through,
    data_that_do_not_fit_are_refused,
    operations_are_kept_by_name_and_by_type,
    all_wrong_options_are_told_at_once,
    what_is_in_8_bits_already_is_refused,
    weights_alone_become_smaller,
    wrong_options_of_4_bits_are_told_at_once,
)
