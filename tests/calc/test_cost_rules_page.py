"""The reference page shows every rule, word for word."""

from pathlib import Path

from dlwb.calc.costs import BODIES, RULES, RULES_VERSION, UNCOUNTED

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "cost-rules.md"


def rows(rules: dict[str, str]) -> list[str]:
    """Table rows; types of one rule share a row."""
    kinds: dict[str, list[str]] = {}
    for kind, text in rules.items():
        kinds.setdefault(text, []).append(f"`{kind}`")
    return [f"| {', '.join(sorted(names))} | {text} |" for text, names in kinds.items()]


def expected_tables() -> str:
    """Everything on the page that follows from the code; a stale page is mended by pasting this."""
    counted = {kind: rule.text for kind, rule in RULES.items()}
    lines = [f"Version of the rules: {RULES_VERSION}.", "", "| operation types | operations of one run |", "|---|---|"]
    lines += [*rows(counted), *rows(BODIES), "", "| operation types | why their work cannot be told from the graph |"]
    return "\n".join([*lines, "|---|---|", *rows(UNCOUNTED)])


def test_the_page_shows_the_rules_as_they_are():
    assert expected_tables() in PAGE.read_text(encoding="utf-8"), f"Paste into {PAGE.name}:\n{expected_tables()}"
