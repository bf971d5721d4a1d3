"""Why a quantized version is no faster: the time between it and its ideal, summed into causes.

The ideal has every layer that can work on 8-bit numbers doing so, at the same share of its roofline that it reached in
floating point, and everything else unchanged. What was measured beyond that is laid at somebody's door, layer by layer, and
what cannot be is the rest; causes and rest are the whole gap, to the last digit.
"""
