"""What a model costs in theory."""

from typing import Annotated

from fastapi import APIRouter, Query

from dlwb.calc.shapes import parse_shapes
from dlwb.documents import AnalysisDocument
from dlwb.web.api.access import Bench

router = APIRouter(prefix="/models", tags=["models"])

ShapeQuery = Annotated[
    list[str], Query(description="Input shape `name=1,3,224,224`, one for each input; the only input needs no name.")
]


@router.get("/{id}/analysis")
def analyse_model(id: str, bench: Bench, shape: ShapeQuery = []) -> AnalysisDocument:  # noqa: B006 - FastAPI copies it
    """What a model costs in theory; a model with more than the batch open needs its shapes."""
    return bench.analysis_document(bench.models.get(id), parse_shapes(map(_with_equals, shape), "shape"))


def _with_equals(text: str) -> str:
    """`name=1,3` as it is, and `name:1,3`, which was the way to write it here, in the same form."""
    return text if "=" in text else "=".join(text.rsplit(":", 1))  # names may hold colons (`input:0`)
