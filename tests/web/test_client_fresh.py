"""The page's typed client belongs to the API of today."""

import hashlib
import re
from pathlib import Path

from dlwb.web.openapi import document

CLIENT = Path(__file__).resolve().parents[2] / "ui" / "src" / "api" / "schema.d.ts"


def test_the_committed_client_was_made_from_todays_api() -> None:
    made_from = re.search(r"^// sha256 ([0-9a-f]{64})$", CLIENT.read_text(encoding="utf-8"), re.MULTILINE)
    assert made_from is not None, f"{CLIENT} says nothing of the document that it was made from."
    now = hashlib.sha256(document().encode()).hexdigest()
    assert made_from[1] == now, "The API changed: run `npm run client` in ui/, mend the page, and commit both."
