"""Devices that the engine finds, and those it misses."""

from fastapi import APIRouter

from dlwb.documents import DeviceListDocument
from dlwb.web.api.access import Bench

router = APIRouter(tags=["machine"])


@router.get("/devices")
def list_devices(bench: Bench, refresh: bool = False) -> DeviceListDocument:
    """All devices, remembered from the last look; `refresh` looks again."""
    return DeviceListDocument(devices=bench.devices(refresh=refresh))
