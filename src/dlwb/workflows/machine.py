"""Look at the machine: from the wish to the worker's task, and from its answer to a report with advice."""

from dlwb.calc.fitness import checks
from dlwb.domain.outcomes import MachineOutcome, RunOutcome
from dlwb.domain.run import Run
from dlwb.domain.specs import MachineSpec
from dlwb.domain.target import MachineReport
from dlwb.protocol import MachineAnswer, MachineTask
from dlwb.workflows.verb import Seat, unexpected


class MachineVerb:
    """The machine's state, and with `ceilings` the roofline of a device."""

    def work(self, run: Run, seat: Seat) -> RunOutcome:
        """See `Verb`."""
        assert isinstance(run.spec, MachineSpec)
        answer = seat.ask(MachineTask(run.spec.device, run.spec.ceilings))
        if not isinstance(answer, MachineAnswer):
            raise unexpected(answer)
        return MachineOutcome(MachineReport(answer.environment, checks(answer.environment), answer.ceilings))
