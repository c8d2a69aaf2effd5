"""Numbers of cases, prisoners, houses and villages, as patterns for folded texts.

Room: disclosure (floor 5).
Spec: docs/spec/text-review.md section 2.1.
"""

import re
from collections.abc import Iterator
from functools import cache

from survey_app.disclosure.free_text.folding import FoldedText, fold_list
from survey_app.disclosure.free_text.numerals import Counted, one_of
from survey_app.disclosure.free_text.spans import Kind, Span
from survey_app.disclosure.free_text.spelling import latin_key, skeleton
from survey_app.disclosure.free_text.spoken import NUMBERED as _NUMBERED

_CASE_WORDS = (
    "case|crime|challan|muqadma|muqaddma|muqadama|muqadme|mukadma|mukaddma|mukadama|mukadme|"
    "mqdma|ticket|slip|parchi|chit|chitthi|voucher|order|hukam nama|passbook|box|locker|"
    "qaidi|prisoner|inmate|roll|passport|"
    "register|writ|petition|complaint|diary|account|parcha|parche|bundle|basta|misl|missal|alat|"
    "namuna|sample|madd|mad|khata|jurm|appeal|reference|mutation|intiqal|"
    "intqal|deed|decree|registry|nikahnama|nikah nama|certificate|warrant|robkar|robkaar|licence|"
    "license|file|token|mlc|mlr|medico legal|postmortem|remand|suit|criminal|civil|misc|rapat|"
    "report|receipt|docket|application|darkhwast|form|khewat|khasra|khatooni|"
    "مقدمہ|مقدمے|کیس|چالان|قیدی|رول|پاسپورٹ|رجسٹر|پٹیشن|درخواست|اکاؤنٹ|بستہ|نمونہ|مد|مسل|مثل|"
    "کھاتہ|پرچہ|پرچے|جرم|اپیل|انتقال|"
    "رجسٹری|نکاح نامہ|نکاحنامہ|سرٹیفکیٹ|وارنٹ|روبکار|لائسنس|فائل|ٹوکن|ایم ایل سی|ایم ایل آر|"
    "میڈیکل|"
    "پوسٹ مارٹم|ریمانڈ|دعویٰ|رپٹ|رپورٹ|رسید|فارم|کھیوٹ|خسرہ|کھتونی|ڈگری|حکم نامہ|ڈائری|خط|مراسلہ|"
    "ریفرنس|علت|چٹ|پرچی|سلپ|واؤچر|آرڈر|لاکر|دستاویز|کاغذ|روزنامچہ|لیٹر"
    "|letter|memo|ref|dd|daily diary|roznamcha|khat|rapt|serial|docket|bond|machalka|parcel|"
    "claim|ut|utp|convict|gd|order"
)
_CASE_WORD = one_of(_CASE_WORDS)
_PAPER = one_of(
    "parchi|slip|token|madd|rapat|roznamcha|bundle|diary|پرچی|ٹوکن|رپٹ|مد|روزنامچہ|بستہ|ڈائری"
)
_NO_SECTION = r"(?:51[2-9]|5[2-9]\d|[6-9]\d\d|\d{4,6})(?![\d/]|\s?/)"
"""A number of a case that is no section of the penal code, which ends at 511."""
_REPORT_WORD = (
    r"(?:case\s)?(?:f\s?\.?\s?i\s?\.?\s?r\.?|[ea]f+[\s\-]{0,2}(?:a+i|i|a+ye)[\s\-]{0,2}a+r|"
    r"first information report|ایف[\s.\u06d4]{0,2}ای{0,2}[\s.\u06d4]{0,2}ار[.\u06d4]?)"
)
_KA = r"(?:(?:ka|ki|mera|uska|us ka|کا|کی|میرا)\s)?"
_IS = r"(?:\s(?:mera|tha|thi|hai|was|is|میرا|تھا|تھی|ہے))?"
_OF_YEARS = one_of(
    "of|of year|year|sal|saal|سال|bata|batta|babat|bamutabiq|sun|san|سن|بٹا|بابت|بتاریخ"
)
_OF_YEAR = rf"(?:\s(?:dated|{_OF_YEARS})\s\d{{4}})?"
_MORE = r"(?:\s?[/\-]\s?(?:اے|بی|سی|ڈی|ایس|پی)(?!\w)|\s?[/\-]\s?\w*\d+|[/\-][a-z]{1,3}(?!\w))*"
_NUMBER_WORDS = re.compile("[ZDNHu](?:[AF-]?[ZDNHuwO]){0,7}")
_SPOKEN = re.compile(
    rf"(?<!\w)(?:{_REPORT_WORD}|{_CASE_WORD}|(?P<thing>[^\W\d_]+))\s{{1,2}}{_KA}{_NUMBERED}\s\Z"
)

