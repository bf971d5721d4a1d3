"""History, tags, notes, and runs from one workspace to another, in the terminal."""

import sqlite3

import pytest
from builders.finished_runs import MODEL, at, benchmark, run_id

from dlwb.adapters.run_files import pack
from dlwb.domain.bundle import RunBundle


@pytest.fixture
def runs_file(tmp_path):
    path = tmp_path / "runs.gz"
    runs = [
        benchmark(i, 100.0 if i < 10 else 80.0, versions={"openvino": "1" if i < 10 else "2"}, name="net[x]")
        for i in range(20)
    ]
    path.write_bytes(pack(RunBundle("there", "0.1", at(50), (), (*runs, benchmark(30, device="NPU", name="net[x]")))))
    return path


def test_imported_runs_are_listed_by_search_tag_host_date_and_order(dlwb, runs_file):
    done = dlwb("run", "import", runs_file, "--json").document
    assert (len(done["added"]), done["skipped"], done["unknown_models"]) == (21, [], ["net[x]"])
    assert len(dlwb("run", "import", runs_file, "--json").document["skipped"]) == 21

    def listed(*flags):
        document = dlwb("run", "list", *flags, "--json").document
        return [int(run["id"], 16) for run in document["runs"]]

    assert listed("--limit", 2) == [30, 19]
    assert listed("--limit", 2, "--reverse") == [0, 1]
    assert listed("--search", "NET npu") == [30]
    assert listed("--device", "NPU", "--host", "here") == [30]
    assert listed("--host", "nowhere") == []
    assert listed("--since", "2030-01-01T18:00", "--until", "2030-01-01", "--sort", "throughput") == [19, 18]
    assert listed("--sort", "latency", "--limit", 1) == [30]
    assert listed("--sort", "latency", "--reverse", "--limit", 1) == [19]
    assert listed("--verdict", "noisy") == []
    assert listed("--model", "net[x]", "--limit", 1) == [30]
    wrong = dlwb("run", "list", "--since", "soon", "--json")
    assert wrong.code == 2
    assert wrong.document["error"]["problems"][0]["option"] == "--since"


def test_tags_and_notes_come_and_go(dlwb, runs_file):
    dlwb("run", "import", runs_file)
    assert dlwb("run", "tag", run_id(3), "red", "blue", "--json").document["tags"] == ["red", "blue"]
    assert dlwb("run", "tag", run_id(3), "red", "--remove", "--json").document["tags"] == ["blue"]
    assert dlwb("run", "note", run_id(3), "Fan was loud [sic]", "--json").document["note"] == "Fan was loud [sic]"
    assert dlwb("run", "list", "--tag", "blue", "--json").document["total"] == 1
    shown = dlwb("run", "show", run_id(3)).out
    assert "tags: blue" in shown
    assert "Fan was loud [sic]" in shown
    assert "from there" in shown
    assert "blue" in dlwb("run", "list", "--tag", "blue").out
    assert "neither" in dlwb("run", "note", run_id(4), "").out
    refused = dlwb("run", "tag", run_id(3), "two\nlines", "--json")
    assert (refused.code, refused.document["error"]["type"]) == (1, "InvalidOptions")


def test_runs_are_exported_and_several_removed_at_once(dlwb, runs_file, tmp_path):
    dlwb("run", "import", runs_file)
    out = tmp_path / "out.gz"
    assert dlwb("run", "export", run_id(1), run_id(2), "-o", out, "--json").document["bytes"] == out.stat().st_size
    assert dlwb("run", "remove", run_id(1), run_id(2), "--json").document == {"removed": [run_id(1), run_id(2)]}
    assert dlwb("run", "list", "--json").document["total"] == 19
    assert sorted(dlwb("run", "import", out, "--json").document["added"]) == [run_id(1), run_id(2)]
    assert dlwb("run", "export", "--model", "net[x]", "-o", out).code == 0
    assert len(dlwb("run", "import", out, "--json").document["skipped"]) == 21
    assert "21 were here already" in dlwb("run", "import", out).out
    assert list(tmp_path.glob("*.part")) == []


@pytest.mark.parametrize(
    ("words", "type"),
    [
        (("run", "export", "-o", "x.gz"), "InputError"),
        (("run", "export", "nothing", "-o", "x.gz"), "NotFound"),
        (("run", "import", "/does/not/exist"), "NotFound"),
        (("run", "import", __file__), "UnknownFormat"),
        (("history", "nothing"), "NotFound"),
        (("run", "remove", "nothing"), "NotFound"),
    ],
)
def test_what_cannot_be_is_refused(dlwb, words, type, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    refused = dlwb(*words, "--json")
    assert (refused.code, refused.document["error"]["type"]) == (1, type)
    assert not (tmp_path / "x.gz").exists()


def test_a_file_that_cannot_be_written_leaves_nothing(dlwb, runs_file, tmp_path):
    dlwb("run", "import", runs_file)
    refused = dlwb("run", "export", run_id(1), "-o", tmp_path / "missing" / "x.gz", "--json")
    assert (refused.code, refused.document["error"]["type"]) == (1, "InputError")


def test_the_history_shows_series_and_steps(dlwb, runs_file):
    dlwb("run", "import", runs_file)
    document = dlwb("history", "net[x]", "--json").document
    assert (document["model"], document["known"], len(document["series"])) == (MODEL, False, 2)
    shown = dlwb("history", MODEL[:6]).out
    assert "net[x]" in shown
    assert "██████████▁▁▁▁▁▁▁▁▁▁" in shown
    assert "slower since 2030-01-01" in shown
    assert "throughput −20.0 %" in shown
    assert "latency +25.0 %" in shown
    assert "openvino 1 → 2" in shown


def test_the_history_of_a_model_that_was_never_measured_says_so(dlwb, model_file):
    dlwb("model", "import", model_file, "--name", "fresh")
    assert "None yet" in dlwb("history", "fresh").out


def test_a_history_tells_what_it_cannot_read(dlwb, runs_file, tmp_path, caplog):
    dlwb("run", "import", runs_file)
    with sqlite3.connect(next((tmp_path / "workspace").glob("*.db"))) as connection:
        connection.execute("UPDATE runs SET document = '{}' WHERE id = ?", (run_id(19),))
    document = dlwb("history", MODEL, "--json").document
    assert (document["points"], document["unreadable"], document["left_out"]) == (20, 1, 0)
    assert "20 of 21 runs; this dlwb cannot read the others." in dlwb("run", "list").out
    shown = dlwb("history", MODEL)
    assert "Left out is 1 that this dlwb cannot read" in shown.out
    assert f"Run {run_id(19)} in the workspace" in caplog.text
