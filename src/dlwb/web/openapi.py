"""`python -m dlwb.web.openapi` prints the description of the REST API, the same bytes for the same code."""

import json
import sys

from dlwb.web.app import bare_app


def document() -> str:
    """The OpenAPI document as JSON with sorted keys."""
    return json.dumps(bare_app().openapi(), indent=2, sort_keys=True, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    sys.stdout.write(document())
