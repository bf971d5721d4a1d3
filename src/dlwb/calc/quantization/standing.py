"""Which of two candidates is the better one."""

from dlwb.calc.quantization.yardstick import Judgement


def is_better(candidate: Judgement, cost: float, best: Judgement, best_cost: float) -> bool:
    """Whether a candidate takes the place of the best so far.

    One that holds is better than one that does not. Of two that hold, the one that is expected to cost less time is better,
    and at the same cost the one that loses less; of two that do not, the one that loses less.
    """
    if candidate.holds != best.holds:
        return candidate.holds
    if candidate.holds and cost != best_cost:
        return cost < best_cost
    return candidate.drop.value < best.drop.value
