"""What the samples of a dataset are, and the word for them wherever people read of them."""

from enum import StrEnum


class SampleKind(StrEnum):
    """What the samples of a dataset are: pictures, or recorded inputs of a network; the value is the word for one."""

    PICTURE = "picture"
    RECORDED = "sample"

    @property
    def plural(self) -> str:
        """The word for several."""
        return f"{self.value}s"

    def counted(self, count: int) -> str:
        """So many of them: `1 picture`, `2,000 samples`."""
        return f"{count:,} {self.value if count == 1 else self.plural}"
