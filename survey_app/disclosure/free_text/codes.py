"""Codes: words of digits, or of letters and digits, that number one person, paper or car.

Room: disclosure (floor 5). What no cue word introduces is known by its make: figures with letters,
strokes or a nought before them are no amount of money and no age.
Spec: docs/spec/text-review.md section 2.1.
"""

import re
from collections.abc import Iterator

from survey_app.disclosure.free_text.folding import FoldedText
from survey_app.disclosure.free_text.numerals import one_of
from survey_app.disclosure.free_text.spans import Kind, Span
from survey_app.disclosure.free_text.spoken import NUMBERED as _NUMBERED

_MADE = r"(?:[^\W_]|\([^\W_]{1,3}\))+"
_TOKEN = re.compile(rf"(?<![\w@./\-])(?=[^\s\d]{{0,14}}\d){_MADE}(?:[\-/.:#\u2013]{_MADE})*")
_SECTION = re.compile(
    r"\d{1,3}-?[a-z]{0,2}(?:[/\-]\d{1,3}-?[a-z]?){0,3}(?:[/\-]?(?:ppc|cnsa|crpc|cpc|pc|ata|qso|ao))?"
    r"|\d{1,2}[-/]?[a-z]{1,2}"
)
"""Sections of the law: 9-C, 382-B, 302/34, 489F."""
_UNIT = re.compile(
    r"(?:rs|pkr)?[\d.,]+(?:st|nd|rd|th|rs|pkr|k|kg|km|km2|m|cm|mm|ml|mg|g|am|pm|hrs?|min|lac|lakh|"
    r"s|x|ویں|روپے|تولے|کلو|بجے|سالہ|سال|ماہ)?"
)
_YEAR_AND_WORD = re.compile(r"(?:19|20|13|14)\d\d\D{1,4}")
_YEARS = re.compile(r"(?:19|20)\d\d[\-\u2013/]\d{2,4}")
_MANY, _SOME, _FEW = 4, 3, 2

_COUNTED = one_of(
    "barrack|barak|bairak|cell|ward|room|kamra|kothri|bed|page|safha|class|jamaat|grade|chapter|"
    "question|line|floor|platform|day|point|item|phase|door|"
    "بیرک|کوٹھری|کوٹھڑی|کمرہ|وارڈ|صفحہ|جماعت|سوال|پلیٹ فارم|چکی|نکتہ"
)
_NUMBERED_CODE = re.compile(
    rf"(?<!\w){_NUMBERED}\s{{0,2}}[:\-]?\s?(?P<code>\d{{3,6}}(?!\d)(?!\s?[,.]\d))"
)
_ENDS_IN_COUNTED = re.compile(rf"(?<!\w){_COUNTED}\s?\Z")
_MONEY = one_of(
    "rs|rupees|rupee|rupay|rupaye|rupye|pkr|hazar|hazaar|thousand|lakh|lac|lacs|riyal|rial|dirham|"
    "dollar|dollars|taka|toman|afghani|km|kilo|kg|gram|grams|hrs|hours|baje|bje|bajay|women|people|"
    "aurtein|auratein|log|din|days|روپے|روپیہ|روپیے|ہزار|لاکھ|ریال|درہم|ڈالر|تومان|افغانی|کلو|"
    "کلومیٹر|گرام|بجے"
)
_MONEY_AFTER = re.compile(rf"\s?/?-?\s?{_MONEY}(?!\w)")
_MONEY_BEFORE = re.compile(r"(?:(?<!\w)(?:rs|pkr|rupees|روپے|price|qeemat)\.?|[$\u20a8])\s?\Z")
_TIME_BEFORE = re.compile(r"(?<!\w)(?:time|at|waqt|bawaqt|bwaqt|وقت|بوقت)\.?:?\s?\Z")
_BARE = re.compile(r"(?<![\w.,/\-+:])(?:0\d{2,5}|[1-9]\d{4,5})(?![\w/:]|[.,\-\u2013]\d)")
_OF_YEAR = re.compile(
    rf"(?<![\d/.\-])\d{{1,5}}\s{one_of('bata|batta|bta|by|بٹا')}\s\d{{2,4}}(?!\d)"
    rf"|(?<![\d/.\-])(?:0\d{{1,4}}|\d{{2,5}})\s{one_of('of|آف')}\s(?:(?:19|20)\d\d|0\d|1\d|2\d)(?![\d/])"
)
_NUMERAL_MONTH = re.compile(
    r"(?<!\w)\d{1,2}\s?[-./]\s?(?:i{1,3}|iv|vi{0,3}|ix|xi{0,2})\s?[-./]\s?(?:\d{4}|\d{2})(?!\w)"
)
_DAY_OF_MONTH = re.compile(
    r"(?<!\w)(?:on|by|till|until|since|dated|from|before|after)\s(?:the\s)?"
    r"(?P<code>\d{1,2}(?:st|nd|rd|th)(?:\s(?:inst|instant|ult|ultimo))?)"
    r"(?=\s?[,.;:)!?]|\s?\Z|\s(?:at|she|he|they|we|i|it|and|was|to|evening|morning|night)(?!\w))"
)
_DATED = one_of(
    "on|date|dates|dated|tareekh|tarikh|taarikh|peshi|hearing|mowarkha|تاریخ|پیشی|مورخہ"
)
_UNTIL = one_of("se|to|till|tak|ko|سے|تا|تک|کو")
_NAMED_DATE = re.compile(rf"(?<!\w){_DATED}\s(?P<code>\d{{1,2}}/\d{{1,2}})(?![\w/\-]|\.\d)")
_FROM_DATE = re.compile(
    rf"(?<![\w/.\-])(?P<code>\d{{1,2}}/\d{{1,2}}(?:\s{_UNTIL}\s\d{{1,2}}/\d{{1,2}}|(?=\sko\s|\sکو\s)))"
)
_HALF_DATE = re.compile(
    r"(?<![\w/.\-])(?!24/7|9/11|9/10|[12]/[2-8](?!\d)|3/4)"
    r"(?:(?:[1-9]|[12]\d|3[01])/(?:[1-9]|1[0-2]))(?![\w/\-]|\.\d)"
    r"|(?<![\w/.\-])(?:0\d/(?:0\d|1\d)|[123]\d/0\d)(?![\w/.\-])"
)
_PLACE_ON_EARTH = re.compile(r"(?<![\w.])-?\d{1,3}\.\d{4,}(?![\w.])")
_SAID_DIGITS = re.compile(
    rf"(?<!\w){one_of('hindse|hinday|digits|figures|ہندسے|عدد')}\s?:?\s?(?P<code>\d{{3,6}})(?!\w)"
)
_TWICE = one_of("double|dabal|dubble|triple|ڈبل|ٹرپل")
_DOUBLED = re.compile(
    rf"(?<!\w)\d{{1,4}}[ \-]?{_TWICE}[ \-]?\d+(?:[ \-]?(?:{_TWICE}[ \-]?)?\d+)*(?!\w)"
)
_ONE_BY_ONE = re.compile(r"(?<![\d.,])\d(?:[ ,\-]{1,2}\d){3,}(?![\d])")
_PROSE_OF = re.compile(
    rf"\s{one_of('women|of|the|them|us|days|girls|prisoners|children|who|were|عورتوں')}"
)

