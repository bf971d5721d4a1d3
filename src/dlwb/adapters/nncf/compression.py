"""Weights alone in 8 or 4 bits, without data."""

import nncf
import openvino as ov

from dlwb.adapters.nncf.errors import Outsiders, told_in_plain_words
from dlwb.adapters.nncf.naming import name_what_was_put_in
from dlwb.adapters.nncf.network import all_operations, low_bits
from dlwb.adapters.nncf.progress import progress_told
from dlwb.domain.errors import CannotQuantize
from dlwb.domain.quantization import Method, QuantizationOptions

_MODES = {
    Method.WEIGHTS_INT8: nncf.CompressWeightsMode.INT8_ASYM,
    Method.WEIGHTS_INT4: nncf.CompressWeightsMode.INT4_ASYM,
}


def compress_weights(exact: ov.Model, options: QuantizationOptions, scope: nncf.IgnoredScope) -> ov.Model:
    """A copy with compressed weights.

    8 bits are asymmetric per channel, NNCF's own choice. 4 bits are asymmetric too, which costs 4 bits more per group of
    weights than symmetric ones and rounds weights that are not centred more finely.

    Raises:
        CannotQuantize: the group size does not divide the weights, or there are no weights to compress, or none to 4 bits.
    """
    extra = {}
    if options.method is Method.WEIGHTS_INT4:
        extra = {"group_size": options.group_size, "ratio": options.ratio}
    with told_in_plain_words(Outsiders()), progress_told(_unheard, 1):
        small = nncf.compress_weights(exact.clone(), mode=_MODES[options.method], ignored_scope=scope, **extra)
    found = {low_bits(node) for node in all_operations(small)} - {""}
    if not found:
        raise CannotQuantize(
            "The network has no weights that could be compressed: no products with weights, or all are to be kept.",
            "Leave it as it is, or name fewer operations to keep.",
        )
    if options.method is Method.WEIGHTS_INT4 and options.ratio > 0 and not any("4" in what for what in found):
        raise CannotQuantize(
            "No weights of the network would be in 4 bits: only those of matrix products can be, the last one excepted.",
            "Compress the weights to 8 bits instead.",
        )
    name_what_was_put_in(exact, small)
    return small


def _unheard(fraction: float, words: str) -> None:
    """Rounding weights takes no data and little time."""
