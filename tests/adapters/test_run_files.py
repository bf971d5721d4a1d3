"""Files of runs: what goes in comes out, and a hostile one does no harm."""

import contextlib
import gzip
import io
import json
import tracemalloc
import zlib

import pytest
from builders.finished_runs import MODEL, at, benchmark, sweep
from hypothesis import given, settings
from hypothesis import strategies as st

from dlwb.adapters import run_files
from dlwb.adapters.run_files import pack, unpack
from dlwb.domain.annotation import ModelBrief
from dlwb.domain.bundle import RunBundle
from dlwb.domain.errors import DlwbError, InputError, UnknownFormat
from dlwb.domain.model import ModelFormat, TensorSpec

BRIEF = ModelBrief(MODEL, "net", ModelFormat.ONNX, "f32", (TensorSpec("x", (1, 3), "f32"),), ())
BUNDLE = RunBundle("there", "0.1", at(9), (BRIEF,), (*sweep(1), benchmark(9)))
PACKED = pack(BUNDLE)


def packed(document):
    return io.BytesIO(gzip.compress(document if isinstance(document, bytes) else json.dumps(document).encode()))


def test_what_was_packed_is_unpacked():
    assert unpack(io.BytesIO(PACKED)) == BUNDLE


def test_equal_runs_make_equal_files():
    assert pack(BUNDLE) == PACKED


def test_the_file_says_what_it_is():
    document = json.loads(gzip.decompress(PACKED))
    assert (document["format"], document["version"]) == ("dlwb-runs", 1)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"hello",
        b"\x1f\x8b",
        gzip.compress(b""),
        gzip.compress(b"hello"),
        gzip.compress(b"{}"),
        gzip.compress(b"[" * 100_000),
        gzip.compress(b'{"format": "other", "version": 1}'),
        gzip.compress(b'{"format": "dlwb-runs"}'),
        zlib.compress(b'{"format": "dlwb-runs", "version": 1}'),
        json.dumps({"format": "dlwb-runs", "version": 1}).encode(),
    ],
)
def test_what_is_no_file_of_runs_is_said_to_be_none(content):
    with pytest.raises(UnknownFormat):
        unpack(io.BytesIO(content))


def test_a_newer_file_is_named():
    with pytest.raises(InputError, match="version 2"):
        unpack(packed({"format": "dlwb-runs", "version": 2, "runs": "in another shape"}))


def test_a_file_cut_short_or_with_something_behind_is_refused():
    with pytest.raises(InputError, match="too early"):
        unpack(io.BytesIO(PACKED[: len(PACKED) // 2]))
    with pytest.raises(InputError, match="behind"):
        unpack(io.BytesIO(PACKED + b"more"))
    with pytest.raises(InputError, match="behind"):
        unpack(io.BytesIO(PACKED + PACKED))


def change(path, value):
    """The bundle's document with one value changed, or taken away."""
    document = json.loads(gzip.decompress(PACKED))
    place = document
    for step in path[:-1]:
        place = place[step]
    if value is None:
        del place[path[-1]]
    else:
        place[path[-1]] = value
    return packed(document)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("runs",), {}),
        (("runs",), None),
        (("runs", 0, "id"), 7),
        (("runs", 0, "spec", "kind"), "unheard_of"),
        (("runs", 0, "outcome", "kind"), "unheard_of"),
        (("runs", 0, "state"), "resting"),
        (("runs", 1, "outcome", "measurement", "raw", "histogram", "counts"), "many"),
        (("runs", 1, "outcome", "measurement", "throughput_fps", "value"), "fast"),
        (("models", 0, "format"), "word document"),
        (("host",), None),
    ],
)
def test_a_wrong_shape_is_refused_in_a_few_words(path, value):
    with pytest.raises(InputError) as refused:
        unpack(change(path, value))
    assert "Nothing was imported" in refused.value.hint
    assert len(refused.value.message) < 500


def test_a_bomb_is_stopped_before_it_fills_the_memory(monkeypatch):
    monkeypatch.setattr(run_files, "LARGEST_BYTES", 4 * 1024 * 1024)
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    bomb = b"".join(packer.compress(b" " * 1024 * 1024) for _ in range(512)) + packer.flush()
    assert len(bomb) < 1024 * 1024
    tracemalloc.start()
    try:
        with pytest.raises(InputError, match="more than 4,194,304 bytes"):
            unpack(io.BytesIO(bomb))
        assert tracemalloc.get_traced_memory()[1] < 32 * 1024 * 1024
    finally:
        tracemalloc.stop()


def test_no_file_is_written_that_could_not_be_read(monkeypatch):
    monkeypatch.setattr(run_files, "LARGEST_BYTES", 10_000)
    with pytest.raises(InputError, match="several files"):
        pack(BUNDLE)


@settings(max_examples=150)
@given(st.data())
def test_a_damaged_file_is_refused_or_harmless(data):
    content = bytearray(PACKED)
    for _ in range(data.draw(st.integers(1, 3))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    with contextlib.suppress(DlwbError):
        unpack(io.BytesIO(bytes(content)))
