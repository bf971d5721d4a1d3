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
    for name in ("WORKSPACE", "PORT", "ENGINE", "SLOT"):
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


def test_a_file_that_is_no_toml_is_named(file):
    file.write_text("port: 7000\n")
    with pytest.raises(InvalidOptions, match=r"config\.toml"):
        load_settings()
