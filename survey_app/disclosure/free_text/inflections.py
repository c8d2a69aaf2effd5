"""Of which words a word may be a form: plurals, verbs.

Room: disclosure (floor 5).
Spec: docs/spec/text-review.md section 2.3.
"""

from collections.abc import Iterator

from survey_app.disclosure.free_text.folding import Word, fold

_FEWEST_SOUNDS = 3
_LONG_ENOUGH = 5
_SHORTEST_ROOT = 2
_FAMILY = fold("انی").letters
"""How families of Sindh and Balochistan are called: گرمانی."""
_VERB_ENDINGS = tuple(
    fold(ending).letters
    for ending in (
        *("تا", "تی", "تے", "تیں", "نا", "نی", "نے", "وا", "وایا", "وائی", "وائے", "واتا", "واتی"),
        *("واتے", "وانا", "وانے", "واؤں", "وائیں", "وا کر", "یا", "ئی", "ئے", "ؤں", "ئیں", "اتا"),
        *("اتی", "اتے", "انا", "انے", "ایا", "ائی", "ائے", "اؤں", "ائیں"),
    )
)
VERB_FORMS = tuple(
    fold(ending).letters
    for ending in (
        "",
        "نا",
        "نے",
        "تا",
        "تی",
        "تے",
        "ا",
        "ی",
        "یا",
        "وں",
        "یں",
        "انا",
        "ایا",
        "ائی",
    )
)


_LATIN_ENDINGS = (
    *(("e", "a"), ("ay", "a"), ("on", ""), ("on", "a"), ("on", "i"), ("ein", ""), ("iyan", "i")),
    *(("in", "i"), ("o", ""), ("un", ""), ("oon", ""), ("ungi", ""), ("unga", ""), ("oongi", "")),
    *(("egi", ""), ("ega", ""), ("enge", ""), ("ed", ""), ("ed", "e"), ("ing", ""), ("ing", "e")),
    *(("ly", ""), ("es", ""), ("ies", "y")),
)


def roots(text: str) -> Iterator[str]:
    """Yield what a folded Urdu word may be a verb of.

    >>> fold("مار").letters in roots(fold("مارتا").letters)
    True
    """
    is_family = text.endswith(_FAMILY) and len(text) > _LONG_ENOUGH
    if is_family or not text.endswith(_VERB_ENDINGS):
        return
    for ending in _VERB_ENDINGS:
        if text.endswith(ending) and len(text) - len(ending) >= _SHORTEST_ROOT:
            yield text[: -len(ending)]


def latin_stems(text: str) -> Iterator[str]:
    """Yield what a Latin word may be a form of.

    >>> "kapra" in latin_stems("kapray"), "dekh" in latin_stems("dekhungi")
    (True, True)
    """
    for ending, stem in _LATIN_ENDINGS:
        if text.endswith(ending) and len(text) - len(ending) > _FEWEST_SOUNDS:
            yield text[: len(text) - len(ending)] + stem


def urdu_stems(word: Word) -> Iterator[str]:
    """Yield what an Urdu word may be a plural or a feminine of."""
    text = word.text
    if text.endswith("ی"):
        yield from (text[:-1] + end for end in "ہا")
    if word.is_nasal and text.endswith(("ون", "ین", "ان")):
        yield from (text[:-2] + end for end in ("", "ہ", "ا", "ی"))
        yield text[:-1]
