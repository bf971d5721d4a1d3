"""Which conditions differ between results, and what that can do to their figures (METHODS §2)."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from string import ascii_uppercase

from dlwb.calc.figure_words import per_cent
from dlwb.calc.verdict import FOREIGN_CPU_SHARE, NOISY_HOST, STEAL_SHARE, foreign_share, steal_share
from dlwb.domain.comparison import ComparedSubject, Condition, ConditionGroup
from dlwb.domain.measurement import VerdictStatus
from dlwb.domain.target import Environment

_FREQUENCY_STEP_MHZ = 200
_Read = Callable[[ComparedSubject], str | None]


@dataclass(frozen=True, slots=True)
class _Rule:
    """One field: how to read it, and the caveat where it differs; `{values}` stands for what it was.

    With `only_known` a subject of which nobody knows the value differs from none.
    """

    group: ConditionGroup
    field: str
    read: _Read
    caveat: str = ""
    only_known: bool = False


def conditions(subjects: Sequence[ComparedSubject]) -> tuple[Condition, ...]:
    """Every condition that differs, field by field."""
    found = []
    for rule in (*_RULES, *_mappings(subjects)):
        values = tuple(rule.read(subject) for subject in subjects)
        unlike = set(values) - {None} if rule.only_known else set(values)
        if len(unlike) > 1:
            shown = " and ".join(dict.fromkeys(value or "not known" for value in values))
            found.append(Condition(rule.group, rule.field, values, rule.caveat.format(values=shown)))
    return tuple(found)


def caveats(subjects: Sequence[ComparedSubject], differing: Sequence[Condition]) -> tuple[str, ...]:
    """Sentences about what can have changed the figures besides what is compared."""
    found = [condition.caveat for condition in differing if condition.caveat]
    for letter, subject in zip(ascii_uppercase, subjects, strict=False):
        found += [f"{letter}: {words}" for words in _doubts(subject)]
    return tuple(dict.fromkeys(found))


def _doubts(subject: ComparedSubject) -> Iterator[str]:
    """Why the figures of one subject are doubtful by themselves."""
    verdict = subject.verdict
    if verdict is not None:
        if verdict.status is not VerdictStatus.OK:
            yield f"its verdict is {verdict.status.replace('_', ' ')}. {' '.join(verdict.reasons)}"
        return
    environment = subject.environment
    if environment.noise > NOISY_HOST:
        yield f"the host was noisy: a fixed piece of work took times that differ by ±{per_cent(environment.noise, 1)}."
    share = foreign_share(environment)
    if share is not None and share > FOREIGN_CPU_SHARE:
        yield f"other processes used {per_cent(share)} of the processor meanwhile."
    stolen = steal_share(environment)
    if stolen is not None and stolen > STEAL_SHARE:
        yield f"the hypervisor gave {per_cent(stolen)} of the processor to other machines meanwhile."


def _text(value: object) -> str | None:
    """A value in words; None where nobody knows it."""
    if value is None:
        return None
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.4g}"
    if isinstance(value, tuple):
        return ", ".join(str(part) for part in value) or "none"
    return str(value)


def _attribute(part: str, name: str) -> _Read:
    """Reads an attribute of the subject's environment, plan, or configuration in force."""

    def read(subject: ComparedSubject) -> str | None:
        whole = getattr(subject, part)
        return None if whole is None else _text(getattr(whole, name))

    return read


def _environment(name: str, field: str, caveat: str = "") -> _Rule:
    return _Rule(ConditionGroup.ENVIRONMENT, field, _attribute("environment", name), caveat)


def _effective(name: str, caveat: str = "") -> _Rule:
    return _Rule(ConditionGroup.CONFIGURATION, name, _attribute("effective", name), caveat)


def _plan(name: str, caveat: str = "") -> _Rule:
    return _Rule(ConditionGroup.MEASURING, name, _attribute("plan", name), caveat)


def _shapes(subject: ComparedSubject) -> str | None:
    shapes = subject.effective.shapes
    return ", ".join(f"{name} {'×'.join(map(str, shape))}" for name, shape in sorted(shapes.items())) or None


def _memory(subject: ComparedSubject) -> str:
    return f"{subject.environment.memory_bytes / 2**30:.0f} GiB"


