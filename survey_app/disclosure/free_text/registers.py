"""Numbers of cases, prisoners, houses and villages, as patterns for folded texts.

Room: disclosure (floor 5).
Spec: docs/spec/text-review.md section 2.1.
"""

import re
from collections.abc import Iterator

from survey_app.disclosure.free_text.folding import FoldedText
from survey_app.disclosure.free_text.numerals import Counted, one_of
from survey_app.disclosure.free_text.spans import Kind, Span

_NUMBERED = one_of("no|no.|number|num|nambar|numbar|numbr|#|نمبر|نمبر:|number:|no:")
_CASE_WORD = one_of(
    "case|crime|challan|muqadma|muqaddma|muqadama|muqadme|mukadma|mukaddma|mukadama|mukadme|"
    "mqdma|ticket|slip|parchi|chit|chitthi|voucher|order|hukam nama|passbook|box|locker|"
    "qaidi|prisoner|inmate|roll|passport|"
    "register|writ|petition|complaint|diary|account|parcha|parche|bundle|basta|namuna|sample|madd|mad|khata|jurm|appeal|reference|mutation|intiqal|"
    "intqal|deed|decree|registry|nikahnama|nikah nama|certificate|warrant|robkar|robkaar|licence|"
    "license|file|token|mlc|mlr|medico legal|postmortem|remand|suit|criminal|civil|misc|rapat|"
    "report|receipt|docket|application|darkhwast|form|khewat|khasra|khatooni|"
    "مقدمہ|مقدمے|کیس|چالان|قیدی|رول|پاسپورٹ|رجسٹر|پٹیشن|درخواست|اکاؤنٹ|بستہ|نمونہ|مد|مسل|مثل|کھاتہ|پرچہ|پرچے|جرم|اپیل|انتقال|"
    "رجسٹری|نکاح نامہ|نکاحنامہ|سرٹیفکیٹ|وارنٹ|روبکار|لائسنس|فائل|ٹوکن|ایم ایل سی|ایم ایل آر|میڈیکل|"
    "پوسٹ مارٹم|ریمانڈ|دعویٰ|رپٹ|رپورٹ|رسید|فارم|کھیوٹ|خسرہ|کھتونی|ڈگری|حکم نامہ|ڈائری|خط|مراسلہ|"
    "ریفرنس|علت|چٹ|پرچی|سلپ|واؤچر|آرڈر|لاکر|دستاویز|کاغذ|روزنامچہ|لیٹر"
    "|letter|memo|ref|dd|daily diary|roznamcha|khat|rapt|serial|docket|bond|machalka|parcel|"
    "claim|ut|utp|convict|gd|order"
)
_PAPER = one_of(
    "parchi|slip|token|madd|rapat|roznamcha|bundle|diary|پرچی|ٹوکن|رپٹ|مد|روزنامچہ|بستہ|ڈائری"
)
_NO_SECTION = r"(?:51[2-9]|5[2-9]\d|[6-9]\d\d|\d{4,6})(?![\d/]|\s?/)"
"""A number of a case that is no section of the penal code, which ends at 511."""
_REPORT_WORD = one_of("fir|f.i.r|f.i.r.|f i r|ایف آئی آر|ایف ائی آر|ایف۔آئی۔آر")
_KA = r"(?:(?:ka|ki|mera|uska|us ka|کا|کی|میرا)\s)?"
_IS = r"(?:\s(?:mera|tha|thi|hai|was|is|میرا|تھا|تھی|ہے))?"
_OF_YEARS = one_of(
    "of|of year|year|sal|saal|سال|bata|batta|babat|bamutabiq|sun|san|سن|بٹا|بابت|بتاریخ"
)
_OF_YEAR = rf"(?:\s(?:dated|{_OF_YEARS})\s\d{{4}})?"
_MORE = r"(?:\s?[/\-]\s?(?:اے|بی|سی|ڈی|ایس|پی)(?!\w)|\s?[/\-]\s?\w*\d+|[/\-][a-z]{1,3}(?!\w))*"
_NUMBER_WORDS = re.compile("[ZDNH]{1,6}")
_SPOKEN = re.compile(rf"(?<!\w)(?:{_REPORT_WORD}|{_CASE_WORD})\s{{1,2}}{_KA}{_NUMBERED}\s\Z")

