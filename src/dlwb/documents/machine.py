"""The machine and its devices as documents."""

from dlwb.documents.document import Document
from dlwb.domain.target import Ceilings, Device, Environment, FitnessCheck, MachineReport


class MachineDocument(Document):
    """State of the machine: environment, what follows from it, and the measured ceilings."""

    environment: Environment
    checks: tuple[FitnessCheck, ...]
    ceilings: Ceilings | None
    fit: bool

    @classmethod
    def of(cls, report: MachineReport) -> "MachineDocument":
        """The document of a machine report."""
        return cls(
            environment=report.environment,
            checks=report.checks,
            ceilings=report.ceilings,
            fit=all(check.ok for check in report.checks),
        )


class DeviceListDocument(Document):
    """All devices the engine knows, also those it cannot use."""

    devices: tuple[Device, ...]
