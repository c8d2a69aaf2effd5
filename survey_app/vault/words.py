"""2,048 short neutral words, eleven bits each, for passphrases and for the head of a log.

Room: vault.
Spec: docs/spec/keys-and-slots.md section 5. The lists are frozen: a word on paper must
    mean the same number for ever.
Promise: plain lower-case English letters, so every keyboard has them; a word is one of 32
    qualities followed by one of 64 things.
"""

WORDS = 2048

_QUALITIES = (
    "black", "blue", "brown", "calm", "clean", "cold", "cool", "deep",
    "dry", "early", "fresh", "gold", "green", "grey", "high", "late",
    "light", "long", "near", "new", "old", "open", "pink", "plain",
    "quiet", "red", "round", "short", "slow", "small", "warm", "white",
)  # fmt: skip
_THINGS = (
    "apple", "arch", "basket", "bell", "bench", "bird", "boat", "book",
    "bowl", "bread", "bridge", "brush", "bucket", "cart", "chair", "clock",
    "cloud", "coat", "corn", "cup", "desk", "door", "field", "fig",
    "flower", "forest", "garden", "gate", "grape", "hill", "island", "jar",
    "kettle", "key", "ladder", "lake", "lamp", "leaf", "lemon", "lentil",
    "map", "meadow", "moon", "needle", "olive", "orange", "paper", "path",
    "pencil", "plum", "pond", "ring", "river", "road", "roof", "shelf",
    "spoon", "star", "stone", "table", "thread", "tree", "wheel", "window",
)  # fmt: skip


def word(number: int) -> str:
    """Return the word of a number from 0 to 2,047.

    >>> word(0), word(1), word(2047)
    ('blackapple', 'blackarch', 'whitewindow')
    """
    return _QUALITIES[number // len(_THINGS)] + _THINGS[number % len(_THINGS)]
