"""Netron (pinned), served from the installed package under our own origin."""

from fastapi import APIRouter

router = APIRouter(prefix="/viewers", include_in_schema=False)
