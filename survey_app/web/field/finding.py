"""Look for words in the lists of the desk.

Room: web, field desk. What is looked for lives in the visit; it is in no address and no file.
"""

from collections.abc import Sequence

from survey_app.i18n.letters import search_key

MOST_LETTERS = 60
A_FEW = 3
"""Lists no longer than this are seen at a glance: nothing is offered to look for."""


def holds(texts: Sequence[str], words: str) -> bool:
    """Say whether every one of `words` stands in one of the texts, whatever its letters' shape.

    >>> holds(["A paper from Lahore", "second keying"], "LAHORE second")
    True
    >>> holds(["A paper from Lahore"], "Multan")
    False
    """
    whole = folded(" ".join(texts))
    return all(word in whole for word in folded(words).split())


def folded(text: str) -> str:
    """Return a text for looking in it.

    >>> folded("Ä  B"), folded("علي ۱۲") == folded("علی 12")
    ('ä b', True)
    """
    return search_key(text)
