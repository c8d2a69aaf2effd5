"""Look a translation over: what a person would call a mistake, found by rule.

Room: i18n (floor 1).
Spec: docs/spec/translation-files.md section 7 lists every code.
Promise: an error here would reach her ear or her eye; a warning asks for a second look.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from survey_app.i18n.bidi import DIRECTION_CHARACTERS
from survey_app.i18n.digits import fold_digits
from survey_app.i18n.locales import language
from survey_app.i18n.marking import N_
from survey_app.i18n.placeholders import placeholders
from survey_app.i18n.urdu import (
    ARABIC_LETTERS,
    ARABIC_PHRASES,
    FAMILIAR_FORMS,
    SPELLINGS,
    STIGMA,
)

URDU = "ur"
LONGEST_SHARE = 1.6
"""Unit: Urdu letters for each English letter; longer hardly fits a button or a breath."""
SHORT_TEXT = 40
"""Unit: letters. Shorter texts may be as long as they need."""

_NUMBER = re.compile(r"\d+(?:[.,:]\d+)*")
_REFERENCE = re.compile(r"\$\{[^}]*\}|\{\w+\}|%\(\w+\)[sd]")
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_URDU = "\u0600-\u06ff\ufb50-\ufdff\ufe70-\ufefc"
_LATIN_MARK = re.compile(rf"(?<=[{_URDU}])\s*[?,;](?!\w)|(?<=[{_URDU}])\.(?=\s|$)")
_WORD = re.compile(rf"[{_URDU}]+")
_NON_ASCII_DIGIT = re.compile("[۰-۹٠-٩]")


@dataclass(frozen=True)
class LintRule:
    """One thing to look for: its code, how much it matters, and what to do."""

    code: str
    severity: Literal["error", "warning"]
    msgid: str


@dataclass(frozen=True)
class Remark:
    """A rule that a translation breaks, and the piece of text where it does."""

    rule: LintRule
    piece: str

    @property
    def said(self) -> str:
        """Return the remark in English."""
        return self.rule.msgid.format(piece=self.piece)


PLACEHOLDERS = LintRule(
    "LINT-001", "error", N_("The placeholders differ from the English: {piece}. Use each as it is.")
)
NUMBER_LOST = LintRule(
    "LINT-002", "error", N_("The English says {piece}, the translation does not. Write the number.")
)
NUMBER_NEW = LintRule(
    "LINT-003", "warning", N_("The number {piece} is not in the English. Check it.")
)
ARABIC_LETTER = LintRule(
    "LINT-004", "error", N_("{piece}: an Arabic letter that Urdu writes otherwise. Retype it.")
)
LATIN_MARK = LintRule("LINT-005", "error", N_("{piece} after Urdu text. Use ؟ ، ؛ or ۔ instead."))
QUESTION_LOST = LintRule(
    "LINT-006", "error", N_("The English asks; the translation has no ؟ ({piece}).")
)
HIDDEN = LintRule(
    "LINT-007",
    "error",
    N_("A hidden direction character ({piece}). Remove it; the program sets direction itself."),
)
FAMILIAR = LintRule("LINT-008", "error", N_("{piece} speaks to her as تم or تو. Use آپ."))
STIGMATISING = LintRule("LINT-009", "error", N_("{piece} blames or shames. Choose a neutral word."))
MARKUP = LintRule("LINT-010", "error", N_("{piece} is markup. Texts are plain."))
LONG = LintRule(
    "LINT-011",
    "warning",
    N_("The translation is {piece} times as long as the English. Shorten it."),
)
SPELLING = LintRule("LINT-012", "warning", N_("Spelling: {piece}."))
SPACE_BEFORE_STOP = LintRule("LINT-013", "warning", N_("A blank before {piece}. Remove it."))
BRACKETS = LintRule(
    "LINT-014", "warning", N_("Brackets are not read aloud: {piece}. Say it in words.")
)
OTHER_DIGITS = LintRule(
    "LINT-015", "warning", N_("The digits {piece}: write 0-9, as everywhere else.")
)
TWO_WORDINGS = LintRule(
    "LINT-016", "warning", N_("The same English has two translations: {piece}. Is it meant?")
)

LINT_RULES: tuple[LintRule, ...] = (
    *(PLACEHOLDERS, NUMBER_LOST, NUMBER_NEW, ARABIC_LETTER, LATIN_MARK, QUESTION_LOST, HIDDEN),
    *(FAMILIAR, STIGMATISING, MARKUP, LONG, SPELLING, SPACE_BEFORE_STOP, BRACKETS),
    *(OTHER_DIGITS, TWO_WORDINGS),
)


def lint(source: str, text: str, *, tag: str = URDU, is_heard: bool = False) -> tuple[Remark, ...]:
    """Return what is to be mended in `text`, the translation into `tag` of the English `source`.

    Letters, full stop and words are judged in Urdu alone; other languages have their own.
    `is_heard` texts are read to her: brackets, which nobody reads aloud, count then.

    >>> [remark.rule.code for remark in lint("How old are you?", "آپ کی عمر کیا ہے؟")]
    []
    >>> [remark.rule.code for remark in lint("Wait 3 days.", "تم رکو.")]
    ['LINT-002', 'LINT-005', 'LINT-008', 'LINT-008']
    """
    is_urdu = tag == URDU
    return (
        *_placeholders(source, text),
        *_numbers(source, text),
        *(_letters(text) if is_urdu else ()),
        *_hidden(text),
        *_marks(source, text, tag),
        *(_words(text) if is_urdu else ()),
        *_shape(source, text, is_heard=is_heard),
    )


def _placeholders(source: str, text: str) -> Iterator[Remark]:
    differing = placeholders(source) ^ placeholders(text)
    if differing:
        yield Remark(PLACEHOLDERS, " ".join(sorted(differing)))
    for tag in _TAG.findall(text):
        yield Remark(MARKUP, tag)


def _numbers(source: str, text: str) -> Iterator[Remark]:
    wanted, found = _number_counts(source), _number_counts(text)
    for number in wanted - found:
        yield Remark(NUMBER_LOST, number)
    for number in found - wanted:
        yield Remark(NUMBER_NEW, number)
    other = "".join(_NON_ASCII_DIGIT.findall(text))
    if other:
        yield Remark(OTHER_DIGITS, other)


def _number_counts(text: str) -> Counter[str]:
    return Counter(_NUMBER.findall(fold_digits(_REFERENCE.sub(" ", text))))


def _letters(text: str) -> Iterator[Remark]:
    rest = text
    for phrase in ARABIC_PHRASES:
        rest = rest.replace(phrase, "")
    for letter, urdu in ARABIC_LETTERS.items():
        if letter in rest:
            yield Remark(ARABIC_LETTER, f"{letter} → {urdu}")


def _hidden(text: str) -> Iterator[Remark]:
    for letter in sorted(DIRECTION_CHARACTERS & set(text)):
        yield Remark(HIDDEN, f"U+{ord(letter):04X}")


def _marks(source: str, text: str, tag: str) -> Iterator[Remark]:
    plain = _REFERENCE.sub("x", text)
    for mark in _LATIN_MARK.findall(plain):
        if tag == URDU or mark.strip() != ".":
            yield Remark(LATIN_MARK, mark.strip())
    asked = "؟" if language(tag).direction == "rtl" else "?"
    if source.rstrip().endswith("?") and asked not in text:
        yield Remark(QUESTION_LOST, text[-12:])
    for found in re.finditer(r" (?=[۔،؛؟])", text):
        if text[found.end()] not in source:
            yield Remark(SPACE_BEFORE_STOP, text[found.end()])


def _words(text: str) -> Iterator[Remark]:
    words = _WORD.findall(re.sub("[۔،؛؟٪]", " ", text))
    for word in words:
        if word in FAMILIAR_FORMS:
            yield Remark(FAMILIAR, word)
        if word in SPELLINGS:
            yield Remark(SPELLING, f"{word} → {SPELLINGS[word]}")
    spaced = f" {' '.join(words)} "
    for word in STIGMA:
        if f" {word} " in spaced:
            yield Remark(STIGMATISING, word)


def _shape(source: str, text: str, *, is_heard: bool) -> Iterator[Remark]:
    share = len(text) / max(len(source), 1)
    if len(text) > SHORT_TEXT and share > LONGEST_SHARE:
        yield Remark(LONG, f"{share:.1f}")
    bracket = re.search(r"[(\[][^)\]]*[)\]]?", _REFERENCE.sub("", text))
    if is_heard and bracket:
        yield Remark(BRACKETS, bracket.group())
