"""Made words that were typed while another keyboard was switched on.

Room: vault.
Spec: docs/spec/keys-and-slots.md section 5. The layouts are frozen: a slot sealed today must
    open when the same keys are pressed in ten years.
Promise: only text that spells words of our list, all on one keyboard, is read as those
    words; every other text stays what it is.
"""

from collections.abc import Mapping, Sequence

from survey_app.vault.letters import one_form
from survey_app.vault.words import WORDS, word

# What the keys a to z give, key by key. Source: xkeyboard-config 2.35 (pk, ara, ir, af, de, fr).
LAYOUTS: Mapping[str, Sequence[str]] = {
    "Urdu, phonetic": tuple("ابچدعفگحیجکلمنہپقرستءطوشےز"),
    "Urdu, Windows and NLA": tuple("مشےرھنلہباکیعغجحطدوٹتسصفپق"),
    "Urdu, Arabic variant": tuple("ابچدعفگھیجکلمنہپقرستءطوشےز"),
    "Sindhi": tuple("ابطديفگهڳجڪلمنوپقرستعڀصخٿز"),
    "Pashto": tuple("شذزیثبلاهتنمړدخحضقسفعرصېغۍ"),
    "Persian": tuple("شذزیثبلاهتنمپدخحضقسفعرصطغظ"),
    "Arabic": ("ش", "لا", *"ؤيثبلاهتنمةىخحضقسفعرصءغئ"),
    "German": tuple("abcdefghijklmnopqrstuvwxzy"),
    "French": tuple("qbcdefghijkl,noparstuvzxyw"),
}
_FIRST = ord("a")


def as_made(text: str) -> str:
    """Return the made words that `text` spells on some keyboard or in capitals, else `text`.

    Shape: `text` has one blank between words and is in one form (`letters.one_form`).

    >>> as_made("Greybird COLDLAKE"), as_made("گرعےبیرد چہلدلاکع")
    ('greybird coldlake', 'greybird coldlake')
    >>> as_made("my own sentence")
    'my own sentence'
    """
    made = [word(number) for number in range(WORDS)]
    lowered = text.lower().split(" ")
    if min(map(len, lowered)) < min(map(len, made)):
        return text
    if set(lowered) <= set(made):
        return " ".join(lowered)
    for keys in LAYOUTS.values():
        read = _read_on([one_form(key) for key in keys], lowered, made)
        if read is not None:
            return read
    return text


def typed_on(keys: Sequence[str], made: str) -> str:
    """Return what appears when the keys of the word `made` are pressed."""
    return "".join(keys[ord(letter) - _FIRST] for letter in made)


def _read_on(keys: Sequence[str], tokens: Sequence[str], made: Sequence[str]) -> str | None:
    """Return the made words of `tokens` on one keyboard; None when one of them is no such word."""
    if not set("".join(tokens)) <= set("".join(keys)):
        return None
    typed = {typed_on(keys, one): one for one in made}
    known = [typed[token] for token in tokens if token in typed]
    return " ".join(known) if len(known) == len(tokens) else None