CASE = re.compile(
    rf"(?<!\w){_CASE_WORD}\s{{1,2}}{_KA}{_NUMBERED}{_IS}\s{{0,2}}:?\s?[a-z\-]{{0,4}}\d+{_MORE}{_OF_YEAR}"
    rf"|(?<!\w){_REPORT_WORD}(?:\s{{0,2}}{_KA}{_NUMBERED})?\s{{0,2}}:?\s?\d+{_MORE}{_OF_YEAR}"
    rf"|(?<!\w){_CASE_WORD}\s{{1,2}}(?:{_NO_SECTION}|\d{{1,5}}\s?/\s?\d{{2}}(?!\d))"
    r"|(?<![\d/])(?<!\w)(?:[a-z]{1,4}\s?[\-.]\s?)?\d{1,5}(?:-[a-z]{1,2})?\s?/\s?(?:19|20)\d\d(?![\d/])"
    rf"|(?<![\d/.\-])\d{{1,5}}(?:-[a-z]{{1,2}})?\s{_OF_YEARS}\s(?:19|20)\d\d(?!\d)"
    rf"|(?<!\w)(?:{_CASE_WORD}|{_NUMBERED})\s{{0,2}}:?\s?\d{{1,5}}(?:-[a-z])?\s?/\s?(?:\d{{2}}|[a-z])(?!\w)"
    r"|(?<![\w/])[a-z]{2,6}/\d{2,4}/\d+(?![\w/])"
    rf"|(?<!\w){_CASE_WORD}\s{{1,2}}\d{{1,5}}\s?[\-\u2013]\s?(?:19|20)\d\d(?!\d)"
    rf"|(?<!\w){_PAPER}\s{{1,2}}\d{{1,5}}(?=\s?[,.;،\u06d4)]|\s?\Z|\s(?:{_PAPER}|ki|ka|ke|pe|par)(?!\w))"
)

_CHAK = one_of("chak|chakk|chk|chuk|چک")
_CHAK_LETTERS = one_of(
    "gb|jb|rb|eb|wb|sb|nb|tda|ml|dnb|gd|ph|l|r|p|wl|el|g b|j b|r b|e b|"
    "گ ب|ج ب|ر ب|ای بی|جی بی|جے بی|آر بی|ایل|گب|جب|رب"
)
_LETTER = one_of("اے|بی|سی|ڈی|ای|ایف|جی|ایچ")
_STREET = one_of("st|street|gali|galli|block|sector|plot|flat|گلی|بلاک|سیکٹر|پلاٹ|فلیٹ")
_HOUSE = one_of("house|h|makan|makaan|ghar|quarter|shop|dukan|dukaan|مکان|کوارٹر|دکان")

_ONE_ADDRESS = (
    rf"(?<!\w){_CHAK}\s{{1,2}}(?:{_NUMBERED}\s{{0,2}})?\d{{1,4}}(?:\s?[/\-]\s?\w{{1,4}})*"
    rf"(?:\s?{_CHAK_LETTERS}(?!\w))?"
    rf"|(?<![\w/])\d{{1,4}}\s{{1,2}}{_CHAK}(?!\w)"
    rf"|(?<![\w/])\d{{1,4}}/(?:\d{{1,3}}\s?-?\s?)?{_CHAK_LETTERS}(?!\w)"
    rf"|(?<!\w)(?:{_STREET}[.]?\s{{0,2}}(?:{_NUMBERED}\s{{0,2}}|(?<=\s))"
    rf"|{_HOUSE}[.]?\s{{0,2}}{_NUMBERED}\s{{0,2}})[a-z]?\-?\d{{1,4}}(?:\s?[/\-]\s?\w{{1,4}}){{0,3}}(?:\s(?:ای|بی|سی|ڈی))?(?!\w)"
    rf"|(?<!\w){_HOUSE}\s{{1,2}}[a-z]?\-?\d{{1,4}}(?:\s?[/\-]\s?\w{{1,4}}(?!\w)|(?=\s?[,،.\u06d4;)]|\s?\Z))"
    r"|(?<!\w)[a-z]-\d{1,2}(?:/\d)?(?!\w)"
    rf"|(?<!\w)(?:block|sector|بلاک|سیکٹر)\s{{1,2}}(?:[a-z]|{_LETTER})(?!\w)"
    rf"|(?<![\w/])\d{{2,4}}\s(?:gb|jb|rb|eb|wb|sb|nb)(?!\w)"
)
ADDRESS = re.compile(rf"(?:{_ONE_ADDRESS})(?:\s?[,،]\s?(?:{_ONE_ADDRESS}))*")

_LONGEST_CUE = 40


def spoken_cases_in(text: FoldedText, words: Counted) -> Iterator[Span]:
    """Yield the numbers of cases that are said in words: `FIR number two hundred`."""
    for start, end, _ in words.found(_NUMBER_WORDS):
        before = _SPOKEN.search(text.letters[max(start - _LONGEST_CUE, 0) : start])
        if before:
            yield text.span(start - len(before.group()), end, Kind.CASE)
