"""What a person writes beside a run, and where a run from elsewhere came from."""

from dataclasses import dataclass

from dlwb.domain.errors import InvalidOptions, OptionProblem
from dlwb.domain.model import ModelFormat, TensorSpec

MOST_TAGS = 20
LONGEST_TAG = 60
LONGEST_NOTE = 4000
_ALLOWED_IN_NOTES = "\n\t"


@dataclass(frozen=True, slots=True)
class Annotation:
    """Tags and a note of the user; the run itself never changes. Tags are kept in the order in which they were given."""

    tags: tuple[str, ...] = ()
    note: str = ""

    def checked(self) -> "Annotation":
        """The annotation with spaces around tags and note taken off and each tag once.

        Raises:
            InvalidOptions: names every tag, and the note, that nobody could see, type again or overlook.
        """
        tags = tuple(dict.fromkeys(tag.strip() for tag in self.tags))
        note = self.note.strip()
        problems = [OptionProblem("tags", problem) for tag in tags if (problem := _tag_problem(tag))]
        if len(tags) > MOST_TAGS:
            problems.append(OptionProblem("tags", f"a run has at most {MOST_TAGS} tags, not {len(tags)}."))
        if len(note) > LONGEST_NOTE:
            problems.append(OptionProblem("note", f"a note has at most {LONGEST_NOTE} characters, not {len(note)}."))
        if not all(c.isprintable() or c in _ALLOWED_IN_NOTES for c in note):
            problems.append(OptionProblem("note", "a note cannot hold control characters."))
        if problems:
            raise InvalidOptions(tuple(problems))
        return Annotation(tags, note)


def _tag_problem(tag: str) -> str:
    if not tag:
        return "a tag cannot be empty."
    if len(tag) > LONGEST_TAG:
        return f"a tag has at most {LONGEST_TAG} characters; '{tag[:20]}…' has {len(tag)}."
    if not tag.isprintable():
        return "a tag cannot hold line breaks or control characters."
    return ""


@dataclass(frozen=True, slots=True)
class ModelBrief:
    """What is known of a model whose files are not here. `precision` holds most of its weights."""

    id: str
    name: str
    format: ModelFormat
    precision: str
    inputs: tuple[TensorSpec, ...]
    outputs: tuple[TensorSpec, ...]


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an imported run came from: the host that exported it, with which dlwb, when; and when it was imported.

    Times are UTC, ISO 8601. `model` describes the model as it was there, None where the exporting host had none.
    """

    host: str
    dlwb: str
    exported: str
    imported: str
    model: ModelBrief | None = None
