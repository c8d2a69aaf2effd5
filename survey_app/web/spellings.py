"""Keys of words by which spellings find each other, remembered while a long list is looked through.

Room: web.
Promise: what is remembered is forgotten with the visit: choices that were answers are among it.
"""

from functools import lru_cache

from markupsafe import Markup

from survey_app.i18n.letters import search_key


@lru_cache(maxsize=100_000)
def key_of(label: Markup) -> str:
    """Return the key of a choice's words."""
    return search_key(label.striptags() if "<" in label or "&" in label else str(label))


def forget_spellings() -> None:
    """Forget every word."""
    key_of.cache_clear()


def remembered() -> int:
    """Return how many words are remembered."""
    return key_of.cache_info().currsize
