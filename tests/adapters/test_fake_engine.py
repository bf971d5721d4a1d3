"""The fake engine keeps the contract, and does what it is asked to, to the millisecond and to the signal."""

import subprocess
import sys
import time

import numpy as np
import pytest
from builders import engine_contract as contract

from dlwb.adapters.fake_engine import DEVICES, FakeEngine
from dlwb.adapters.fake_network import FakeNetwork
from dlwb.domain.errors import CompileError, InferenceError, InvalidOptions, UnreadableModel
from dlwb.domain.inference import InferenceConfig, Mode
from dlwb.domain.model import ImportOptions, ModelFormat
from dlwb.plugins import load_engine
from dlwb.protocol import ModelFiles
from dlwb.worker.clock import SystemClock
from dlwb.worker.loads import ClosedLoad


@pytest.fixture
def files(tmp_path):
    folder = tmp_path / "ir"
    folder.mkdir()
    FakeNetwork("net").save(folder / "model.xml", folder / "model.bin")
    return ModelFiles(str(folder / "model.xml"), str(folder / "model.bin"))


@pytest.fixture(params=["GPU", "NPU"])
def subject(request, files):
    return contract.Subject(FakeEngine(), files, request.param)


@pytest.mark.parametrize("law", contract.CONTRACT, ids=lambda law: law.__name__)
def test_contract(subject, law):
    law(subject)


@pytest.mark.parametrize("law", contract.CONTRACT_WITH_FILES, ids=lambda law: law.__name__)
def test_contract_with_files(subject, tmp_path, law):
    work = tmp_path / "work"
    work.mkdir()
    law(subject, work)


@pytest.mark.parametrize("mode", list(Mode))
def test_every_load_can_be_measured(subject, mode):
    contract.every_load_can_be_measured(subject, mode)


def test_it_is_found_by_its_name_and_has_no_cpu():
    engine = load_engine("fake")
    assert isinstance(engine, FakeEngine)
    assert {device.name for device in engine.devices()} == {"GPU", "NPU"}


def compiled(files, device="GPU", **options):
    extra = {f"fake.{key}": value for key, value in options.pop("fake", {}).items()}
    return FakeEngine().compile(files, InferenceConfig(device=device, extra=extra, **options))


def test_latencies_are_those_that_were_asked_for(files):
    model = compiled(files, precision="f32", streams=1, batch=2, fake={"latency_ms": "3", "slowdown": "1.05"})
    assert model.queue(1, (), 0).infer() == pytest.approx(3 * 2 * 1.05)
    assert compiled(files, precision="f16", streams=3, fake={"latency_ms": "4"}).service_ms == pytest.approx(
        4 * 0.5 * 1.2
    )


def test_the_loop_sees_exact_figures_although_sleeping_is_coarse(files):
    queue = compiled(files, precision="f32", streams=2, fake={"latency_ms": "5"}).queue(4, (), 0)
    begin = time.perf_counter()
    stretch = ClosedLoad(queue, SystemClock()).run(0.2, 30, 1.0)
    assert time.perf_counter() - begin >= 0.19
    # Four requests on two streams of 5.5 ms: each waits for one other.
    assert np.median(stretch.latency_ms) == pytest.approx(11.0, rel=1e-3)


def test_jitter_repeats_with_the_seed(files):
    model = compiled(files, streams=1, fake={"latency_ms": "1", "jitter": "0.2"})
    first = [model.queue(1, (), 1).infer() for _ in range(2)]
    spread = [queue.infer() for queue in [model.queue(1, (), 2)] for _ in range(20)]
    assert first[0] == first[1]
    assert len({round(latency, 6) for latency in spread}) == 20
    assert 0.4 < min(spread) < max(spread) < 0.6


@pytest.mark.parametrize(
    ("fake", "words"),
    [
        ({"latency": "3"}, "fake.latency "),
        ({"latency_ms": "fast"}, "Wrong value fast"),
        ({"crash": "boom"}, "Wrong value boom"),
    ],
)
def test_unknown_properties_are_refused_with_those_that_are_known(files, fake, words):
    with pytest.raises(CompileError, match=words) as caught:
        compiled(files, fake=fake)
    assert caught.value.hint


def test_an_inference_fails_when_asked_to(files):
    with pytest.raises(InferenceError):
        compiled(files, fake={"crash": "fail"}).queue(1, (), 0).infer()


@pytest.mark.parametrize(("how", "code"), [("segfault", -11), ("abort", -6), ("exit", 3)])
def test_it_dies_when_asked_to(files, how, code):
    script = (
        "import sys\n"
        "from dlwb.adapters.fake_engine import FakeEngine\n"
        "from dlwb.domain.inference import InferenceConfig\n"
        "from dlwb.protocol import ModelFiles\n"
        "config = InferenceConfig(device='GPU', extra={'fake.crash': sys.argv[3]})\n"
        "FakeEngine().compile(ModelFiles(*sys.argv[1:3]), config).queue(1, (), 0).infer()\n"
    )
    ended = subprocess.run([sys.executable, "-c", script, files.xml, files.bin, how], check=False, capture_output=True)
    assert ended.returncode == code


def test_compiling_takes_time_and_memory_when_asked_to(files):
    assert compiled(files, fake={"sleep_s": "0.05"}).compile_ms >= 50
    model = compiled(files, fake={"allocate_gib": "0.05"})
    assert model.compile_ms > 1


@pytest.mark.parametrize("format", list(ModelFormat))
def test_any_format_becomes_the_one_network(tmp_path, format):
    source = tmp_path / "süß net.xyz"
    source.write_bytes(b"whatever")
    answer = FakeEngine().convert(format, source, ImportOptions(), tmp_path)
    network = FakeNetwork.load(tmp_path / "model.xml")
    assert network.name == "süß net"
    assert (tmp_path / "model.bin").stat().st_size == network.weights_bytes
    assert answer.inputs[0].name == "data"
    FakeEngine().compile(
        ModelFiles(str(tmp_path / "model.xml"), str(tmp_path / "model.bin")), InferenceConfig(device="NPU")
    )


def test_shapes_of_an_import_reach_the_network(tmp_path):
    source = tmp_path / "a.onnx"
    source.write_bytes(b"x")
    options = ImportOptions(name="named", shapes={"": (2, 3, 64, 64)})
    FakeEngine().convert(ModelFormat.ONNX, source, options, tmp_path)
    assert FakeNetwork.load(tmp_path / "model.xml") == FakeNetwork("named", batch=2, side=64)
    with pytest.raises(InvalidOptions):
        FakeEngine().convert(ModelFormat.ONNX, source, ImportOptions(shapes={"data": (1, 4, 8, 8)}), tmp_path)


def test_an_empty_file_and_a_foreign_ir_are_refused(tmp_path):
    empty = tmp_path / "empty.onnx"
    empty.touch()
    with pytest.raises(UnreadableModel, match="empty"):
        FakeEngine().convert(ModelFormat.ONNX, empty, ImportOptions(), tmp_path)
    (tmp_path / "real.xml").write_text("<net/>")
    with pytest.raises(UnreadableModel, match="not a network"):
        FakeEngine().read_graph(ModelFiles(str(tmp_path / "real.xml"), ""), {})


def test_ceilings_are_there_for_every_device():
    for device in DEVICES:
        ceilings = FakeEngine().measure_ceilings(device.name)
        assert ceilings.bandwidth_gbs > 0
        assert max(ceilings.gflops.values()) > 0
