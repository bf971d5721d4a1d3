"""Names for what NNCF put into a network; the engine would number it through, differently every time."""

import openvino as ov

from dlwb.adapters.nncf.operations import name_of, readers


def name_what_was_put_in(exact: ov.Model, rounded: ov.Model) -> None:
    """Name every operation without a name of its own after the one that reads it, so that equal networks are equal files."""
    taken = {name_of(node) for model in (exact, rounded) for node in model.get_ops()}
    for node in reversed(rounded.get_ordered_ops()):
        if node.get_friendly_name() != node.get_name():
            continue
        read_by = next((port for output in node.outputs() for port in readers(output)), None)
        if read_by is None:
            continue
        stem = name = f"{name_of(read_by.get_node())}/input_{read_by.get_index()}"
        number = 1
        while name in taken:
            number += 1
            name = f"{stem}_{number}"
        taken.add(name)
        node.set_friendly_name(name)
