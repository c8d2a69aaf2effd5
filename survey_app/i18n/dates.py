"""A date as a person reads it.

Room: i18n (floor 1).
Promise: the month is always a word, so that day and month cannot be taken for each other.
"""

from datetime import date

from babel.dates import format_date

from survey_app.i18n.locales import Language


def long_date(day: date, language: Language) -> str:
    """Return `day` with the month as a word and the digits 0-9.

    >>> from survey_app.i18n.locales import LANGUAGES
    >>> long_date(date(2021, 5, 2), LANGUAGES["en"])
    '2 May 2021'
    >>> long_date(date(2021, 5, 2), LANGUAGES["ur"])
    '2 مئی، 2021'
    """
    return format_date(day, format="long", locale=language.region)
