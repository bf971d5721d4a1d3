"""What a worker says: that it is up, how far it is, and how it ended."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field

from dlwb.domain.errors import Failure
from dlwb.domain.quantization_report import Attempt, RankedGroup
from dlwb.domain.run import Progress
from dlwb.domain.search import PointSoFar
from dlwb.protocol.answers import Answer, BenchmarkAnswer
from dlwb.protocol.tasks import PROTOCOL_VERSION


@dataclass(frozen=True, slots=True)
class Hello:
    """The worker is up."""

    pid: int
    version: int = PROTOCOL_VERSION
    message: Literal["hello"] = "hello"


@dataclass(frozen=True, slots=True)
class ProgressMessage:
    """The worker got further; sent between blocks, at most twice a second."""

    progress: Progress
    message: Literal["progress"] = "progress"


@dataclass(frozen=True, slots=True)
class PointStarted:
    """The worker turns to configuration `index`; should it die now, that one is to blame."""

    index: int
    message: Literal["point_started"] = "point_started"


@dataclass(frozen=True, slots=True)
class PointMessage:
    """What became of configuration `index` of a sweep or a race: measured, or impossible for the reason given."""

    index: int
    measured: BenchmarkAnswer | None
    failure: Failure | None = None
    message: Literal["point"] = "point"


@dataclass(frozen=True, slots=True)
class RacingMessage:
    """How those stand that are still in a race; sent between laps, at most once in two seconds. Nothing of it is final."""

    points: tuple[PointSoFar, ...]
    message: Literal["racing"] = "racing"


@dataclass(frozen=True, slots=True)
class RankingMessage:
    """How sensitive the operations of a network are, the most sensitive first."""

    ranking: tuple[RankedGroup, ...]
    message: Literal["ranking"] = "ranking"


@dataclass(frozen=True, slots=True)
class AttemptMessage:
    """A candidate was looked at, or more is known of it; if it is the best so far, it lies in the folder `best`."""

    attempt: Attempt
    message: Literal["attempt"] = "attempt"


@dataclass(frozen=True, slots=True)
class AnswerMessage:
    """The work is done."""

    answer: Annotated[Answer, Field(discriminator="answer")]
    message: Literal["answer"] = "answer"


@dataclass(frozen=True, slots=True)
class FailureMessage:
    """The work failed with an error the worker understands."""

    failure: Failure
    message: Literal["failure"] = "failure"


Message = Annotated[
    Hello
    | ProgressMessage
    | PointStarted
    | PointMessage
    | RacingMessage
    | RankingMessage
    | AttemptMessage
    | AnswerMessage
    | FailureMessage,
    Field(discriminator="message"),
]

# What a worker says on the way, and who is told.
Update = ProgressMessage | PointStarted | PointMessage | RacingMessage | RankingMessage | AttemptMessage

Tell = Callable[[Update], None]
