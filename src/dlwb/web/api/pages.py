"""Pages of lists: where one begins."""

from typing import Annotated

from fastapi import Query

# No list is as long; beyond 64 bits the database would fail instead of answering with an empty page.
_MOST_SKIPPED = 1_000_000_000

Offset = Annotated[int, Query(ge=0, le=_MOST_SKIPPED)]
