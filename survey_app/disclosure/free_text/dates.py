"""Dates in figures and in words, with the months of three calendars; phones in words.

Room: disclosure (floor 5).
Spec: docs/spec/text-review.md section 2.1.
"""

import re
from collections.abc import Iterator

from survey_app.disclosure.free_text.folding import FoldedText
from survey_app.disclosure.free_text.numerals import Counted, one_of
from survey_app.disclosure.free_text.spans import Kind, Span

_STROKE = r"\s?[/.\-\u2013\u2212\u066b\u060d\u06d4\\]\s?"
SLASHED = re.compile(
    rf"\d{{1,2}}{_STROKE}\d{{1,2}}{_STROKE}(?:\d{{4}}|'?\d{{2}})"
    rf"|\d{{4}}{_STROKE}\d{{1,2}}{_STROKE}\d{{1,2}}"
)
_IN_FIGURES = re.compile(rf"(?<![\d/.\-])(?:{SLASHED.pattern})(?![\d/])")

_BETWEEN = "[-,.]{0,2}"
_DAY = "(?:T?dt?[-As])?T?dt?"  # one day, or from one to another
_ONE_DAY_WORD = "(?:[Nu][-A]?[Ow]|[Nu]-?D|O|[NDu])"
_DAY_WORD = f"(?:{_ONE_DAY_WORD}A)?{_ONE_DAY_WORD}"
_YEAR = "(?:yt?|'[dn]|H[DNu]{1,2}|N?[DNu](?:HA?)?[DNHu]{0,4})"
_AND_YEAR = f"(?:{_BETWEEN}[FT]{{0,2}}{_YEAR})"
_NIGHT = "(?:iF?)?"
_IN_WORDS = re.compile(
    "(?:"
    f"{_DAY}{_BETWEEN}{_NIGHT}F?[Mm]{_AND_YEAR}?"
    f"|T?{_DAY_WORD}{_BETWEEN}{_NIGHT}F?M{_AND_YEAR}?"
    f"|T?{_DAY_WORD}{_BETWEEN}F?m{_AND_YEAR}"
    f"|T{_DAY_WORD}Fm"
    f"|N?OFm"
    f"|{_DAY}v(?=[kFyAsp,])(?:,?F?y)?"
    f"|v,?F?y"
    f"|OZ|Zy|ZF(?:d|{_DAY_WORD})|dt?Z(?:F?y|(?=[FMkp]))"
    f"|(?:{_DAY}|{_DAY_WORD})v(?=DH|H[DN]|N[DN]H){_YEAR}"
    f"|T?{_DAY_WORD}[mv](?=k)|{_DAY_WORD}m(?=[p,.e]|\\Z)|Om(?=[Fps,.e]|\\Z)"
    f"|[Mm]{_BETWEEN}T?(?:{_DAY}|{_DAY_WORD}){_BETWEEN}(?:y|'[dn])"
    f"|[Mm][-,.]?F{{0,2}}T?F?(?:y|'[dn]|D?H(?:A?[DNHu]){{0,3}}|[Nu][DNu][DNu]?|[Nu]H[DNu]{{0,2}})"
    f"|y{_BETWEEN}F?[Mm](?:{_BETWEEN}F?d)?"
    f"|[Mm]{_BETWEEN}F?T?{_DAY}(?![-y])"
    f"|MT?[Nu]?[-]?O"
    f"|[Mm][FT]{_DAY_WORD}"
    f"|r(?:d|{_DAY_WORD})(?=[kFps,.e]|\\Z)"
    f"|(?:{_DAY}|{_DAY_WORD})rF?(?:[Mm]{_AND_YEAR}?)?"
    f"|[Mm]F?(?:{_DAY}|{_DAY_WORD})r"
    f"|E{_BETWEEN}F?(?:y|'[dn]|D?H[DNu]{{1,2}})|(?:y|DH[DNu]{{1,2}})F?E"
    ")(?:r(?:F?y)?)?"
)
_WEEKDAY = re.compile(
    "(?<!\\w)"
    + one_of(
        "monday|tuesday|wednesday|thursday|friday|saturday|sunday|mon|tue|tues|wed|thu|thur|thurs|"
        "fri|sat|sun|peer|pir|somwar|mangal|budh|jumerat|jumeraat|jumma|juma|jummah|hafta|itwar|"
        "پیر|سوموار|منگل|بدھ|جمعرات|جمعہ|جمعے|ہفتہ|ہفتے|اتوار"
    )
    + r"[ ,.]{1,2}\Z"
)
"""A day of the week right before a date: it is redacted with it."""
_SHORT_YEAR = re.compile(
    r"-'?[0127-9]\d(?![\w/:]|-\d)|"
    r"[ ,]{1,2}'?[0127-9]\d(?=\s(?:ko|se|tak|thi|tha|کو|سے|تک)(?!\w)|\s?[;)\u06d4]|\s?\Z|\.(?!\d))|"
    r"[ ,]{1,2}'?[012]\d(?![\w/:]|\s?[.\-\u06d4\u060d]\s?\d|\s\w+\s\w)"
)
_LONGEST_DAY = 12
_NO_DATE = re.compile("(?:no )?(?:one|first|two) (?:may|march)")
_UNTIL = re.compile(rf"\s?(?:{one_of('se|to|till|until|ta|tak|سے|تا')}|[-\u2013])\s?")
"""What stands between two dates that are the ends of one time."""
_DIGIT = "(?:W?[ZDw]|[dyn])"
_SAID = "(?:W?[ZDNHuw]|[dyn])"
_PLAIN = "(?:W?[ZDNuw]|[dyn])"
_STOP = "[-,.e]?"
_SPELLED_OUT = re.compile(
    f"{_PLAIN}(?:{_STOP}{_PLAIN}){{6,}}"
    f"|{_DIGIT}(?:{_STOP}{_DIGIT}){{5,}}"
    f"|W?Z(?:{_STOP}{_SAID}){{3,}}"
    f"|W?Z{_STOP}{_SAID}{_STOP}W?[ZDw]"
    f"|{_SAID}(?:{_STOP}{_SAID}){{0,3}}{_STOP}Z(?:{_STOP}{_SAID}){{2,}}"
    f"|[ZNwu](?:{_STOP}[ZNDHdnuw]){{5,}}"
    f"|n(?:{_STOP}[ZNDHdnuw]){{3,}}"
)
_FEWEST_WORDS = 4
_FEWEST_SURE = 3


