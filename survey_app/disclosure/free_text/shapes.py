"""Identifiers that are known by their shape: numbers, addresses, dates, case numbers.

Room: disclosure (floor 5).
Spec: docs/spec/text-review.md section 2.1.
Promise: digits of all three sets are read alike, with or without dashes and blanks.
"""

import re
from collections.abc import Iterator

from survey_app.disclosure.free_text.folding import FoldedText, fold
from survey_app.disclosure.free_text.spans import Kind, Span

_CARD_DIGITS = 13
_PHONE_DIGITS = range(9, 15)

_DIGITS = re.compile(r"\+?\d(?:[ \-\u2013\u2011().]{0,2}\d|/\d){6,}")
_YEARS = re.compile(r"(?:19|20)\d\d\s?[-\u2013/]\s?(?:19|20)\d\d")
_SLASHED = re.compile(r"\d{1,2}([/.\-])\d{1,2}\1\d{2,4}|\d{4}([/.\-])\d{1,2}\2\d{1,2}")
_PHONE_START = re.compile(r"\+|00\d|92|0[1-9]")
_EMAIL = re.compile(
    r"[\w.+\-]+\s?(?:@|[(\[]\s?at\s?[)\]])\s?[\w\-]+(?:\s?(?:\.|[(\[]\s?dot\s?[)\]])\s?[\w\-]+)+"
    r"|[\w.+\-]+ at (?:gmail|yahoo|hotmail|outlook|live|icloud) dot \w+"
)
_LINK = re.compile(
    r"(?:https?://|www\.)\S+|(?<![\w@])@\w{3,}|\b[\w\-]+\.(?:com|org|net|pk|edu|info)\b(?:/\S*)?"
)


def shapes_in(text: FoldedText) -> Iterator[Span]:
    """Yield every place whose shape alone says what it is.

    >>> [span.kind.value for span in shapes_in(fold("۰۳۰۰-۱۲۳۴۵۶۷ اور 15 مارچ 2019"))]
    ['phone', 'date']
    """
    yield from _numbers(text)
    for kind, pattern in _PATTERNS:
        for match in pattern.finditer(text.letters):
            yield text.span(*match.span(), kind)


def _numbers(text: FoldedText) -> Iterator[Span]:
    """Yield the runs of seven and more digits, whatever stands between the digits."""
    for match in _DIGITS.finditer(text.letters):
        run = match.group()
        if _SLASHED.fullmatch(run) or _YEARS.fullmatch(run):
            continue
        yield text.span(*match.span(), _kind_of_number(run))


def _kind_of_number(run: str) -> Kind:
    digits = sum(letter.isdigit() for letter in run)
    if digits == _CARD_DIGITS and not run.startswith(("+", "00")):
        return Kind.IDENTITY_CARD
    is_phone = digits in _PHONE_DIGITS and _PHONE_START.match(run)
    return Kind.PHONE if is_phone else Kind.NUMBER


def _folded(words: str) -> str:
    """Return an alternative of `words` as they look in a folded text, longest first."""
    parts = sorted({fold(word).letters for word in words.split("|")}, key=len, reverse=True)
    return "(?:" + "|".join(re.escape(part).replace(r"\ ", r"\s?") for part in parts) + ")"


_MONTH = _folded(
    "january|february|march|april|may|june|july|august|september|october|november|december|"
    "jan|feb|mar|apr|jun|jul|aug|sep|sept|oct|nov|dec|janwari|janvari|farwari|farvari|aprail|"
    "joon|julai|agast|sitambar|aktubar|aktoobar|navambar|nawambar|disambar|"
    "جنوری|فروری|مارچ|اپریل|مئی|جون|جولائی|اگست|ستمبر|اکتوبر|نومبر|دسمبر|"
    "muharram|safar|rabi ul awal|rabi us sani|rajab|shaban|ramzan|ramadan|shawwal|zilhaj|"
    "zulhijja|zilqad|محرم|صفر|ربیع الاول|ربیع الثانی|جمادی الاول|جمادی الثانی|رجب|شعبان|رمضان|"
    "شوال|ذیقعدہ|ذوالقعدہ|ذوالحجہ|ذوالحج"
)
_OF = _folded("of|ki|ke|کی|کے|،|,|سن|سال|san|year|the")
_DAY = r"\d{1,2}(?:\s?(?:st|nd|rd|th))?"
_YEAR = r"(?:\d{4}|'\d{2})"
_DATE = re.compile(
    rf"(?<!\w){_DAY}[\s,\-]{{1,2}}(?:{_OF}\s)?{_MONTH}(?!\w)(?:[\s,\-،]{{1,2}}(?:{_OF}\s)?{_YEAR})?(?!\d)"
    rf"|(?<!\w){_MONTH}(?!\w)[\s,\-،]{{1,2}}(?:{_OF}\s)?{_YEAR}(?!\d)"
    rf"|(?<!\w){_MONTH}(?!\w)[\s,\-،]{{1,2}}(?:{_OF}\s)?(?:the\s)?{_DAY}(?!\d)(?:[\s,،]{{1,2}}{_YEAR})?(?!\d)"
    rf"|(?<![\d/.\-])(?:{_SLASHED.pattern.replace(chr(92) + '2', chr(92) + '2')})(?![\d/])"
)
_NUMBERED = _folded("no|no.|number|num|nambar|numbar|#|نمبر|نمبر:|number:|no:")
_CASE_WORD = _folded(
    "case|crime|challan|muqadma|muqaddma|muqadama|qaidi|prisoner|inmate|roll|passport|register|"
    "writ|petition|مقدمہ|مقدمے|کیس|چالان|قیدی|رول|پاسپورٹ|رجسٹر|پٹیشن"
)
_REPORT_WORD = _folded("fir|f.i.r|f.i.r.|f i r|ایف آئی آر|ایف ائی آر")
_CASE = re.compile(
    rf"(?<!\w){_CASE_WORD}\s{{1,2}}{_NUMBERED}\s{{0,2}}[a-z\-]{{0,4}}\d+(?:\s?[/\-]\s?\w*\d+)*"
    rf"|(?<!\w){_REPORT_WORD}(?:\s{{0,2}}{_NUMBERED})?\s{{0,2}}\d+(?:\s?[/\-]\s?\d+)*"
    r"|(?<![\d/])\d{1,5}/(?:19|20)\d\d(?![\d/])"
)

_PATTERNS = (
    (Kind.EMAIL, _EMAIL),
    (Kind.LINK, _LINK),
    (Kind.DATE, _DATE),
    (Kind.CASE, _CASE),
)
