"""The per-layer pass: on a simulated engine whose truth is known, and on the real one."""

import math
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from builders.layered_models import SHARED_MODELS, residual, saved, shared_model
from hypothesis import given
from hypothesis import strategies as st

from dlwb.adapters.fake_engine import FakeEngine
from dlwb.calc.analysis import analyse
from dlwb.calc.graph_match import match
from dlwb.calc.layers import explain
from dlwb.domain.errors import EngineError
from dlwb.domain.graph import Graph, Node, Port
from dlwb.domain.inference import EffectiveConfig, Hint, InferenceConfig
from dlwb.domain.measurement import ExecutionProfile, LayerStatus, RawLayer
from dlwb.domain.model import ImportOptions, ModelFormat
from dlwb.domain.run import Progress
from dlwb.domain.target import Environment
from dlwb.protocol import RUNTIME_GRAPH, ModelFiles
from dlwb.worker.profile import WINDOWS, one_stream, profile, schedule

FILES = ModelFiles("model.xml", "model.bin")
ENVIRONMENT = Environment("h", "cpu", 2, 2, 2.0, False, None, None, 2**33, "os", "k", "3.11", False, False, None, 0.0)
TRUTH_US = {"conv": 1000.0, "fc": 250.0, "prob": 12.5}
PORT = Port((1, 8), "f32")


@dataclass
class Simulated:
    """An engine with the habits of the real one: whole microseconds, running means, a cold start, made-up names."""

    streams: int = 2
    threads: int = 8
    compile_ms: float = 10.0
    scale: float = 1.0
    counters_cost: float = 1.02
    types: tuple[str, ...] = ("Convolution", "FullyConnected", "Softmax")
    changing: bool = False
    counting: bool = True
    compiled: list["SimulatedCompiled"] = field(default_factory=list)
    name = "simulated"

    def compile(self, files: ModelFiles, config: InferenceConfig, *, profiling: bool = False) -> "SimulatedCompiled":
        assert files is FILES
        made = SimulatedCompiled(self, config, profiling, len(self.compiled))
        self.compiled.append(made)
        return made

    def read_graph(self, files: ModelFiles, shapes: dict[str, tuple[int, ...]]) -> Graph:
        assert shapes == {"data": (1, 8)}
        chain = (("data", "Parameter"), ("conv", "Convolution"), ("fc", "MatMul"), ("add", "Add"), ("prob", "SoftMax"))
        nodes, before = [], ""
        for name, kind in chain:
            inputs = ((before, 0),) if before else ()
            nodes.append(Node(name, kind, (PORT,) * len(inputs), (PORT,), inputs))
            before = name
        return Graph("m", tuple(nodes))

    @property
    def profiled(self) -> list["SimulatedCompiled"]:
        return [compiled for compiled in self.compiled if compiled.profiling]


