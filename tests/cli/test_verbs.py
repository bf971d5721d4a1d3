"""Each verb through the command line: exactly one document with `--json`, and a table without."""

import pytest


def test_a_path_is_imported_and_the_same_bytes_are_the_same_model(dlwb, model_file):
    first = dlwb("model", "import", model_file, "--json")
    assert first.code == 0, first.err
    document = first.document
    assert {"id", "name", "format", "task", "inputs", "outputs", "preprocessing", "parent", "recipe"} <= document.keys()
    assert document["name"] == "a model – größe"
    assert dlwb("model", "import", model_file, "--json").document["id"] == document["id"]
    assert len(dlwb("model", "list", "--json").document["models"]) == 1


def test_a_model_is_found_by_id_beginning_name_and_path(dlwb, model_file):
    id = dlwb("model", "import", model_file, "--name", "tiny", "--json").document["id"]
    for text in (id, id[:6], "tiny"):
        assert dlwb("model", "show", text, "--json").document["id"] == id


def test_a_name_given_at_the_second_import_becomes_the_name(dlwb, model_file):
    first = dlwb("model", "import", model_file, "--json").document
    assert (first["existed"], first["renamed_from"]) == (False, None)
    id = first["id"]
    again = dlwb("model", "import", model_file, "--name", "renamed", "--json").document
    assert (again["id"], again["name"], again["existed"]) == (id, "renamed", True)
    assert again["renamed_from"] == "a model – größe"
    same = dlwb("model", "import", model_file, "--json").document
    assert (same["name"], same["existed"], same["renamed_from"]) == ("renamed", True, None)
    assert "imported before, and nothing is changed" in dlwb("model", "import", model_file).out
    told = " ".join(dlwb("model", "import", model_file, "--name", "[other]").out.split())
    assert "was imported before as 'renamed', and is called '[other]' from now on; `dlwb model rename` undoes" in told


def test_rename_and_remove(dlwb, model_file):
    id = dlwb("model", "import", model_file, "--json").document["id"]
    assert dlwb("model", "rename", id, "other", "--json").document["name"] == "other"
    assert dlwb("model", "remove", "other", "--json").document == {"removed": id}
    gone = dlwb("model", "show", "other", "--json")
    assert gone.code == 1
    assert gone.document["error"]["type"] == "NotFound"


def test_analyse_has_the_fields_of_the_contract(dlwb, model_file):
    document = dlwb("analyse", model_file, "--json").document
    assert {
        "gflop",
        "gmac",
        "giop",
        "parameters",
        "weights_bytes",
        "memory_min_bytes",
        "memory_max_bytes",
        "sparsity",
        "uncounted",
        "layers",
    } <= document.keys()
    assert document["layers"]
    assert {"name", "type", "gflop", "parameters"} <= document["layers"][0].keys()


def test_benchmark_has_the_fields_of_the_contract(dlwb, model_file):
    done = dlwb("benchmark", model_file, "--device", "GPU", "--quick", "--budget", "1", "--json")
    assert done.code == 0, done.err
    document = done.document
    assert {
        "run",
        "config",
        "throughput_fps",
        "latency_ms",
        "completions",
        "compile_ms",
        "first_inference_ms",
        "verdict",
        "environment",
    } <= document.keys()
    for figure in (document["throughput_fps"], document["latency_ms"]["p50"]):
        assert figure["low"] <= figure["value"] <= figure["high"]
    assert set(document["verdict"]) == {"status", "reasons"}
    missing = document["latency_ms"]["missing"]
    assert not set(missing) & set(document["latency_ms"]), "a percentile is either there or missing"


def test_profile_and_machine_and_devices(dlwb, model_file):
    profile = dlwb("profile", model_file, "--device", "GPU", "--json").document
    assert {"run", "latency_ms", "probe_factor", "unexplained_share", "layers"} <= profile.keys()
    layer = profile["layers"][0]
    assert {
        "name",
        "type",
        "kernel",
        "precision",
        "order",
        "time_us",
        "share",
        "gflop",
        "gflops",
        "origin",
    } <= layer.keys()
    machine = dlwb("machine", "--device", "GPU", "--json").document
    assert machine["ceilings"]["device"] == "GPU"
    assert [d["name"] for d in dlwb("device", "list", "--json").document["devices"]] == ["GPU", "NPU"]


def test_history(dlwb, model_file):
    run = dlwb("benchmark", model_file, "--device", "NPU", "--quick", "--budget", "1", "--json").document["run"]
    listed = dlwb("run", "list", "--kind", "benchmark", "--json").document
    assert listed["total"] == 1
    assert listed["runs"][0]["id"] == run
    assert listed["runs"][0]["headline"]["throughput_fps"]["value"] > 0
    assert dlwb("run", "show", run[:5], "--json").document["run"] == run
    assert dlwb("run", "log", run, "--json").document["run"] == run
    assert dlwb("run", "remove", run, "--json").document == {"removed": [run]}
    assert dlwb("run", "list", "--kind", "benchmark", "--json").document["total"] == 0


def test_every_verb_also_speaks_to_people(dlwb, model_file):
    for words in (
        ("model", "import", model_file),
        ("model", "list"),
        ("model", "show", "a model – größe"),
        ("analyse", "a model – größe"),
        ("benchmark", "a model – größe", "--device", "GPU", "--quick", "--budget", "1"),
        ("profile", "a model – größe", "--device", "GPU"),
        ("machine", "--device", "GPU"),
        ("device", "list"),
        ("run", "list"),
    ):
        done = dlwb(*words)
        assert done.code == 0, (words, done.err)
        assert done.out.strip(), words
        with pytest.raises(ValueError, match="Expecting value"):
            _ = done.document
