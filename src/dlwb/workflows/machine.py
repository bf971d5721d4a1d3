"""Look at the machine: from the wish to the worker's task, and from its answer to a report with advice."""

from pathlib import Path

from dlwb.calc.fitness import checks
from dlwb.domain.errors import WorkerProtocolError
from dlwb.domain.run import MachineOutcome, MachineSpec, Run, RunOutcome
from dlwb.domain.target import MachineReport
from dlwb.protocol import Answer, MachineAnswer, MachineTask, Task


class MachineVerb:
    """The machine's state, and with `ceilings` the roofline of a device."""

    def prepare(self, run: Run) -> Task:
        """See `Verb`."""
        assert isinstance(run.spec, MachineSpec)
        return MachineTask(run.spec.device, run.spec.ceilings)

    def complete(self, run: Run, answer: Answer, output: Path) -> RunOutcome:  # noqa: ARG002 - no files are made
        """See `Verb`."""
        if not isinstance(answer, MachineAnswer):
            raise WorkerProtocolError(f"The worker answered with {type(answer).__name__}.")
        return MachineOutcome(MachineReport(answer.environment, checks(answer.environment), answer.ceilings))
