"""Names that people give to models and datasets."""

from dlwb.domain.errors import InvalidOptions, OptionProblem
from dlwb.domain.names import LONGEST_NAME


def check_name(name: str, what: str) -> None:
    """Refuse a name that could not be seen, or typed again. `what` it is for is "model" or "dataset"."""
    if not name.strip():
        problem = f"a {what} needs a name."
    elif len(name) > LONGEST_NAME:
        problem = f"a name has at most {LONGEST_NAME} characters, not {len(name)}."
    elif not name.isprintable():
        problem = "a name cannot hold line breaks or control characters."
    else:
        return
    raise InvalidOptions((OptionProblem("name", problem),))
