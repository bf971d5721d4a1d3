"""The benchmarks of a model over time."""

from fastapi import APIRouter

from dlwb.documents import HistoryDocument
from dlwb.web.api.access import Bench

router = APIRouter(prefix="/models", tags=["history"])


@router.get("/{id}/history")
def read_history(id: str, bench: Bench) -> HistoryDocument:
    """All benchmarks of a model as series over time, with the steps in them; also of a model that is only elsewhere."""
    return bench.history(id)
