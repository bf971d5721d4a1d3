"""Settings: which source wins, and what a wrong one is told."""

from pathlib import Path

import pytest

from dlwb import config
from dlwb.config import Settings, load_settings
from dlwb.domain.errors import InvalidOptions


@pytest.fixture(autouse=True)
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "config.toml"
    monkeypatch.setattr(config, "config_file", lambda: path)
    for name in ("WORKSPACE", "PORT", "ENGINE", "SLOT", "HOST", "MEMORY_LIMIT_GIB", "UPLOAD_LIMIT_GIB"):
        monkeypatch.delenv(f"DLWB_{name}", raising=False)
    return path


def test_the_environment_wins_over_the_file_and_an_argument_over_both(file, monkeypatch):
    file.write_text('port = 7000\nengine = "fake"\nworkspace = "/from/file"\n')
    monkeypatch.setenv("DLWB_PORT", "8000")
    settings = load_settings(workspace=Path("/given"))
    assert (settings.port, settings.engine, settings.workspace) == (8000, "fake", Path("/given"))


def test_without_any_source_the_defaults_hold():
    assert load_settings() == Settings()


def test_all_wrong_settings_are_named(file, monkeypatch):
    file.write_text('colour = "red"\n')
    monkeypatch.setenv("DLWB_PORT", "many")
    with pytest.raises(InvalidOptions) as refused:
        load_settings()
    assert {p.option for p in refused.value.problems} == {"colour", "port"}


WRONG = {
    "MEMORY_LIMIT_GIB": ["-1", "0.01", "nan", "inf", "1e30", "much", ""],
    "UPLOAD_LIMIT_GIB": ["-1", "0", "nan", "inf", "1e30", "20 GB"],
    "PORT": ["-1", "65536", "80.5", "inf", ""],
    "HOST": ["", " "],
    "WORKSPACE": ["", "~nobody-of-that-name/x"],
    "ENGINE": [""],
}


@pytest.mark.parametrize(("name", "value"), [(name, value) for name, values in WRONG.items() for value in values])
def test_a_value_that_cannot_be_is_refused(monkeypatch, name, value):
    monkeypatch.setenv(f"DLWB_{name}", value)
    with pytest.raises(InvalidOptions) as refused:
        load_settings()
    assert [problem.option for problem in refused.value.problems] == [name.lower()]


def test_values_that_cannot_be_are_refused_together(file, monkeypatch):
    file.write_text("port = 70000\nhost = 127\n")
    monkeypatch.setenv("DLWB_MEMORY_LIMIT_GIB", "-1")
    monkeypatch.setenv("DLWB_UPLOAD_LIMIT_GIB", "many")
    with pytest.raises(InvalidOptions) as refused:
        load_settings()
    assert {problem.option: problem.message for problem in refused.value.problems} == {
        "port": "70000 is not possible; it has to be 0 to 65,535.",
        "host": "127 is not a text.",
        "memory_limit_gib": "-1 is not possible; it has to be 0.25 to 1,048,576, or 0.",
        "upload_limit_gib": "'many' is not a number.",
    }


@pytest.mark.parametrize("line", ["port = true", "port = 7000.9", "upload_limit_gib = false", "engine = 5"])
def test_a_value_of_another_kind_is_not_bent(file, line):
    file.write_text(f"{line}\n")
    with pytest.raises(InvalidOptions, match="is not a"):
        load_settings()


@pytest.mark.parametrize("value", ["0", "0.25", "64", "1e3"])
def test_sensible_limits_are_taken(monkeypatch, value):
    monkeypatch.setenv("DLWB_MEMORY_LIMIT_GIB", value)
    assert load_settings().memory_limit_gib == float(value)


def test_a_file_that_is_no_toml_is_named(file):
    file.write_text("port: 7000\n")
    with pytest.raises(InvalidOptions, match=r"config\.toml"):
        load_settings()
