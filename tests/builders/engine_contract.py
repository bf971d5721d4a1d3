"""What every engine has to do, as functions that a test module calls with its engine, files and device.

Not collected by itself: `test_fake_engine.py` and `test_openvino_engine.py` run every function here.
"""

from dataclasses import dataclass, replace

import numpy as np
import pytest

from dlwb.domain.errors import DeviceUnavailable, InputError, InvalidOptions, NotFound
from dlwb.domain.inference import Effort, Hint, InferenceConfig, MeasurePlan, Mode
from dlwb.ports import Engine
from dlwb.protocol import ModelFiles, from_json, to_json
from dlwb.worker.clock import SystemClock
from dlwb.worker.measure import measure


@dataclass(frozen=True)
class Subject:
    """An engine, a model of it with a batch of 1, and a device with a range of streams."""

    engine: Engine
    files: ModelFiles
    device: str

    def compile(self, *, profiling=False, **options):
        return self.engine.compile(self.files, InferenceConfig(device=self.device, **options), profiling=profiling)


SHORT = MeasurePlan(effort=Effort.QUICK, budget_s=0.3, precision_goal=0.5, min_blocks=2, block_s=0.05)


def devices_say_what_they_are(subject):
    devices = {device.name: device for device in subject.engine.devices()}
    device = devices[subject.device]
    assert device.available
    assert device.full_name
    assert device.kind
    assert device.precisions
    assert all(other.available or other.problem for other in devices.values())


def versions_are_told(subject):
    bare, versions = subject.engine.versions(()), subject.engine.versions((subject.device,))
    assert bare
    assert all(versions.values())
    # Before anything was compiled, the plug-in is among them.
    assert bare.items() < versions.items()
    assert subject.engine.versions(("NOWHERE",)).items() >= bare.items()


def what_was_compiled_is_read_back(subject):
    compiled = subject.compile(precision="f16" if subject.device == "NPU" else "f32")
    effective = compiled.effective(3)
    assert compiled.compile_ms > 0
    assert effective.device == subject.device
    assert effective.execution_devices
    assert effective.batch == 1
    assert effective.requests == 3
    assert effective.precision in ("f32", "f16")
    assert all(isinstance(dim, int) for shape in effective.shapes.values() for dim in shape)
    assert from_json(type(effective), to_json(effective)) == effective


def explicit_streams_switch_the_hint_off(subject):
    by_hint = subject.compile(hint=Hint.LATENCY).effective(1)
    explicit = subject.compile(hint=Hint.THROUGHPUT, streams=1).effective(1)
    assert by_hint.hint is Hint.LATENCY
    assert explicit.hint is Hint.NONE
    assert explicit.streams == 1


def the_batch_also_counts_beside_shapes(subject):
    alone = subject.compile().effective(1)
    effective = subject.compile(batch=3, shapes=dict(alone.shapes)).effective(1)
    assert effective.batch == 3
    assert {shape[1:] for shape in effective.shapes.values()} == {shape[1:] for shape in alone.shapes.values()}


def the_batch_reaches_the_shapes(subject):
    effective = subject.compile(batch=3).effective(1)
    assert effective.batch == 3
    assert {shape[0] for shape in effective.shapes.values()} == {3}


def a_device_that_is_not_there_is_refused(subject):
    with pytest.raises(DeviceUnavailable) as caught:
        subject.engine.compile(subject.files, InferenceConfig(device="XPU"))
    assert "XPU" in caught.value.message
    assert subject.device in caught.value.hint


def impossible_numbers_are_refused_together_before_compiling(subject):
    with pytest.raises(InvalidOptions) as caught:
        subject.compile(streams=10_000, batch=0, threads=0)
    assert {problem.option for problem in caught.value.problems} == {"streams", "batch", "threads"}
    assert " 1 to " in caught.value.message


def a_queue_has_as_many_requests_as_asked_for(subject):
    compiled = subject.compile()
    assert len(compiled.queue(3, (), 0)) == 3
    optimal = compiled.effective(1).optimal_requests
    assert len(compiled.queue(None, (), 0)) == optimal


def requests_go_round_and_tell_their_latency(subject):
    queue = subject.compile().queue(2, (), 0)
    seen = []
    for _ in range(8):
        index = queue.acquire()
        assert queue.acquire() == index  # asking twice takes nothing
        queue.start()
        seen.append(index)
    queue.drain()
    assert set(seen) == {0, 1}
    assert all(0 < queue.latency_ms(i) < 60_000 for i in range(2))


def a_queue_can_be_used_again_after_draining(subject):
    queue = subject.compile().queue(2, (), 0)
    for _ in range(3):
        for _ in range(2):
            queue.acquire()
            queue.start()
        queue.drain()
        assert queue.infer() > 0
    assert sorted({_start(queue) for _ in range(4)}) == [0, 1]
    queue.drain()


