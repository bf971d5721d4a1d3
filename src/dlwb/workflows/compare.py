"""Compare side by side: from the wish to the worker's task, and from its windows to answers."""

from collections.abc import Sequence
from dataclasses import replace

from dlwb.calc.compare import PairedAnswer, absolute, paired_answers
from dlwb.domain.comparison import CompareSubject, PairedComparison, PairedSubject, RawInterleaved
from dlwb.domain.errors import InvalidOptions, OptionProblem
from dlwb.domain.outcomes import CompareOutcome, RunOutcome
from dlwb.domain.run import Run
from dlwb.domain.specs import CompareSpec
from dlwb.domain.target import Environment
from dlwb.ports import Artifacts, Store
from dlwb.protocol import InterleaveAnswer, InterleaveTask
from dlwb.workflows.model_verbs import model_files
from dlwb.workflows.verb import Seat, unexpected

FEWEST_SUBJECTS = 2
MOST_SUBJECTS = 6


class CompareVerb:
    """Two to six subjects are measured side by side."""

    def __init__(self, store: Store, artifacts: Artifacts) -> None:
        self._store = store
        self._artifacts = artifacts

    def work(self, run: Run, seat: Seat) -> RunOutcome:
        """Measure the subjects in turns in one worker, and derive the answers."""
        assert isinstance(run.spec, CompareSpec)
        models = [self._store.find_model(subject.model) for subject in run.spec.subjects]
        files = [model_files(model, self._artifacts) for model in models]
        subjects = tuple((f, subject.config) for f, subject in zip(files, run.spec.subjects, strict=True))
        answer = seat.ask(InterleaveTask(subjects, run.spec.plan))
        if not isinstance(answer, InterleaveAnswer):
            raise unexpected(answer)
        names = [model.name for model in models]
        return CompareOutcome(derive_paired(run.spec.subjects, names, answer.raw, answer.environment))


def check_count(count: int) -> None:
    """Refuse fewer than two or more than six subjects. Raises InvalidOptions."""
    if not FEWEST_SUBJECTS <= count <= MOST_SUBJECTS:
        raise InvalidOptions(
            (OptionProblem("subjects", f"{count} cannot be compared; {FEWEST_SUBJECTS} to {MOST_SUBJECTS} can."),)
        )


def derive_paired(
    subjects: Sequence[CompareSubject], names: Sequence[str], raw: RawInterleaved, environment: Environment
) -> PairedComparison:
    """The answers that interleaved windows give.

    Args:
        subjects: as they were measured, the reference first.
        names: the names of their models.
        raw: what the worker saw.
        environment: of the measurement.
    """
    answers: list[PairedAnswer | None] = [None, *paired_answers(raw)]
    found = tuple(
        PairedSubject(
            subject=subject,
            model_name=name,
            # Engine properties are many and the same in every comparison; the benchmark of a subject has them.
            effective=replace(seen.effective, properties={}),
            compile_ms=seen.compile_ms,
            throughput_fps=absolute([w.fps for w in seen.windows]),
            latency_ms=absolute([w.median_ms for w in seen.windows]),
            deltas=(answer.throughput, answer.latency) if answer else (),
            noise=answer.noise if answer else max((a.noise for a in answers if a), default=0.0),
        )
        for subject, name, seen, answer in zip(subjects, names, raw.subjects, answers, strict=True)
    )
    return PairedComparison(found, raw.pairs, raw.stop_reason, environment)
