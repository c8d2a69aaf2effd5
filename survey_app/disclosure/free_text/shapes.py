"""Identifiers that are known by their shape: numbers, addresses, dates, case numbers.

Room: disclosure (floor 5).
Spec: docs/spec/text-review.md section 2.1.
Promise: digits of all three sets are read alike, with or without dashes and blanks.
"""

import re
from collections.abc import Iterator

from survey_app.disclosure.free_text.codes import codes_in
from survey_app.disclosure.free_text.dates import SLASHED, dates_in, spelled_out_in
from survey_app.disclosure.free_text.folding import FoldedText
from survey_app.disclosure.free_text.numerals import counted, one_of
from survey_app.disclosure.free_text.registers import ADDRESS, CASE, numbered_in, spoken_cases_in
from survey_app.disclosure.free_text.spans import Kind, Span

_CARD_DIGITS = 13
_PHONE_DIGITS = range(9, 15)
_MOBILE_DIGITS = range(10, 15)
_FEWEST_SHOWN = 3

_BETWEEN_DIGITS = r"[ \-\u2010-\u2015\u2212().\u06d4_]"
_THEN = one_of("then|phir|aagay|aage|agay|agey|aagy|and then|us ke baad|پھر|آگے|اس کے بعد|اگے")
_DIGITS = re.compile(
    rf"\(?\+?\d(?:{_BETWEEN_DIGITS}{{0,4}}\d|/\d){{6,}}"
    rf"|(?<!\d)\(?\+?\d{{2,5}}\)?\s?[,;]?\s{_THEN}\s\d[\d \-]{{4,10}}\d(?!\d)"
)
_CARD_IN_PARTS = re.compile(
    r"(?<![\d/])\d{5}\s?[/,;:|]\s?\d{7}\s?[/,;:|]\s?\d(?!\d)"
    r"|"
    r"(?<![\d,])(?=(?:\d[ ,\u060c]{0,2}){13}(?![ ,\u060c]{0,2}\d))"
    r"\d{2,4}(?:\s?[,\u060c]\s?\d{2,4}){2,5}\s?[,\u060c]\s?\d(?!\d)"
    r"|(?<!\d)(?:\(?\+?(?:0092|"
    r"92)\)?[ \-/]{0,3})?\(?0?\)?\(?3\d{2}\)?(?:[ \-/.,\u060c]{1,3}\d{1,7}){1,4}(?![\d/])"
)
"""A card or a mobile phone in parts that other signs keep apart."""
_LIKE_DIGIT = r"[\doil]"
_WITH_LETTERS = re.compile(
    r"(?<![\w.])(?=[\d \-]*[oil])(?:92[ \-]?|[o0])3"
    rf"{_LIKE_DIGIT}(?:[ \-]{{0,2}}{_LIKE_DIGIT}){{8}}(?!\w)"
)
"""A mobile phone in which letters stand for figures that look like them: o314 778l256."""
_YEARS = re.compile(r"(?:19|20)\d\d\s?[-\u2013/]\s?(?:19|20)\d\d")
_PHONE_START = re.compile(r"\+|00\d|92|0[1-9]")
_EMAIL = re.compile(
    r"[\w.+\-]+\s?(?:@|[(\[]\s?at\s?[)\]])\s?[\w\-]+(?:\s?(?:\.|[(\[]\s?dot\s?[)\]])\s?[\w\-]+)+"
    r"|[\w.+\-]+@[\w\-]+\w"
    r"|(?:[^\W\da-z]+ )?[\w.+\-]+ (?:at|et|ad|ait|at the rate|at da rate|ایٹ|اٹ|ایٹ دا ریٹ|"
    r"ایٹ دی ریٹ) "
    r"(?:g\s?mail|gmale|jimail|yahoo|yaho|hotmail|hot mail|outlook|live|icloud|جی میل|جیمیل|یاہو|"
    r"ہاٹ میل|ہوٹ میل|اوٹ لک)"
    r"(?:\s?(?:\.|dot|dat|daat|dott|ڈاٹ|ڈوٹ|ڈاٹ) ?\w+)?"
)
_LINK = re.compile(
    r"(?:https?://|www\.)\S+|(?<![\w@])@\w[\w.]+\w|\b[\w\-]+\.(?:com|org|net|pk|edu|info|gov|me|"
    r"co|io|ly)\b(?:/\S*)?"
)
_HIDDEN = re.compile(r"(?<![\w*#])[\dx*#](?:[ \-]?[\dx*#]){6,}(?![\w*#])")
_HALF_CARD = re.compile(
    r"(?<![\d/.\-])(?:\d{5}\s?-\s?\d{1,7}(?:\s?-\s?\d)?|\d{4,7}\s?-\s?\d)(?![\d/.\-])"
)
_LAST_DIGITS = one_of(
    "last|first|final|starting|starts|begins|beginning|ends|ending|ended|ends in|ends with|akhri|"
    "akhiri|aakhri|shuru|pehle|آخری|"
    "آخر|شروع|پہلے"
)
_OF_NUMBER = one_of(
    "digits|digit|numbers|number|num|nambar|figure|figures|part|four|three|five|hindse|hinsay|"
    "adad|hissa|ہندسے|ہندسہ|حصہ|عدد|نمبر|"
    "چار|تین|پانچ|char|teen|paanch|in|with|are|is|was|hain|hai|thay|ہیں|ہے|تھے|میں|mein|of|my|"
    "card|the|se|سے|کے|کارڈ|آتا|آتے"
)
_DOCUMENT = one_of(
    "cnic|nic|nicop|b form|shanakhti card|shanakhti|identity card|id card|card|passport|account|"
    "iban|acc|phone|"
    "mobile|whatsapp|sim|cell|easypaisa|jazzcash|pin|pin code|code|otp|passcode|bar code|"
    "شناختی کارڈ|شناختی|کارڈ|ب فارم|پاسپورٹ|اکاؤنٹ|فون|موبائل|واٹس ایپ|سم"
)
_FILLER_WORD = one_of(
    "no|no.|number|num|nambar|numbar|nmbr|starting|beginning|ending|khatam|pe|par|pr|is|was|hai|"
    "tha|ka|ki|my|the|it|started|starts|begins|with|"
    "from|"
    "shuru|ke|last|first|end|ends|ending|akhri|akhiri|aakhri|four|char|digits|in|are|نمبر|ہے|تھا|"
    "کا|کی|"
    "کے|آخری|آخر|شروع|چار|ہندسے|میں"
)
_FILLER = rf"(?:\s?[:#\-]\s?|\s+{_FILLER_WORD}(?!\w)){{0,6}}"
_PART = re.compile(
    rf"(?<!\w){_LAST_DIGITS}(?:\s+(?:{_OF_NUMBER}|"
    rf"\d)(?!\w)){{1,4}}\s?:?\s?(?P<digits>\d[\d \-]{{1,14}}\d)(?!\w)"
    rf"|(?<!\w){_DOCUMENT}{_FILLER}\s?(?P<number>\d[\d \-]{{2,16}}\d)(?!\w)"
)
_CODED = re.compile(
    r"(?<!\w)pk\s?\d{2}\s?[a-z]{4}(?:\s?\d){12,16}|(?<!\w)[a-z]{2}\s?\d{7}(?!\w)"
    r"|(?<!\w)[a-z]{1,4}-\d{5,}(?!\w)"
)
_PLATE = re.compile(
    r"(?<![\w\-])(?:[a-z]{3}[ \-]?|(?!rs|bp|am|pm|fy|no|hb|iv|us|or|if|"
    r"to)[a-z]{2}[ \-]?)(?:\d\d[ \-])?\d{3,4}(?![\w\-/])"
)


