"""What each verb prints with `--json` is told, and is a document like all others."""

import typer
from typer.core import TyperGroup

from dlwb import documents
from dlwb.cli.app import app
from dlwb.cli.printed import PRINTS

QUICK = ("--device", "GPU", "--property", "fake.latency_ms=1", "--budget", "0.2")


def verbs(group, path=()):
    for name, command in group.commands.items():
        if isinstance(command, TyperGroup):
            yield from verbs(command, (*path, name))
        else:
            yield " ".join((*path, name)), command


def test_every_verb_with_json_names_its_documents():
    found = verbs(typer.main.get_command(app))
    assert {verb for verb, command in found if any("--json" in one.opts for one in command.params)} == set(PRINTS)


def test_what_is_printed_stands_among_the_documents():
    offered = {getattr(documents, name) for name in documents.__all__}
    assert {kind for kinds in PRINTS.values() for kind in kinds} <= offered


def test_what_has_no_result_is_a_document_too(dlwb, model_file, tmp_path):
    model = dlwb("model", "import", model_file, "--json").document["id"]
    run = dlwb("benchmark", model, *QUICK, "--json").document["run"]
    assert dlwb("run", "log", run, "--json").document.keys() == {"run", "log"}
    written = tmp_path / "runs.gz"
    exported = dlwb("run", "export", "--model", model, "-o", written, "--json").document
    assert exported == {"path": str(written), "bytes": written.stat().st_size}
    assert dlwb("run", "remove", run, "--json").document == {"removed": [run]}
    assert dlwb("model", "remove", model, "--json").document == {"removed": model}