CASE = re.compile(
    rf"(?<!\w){_CASE_WORD}\s{{1,2}}{_KA}{_NUMBERED}{_IS}\s{{0,2}}:?\s?[a-z\-]{{0,4}}\d+{_MORE}{_OF_YEAR}"
    rf"|(?<!\w){_REPORT_WORD}(?:\s{{0,2}}{_KA}{_NUMBERED})?\s{{0,2}}:?\s?\d+{_MORE}{_OF_YEAR}"
    rf"|(?<!\w){_CASE_WORD}\s{{1,2}}(?:{_NO_SECTION}{_OF_YEAR}|\d{{1,5}}\s?/\s?\d{{2}}(?!\d))"
    r"|(?<![\d/])(?<!\w)(?:[a-z]{1,4}\s?[\-.]\s?)?\d{1,5}(?:-[a-z]{1,2})?\s?/\s?(?:19|"
    r"20)\d\d(?![\d/])"
    rf"|(?<![\d/.\-])\d{{1,5}}(?:-[a-z]{{1,2}})?\s{_OF_YEARS}\s(?:19|20)\d\d(?!\d)"
    rf"|(?<!\w)(?:{_CASE_WORD}|{_NUMBERED})\s{{0,2}}:?\s?\d{{1,5}}(?:-[a-z])?\s?/\s?(?:\d{{2}}|"
    rf"[a-z])(?!\w)"
    r"|(?<![\w/])[a-z]{2,6}/\d{2,4}/\d+(?![\w/])"
    rf"|(?<!\w){_CASE_WORD}\s{{1,2}}\d{{1,5}}\s?[\-\u2013]\s?(?:(?:19|20)\d\d|[012]\d)(?![\d\-])"
    rf"|(?<!\w){_PAPER}\s{{1,2}}\d{{1,5}}(?=\s?[,.;،\u06d4)]|\s?\Z|\s(?:{_PAPER}|ki|ka|ke|pe|"
    rf"par)(?!\w))"
)

_CHAK = one_of("chak|chakk|chk|chuk|چک")
_CHAK_LETTERS = one_of(
    "gb|jb|rb|eb|wb|sb|nb|tda|ml|dnb|gd|ph|l|r|p|wl|el|g b|j b|r b|e b|"
    "گ ب|ج ب|ر ب|ای بی|جی بی|جے بی|آر بی|ایل|گب|جب|رب"
)
_SIDE = (
    "(?:ja?n[ou]{1,2}bi|sh[iu]ma{1,2}li|shar[qk]i|gharbi|" + one_of("جنوبی|شمالی|شرقی|غربی") + ")"
)
_LETTER = one_of("اے|بی|سی|ڈی|ای|ایف|جی|ایچ")
_STREET = one_of(
    "st|street|gali|galli|galee|glee|block|blok|blak|flet|sektor|sector|plot|flat|گلی|بلاک|سیکٹر|"
    "پلاٹ|فلیٹ"
)
_HOUSE = one_of(
    "house|h|makan|makaan|ghar|quarter|shop|dukan|dukaan|kothi|مکان|کوارٹر|دکان|گھر|کوٹھی"
)

