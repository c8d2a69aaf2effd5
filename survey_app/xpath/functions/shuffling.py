"""A shuffle that gives the same order for the same seed, here and in other ODK tools.

Room: xpath.
Spec: ODK XForms 1.0, randomize(): the inside-out shuffle with the minimal standard generator
of Park and Miller.
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from math import fmod, isnan

from survey_app.xpath.budget import charge
from survey_app.xpath.calls import Arguments, Function, Kind
from survey_app.xpath.evaluation import Context, Evaluate
from survey_app.xpath.nodes import Node
from survey_app.xpath.values import number_of, text_of

_MODULUS = 2_147_483_647
_MULTIPLIER = 16_807
_LONGEST = 2**63  # seeds are cut to what 64 bits hold with a sign


def shuffled(nodes: Sequence[Node], seed: float) -> Sequence[Node]:
    """Return `nodes` in the order that `seed` gives, which is a whole number."""
    next_number = _park_miller(seed)
    row: list[Node] = []
    for size, node in enumerate(nodes, start=1):
        at = int((next_number() - 1) / (_MODULUS - 1) * size)
        row.append(node)
        row[-1], row[at] = row[at], row[-1]
    return row


def seed_of_number(number: float) -> float:
    """Return the seed that a number stands for: without what follows the point, within 64 bits.

    What is no number stands for 0, as in Web Forms; JavaRosa stops there.

    >>> seed_of_number(-1.9), seed_of_number(float("inf")) == 2.0**63, seed_of_number(float("nan"))
    (-1.0, True, 0.0)
    """
    if isnan(number):
        return 0.0
    return float(int(min(max(number, -_LONGEST), _LONGEST)))


def seed_of_text(text: str) -> float:
    """Return the seed that a text which is no number stands for; 0 for blank.

    Sixty-four bits of its digest, rounded to what a floating point number holds: so does the
    reference engine, and an order that it gave must come again here.
    """
    if not text:
        return 0.0
    digest = hashlib.sha256(text.encode(errors="surrogatepass")).digest()
    return float(int.from_bytes(digest[:8], "big", signed=True))


def _park_miller(seed: float) -> Callable[[], int]:
    state = int(fmod(seed, _MODULUS))
    if state <= 0:
        state += _MODULUS - 1

    def step() -> int:
        nonlocal state
        state = state * _MULTIPLIER % _MODULUS
        return state

    return step


def _randomize(arguments: Arguments) -> Evaluate:
    nodes = arguments.nodes(0)
    seed = arguments.value(1) if len(arguments) > 1 else None

    def shuffle(context: Context) -> Sequence[Node]:
        rows = nodes(context)
        charge(context, len(rows))
        if seed is None:
            return shuffled(rows, int(context.host.random() * _MODULUS))
        found = seed(context)
        number = number_of(found, context)
        is_text = isnan(number) and not isinstance(found, float)
        start = seed_of_text(text_of(found)) if is_text else seed_of_number(number)
        return shuffled(rows, start)

    return shuffle


FUNCTIONS: Mapping[str, Function] = {
    "randomize": Function(Kind.NODES, 1, 2, _randomize, steady=False),
}
