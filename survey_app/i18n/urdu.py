"""What the eye of a careful Urdu reader would stop at, as data.

Room: i18n (floor 1).
Spec: docs/spec/translation-files.md section 7.
"""

from collections.abc import Mapping
from types import MappingProxyType

ARABIC_LETTERS: Mapping[str, str] = MappingProxyType(
    {"ي": "ی", "ى": "ی", "ك": "ک", "ه": "ہ", "ة": "ۃ or ہ"}
)
"""Arabic code points where Urdu has its own: they look alike and are not found by a search."""

ARABIC_PHRASES = ("صلى الله عليه وسلم", "رضي الله عنه", "رضي الله عنها", "عليه السلام")
"""Phrases that are Arabic, written as Arabic writes them."""

FAMILIAR_FORMS = frozenset(
    {"تم", "تمہیں", "تمہارا", "تمہاری", "تمہارے", "تجھے", "تیرا", "تیری", "تیرے"}
    | {"کرو", "بتاؤ", "لکھو", "سنو", "آؤ", "جاؤ", "دیکھو", "رکو", "پوچھو", "سوچو", "چھوڑو"}
)
"""تم and تو, and their imperatives: she is always آپ."""

STIGMA = (
    *("مجرم", "مجرمہ", "قیدن", "ملزمہ", "عادی", "بدنام", "بدکردار", "ناجائز بچہ", "لاوارث"),
    *("بیچاری", "مظلوم عورت", "تحقیقات", "تفتیش", "پوچھ گچھ"),
)
"""Words that blame, pity, or sound like the police."""

SPELLINGS: Mapping[str, str] = MappingProxyType(
    {
        "لئے": "لیے",
        "لیئے": "لیے",
        "کیجئے": "کیجیے",
        "دیجئے": "دیجیے",
        "چاہئے": "چاہیے",
        "گئ": "گئی",
        "انشاءاللہ": "ان شاء اللہ",
        "ہوگیا": "ہو گیا",
        "کیلئے": "کے لیے",
        "کیلیے": "کے لیے",
    }
)