_PLACES_OF_HANDLES = (
    r"(?:fb|f[ae]+[cs]+[aei]*\s?b[ou]*k|ins?ta(?:gra+m)?|ig|t[iy]c?k\s?t[oa]+c?k|tw[iy]t+[ae]r|x|sna[iy]*p(?:\s?ch[ae]t)?|"
    r"telegra+m|imo|sk[ay]+pe?|you\s?tu?be?|user\s?name|user\s?id|id|handle|pas+w[ou]*r?d|gmail|"
    r"whats?\s?ap+|wats?ap+|فیس\s?بک|انسٹا(?:گرام)?|ٹک\s?ٹاک|ٹویٹر|یوٹیوب|سنیپ\s?چیٹ|ای\s?ڈی|واٹس\s?ایپ)"
)
_LINKING = one_of(
    "id|pe|par|per|pr|on|is|as|account|acc|hai|ka|ki|name|naam|handle|page|wala|wali|par hai|پر|"
    "پہ|آئی ڈی|کا|کی|ہے|نام|اکاؤنٹ"
)
_ACCOUNT = re.compile(
    rf"(?<!\w){_PLACES_OF_HANDLES}(?:\s?:\s?|\s{{1,2}}{_LINKING}(?!\w)){{0,4}}\s?:?\s{{0,2}}"
    r"(?P<code>(?=[\w.\-]*(?:[\d_]|[a-z]\.[a-z\d]))[a-z][\w.\-]{3,}\w)"
)
_JOINED = re.compile(r"(?<![\w@./])(?P<code>(?=\w*[a-z])[a-z\d]+(?:_[a-z\d]+)+)(?![\w@])")
_VEHICLE = one_of(
    "gari|gaari|gadi|gaadi|gaary|gary|wain|vane|vagon|wagon|weigan|hiace|suzuki|suzki|mehran|corolla|cultus|"
    "alto|bolan|pickup|dala|vigo|dabba|daba|carry|chingchi|qingqi|taxi|ٹیکسی|وین|ویگن|ڈبہ|ڈالا|کیری|سوزوکی|"
    "motor saikal|motorsykal|motarsaikal|honda|vehicle|"
    "car|bike|motorcycle|motor cycle|motorsaikal|rickshaw|riksha|rikshe|jeep|truck|"
    "van|plate|tractor|bus|گاڑی|موٹر سائیکل|رکشہ|جیپ|ٹرک|پلیٹ|ٹریکٹر|بس"
)
_PLATE_AFTER = re.compile(
    rf"(?<!\w){_VEHICLE}\s(?:(?:ka|ki|کا)\s)?(?:{_NUMBERED}\s)?(?:(?:tha|thi|hai|تھا|ہے)\s)?"
    r"(?P<code>[a-z]{1,4}[ \-]?\d{2,5})(?!\w)"
)
_DOTTED = re.compile(r"(?<![\w@./])(?P<code>[a-z]{2,}(?:\.[a-z]+)*\.\d{2,})(?![\w@])")
_LETTER_NAME = one_of(
    "اے|بی|سی|ڈی|ای|ایف|جی|ایچ|آئی|جے|کے|ایل|ایم|این|او|پی|کیو|آر|ایس|ٹی|یو|وی|ڈبلیو|ایکس|وائی|زیڈ"
)
_SPOKEN_PLATE = re.compile(
    rf"(?<!\w){_LETTER_NAME}(?:[\s\-]{_LETTER_NAME}){{1,3}}[\s\-]{{1,2}}(?:\d\d[\s\-])?\d{{2,6}}(?!\w)"
    rf"|(?<!\w){_LETTER_NAME}[\s\-]\d{{1,4}}/\d{{2,4}}(?!\w)"
)


