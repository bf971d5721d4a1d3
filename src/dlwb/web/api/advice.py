"""What limits a model here, and what to try next."""

from fastapi import APIRouter

from dlwb.documents import AdviceDocument
from dlwb.web.api.access import Bench

router = APIRouter(prefix="/models", tags=["models"])


@router.get("/{id}/advice")
def read_advice(id: str, bench: Bench) -> AdviceDocument:
    """Findings with their figures, and trials: post the `subjects` of one to `/runs/compare` to try it."""
    return bench.advice(bench.models.get(id))
