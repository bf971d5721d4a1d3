"""The options of quantizing against the network: all that is wrong with them at once."""

from difflib import get_close_matches

import openvino as ov
from nncf import IgnoredScope

from dlwb.adapters.openvino.graph import IR_TYPES, unique_names
from dlwb.domain.errors import InvalidOptions, OptionProblem
from dlwb.domain.quantization import Method, QuantizationOptions

_ENGINE_TYPES = {shown: kind for kind, shown in IR_TYPES.items()}


def name_operations(model: ov.Model) -> None:
    """Give every operation the unique name that the model's graph shows it under."""
    for node, name in unique_names(model):
        if node.get_friendly_name() != name:
            node.set_friendly_name(name)


def checked_scope(model: ov.Model, options: QuantizationOptions) -> IgnoredScope:
    """What NNCF has to leave in floating point.

    Raises:
        InvalidOptions: every name and type that the network does not have, with those most like it, and every number
            that is out of its range.
    """
    nodes = [
        node for node in model.get_ordered_ops() if node.get_type_name() not in ("Parameter", "Constant", "Result")
    ]
    names = [str(node.get_friendly_name()) for node in nodes]
    types = sorted({IR_TYPES.get(kind, kind) for kind in (str(node.get_type_name()) for node in nodes)})
    problems = [
        *_unknown("keep_names", "operation", options.keep_names, names),
        *_unknown("keep_types", "type of operation", options.keep_types, types),
        *_numbers(options),
    ]
    if problems:
        raise InvalidOptions(tuple(problems), "The layers of `dlwb analyse` have the names and types of the network.")
    kept = [_ENGINE_TYPES.get(kind, kind) for kind in options.keep_types]
    return IgnoredScope(names=list(options.keep_names), types=kept, validate=False)


def _unknown(option: str, what: str, wanted: tuple[str, ...], there: list[str]) -> list[OptionProblem]:
    known = set(there)
    by_small_letters = {name.lower(): name for name in there}
    problems = []
    for name in wanted:
        if name in known:
            continue
        close = [by_small_letters[n] for n in get_close_matches(name.lower(), by_small_letters, 3, 0.5)]
        like = f" Most like it: {', '.join(repr(other) for other in close)}." if close else ""
        problems.append(OptionProblem(option, f"the network has no {what} '{name}'.{like}"))
    return problems


def _numbers(options: QuantizationOptions) -> list[OptionProblem]:
    problems = []
    if options.smooth_quant is not None and options.smooth_quant > 1:
        problems.append(
            OptionProblem("smooth_quant", f"is 0 to 1, or negative to switch it off, not {options.smooth_quant}.")
        )
    if options.method is Method.WEIGHTS_INT4:
        if options.group_size != -1 and options.group_size < 2:
            problems.append(OptionProblem("group_size", f"is -1 or at least 2, not {options.group_size}."))
        if not 0 <= options.ratio <= 1:
            problems.append(OptionProblem("ratio", f"is 0 to 1, not {options.ratio}."))
    return problems
