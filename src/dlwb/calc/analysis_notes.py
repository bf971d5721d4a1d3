"""What had to be assumed or left out while a model was counted, in sentences."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from dlwb.domain.graph import Node


@dataclass(frozen=True, slots=True)
class Remark:
    """What there is to say of an operation, and of several. `{first}` is the name of the first, `{count}` how many."""

    one: str
    many: str

    def text(self, names: list[str]) -> str:
        """The sentence for operations of these names."""
        template = self.one if len(names) == 1 else self.many
        return template.replace("{count}", str(len(names))).replace("{first}", names[0])


BOUNDED = Remark(
    "The output of '{first}' depends on data; its largest possible size is counted.",
    "The outputs of {count} operations (first '{first}') depend on data; the largest possible size is counted.",
)
UNKNOWN_TIMES = Remark(
    "'{first}': the number of iterations is not known before it runs; one is counted.",
    "{count} loops (first '{first}'): the number of iterations is not known before they run; one is counted.",
)
BRANCHES: Mapping[str, Remark] = MappingProxyType(
    {
        branch: Remark(
            f"'{{first}}' (If): its '{branch}' branch is counted, the more expensive one.",
            f"{{count}} conditions (If, first '{{first}}'): the '{branch}' branch is counted, the more expensive one.",
        )
        for branch in ("then", "else")
    }
)


def not_counted(node: Node, one: str, many: str | None = None) -> Remark:
    """Why operations of the type of `node` are not counted; `many` is the reason in the plural where it differs."""
    return Remark(
        f"'{{first}}' ({node.type}) is not counted: {one}.",
        f"{{count}} operations ({node.type}, first '{{first}}') are not counted: {many or one}.",
    )


@dataclass(slots=True)
class Notes:
    """One sentence for each remark, however many operations it is true of."""

    _names: dict[Remark, list[str]] = field(default_factory=dict)

    def add(self, remark: Remark, *names: str) -> None:
        """Say this of operations of these names too."""
        if names:
            self._names.setdefault(remark, []).extend(names)

    def absorb(self, other: "Notes") -> None:
        """Take over what was said of a body."""
        for remark, names in other._names.items():
            self.add(remark, *names)

    def sentences(self) -> tuple[str, ...]:
        """In the order in which the remarks were made first."""
        return tuple(remark.text(names) for remark, names in self._names.items())
