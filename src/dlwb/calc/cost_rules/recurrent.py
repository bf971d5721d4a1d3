"""Recurrent cells and sequences.

A cell multiplies the input (I numbers) and the hidden state (H numbers) with the weights of all its
gates: gates·H·(I + H) multiply-accumulates. Joining the two products and adding the bias costs 2 for
each gate output, a sigmoid 3, a tanh 1, and the rest is the state update. Sequences count every time
step, whatever the sequence lengths are at run time, and every direction.
"""

from dlwb.calc.cost_rules.rule import Operation, Rule, Work, macs

# Operations per hidden unit and step beside the matrix products:
_LSTM = 4 * 2 + 3 * 3 + 2 * 1 + 4  # 4 gate sums, 3 sigmoids, 2 tanh, c = f·c + i·g, h = o·tanh(c)
_GRU = 3 * 2 + 2 * 3 + 1 + 1 + 4  # 3 gate sums, 2 sigmoids, 1 tanh, r·h, h = (1 - z)·n + z·h
_RNN = 1 * 2 + 1  # the gate sum and a tanh


def _gates(batch: int, inputs: int, hidden: int, gates: int, per_unit: int) -> Work:
    return macs(batch * gates * hidden * (inputs + hidden)) + Work(batch * hidden * per_unit)


def _times(work: Work, count: int) -> Work:
    return Work(work.ops * count, work.mac * count)


def _cell(gates: int, per_unit: int, text: str, weights: tuple[int, int]) -> Rule:
    def formula(op: Operation) -> Work:
        batch, inputs = op.input(0)
        return _gates(batch, inputs, op.input(1)[-1], gates, per_unit)

    return Rule(formula, text, (0, 1, *weights))


def _sequence(gates: int, per_unit: int, text: str, weights: tuple[int, int]) -> Rule:
    def formula(op: Operation) -> Work:
        batch, steps, inputs = op.input(0)
        directions, hidden = op.input(1)[1], op.input(1)[-1]
        return _times(_gates(batch, inputs, hidden, gates, per_unit), steps * directions)

    return Rule(formula, text, (0, 1, *weights))


def _text(gates: int, per_unit: int, steps: str = "") -> str:
    product = f"2·{gates}·H·(I + H)" if gates > 1 else "2·H·(I + H)"
    return f"N·{steps}({product} + {per_unit}·H)"


_STEPS = "T·directions·"

RULES: dict[str, Rule] = {
    "LSTMCell": _cell(4, _LSTM, _text(4, _LSTM), (3, 4)),
    "LSTMSequence": _sequence(4, _LSTM, _text(4, _LSTM, _STEPS), (4, 5)),
    "GRUCell": _cell(3, _GRU, _text(3, _GRU), (2, 3)),
    "GRUSequence": _sequence(3, _GRU, _text(3, _GRU, _STEPS), (3, 4)),
    "RNNCell": _cell(1, _RNN, _text(1, _RNN), (2, 3)),
    "RNNSequence": _sequence(1, _RNN, _text(1, _RNN, _STEPS), (3, 4)),
    "AUGRUCell": _cell(3, _GRU + 2, _text(3, _GRU + 2), (2, 3)),
    "AUGRUSequence": _sequence(3, _GRU + 2, _text(3, _GRU + 2, _STEPS), (3, 4)),
}
