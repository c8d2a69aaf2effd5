"""Look through a long list of choices: what was chosen, then what fits the letters written.

Room: web, field desk.
Promise: spellings that a reader takes for the same word find each other; what was chosen is
always among what is shown, so that a page never loses it.
"""

from collections.abc import Collection, Sequence

from survey_app.i18n.letters import search_key
from survey_app.web.controls import Option
from survey_app.web.spellings import key_of

MOST_SHOWN = 30


def look_through(
    options: Sequence[Option], chosen: Collection[str], sought: str
) -> tuple[tuple[Option, ...], int]:
    """Return the choices to show, and how many that fit are not shown.

    >>> from markupsafe import Markup
    >>> towns = [Option("l", Markup("Lahore")), Option("m", Markup("Multan"))]
    >>> look_through(towns, {"m"}, "lah")[0] == (towns[1], towns[0])
    True
    """
    words = search_key(sought).split()
    first = [option for option in options if option.value in chosen]
    rest = [one for one in options if one.value not in chosen and _fits(one, words)]
    if words:
        rest.sort(key=lambda one: not key_of(one.label).startswith(words[0]))
    return (*first, *rest[:MOST_SHOWN]), max(0, len(rest) - MOST_SHOWN)


def _fits(option: Option, words: Sequence[str]) -> bool:
    if not words:
        return True
    key = key_of(option.label)
    return all(word in key for word in words)