def _frequency(subject: ComparedSubject) -> str | None:
    """The clock in steps, because it is read at one moment and never the same."""
    mhz = subject.environment.frequency_mhz
    return None if mhz is None else f"{round(mhz / _FREQUENCY_STEP_MHZ) * _FREQUENCY_STEP_MHZ} MHz"


def _busy(environment: Environment) -> str | None:
    """How much others did, in words: below what a verdict minds, it is no difference."""
    share = foreign_share(environment)
    if share is None:
        return None
    return f"{per_cent(share)} used by others" if share > FOREIGN_CPU_SHARE else "quiet"


def _noise(environment: Environment) -> str:
    return f"±{per_cent(environment.noise, 1)}" if environment.noise > NOISY_HOST else "low"


def _mappings(subjects: Sequence[ComparedSubject]) -> Iterator[_Rule]:
    """A rule for every version and every engine property that any subject has."""
    for name in sorted({name for subject in subjects for name in subject.environment.versions}):
        caveat = f"The version of {name} differs ({{values}}): the difference can be its."
        # Plug-ins are in the environments of those who used them; older runs left them out.
        yield _Rule(ConditionGroup.ENVIRONMENT, f"version of {name}", _version(name), caveat, only_known=True)
    for name in sorted({name for subject in subjects for name in subject.config.extra}):
        yield _Rule(ConditionGroup.CONFIGURATION, f"property {name}", _property(name))


def _version(name: str) -> _Read:
    return lambda subject: subject.environment.versions.get(name)


def _property(name: str) -> _Read:
    return lambda subject: subject.config.extra.get(name, "not set")


_RULES = (
    _Rule(ConditionGroup.MODEL, "model", lambda subject: subject.model_name or subject.model),
    _Rule(ConditionGroup.MODEL, "version", lambda subject: subject.model),
    _effective("device"),
    _effective("execution_devices"),
    _effective("precision", "The precision of inference differs ({values}), so the outputs can differ as well."),
    _effective("batch", "The batch differs ({values}): a latency is that of a whole batch."),
    _effective("streams"),
    _effective("threads"),
    _effective("requests"),
    _effective("hint"),
    _Rule(
        ConditionGroup.CONFIGURATION,
        "shapes",
        _shapes,
        "The input shapes differ ({values}): they are different amounts of work.",
    ),
    _plan("mode", "The load differs ({values}), and with it what latency and throughput mean."),
    _plan("rate", "The offered rates differ ({values} requests per second): the throughput follows the offer."),
    _plan("arrivals", "The offered load arrives differently ({values})."),
    _plan("inputs", "The input data differs ({values}); the time of some operations depends on it."),
    _plan("effort"),
    _plan("budget_s"),
    _environment("host", "host", "They were measured on different hosts ({values}): the difference can be theirs."),
    _environment("cpu", "cpu", "The processors differ ({values})."),
    _environment("cores_usable", "cores usable", "The number of cores that could be used differs ({values})."),
    _environment("cores_logical", "cores logical"),
    _environment("cores_physical", "cores physical"),
    _environment("smt", "smt", "Simultaneous multithreading differs ({values})."),
    _environment("governor", "governor", "The clock governor differs ({values}): the processor ran at other clocks."),
    _Rule(ConditionGroup.ENVIRONMENT, "frequency", _frequency),
    _environment("isa", "instruction sets", "The instruction sets differ, so the engine ran other kernels ({values})."),
    _Rule(ConditionGroup.ENVIRONMENT, "memory", _memory),
    _environment("os", "os", "The operating systems differ ({values})."),
    _environment("kernel", "kernel", "The kernels of the operating system differ ({values})."),
    _environment("python", "python"),
    _environment("container", "container", "Only one of them ran in a container (container: {values})."),
    _environment("virtual_machine", "virtual machine", "Only one of them ran in a virtual machine ({values})."),
    _Rule(ConditionGroup.ENVIRONMENT, "noise", lambda subject: _noise(subject.environment)),
    _Rule(ConditionGroup.ENVIRONMENT, "foreign load", lambda subject: _busy(subject.environment)),
    _Rule(
        ConditionGroup.ENVIRONMENT,
        "verdict",
        lambda subject: None if subject.verdict is None else subject.verdict.status.value.replace("_", " "),
    ),
)
