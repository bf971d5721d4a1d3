"""What a model costs in theory."""

from typing import Annotated

from fastapi import APIRouter, Query

from dlwb.documents import AnalysisDocument
from dlwb.domain.errors import InvalidOptions, OptionProblem
from dlwb.domain.model import Shape
from dlwb.web.api.access import Bench

router = APIRouter(prefix="/models", tags=["models"])

ShapeQuery = Annotated[
    list[str], Query(description="Input shape `name:1,3,224,224`, one for each input; the only input needs no name.")
]


@router.get("/{id}/analysis")
def analyse_model(id: str, bench: Bench, shape: ShapeQuery = []) -> AnalysisDocument:  # noqa: B006 - FastAPI copies it
    """What a model costs in theory; a model with more than the batch open needs its shapes."""
    return bench.analysis_document(bench.models.get(id), parse_shapes(shape))


def parse_shapes(texts: list[str]) -> dict[str, Shape]:
    """`["data:1,3,224,224"]` → shapes by input name. Raises InvalidOptions naming every wrong one."""
    shapes: dict[str, Shape] = {}
    problems: list[OptionProblem] = []
    for text in texts:
        name, _, dims = text.rpartition(":")  # names may hold colons (`input:0`)
        try:
            shapes[name] = tuple(int(dim) for dim in dims.strip("[] ").split(","))
        except ValueError:
            problems.append(OptionProblem("shape", f"'{text}' is not a shape such as data:1,3,224,224."))
    if problems:
        raise InvalidOptions(tuple(problems), "Every size is a number.")
    return shapes
