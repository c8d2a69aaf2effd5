"""A shuffle that gives the same order for the same seed, here and in other ODK tools.

Room: xpath.
Spec: ODK XForms 1.0, randomize(): the inside-out shuffle with the minimal standard generator
of Park and Miller.
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from math import isfinite

from survey_app.xpath.calls import Arguments, Function, Kind
from survey_app.xpath.evaluation import Context, Evaluate
from survey_app.xpath.nodes import Node
from survey_app.xpath.values import number_of, text_of

_MODULUS = 2_147_483_647
_MULTIPLIER = 16_807


def shuffled(nodes: Sequence[Node], seed: int) -> Sequence[Node]:
    """Return `nodes` in the order that `seed` gives."""
    next_number = _park_miller(seed)
    row: list[Node] = []
    for size, node in enumerate(nodes, start=1):
        at = int((next_number() - 1) / (_MODULUS - 1) * size)
        row.append(node)
        row[-1], row[at] = row[at], row[-1]
    return row


def seed_of_text(text: str) -> int:
    """Return the seed that a text which is no number stands for; 0 for blank."""
    if not text:
        return 0
    return int.from_bytes(
        hashlib.sha256(text.encode(errors="surrogatepass")).digest()[:8], "big", signed=True
    )


def _park_miller(seed: int) -> Callable[[], int]:
    state = _remainder(seed)
    if state <= 0:
        state += _MODULUS - 1

    def step() -> int:
        nonlocal state
        state = state * _MULTIPLIER % _MODULUS
        return state

    return step


def _remainder(seed: int) -> int:
    """Return the remainder with the sign of the seed, as the reference engines have it."""
    return seed % _MODULUS if seed >= 0 else -(-seed % _MODULUS)


def _randomize(arguments: Arguments) -> Evaluate:
    nodes = arguments.nodes(0)
    seed = arguments.value(1) if len(arguments) > 1 else None

    def shuffle(context: Context) -> Sequence[Node]:
        if seed is None:
            return shuffled(nodes(context), int(context.host.random() * _MODULUS))
        found = seed(context)
        number = number_of(found, context)
        return shuffled(
            nodes(context), int(number) if isfinite(number) else seed_of_text(text_of(found))
        )

    return shuffle


FUNCTIONS: Mapping[str, Function] = {
    "randomize": Function(Kind.NODES, 1, 2, _randomize, steady=False),
}
