"""The reference pages, each made from the code by a module of its own; `scripts/reference.py` writes them."""

from reference_pages import command_line, errors, json_documents, python, settings

PAGES = {
    "cli.md": command_line.page,
    "json.md": json_documents.page,
    "python.md": python.page,
    "errors.md": errors.page,
    "settings.md": settings.page,
}