class SimulatedCompiled:
    def __init__(self, engine: Simulated, config: InferenceConfig, profiling: bool, number: int) -> None:
        self.engine, self.config, self.profiling, self.number = engine, config, profiling, number
        self.compile_ms = engine.compile_ms
        self.totals = [0] * len(TRUTH_US)
        self.count = 0
        self.saved: list[Path] = []

    def effective(self, requests: int) -> EffectiveConfig:
        engine = self.engine
        streams = self.config.streams or (engine.streams if self.config.hint is Hint.THROUGHPUT else 1)
        threads = self.config.threads or engine.threads
        return EffectiveConfig(
            "CPU", ("CPU",), 1, requests, streams, threads, "f32", streams, {"data": (1, 8)}, hint=self.config.hint
        )

    def queue(self, requests, inputs, seed) -> "SimulatedCompiled":
        assert requests == 1
        return self

    def infer(self) -> float:
        """Cold at first; every second inference takes a little longer, so that truncation has work to do."""
        cold = 5.0 if self.count < 2 else 1.0
        wobble = 1.0 + 0.002 * (self.count % 2)
        times = [us * self.engine.scale * cold * wobble for us in TRUTH_US.values()]
        self.totals = [total + int(us) for total, us in zip(self.totals, times, strict=True)]
        self.count += 1
        return sum(times) / 1e3 * (self.engine.counters_cost if self.profiling else 1.0)

    def layers(self) -> tuple[RawLayer, ...]:
        # The engine names the product after its bias, and counts generated names on from compilation to compilation.
        names = (f"Reorder_{self.number}", "add", "prob")
        origins = (("conv", f"Multiply_{self.number}"), ("add",), ("prob",))
        types = list(self.engine.types)
        if self.engine.changing and self.number % 2:
            types[0] = "Deconvolution"
        layers = []
        for i, total in enumerate(self.totals):
            time = float(total // self.count) if self.count and self.engine.counting else 0.0
            status = LayerStatus.EXECUTED if time else LayerStatus.NOT_RUN
            above = (names[i - 1],) if i else ()
            layers.append(
                RawLayer(
                    names[i], types[i], "jit", "f32", "f32", "ab", i, status, (time,), (time,), (1, 8), origins[i],
                    inputs=above,
                )
            )  # fmt: skip
        return tuple(layers)

    def save_runtime_graph(self, path: Path) -> None:
        self.saved.append(path)


def run(engine: Simulated, folder: Path, config: InferenceConfig | None = None, inferences: int = 30):
    told: list[Progress] = []
    raw = profile(engine, FILES, config or InferenceConfig(), inferences, folder, told.append)
    fractions = [progress.fraction for progress in told]
    assert fractions == sorted(fractions)
    assert fractions[-1] == 1.0
    return raw


@pytest.mark.parametrize("scale", [0.1, 1.0, 40.0])
def test_layer_times_are_found_to_within_the_rounding(tmp_path, scale):
    raw = run(Simulated(scale=scale), tmp_path)
    for layer, truth in zip(raw.layers, TRUTH_US.values(), strict=True):
        for time in layer.time_us:
            # Two truncations of up to 1 µs each; the cold start, five times as long, must be in no window.
            assert truth * scale - 2.6 <= time <= truth * scale * 1.002 + 1.6, layer.name


def test_windows_lie_side_by_side_and_hold_as_many_inferences_as_asked(tmp_path):
    raw = run(Simulated(), tmp_path, inferences=200)
    windows = len(raw.profiled_latency_ms)
    assert windows == len(raw.timed_latency_ms) >= WINDOWS
    assert {len(layer.time_us) for layer in raw.layers} == {windows}
    assert {len(layer.cpu_us) for layer in raw.layers} == {windows}
    assert raw.inferences >= 200


def test_the_probe_factor_is_that_of_the_counters(tmp_path):
    raw = run(Simulated(counters_cost=1.07), tmp_path)
    for profiled, timed in zip(raw.profiled_latency_ms, raw.timed_latency_ms, strict=True):
        assert profiled / timed == pytest.approx(1.07, rel=0.002)


def test_several_streams_are_profiled_as_one_with_its_own_threads(tmp_path):
    engine = Simulated(streams=4, threads=8)
    config = InferenceConfig(hint=Hint.THROUGHPUT, precision="f32", extra={"KEY": "value"})
    raw = run(engine, tmp_path, config)
    assert (raw.effective.streams, raw.effective.threads, raw.effective.requests) == (1, 2, 1)
    for compiled in engine.profiled:
        assert compiled.config == replace(config, hint=Hint.NONE, streams=1, threads=2, requests=1)


def test_one_stream_stays_as_it_was_asked_for_and_is_not_compiled_again(tmp_path):
    engine = Simulated(streams=1)
    config = InferenceConfig(hint=Hint.THROUGHPUT, threads=3)
    assert run(engine, tmp_path, config).effective.threads == 3
    assert all(compiled.config == config for compiled in engine.compiled)
    assert len(engine.compiled) == len(engine.profiled) + 1


def test_a_device_that_does_not_speak_of_streams_is_taken_as_it_is():
    silent = EffectiveConfig("AUTO", ("CPU",), 1, 1, None, None, None, None, {})
    assert one_stream(InferenceConfig(device="AUTO"), silent) == InferenceConfig(device="AUTO")
    only_streams = replace(silent, streams=4)
    assert one_stream(InferenceConfig(device="GPU"), only_streams).threads is None


def test_names_and_the_runtime_graph_come_from_the_same_compilation(tmp_path):
    engine = Simulated()
    raw = run(engine, tmp_path)
    assert len(engine.profiled) > 1
    assert [compiled.saved for compiled in engine.profiled[:2]] == [[tmp_path / RUNTIME_GRAPH], []]
    assert raw.layers[0].name == f"Reorder_{engine.profiled[0].number}"


def test_origins_are_operations_of_the_model(tmp_path):
    assert [layer.origin for layer in run(Simulated(), tmp_path).layers] == [("conv",), ("fc", "add"), ("prob",)]


def test_layers_that_cannot_be_joined_are_an_error(tmp_path):
    with pytest.raises(EngineError, match="differently from one time to the next"):
        run(Simulated(changing=True), tmp_path)


def test_a_device_without_counters_is_an_error(tmp_path):
    with pytest.raises(EngineError, match="CPU gave no counters above 0"):
        run(Simulated(counting=False), tmp_path)


@given(st.floats(1e-3, 60), st.floats(1e-5, 5), st.integers(30, 2000))
def test_every_schedule_has_enough_windows_and_ends(compile_s, latency_s, inferences):
    plan = schedule(compile_s, latency_s, inferences)
    assert plan.rounds * plan.windows >= WINDOWS
    assert plan.rounds * plan.windows * plan.length >= inferences
    assert plan.warmup >= 2
    assert 1 <= plan.timed <= plan.length
    # Compiling again and again stays in its budget, as soon as one compilation fits.
    assert plan.rounds == 1 or plan.rounds * (compile_s + plan.warmup * latency_s) <= 3.0 + 1e-9
    # The error by rounding, in µs, of the last window of a round.
    last = plan.warmup + plan.windows * (plan.length + 1)
    assert plan.rounds < WINDOWS or last / plan.length <= 2.5
    # A pass of the default length over a model of up to 25 ms takes less than 15 s.
    spent = compile_s * (plan.rounds + 2) + latency_s * plan.rounds * plan.windows * (plan.length + plan.timed + 2)
    if inferences <= 100 and latency_s <= 0.025 and compile_s <= 1:
        assert spent + plan.rounds * plan.warmup * latency_s < 15


def test_a_window_is_long_where_inferences_are_short():
    assert schedule(0.05, 1e-4, 30).length == 64
    assert schedule(0.05, 5e-3, 30).length == 20
    assert schedule(0.5, 1.0, 30).length == math.ceil(30 / WINDOWS)


# --- engines --------------------------------------------------------------------------------------


def test_the_fake_engine_is_profiled(tmp_path):
    source = tmp_path / "net.onnx"
    source.write_bytes(b"anything")
    engine = FakeEngine()
    engine.convert(ModelFormat.ONNX, source, ImportOptions(), tmp_path)
    files = ModelFiles(str(tmp_path / "model.xml"), str(tmp_path / "model.bin"))
    config = InferenceConfig(device="GPU", extra={"fake.latency_ms": "4"})
    raw = profile(engine, files, config, 30, tmp_path, lambda _: None)
    assert (tmp_path / RUNTIME_GRAPH).is_file()
    times = {layer.name: layer.time_us[0] for layer in raw.layers}
    assert times["conv"] == pytest.approx(0.55 * 2000)
    explained = explain(config, raw, analyse(engine.read_graph(files, {}), "m"), None, ENVIRONMENT)
    assert explained.latency_ms.value == pytest.approx(2.0)
    assert explained.probe_factor == pytest.approx(1.0)
    assert explained.unexplained_share == pytest.approx(0.0, abs=1e-9)
    assert explained.by_type[0].share == pytest.approx(0.55)


def profiled_and_explained(folder: Path, model, config: InferenceConfig) -> tuple[ExecutionProfile, Graph]:
    from dlwb.adapters.openvino.engine import OpenVinoEngine

    engine, files = OpenVinoEngine(), saved(model, folder)
    raw = profile(engine, files, config, 30, folder, lambda _: None)
    graph = engine.read_graph(files, {})
    return explain(config, raw, analyse(graph, "m"), None, ENVIRONMENT), graph


def check(explained: ExecutionProfile, graph: Graph) -> None:
    """What holds for every profile, however busy this machine is."""
    analysis = analyse(graph, "m")
    both = match(explained.layers, graph)
    total = sum(layer.time_us.value for layer in explained.layers)
    covered = sum(layer.time_us.value for layer in explained.layers if both.origins_of[layer.name])
    assert covered / total > 0.99
    # Each operation of the theory runs in some layer, and is counted once.
    assert all(both.layers_of[cost.name] for cost in analysis.layers)
    assert sum(layer.gflop for layer in explained.layers) == pytest.approx(analysis.gflop + analysis.giop)
    # Wide, because a busy neighbour may take the processor from one window and not from the one beside it.
    assert 0.1 < explained.probe_factor < 10
    assert -1 < explained.unexplained_share < 1
    assert sum(layer.share for layer in explained.layers) == pytest.approx(1.0)
    assert explained.inferences >= 30


@pytest.mark.openvino
@pytest.mark.parametrize("quantized", [False, True])
def test_a_real_model_is_explained(tmp_path, quantized):
    config = InferenceConfig(hint=Hint.LATENCY, precision="f32")
    explained, graph = profiled_and_explained(tmp_path, residual(quantized=quantized), config)
    check(explained, graph)
    runtime = (tmp_path / RUNTIME_GRAPH).read_text(encoding="utf-8")
    assert all(f'name="{layer.name}"' in runtime for layer in explained.layers)
    assert not (tmp_path / "runtime.bin").exists()
    layers = {layer.name: layer for layer in explained.layers}
    assert "classifier" in layers["classifier/bias"].origin
    precisions = {share.name for share in explained.by_precision}
    assert ("u8" in precisions) == quantized
    assert bool(explained.transitions) == quantized
    for layer in explained.layers:
        if layer.type == "Reorder":
            assert layer.consumer is not None


@pytest.mark.openvino
@pytest.mark.shared_data
@pytest.mark.skipif(not SHARED_MODELS.is_dir(), reason="the folder of trained models is not here")
@pytest.mark.parametrize("name", ["squeezenet1.1.onnx", "mobilenet_v2_1.0_224_quant.tflite"])
def test_trained_models_are_explained(tmp_path, name):
    check(*profiled_and_explained(tmp_path, shared_model(name), InferenceConfig(precision="f32")))
