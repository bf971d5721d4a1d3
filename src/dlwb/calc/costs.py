"""The cost rules of all operation types: one table (METHODS §4; shown in docs/reference/cost-rules.md).

1 multiply-accumulate (MAC) is 2 operations (FLOP or, on 8-bit inputs, IOP).
"""

from dlwb.calc.cost_rules import convolution, elementwise, matrix, movement, recurrent, reduction, sampling
from dlwb.calc.cost_rules.movement import UNCOUNTED
from dlwb.calc.cost_rules.rule import Rule

RULES_VERSION = 2
"""Rises whenever a figure can change, so that stored analyses are told apart."""

RULES: dict[str, Rule] = {
    **convolution.RULES,
    **matrix.RULES,
    **recurrent.RULES,
    **elementwise.RULES,
    **reduction.RULES,
    **sampling.RULES,
    **movement.RULES,
}
"""By operation type; a type that is neither here nor in `BODIES` is reported as uncounted."""

BODIES: dict[str, str] = {
    "Loop": "the body, times the number of iterations when it is known, else once and reported",
    "TensorIterator": "the body, times the number of iterations when it is known, else once and reported",
    "If": "the branch with more operations",
}
"""Operations whose cost is that of the graphs inside them."""

__all__ = ["BODIES", "RULES", "RULES_VERSION", "UNCOUNTED"]