def shapes_in(text: FoldedText) -> Iterator[Span]:
    """Yield every place whose shape alone says what it is.

    >>> from survey_app.disclosure.free_text.folding import fold
    >>> [span.kind.value for span in shapes_in(fold("۰۳۰۰-۱۲۳۴۵۶۷ اور 15 مارچ 2019"))]
    ['phone', 'date']
    """
    yield from _numbers(text)
    yield from _parts_of_numbers(text)
    words = counted(text)
    yield from dates_in(text, words)
    yield from spelled_out_in(text, words)
    yield from spoken_cases_in(text, words)
    yield from numbered_in(text)
    yield from codes_in(text)
    for match in _HIDDEN.finditer(text.letters):
        if _is_partly_hidden(match.group()):
            yield text.span(*match.span(), Kind.PART)
    for match in _PLATE.finditer(text.letters):
        typed = text.span(*match.span(), Kind.PART)
        if text.typed[typed.start : typed.end].isupper():
            yield typed
    for kind, pattern in _PATTERNS:
        for match in pattern.finditer(text.letters):
            yield text.span(*match.span(), kind)


def _numbers(text: FoldedText) -> Iterator[Span]:
    """Yield the runs of seven and more digits, whatever stands between the digits."""
    for match in _DIGITS.finditer(text.letters):
        run = match.group().lstrip("(")
        if SLASHED.fullmatch(run) or _YEARS.fullmatch(run):
            continue
        yield text.span(*match.span(), _kind_of_number(run))
    whole = {match.span() for match in _DIGITS.finditer(text.letters)}
    for match in _CARD_IN_PARTS.finditer(text.letters):
        if match.span() in whole:
            continue
        digits = sum(map(str.isdigit, match.group()))
        if digits == _CARD_DIGITS or digits in _MOBILE_DIGITS:
            yield text.span(*match.span(), _kind_of_number(match.group()))


def _parts_of_numbers(text: FoldedText) -> Iterator[Span]:
    """Yield parts of cards and phones: half a number still tells the district and the sex."""
    for match in _PART.finditer(text.letters):
        which = "digits" if match.group("digits") else "number"
        yield text.span(*match.span(which), Kind.PART)
    for match in _HALF_CARD.finditer(text.letters):
        if not _YEARS.fullmatch(match.group()):
            yield text.span(*match.span(), Kind.PART)


def _is_partly_hidden(run: str) -> bool:
    return any(mark in run for mark in "x*#") and sum(map(str.isdigit, run)) >= _FEWEST_SHOWN


def _kind_of_number(run: str) -> Kind:
    digits = sum(letter.isdigit() for letter in run)
    if digits == _CARD_DIGITS and not run.startswith(("+", "00")):
        return Kind.IDENTITY_CARD
    is_phone = digits in _PHONE_DIGITS and _PHONE_START.match(run)
    return Kind.PHONE if is_phone else Kind.NUMBER


_PATTERNS = (
    (Kind.PHONE, _WITH_LETTERS),
    (Kind.EMAIL, _EMAIL),
    (Kind.LINK, _LINK),
    (Kind.CASE, CASE),
    (Kind.NUMBER, _CODED),
    (Kind.PLACE, ADDRESS),
)
