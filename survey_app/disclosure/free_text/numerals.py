"""Words that count, and the months: a text as a string of one letter per word or sign.

Room: disclosure (floor 5). So that dates and phones in words are short patterns over few letters.
Spec: docs/spec/text-review.md section 2.1.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from survey_app.disclosure.free_text.folding import FoldedText, fold
from survey_app.disclosure.free_text.spelling import latin_key, skeleton
from survey_app.disclosure.free_text.spoken import COMPOUND_MONTH, FEAST, class_by_rule

_ZERO = "zero|oh|o|nought|sifar|sifr|صفر|زیرو"
_ONES = (
    "one|two|three|four|five|six|seven|eight|nine|"
    "aik|ek|do|teen|tin|char|chaar|paanch|panch|paach|che|chay|chhe|cheh|saat|sat|aath|ath|nau|"
    "ایک|دو|تین|چار|پانچ|چھ|چھے|سات|آٹھ|نو|"
    "ون|ٹو|تھری|فور|فائیو|فائو|سکس|سیون|ایٹ|نائن"
)
_MORE = (
    "ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|"
    "thirty|"
    "forty|fifty|sixty|seventy|eighty|ninety|"
    "das|dus|dass|bis|tis|unnis|chobis|athais|untis|giara|gyara|gyara|barah|bara|terah|tera|"
    "chaudah|choda|pandrah|pandra|solah|sola|satrah|"
    "satra|atharah|athara|unnees|unees|bees|ikkees|ikees|baees|bais|tees|teis|chobees|chaubees|"
    "pachees|"
    "pachis|chabbees|chabees|sattaees|sattais|athaees|athais|untees|unattees|iktees|ikattees|"
    "chalees|"
    "chalis|pachas|saath|sattar|assi|nabbay|nabbe|navay|navvay|"
    "battees|batees|taintees|tentees|chauntees|chontees|paintees|pentees|chattees|chatees|"
    "saintees|"
    "artees|untalees|iktalees|ikatalees|bayalees|biyalees|taintalees|tentalees|chawalees|"
    "paintalees|pentalees|chiyalees|saintalees|artalees|unchas|ikawan|bawan|tarpan|chawan|pachpan|"
    "chappan|chapan|satawan|athawan|unsath|iksath|basath|tresath|chaunsath|painsath|chiyasath|"
    "sarsath|arsath|unhattar|ikhattar|bahattar|tihattar|chauhattar|pachhattar|pachattar|chihattar|"
    "satattar|athattar|unasi|ikasi|bayasi|tirasi|chaurasi|pachasi|chiyasi|satasi|athasi|nawasi|"
    "ikanway|banway|taranway|chauranway|pachanway|chiyanway|satanway|athanway|ninanway|"
    "دس|گیارہ|بارہ|تیرہ|چودہ|پندرہ|سولہ|سترہ|اٹھارہ|انیس|بیس|اکیس|بائیس|تئیس|تیئس|چوبیس|پچیس|"
    "چھبیس|"
    "ستائیس|اٹھائیس|انتیس|تیس|اکتیس|بتیس|تینتیس|چونتیس|پینتیس|چھتیس|سینتیس|اڑتیس|انتالیس|چالیس|"
    "اکتالیس|بیالیس|تینتالیس|چوالیس|پینتالیس|چھیالیس|سینتالیس|اڑتالیس|انچاس|پچاس|اکاون|باون|ترپن|"
    "چون|پچپن|چھپن|ستاون|اٹھاون|انسٹھ|ساٹھ|اکسٹھ|باسٹھ|تریسٹھ|چونسٹھ|پینسٹھ|چھیاسٹھ|سڑسٹھ|اڑسٹھ|"
    "انہتر|ستر|اکہتر|بہتر|تہتر|چوہتر|پچہتر|چھہتر|ستتر|اٹھتر|اناسی|اسی|اکاسی|بیاسی|تراسی|چوراسی|"
    "پچاسی|"
    "چھیاسی|ستاسی|اٹھاسی|نواسی|نوے|اکانوے|بانوے|ترانوے|چورانوے|پچانوے|چھیانوے|ستانوے|اٹھانوے|"
    "ننانوے"
)
_LARGE = (
    "hundred|thousand|sau|so|sou|soo|hzar|hazr|hzaar|hazar|hazaar|dohazar|dohazaar|سو|ہزار|"
    "دوہزار|ہنڈرڈ"
)
_ORDINALS = (
    "first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|thirteenth|"
    "fourteenth|fifteenth|sixteenth|seventeenth|eighteenth|nineteenth|twentieth|thirtieth|"
    "twenty seventh|"
    "twenty eighth|twenty ninth|thirty first|pehli|pahli|yakam|yakum|doosri|teesri|chauthi|"
    "پہلی|یکم|دوسری|تیسری|چوتھی|پانچویں|چھٹی|ساتویں|آٹھویں|نویں|دسویں|گیارہویں|بارہویں|تیرہویں|"
    "چودہویں|پندرہویں|سولہویں|سترہویں|اٹھارہویں|انیسویں|بیسویں|اکیسویں|پچیسویں|ستائیسویں|تیسویں"
)
_TIMES = "double|triple|dabal|ڈبل|ٹرپل"
_MONTHS = (
    "january|february|march|april|may|june|july|august|september|october|november|december|"
    "jan|feb|mar|apr|jun|jul|aug|agst|sep|sept|oct|nov|dec|janwari|janvari|janury|farwari|farvari|"
    "farwary|"
    "feburary|aprail|aprael|aprel|joon|julai|july|agast|agust|sitambar|sitamber|septembar|aktubar|"
    "aktoobar|october|navambar|nawambar|november|disambar|decembar|dasambar|"
    "جنوری|فروری|مارچ|اپریل|مئی|جون|جولائی|اگست|ستمبر|اکتوبر|نومبر|دسمبر|"
    "muharram|safar|rabi ul awal|rabi ul awwal|rabi us sani|rabi ul sani|jamadi ul awal|rajab|"
    "shaban|"
    "shabaan|ramzan|ramadan|ramazan|shawwal|shawal|zilhaj|zulhijja|zil hajj|zilqad|zulqada|"
    "zulqaad|zilqaad|zilqadah|ziqad|zeeqad|zil qad|zul qada|zulhaj|zilhajj|"
    "zulhijjah|zil haj|rabiul awal|rabiul awwal|rabi ul aakhir|rabiul sani|jamadi us sani|"
    "jumada ul awal|jumada us sani|shabaan ul muazzam|"
    "محرم|صفر|ربیع الاول|ربیع الثانی|جمادی الاول|جمادی الثانی|رجب|شعبان|رمضان|"
    "شوال|ذیقعد|ذی القعد|ذی القعدہ|ذوالقعد|ذی الحجہ|ذیقعدہ|ذی قعدہ|ذوالقعدہ|ذوالحجہ|ذوالحج|"
    "ذی الحج|"
    "chet|chait|vaisakh|visakh|jeth|haar|sawan|bhadon|assu|asuj|katak|kattak|maghar|magghar|poh|"
    "magh|"
    "phagun|phaggan|چیت|بیساکھ|جیٹھ|ہاڑ|ساون|بھادوں|اسوج|کاتک|مگھر|پوہ|ماگھ|پھاگن"
)
_OFTEN_OTHER_WORDS = (
    "may|march|mar|safar|jun|dec|sep|oct|nov|jan|assu|poh|صفر|haar|چیت|jeth|magh|rajab"
)
_NOT_ONLY_MONTHS = frozenset({"ul", "us", "awal", "al", "ذی", "الحج"})
_OF = "of|ki|ke|کی|کے|سن|سنہ|سال|ماہ|mah|maah|san|sun|year|sal|saal"
_NIGHT = "night|raat|shab|day|eve|رات|شب"
_THE = "the"
_DATE = "tareekh|tarikh|taarikh|taareekh|tareek|tarik|tarekh|taareek|تاریخ"
_SUFFIXES = "st|nd|rd|th|ویں"

_TOKEN = re.compile(
    rf"(?<![^\W\d_])(?:(?P<month>{COMPOUND_MONTH})|(?P<feast>{FEAST}))|[^\W\d_]+|\d+|\S"
)
_OF_DAY = re.compile("[vw][aei]{1,3}n?|[wv]i|ah|hijri|وین|وی|وان|ہ|ہجری|عیسوی")
_SIGNS = {
    ",": ",",
    "،": ",",
    "-": "-",
    "/": "-",
    "\u2013": "-",
    "\u060d": "-",
    "\u06d4": ".",
    ".": ".",
    "'": "'",
}
_DAYS = range(1, 32)
_YEAR_DIGITS = 4
_FEWEST_LETTERS = 4


@dataclass(frozen=True)
class Counted:
    """The words and signs of a text, each as one letter, and where they stand.

    Shape: `classes` has one letter per place: Z zero, D one to nine, N further numbers, H hundred
    and thousand, O ordinals, W double; M a month, m a month that is often another word; F of,
    T the, t the end of 5th; r the word date; d a day in figures, y a year in figures, n other
    figures; u a number and w a digit that only a rule knows; E a feast, i the night of one; A and,
    k کو, v mai, which is May or in; `,` `-` `.` `'` signs, e a stop; x all else.
    """

    classes: str
    places: tuple[tuple[int, int], ...]

    def found(self, pattern: re.Pattern[str]) -> Iterator[tuple[int, int, str]]:
        """Yield start and end in the folded text, and the letters, of each match."""
        for match in pattern.finditer(self.classes):
            yield self.places[match.start()][0], self.places[match.end() - 1][1], match.group()


def counted(text: FoldedText) -> Counted:
    """Return `text` as one letter per word or sign.

    >>> counted(fold("the fifth of June 2020, مارچ کی ۱۵")).classes
    'TOFMy,MFd'
    """
    classes, places = [], []
    tokens = list(_TOKEN.finditer(text.letters))
    at = 0
    while at < len(tokens):
        letter, length = _class_at(text, tokens, at)
        classes.append(letter)
        places.append((tokens[at].start(), tokens[at + length - 1].end()))
        at += length
    return Counted("".join(classes), tuple(places))


def number_words() -> frozenset[str]:
    """Return the single words that count, and the months, folded.

    >>> {"twelve", "ikhattar", fold("اکہتر").letters, "shaban"} <= number_words()
    True
    """
    words = f"{_ZERO}|{_ONES}|{_MORE}|{_LARGE}|{_ORDINALS}|{_MONTHS}".split("|")
    parts = {fold(part).letters for word in words for part in word.split()}
    return frozenset(parts - _NOT_ONLY_MONTHS)


def one_of(words: str) -> str:
    """Return an alternative of `words`, folded, longest first; a blank may be missing."""
    parts = sorted({fold(word).letters for word in words.split("|")}, key=len, reverse=True)
    return "(?:" + "|".join(re.escape(part).replace(r"\ ", r"\s?") for part in parts) + ")"


def _class_at(text: FoldedText, tokens: list[re.Match[str]], at: int) -> tuple[str, int]:
    """Return the letter for the token at `at`, and how many tokens it stands for."""
    token = tokens[at].group()
    if tokens[at]["month"] or tokens[at]["feast"]:
        return (_classes().get(token, "M") if tokens[at]["month"] else "E"), 1
    if token.isdigit():
        return _class_of_figures(token), 1
    if at > 0 and tokens[at - 1].group().isdigit() and _OF_DAY.fullmatch(token):
        return "t", 1
    if not token[0].isalpha():
        is_short_month = at > 0 and _classes().get(tokens[at - 1].group(), "") in {"M", "m"}
        return _class_of_sign(text.letters, tokens[at], is_short_month=is_short_month), 1
    for length in (3, 2):
        several = " ".join(one.group() for one in tokens[at : at + length])
        if several in _classes() and len(tokens) >= at + length:
            return _classes()[several], length
    known = _classes().get(token) or _class_by_sound(text, token)
    return known if known != "x" else class_by_rule(token), 1


def _class_by_sound(text: FoldedText, token: str) -> str:
    """Return the class of a number or month in another Latin spelling: ikkis, sitembar."""
    if not text.is_roman or len(token) < _FEWEST_LETTERS or not token.isascii():
        return "x"
    known = _classes_by_key().get(latin_key(token))
    return known or _classes_without_vowels().get(skeleton(token) if is_hasty(token) else "", "x")


def is_hasty(token: str) -> bool:
    """Say whether a Latin word has hardly a vowel: pndrah, chbis."""
    return len(token) - len(skeleton(token)) <= 1


@cache
def _classes_without_vowels() -> dict[str, str]:
    """Return the classes of the longer counting words by their consonants: pndrh."""
    found = {skeleton(word): kind for word, kind in _classes().items() if _is_long(word, kind)}
    return {bare: kind for bare, kind in found.items() if len(bare) >= _FEWEST_LETTERS}


def _is_long(word: str, kind: str) -> bool:
    return kind in "MON" and word.isascii() and word.isalpha()


def _class_of_figures(token: str) -> str:
    if len(token) <= 2 and int(token) in _DAYS:  # noqa: PLR2004 - a day has two figures
        return "d"
    return "y" if len(token) == _YEAR_DIGITS and token[:2] in {"19", "20", "13", "14"} else "n"


def _class_of_sign(letters: str, token: re.Match[str], *, is_short_month: bool) -> str:
    sign = _SIGNS.get(token.group(), "x")
    ends_sentence = sign == "." and letters[token.end() : token.end() + 1].strip() == ""
    return "e" if ends_sentence and not is_short_month else sign


@cache
def _classes_by_key() -> dict[str, str]:
    """Return the classes of counting words and months by what their spellings have in common."""
    return {
        latin_key(word): kind
        for word, kind in _classes().items()
        if kind in "MOHND" and len(word) >= _FEWEST_LETTERS and word.isascii() and word.isalpha()
    }


@cache
def _classes() -> dict[str, str]:
    kinds = (
        *(
            ("A", "and|aur|or|ya|to|till|until|اور|یا|تا"),
            ("k", "ko|کو"),
            ("s", "se|سے"),
            ("p", "mein|men|me|tak|tk|tha|thi|hai|thay|میں|تک|تھا|تھی|ہے"),
            ("v", "mai"),
            ("F", _OF),
            ("T", _THE),
            ("i", _NIGHT),
            ("r", _DATE),
            ("t", _SUFFIXES),
            ("W", _TIMES),
            ("M", _MONTHS),
        ),
        *(("m", _OFTEN_OTHER_WORDS), ("O", _ORDINALS), ("H", _LARGE), ("N", _MORE), ("D", _ONES)),
        ("Z", _ZERO),
    )
    found = {fold(word).letters: kind for kind, words in kinds for word in words.split("|")}
    urdu = (word for word in f"{_ONES}|{_MORE}".split("|") if not word.isascii())
    return {fold(f"{word}ویں").letters: "O" for word in urdu} | found
