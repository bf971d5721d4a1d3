"""Versions of a model, and one beside its parent."""

from fastapi import APIRouter

from dlwb.documents import VersionDocument, VersionListDocument
from dlwb.web.api.access import Bench

router = APIRouter(prefix="/models", tags=["versions"])


@router.get("/{id}/versions")
def list_versions(id: str, bench: Bench) -> VersionListDocument:
    """A model and all that was made from it, with how it was made in words."""
    return bench.versions.of(bench.models.get(id))


@router.get("/{id}/against-parent")
def read_against_parent(id: str, bench: Bench) -> VersionDocument:
    """A version beside its parent: accuracy, size, speed, numbers; `missing` says what has not been measured yet."""
    return bench.versions.against_parent(bench.models.get(id))