def codes_in(text: FoldedText) -> Iterator[Span]:
    """Yield every code of a text.

    >>> from survey_app.disclosure.free_text.folding import fold
    >>> said = "token 4471-09, AJKA-117, under section 9-C, for 50000, slip no 7715, since 2019-20"
    >>> [said[span.start : span.end] for span in codes_in(fold(said))]
    ['4471-09', 'AJKA-117', '7715']
    """
    for match in _TOKEN.finditer(text.letters):
        kind = _kind_of(text, match)
        if kind is not None:
            yield text.span(*match.span(), kind)
    for pattern, kind, is_other in _CODES:
        for match in pattern.finditer(text.letters):
            if not is_other(text.letters, match):
                which = "code" if pattern.groupindex else 0
                yield text.span(*match.span(which), kind)


def _kind_of(text: FoldedText, match: re.Match[str]) -> Kind | None:
    """Return what a word with figures is: a number, a case, a part, or nothing of the kind."""
    token = match.group()
    digits, letters = sum(map(str.isdigit, token)), sum(map(str.isalpha, token))
    if letters == 0:
        return _kind_of_figures(token)
    if _UNIT.fullmatch(token) or _SECTION.fullmatch(token) or _YEAR_AND_WORD.fullmatch(token):
        return None
    if digits >= _MANY:
        return Kind.NUMBER if token.isalnum() else Kind.PART
    if "/" in token and digits >= _FEW:
        return Kind.CASE
    typed = text.span(*match.span(), Kind.PART)
    is_shouted = not text.typed[typed.start : typed.end].islower() or not token.isascii()
    return Kind.PART if digits >= _SOME and "-" in token and is_shouted else None


def _kind_of_figures(token: str) -> Kind | None:
    """Return what figures with strokes alone are: 4471-09 is a part of something, 2019-20 years."""
    first, *others = re.split(r"[\-\u2013]", token)
    is_pair = len(others) == 1 and first.isdigit() and others[0].isdigit()
    if not is_pair or _YEARS.fullmatch(token):
        return None
    return Kind.PART if len(first) >= _MANY and 0 < len(others[0]) < len(first) else None


def _is_amount(letters: str, match: re.Match[str]) -> bool:
    """Say whether figures that stand alone are money, a time or a count."""
    figures, before = match.group(), letters[max(match.start() - 12, 0) : match.start()]
    if _MONEY_AFTER.match(letters, match.end()) or _MONEY_BEFORE.search(before):
        return True
    if figures.startswith("0"):
        return bool(_TIME_BEFORE.search(before))
    return figures.endswith("00")


def _is_counted(letters: str, match: re.Match[str]) -> bool:
    """Say whether the number is that of a barrack, a room or a page."""
    return bool(_ENDS_IN_COUNTED.search(letters[max(match.start() - 12, 0) : match.start()]))


def _is_share(letters: str, match: re.Match[str]) -> bool:
    """Say whether some of many are meant: 10 of 21 women."""
    return bool(_PROSE_OF.match(letters, match.end()))


def _never(_letters: str, _match: re.Match[str]) -> bool:
    return False


_CODES = (
    (_NUMBERED_CODE, Kind.CASE, _is_counted),
    (_BARE, Kind.PART, _is_amount),
    (_OF_YEAR, Kind.CASE, _is_share),
    (_SPOKEN_PLATE, Kind.PART, _never),
    (_PLATE_AFTER, Kind.PART, _never),
    (_ONE_BY_ONE, Kind.PART, _never),
    (_DOUBLED, Kind.PART, _never),
    (_NUMERAL_MONTH, Kind.DATE, _never),
    (_DAY_OF_MONTH, Kind.DATE, _never),
    (_HALF_DATE, Kind.DATE, _never),
    (_NAMED_DATE, Kind.DATE, _never),
    (_FROM_DATE, Kind.DATE, _never),
    (_PLACE_ON_EARTH, Kind.NUMBER, _never),
    (_SAID_DIGITS, Kind.PART, _never),
    (_ACCOUNT, Kind.LINK, _never),
    (_JOINED, Kind.LINK, _never),
    (_DOTTED, Kind.LINK, _never),
)
