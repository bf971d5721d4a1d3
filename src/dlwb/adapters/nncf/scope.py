"""What NNCF has to leave in floating point, under the names and types that people see."""

import openvino as ov
from nncf import IgnoredScope

from dlwb.adapters.kept_operations import check_options
from dlwb.adapters.openvino.graph import IR_TYPES, unique_names
from dlwb.domain.quantization import QuantizationOptions

_ENGINE_TYPES = {shown: kind for kind, shown in IR_TYPES.items()}
_NO_OPERATIONS = ("Parameter", "Constant", "Result")


def name_operations(model: ov.Model) -> None:
    """Give every operation the unique name that the model's graph shows it under."""
    for node, name in unique_names(model):
        if node.get_friendly_name() != name:
            node.set_friendly_name(name)


def checked_scope(model: ov.Model, options: QuantizationOptions) -> IgnoredScope:
    """What is to be left, for a network with unique names. Raises InvalidOptions, see `check_options`."""
    nodes = [node for node in model.get_ordered_ops() if node.get_type_name() not in _NO_OPERATIONS]
    kinds = [str(node.get_type_name()) for node in nodes]
    shown = sorted({IR_TYPES.get(kind, kind) for kind in kinds})
    check_options(options, [str(node.get_friendly_name()) for node in nodes], shown)
    kept = [_ENGINE_TYPES.get(kind, kind) for kind in options.keep_types]
    return IgnoredScope(names=list(options.keep_names), types=kept, validate=False)