def _start(queue):
    index = queue.acquire()
    queue.start()
    return index


def missing_input_files_are_told(subject, tmp_path):
    with pytest.raises(NotFound, match=r"nothing\.npy"):
        subject.compile().queue(1, (str(tmp_path / "nothing.npy"),), 0)


def counters_come_with_profiling(subject):
    compiled = subject.compile(profiling=True, streams=1)
    queue = compiled.queue(1, (), 0)
    queue.infer()
    layers = compiled.layers()
    assert layers
    assert len({layer.name for layer in layers}) == len(layers)
    assert all(len(layer.time_us) == 1 for layer in layers)
    assert [layer.order for layer in layers] == sorted(layer.order for layer in layers)


def the_runtime_graph_is_written(subject, tmp_path):
    path = tmp_path / "runtime.xml"
    subject.compile().save_runtime_graph(path)
    assert path.stat().st_size > 0
    assert [p.name for p in tmp_path.iterdir()] == ["runtime.xml"]


def the_graph_can_be_read_at_other_shapes(subject):
    graph = subject.engine.read_graph(subject.files, {})
    assert {node.type for node in graph.nodes} >= {"Parameter", "Convolution", "Result"}
    names = [node.name for node in graph.nodes]
    assert len(set(names)) == len(names)
    parameter = next(node for node in graph.nodes if node.type == "Parameter")
    shape = parameter.outputs[0].shape
    larger = subject.engine.read_graph(subject.files, {parameter.name: (4, *shape[1:])})
    assert next(node for node in larger.nodes if node.type == "Parameter").outputs[0].shape[0] == 4
    with pytest.raises(InvalidOptions):
        subject.engine.read_graph(subject.files, {parameter.name: (1, 2)})


def every_load_can_be_measured(subject, mode):
    compiled = subject.compile()
    plan = replace(SHORT, mode=mode, rate=200.0 if mode is Mode.OFFERED else None)
    queue = compiled.queue(1 if mode is Mode.SYNC else 2, (), 0)
    raw = measure(compiled, queue, plan, SystemClock(), lambda progress: None)
    assert raw.completions >= sum(block.completions for block in raw.blocks) > 0
    assert raw.latency_min_ms <= raw.latency_mean_ms <= raw.latency_max_ms
    assert raw.first_inference_ms > 0
    assert sum(raw.histogram.counts) == raw.completions
    assert raw.effective.requests == len(queue)


def _pictures(compiled, count):
    """Batches of data for the model's inputs, each a little brighter than the one before."""
    shapes = compiled.effective(1).shapes
    return [{name: np.full(shape, 16 * i, np.float32) for name, shape in shapes.items()} for i in range(count)]


def outputs_come_in_the_order_of_the_batches(subject):
    compiled = subject.compile(precision="f16" if subject.device == "NPU" else "f32")
    batches = _pictures(compiled, 9)
    together = list(compiled.stream(batches, 3))
    alone = [next(iter(compiled.stream([batch], 1))) for batch in batches]
    assert len(together) == len(batches)
    for ours, theirs in zip(together, alone, strict=True):
        assert ours.keys() == theirs.keys()
        assert all(np.allclose(ours[name], theirs[name], atol=1e-5) for name in ours)
    first = next(iter(together[0]))
    assert not np.allclose(together[0][first], together[8][first])  # kept outputs are not written over


def batches_are_taken_only_when_a_request_is_free(subject):
    compiled = subject.compile()
    taken = []

    def watched():
        for batch in _pictures(compiled, 20):
            taken.append(batch)
            yield batch

    results = compiled.stream(watched(), 2)
    next(results)
    assert len(taken) <= 4
    results.close()
    assert len(list(compiled.stream(_pictures(compiled, 3), None))) == 3


def data_of_another_shape_is_refused(subject):
    compiled = subject.compile()
    wrong = [{name: np.zeros((1, 1), np.float32) for name in compiled.effective(1).shapes}]
    with pytest.raises(InputError, match="takes"):
        list(compiled.stream(wrong, 1))


CONTRACT = (
    devices_say_what_they_are,
    versions_are_told,
    what_was_compiled_is_read_back,
    explicit_streams_switch_the_hint_off,
    the_batch_also_counts_beside_shapes,
    the_batch_reaches_the_shapes,
    a_device_that_is_not_there_is_refused,
    impossible_numbers_are_refused_together_before_compiling,
    a_queue_has_as_many_requests_as_asked_for,
    requests_go_round_and_tell_their_latency,
    a_queue_can_be_used_again_after_draining,
    counters_come_with_profiling,
    the_graph_can_be_read_at_other_shapes,
    outputs_come_in_the_order_of_the_batches,
    batches_are_taken_only_when_a_request_is_free,
    data_of_another_shape_is_refused,
)
CONTRACT_WITH_FILES = (missing_input_files_are_told, the_runtime_graph_is_written)
