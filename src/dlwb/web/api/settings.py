"""The settings that are in force, and where each comes from."""

from dataclasses import fields

from fastapi import APIRouter

from dlwb.config import Origin, config_file, origin_of
from dlwb.documents import Document
from dlwb.web.api.access import Bench

router = APIRouter(tags=["server"])


class SettingEntry(Document):
    """One setting; `variable` is the environment variable that sets it."""

    name: str
    value: str
    origin: Origin
    variable: str


class SettingsDocument(Document):
    """All settings, read-only: they are set in `file` or by variables, and need a restart."""

    file: str
    settings: tuple[SettingEntry, ...]


@router.get("/settings")
def read_settings(bench: Bench) -> SettingsDocument:
    """The settings that are in force, and where each comes from."""
    entries = (
        SettingEntry(
            name=field.name,
            value=str(getattr(bench.settings, field.name)),
            origin=origin_of(bench.settings, field.name),
            variable=f"DLWB_{field.name.upper()}",
        )
        for field in fields(bench.settings)
    )
    return SettingsDocument(file=str(config_file()), settings=tuple(entries))
