"""Write the reference pages from the code: command line, Python, JSON documents, errors, settings.

.venv/bin/python scripts/reference.py           # write docs/reference/*.md
.venv/bin/python scripts/reference.py --check   # fail when a page is stale
"""

import sys
from pathlib import Path

from reference_pages import PAGES

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "reference"
MADE = "<!-- Written by scripts/reference.py; change the code, not this page. -->\n\n"


def main() -> int:
    """Write or check the pages; returns the exit code."""
    check = "--check" in sys.argv[1:]
    stale = []
    for name, make in PAGES.items():
        text = MADE + make().rstrip() + "\n"
        page = FOLDER / name
        if not page.exists() or page.read_text(encoding="utf-8") != text:
            stale.append(name)
            if not check:
                page.parent.mkdir(parents=True, exist_ok=True)
                page.write_text(text, encoding="utf-8")
    if check and stale:
        print(f"Stale: {', '.join(stale)}. Run: .venv/bin/python scripts/reference.py", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
