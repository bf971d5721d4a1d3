"""Operations that are to stay in floating point, looked up in the network."""

from collections.abc import Iterable
from difflib import get_close_matches

from dlwb.domain.errors import InvalidOptions, OptionProblem
from dlwb.domain.quantization import Method, QuantizationOptions

_LIKE_IT = 3


def check_options(options: QuantizationOptions, names: Iterable[str], types: Iterable[str]) -> None:
    """Compare options with the names and types of the operations of a network, as its graph shows them.

    Raises:
        InvalidOptions: every name and type that the network does not have, with those most like it, and every number
            that is out of its range.
    """
    problems = (
        *_unknown("keep_names", "operation", options.keep_names, names),
        *_unknown("keep_types", "type of operation", options.keep_types, types),
        *_numbers(options),
    )
    if problems:
        raise InvalidOptions(
            problems,
            "The analysis of the model lists its layers by name and type.",
            terminal="dlwb analyse MODEL --json",
        )


def _unknown(option: str, what: str, wanted: tuple[str, ...], there: Iterable[str]) -> list[OptionProblem]:
    known = tuple(there)
    by_small_letters = {name.lower(): name for name in known}
    problems = []
    for name in wanted:
        if name in known:
            continue
        close = [by_small_letters[match] for match in get_close_matches(name.lower(), by_small_letters, _LIKE_IT, 0.5)]
        like = f" Most like it: {', '.join(repr(other) for other in close)}." if close else ""
        problems.append(OptionProblem(option, f"the network has no {what} '{name}'.{like}"))
    return problems


def _numbers(options: QuantizationOptions) -> list[OptionProblem]:
    problems = []
    alpha, group, ratio = options.smooth_quant, options.group_size, options.ratio
    if alpha is not None and not alpha <= 1:
        problems.append(OptionProblem("smooth_quant", f"{alpha} is more than 1; negative switches it off."))
    if options.method is Method.WEIGHTS_INT4 and group != -1 and group < 2:
        problems.append(OptionProblem("group_size", f"{group} is neither -1 (a whole channel) nor at least 2."))
    if options.method is Method.WEIGHTS_INT4 and not 0 <= ratio <= 1:
        problems.append(OptionProblem("ratio", f"{ratio} is not between 0 and 1."))
    return problems
