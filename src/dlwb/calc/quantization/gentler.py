"""Smaller weights, and what to try when too much is lost with them."""

from collections.abc import Iterator
from dataclasses import replace

from dlwb.calc.figure_words import per_cent
from dlwb.domain.quantization import Method, QuantizationOptions

_STEP = 0.2


def gentler(options: QuantizationOptions) -> Iterator[QuantizationOptions]:
    """The options, then ever gentler ones: a smaller share of the weights in 4 bits, at last all of them in 8."""
    yield options
    if options.method is not Method.WEIGHTS_INT4:
        return
    ratio = round(options.ratio - _STEP, 6)
    while ratio > _STEP / 2:
        yield replace(options, ratio=ratio)
        ratio = round(ratio - _STEP, 6)
    yield replace(options, method=Method.WEIGHTS_INT8, ratio=1.0)


def weights_words(options: QuantizationOptions) -> str:
    """Which weights are in how many bits."""
    if options.method is Method.WEIGHTS_INT8:
        return "all weights in 8 bits"
    return "all weights in 4 bits" if options.ratio >= 1 else f"{per_cent(options.ratio)} of the weights in 4 bits"