_ONE_ADDRESS = (
    rf"(?<!\w){_CHAK}\s{{1,2}}(?:{_NUMBERED}\s{{0,2}})?\d{{1,4}}(?:\s?[/\-]\s?\w{{1,4}})*"
    rf"(?:\s?{_CHAK_LETTERS}(?!\w)|\s\d{{1,2}}\s?-?\s?(?:l|r|ایل|آر)(?!\w))?"
    rf"(?:\s{_SIDE}(?!\w))?"
    rf"|(?<![\w/])\d{{1,4}}\s{{1,2}}{_CHAK}(?!\w)"
    rf"|(?<![\w/])\d{{1,4}}/(?:\d{{1,3}}\s?-?\s?)?{_CHAK_LETTERS}(?!\w)"
    rf"|(?<!\w)(?:{_STREET}[.]?\s{{0,2}}(?:{_NUMBERED}\s{{0,2}}|(?<=\s))"
    rf"|"
    rf"{_HOUSE}[.]?\s{{0,2}}{_NUMBERED}[,\u060c]?\s{{0,2}})[a-z]?\-?\d{{1,4}}(?:\s?[/\-]\s?\w{{1,4}}){{0,3}}(?:\s(?:ای|"
    rf"بی|سی|ڈی))?(?!\w)"
    rf"|(?<!\w){_HOUSE}\s{{1,2}}[a-z]?\-?\d{{1,4}}(?:\s?[/\-]\s?\w{{1,4}}(?!\w)|"
    rf"(?=\s?[,،.\u06d4;)]|\s?\Z))"
    r"|(?<!\w)[a-z]-\d{1,2}(?:/\d)?(?!\w)"
    rf"|(?<!\w)(?:block|sector|بلاک|سیکٹر)\s{{1,2}}(?:[a-z]|{_LETTER})(?!\w)"
    rf"|(?<![\w/])\d{{2,4}}\s(?:gb|jb|rb|eb|wb|sb|nb)(?!\w)"
)
ADDRESS = re.compile(rf"(?:{_ONE_ADDRESS})(?:\s?[,،]\s?(?:{_ONE_ADDRESS}))*")

_NUMBERED_THING = re.compile(
    r"(?<!\w)(?P<thing>[^\W\d_]+)\.?(?:\s(?:ka|ki|ke|mera|meri|wala|کا|کی|کے|میرا|والا))?\s{1,2}"
    rf"{_NUMBERED}(?:\s(?:in the register|in jail))?(?:\s(?:was|is|tha|thi|hai|he|mila|تھا|تھی|"
    rf"ہے|ملا))?\s{{0,2}}[:\-]?\s?"
    r"(?P<code>(?:[a-z]{1,3}[ \-]?)?\d{1,6}(?!\d)(?:\s?[/\-]\s?\w{1,4})*)(?!\w)"
)
_COUNTED_THINGS = frozenset(
    fold_list(
        "barrack|barak|bairak|berak|barik|cell|sell|ward|vard|room|rum|kamra|kmra|kothri|bed|"
        "bistar|page|"
        "safha|class|klas|jamaat|grade|chapter|question|sawal|swal|line|floor|platform|day|point|"
        "item|phase|"
        "door|darwaza|gate|bus|channel|size|chakki|ek|aik|"
        "بیرک|کوٹھری|کوٹھڑی|کمرہ|کمرے|وارڈ|صفحہ|جماعت|سوال|پلیٹ|فارم|چکی|نکتہ|بستر|گیٹ|دروازہ|"
        "لائن|سیل"
    ).split("|")
)
_OF_HOUSES = frozenset(
    [
        "mkn",
        "glbl",
        "ghr",
        "ghr",
        "kth",
        "flt",
        "blk",
        "plt",
        "chk",
        "sktr",
        "sctr",
        "dkn",
        "strt",
        "krtr",
        "kwrtr",
        "qrtr",
        "kwrtr",
        "shp",
        "hs",
    ]
)
_HOUSES = frozenset(
    fold_list(
        "gali|galli|glee|galee|gly|kothi|chak|گلی|گھر|کوٹھی|مکان|محلہ|بلاک|فلیٹ|پلاٹ|چک|کوارٹر"
    ).split("|")
)
_FEWEST_OF_OTHERS = 2
_SMALL_WORDS = frozenset(
    [
        "hai",
        "tha",
        "thi",
        "was",
        "is",
        "the",
        "ka",
        "ki",
        "ke",
        "ko",
        "to",
        "se",
        "no",
        "me",
        "mein",
        "aur",
        "and",
        "of",
        "in",
        "on",
    ]
)
_LONGEST_CUE = 40