def _said_and_figures(letters: str, classes: str) -> tuple[int, int]:
    """Return how many numbers are words, and how many figures stand among them."""
    said = sum(letter in "ZDNHW" for letter in classes)
    said += sum(letter in "wu" for letter in classes) if said >= _FEWEST_SURE else 0
    is_led = classes[0] != "n" or letters[0] == "0"  # 500 do sau is money
    return (said, sum(map(str.isdigit, letters))) if is_led else (0, 0)


def dates_in(text: FoldedText, words: Counted) -> Iterator[Span]:
    """Yield the dates of a text.

    >>> from survey_app.disclosure.free_text.folding import fold
    >>> from survey_app.disclosure.free_text.numerals import counted
    >>> text = "on the fifth of June and ۱۴۔۳۔۲۰۱۷ کو"
    >>> spans = dates_in(fold(text), counted(fold(text)))
    >>> [text[span.start : span.end] for span in spans]
    ['the fifth of June', '۱۴۔۳۔۲۰۱۷']
    """
    found = sorted(
        [*_said(text, words), *(one.span() for one in _IN_FIGURES.finditer(text.letters))]
    )
    for at, (start, end) in enumerate(found):
        after = found[at + 1][0] if at + 1 < len(found) else end
        is_range = _UNTIL.fullmatch(text.letters[end:after])
        yield text.span(start, after if is_range else end, Kind.DATE)


def _said(text: FoldedText, words: Counted) -> Iterator[tuple[int, int]]:
    """Yield where dates in words stand, with the day of the week and a year in two figures."""
    for start, end, _ in words.found(_IN_WORDS):
        if _NO_DATE.fullmatch(text.letters[start:end]):
            continue
        named = _WEEKDAY.search(text.letters, max(start - _LONGEST_DAY, 0), start)
        short = _SHORT_YEAR.match(text.letters, end)
        yield named.start() if named else start, short.end() if short else end


def spelled_out_in(text: FoldedText, words: Counted) -> Iterator[Span]:
    """Yield six and more digits in words, or a zero and four more numbers: a phone, a card."""
    for start, end, classes in words.found(_SPELLED_OUT):
        said, figures = _said_and_figures(text.letters[start:end], classes)
        if said >= _FEWEST_WORDS or (said > 1 and figures >= _FEWEST_WORDS):
            yield text.span(start, end, Kind.NUMBER)
