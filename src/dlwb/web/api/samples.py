"""Sample models that come with dlwb."""

from fastapi import APIRouter

from dlwb.documents import Document
from dlwb.web.api.access import Bench

router = APIRouter(tags=["models"])


class SampleListDocument(Document):
    """Names that an import accepts as `sample`."""

    samples: tuple[str, ...]


@router.get("/samples")
def list_samples(bench: Bench) -> SampleListDocument:
    """Sample models that come with dlwb."""
    return SampleListDocument(samples=bench.models.samples())
