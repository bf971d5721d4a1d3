"""Names of models, hosts and the like: what can be shown, and typed again."""

LONGEST_NAME = 200
# Characters of an id from which on its beginning is looked for.
SHORTEST_BEGINNING = 4
_HEXADECIMAL = frozenset("0123456789abcdef")


def is_short_beginning(text: str) -> bool:
    """Whether `text` may be the beginning of an id that is too short to be looked for."""
    return 0 < len(text) < SHORTEST_BEGINNING and set(text) <= _HEXADECIMAL


def is_name(text: str) -> bool:
    """Whether `text` can be a name as it is."""
    return bool(text.strip()) and len(text) <= LONGEST_NAME and text.isprintable()


def shown_name(text: str) -> str:
    """A name made from `text`: what cannot be shown becomes a space, and the end of one that is too long is left out.

    Foreign spaces count as what cannot be shown, because nobody can tell them from others. Nothing to show is "unnamed".
    """
    visible = "".join(letter if letter.isprintable() else " " for letter in text)
    return visible.strip()[:LONGEST_NAME].strip() or "unnamed"