def numbered_in(text: FoldedText) -> Iterator[Span]:
    """Yield the number of whatever is numbered, but of barracks, rooms and pages.

    >>> from survey_app.disclosure.free_text.folding import fold
    >>> said = "mqdma nmbr 41, mkan no 7, barrack number 6, wain number leb 417"
    >>> [said[span.start : span.end] for span in numbered_in(fold(said))]
    ['mqdma nmbr 41', 'mkan no 7', 'leb 417']
    """
    for match in _NUMBERED_THING.finditer(text.letters):
        thing, code = match["thing"], match["code"]
        letters = re.match("[a-z]*", code)
        if thing in _COUNTED_THINGS or latin_key(thing) in _COUNTED_KEYS:
            continue
        if letters and letters.group() in _SMALL_WORDS:
            continue
        if thing in _HOUSES or (thing.isascii() and skeleton(thing) in _OF_HOUSES):
            yield text.span(*match.span(), Kind.PLACE)
        elif is_case(thing):
            yield text.span(*match.span(), Kind.CASE)
        elif sum(map(str.isdigit, code)) >= _FEWEST_OF_OTHERS:
            yield text.span(*match.span("code"), Kind.PART)


@cache
def _case_keys() -> frozenset[str]:
    words = [word for word in _CASE_WORDS.split("|") if word.isascii() and word.isalpha()]
    bare = (skeleton(word) for word in words)
    return frozenset(map(latin_key, words)) | {one for one in bare if len(one) >= _FEWEST_BARE}


def is_case(thing: str) -> bool:
    """Say whether a word is one for cases and papers, in whatever Latin spelling: mqdma, keis."""
    if not thing.isascii():
        return False
    heard = thing.replace("c", "k")
    keys = _case_keys()
    known = not keys.isdisjoint({latin_key(thing), latin_key(heard), skeleton(thing)})
    return known or _ODD_CASE.fullmatch(thing) is not None


_ODD_CASE = re.compile(
    r"k[ei]+[sz]|k[ae]+[iy]*s|m[ou]?[qk]+[aei]*d+[aei]*m[aeiy]h?|[qk][aei]+d+[iey]+|"
    r"ch?[ae]+l+[ae]+n|"
    r"ap+[ei]+l|d[ae]rkh?[aou]*s[aei]*t|h[ae]+w[ae]+l[ae]+t[iey]+|p[ae]*rch[iae]+|"
    r"p[ae]+rch[aei]y?|tok[ae]n|"
    r"r[ao]+l|r[ae]s[iey]+d|r[ou]+bk[ae]+r|fa?i+l|f[ae]+il|r[ae]jist[ae]r|p[ae]+sport|prison|"
    r"jail|jel"
)
_COUNTED_KEYS = frozenset(latin_key(one) for one in _COUNTED_THINGS if one.isascii())
_FEWEST_BARE = 4


def spoken_cases_in(text: FoldedText, words: Counted) -> Iterator[Span]:
    """Yield the numbers of cases that are said in words: `FIR number two hundred`."""
    for start, end, _ in words.found(_NUMBER_WORDS):
        before = _SPOKEN.search(text.letters[max(start - _LONGEST_CUE, 0) : start])
        if before and (before["thing"] is None or is_case(before["thing"])):
            yield text.span(start - len(before.group()), end, Kind.CASE)
