"""Invented women for the demo: five from a printed table, thirty from a fixed seed.

Room: workflows. Nobody here exists. Identifiers are planted in the free texts on purpose, so
that the demo can prove that none of them leaves.
Source: the table is Table 1 of Khan 2024 (five mothers, printed row by row in that paper).
"""

import random
from collections.abc import Mapping
from dataclasses import dataclass

TABLE_1 = (
    {"mother_id": "1", "age": "45", "children": "2", "sentence": "12", "offence": "murder"},
    {"mother_id": "2", "age": "35", "children": "3", "sentence": "2", "offence": "theft"},
    {"mother_id": "3", "age": "30", "children": "1", "sentence": "3", "offence": "fraud"},
    {
        "mother_id": "4",
        "age": "40",
        "children": "2",
        "sentence": "5",
        "offence": "house_help_abuse",
    },
    {"mother_id": "5", "age": "29", "children": "1", "sentence": "2", "offence": "theft"},
)

_NAMES = {
    "en": ("Rukhsana", "Shazia", "Parveen", "Nasreen", "Kausar", "Samina", "Zubaida", "Farzana"),
    "ur": ("رخسانہ", "شازیہ", "پروین", "نسرین", "کوثر", "ثمینہ", "زبیدہ", "فرزانہ"),
}
_CHILDREN = {
    "en": ("Muneeba", "Bilal", "Hinana", "Danish", "Areeba", "Zohaib", "Mehak", "Tariq"),
    "ur": ("منیبہ", "بلال", "حنانہ", "دانش", "عریبہ", "زوہیب", "مہک", "طارق"),
}
_PLACES = {
    "en": ("Sheikhupura", "Sahiwal", "Khanewal", "Sukkur", "Mardan", "Jhang"),
    "ur": ("شیخوپورہ", "ساہیوال", "خانیوال", "سکھر", "مردان", "جھنگ"),
}
_TEXTS = {
    "en": (
        "I thought of {child} every night. My sister {name} kept the children in {place}.",
        "They rang {phone} when {child} was ill, and nobody told me for a week.",
        "The card {card} was asked for at every visit. On {day} they sent {name} away.",
        "The days were long. I held on by sewing, and by the hope of seeing them.",
    ),
    "ur": (
        "مجھے ہر رات {child} کی یاد آتی تھی۔ میری بہن {name} نے بچوں کو {place} میں رکھا۔",
        "جب {child} کی طبیعت خراب ہوئی تو انہوں نے {phone} پر فون کیا، مجھے بہت دن بعد بتایا گیا۔",
        "ہر ملاقات پر کارڈ {card} مانگا جاتا تھا۔ {day} کو {name} کو واپس بھیج دیا گیا۔",
        "دن بہت لمبے تھے۔ سلائی کرتی رہی اور بچوں سے ملنے کی امید رکھی۔",
    ),
}
_URDU_DIGITS = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")
_ARABIC_DIGITS = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


@dataclass(frozen=True)
class Woman:
    """One invented respondent: how she speaks, what is fixed, what her texts give away."""

    number: int
    form_id: str
    language: str
    fixed: Mapping[str, str]
    planted: Mapping[str, str]
    seed: int

    def text(self, at: int) -> str:
        """Return her answer number `at` to an open question, identifiers and all."""
        pattern = _TEXTS[self.language][at % len(_TEXTS[self.language])]
        return pattern.format_map(self.planted)

    def child(self, at: int) -> str:
        """Return the pet name of her child number `at`; the first one is in her texts."""
        names = _CHILDREN[self.language]
        return self.planted["child"] if at == 0 else names[(self.seed + at) % len(names)]


def table_1_women() -> tuple[Woman, ...]:
    """Return the five women of the printed table, speaking Urdu and English by turns."""
    return tuple(
        Woman(
            number=at + 1,
            form_id="khan_2024",
            language=("ur", "en")[at % 2],
            fixed=_khan_answers(row),
            planted=_planted(random.Random(1000 + at), ("ur", "en")[at % 2]),
            seed=1000 + at,
        )
        for at, row in enumerate(TABLE_1)
    )


def synthetic_women(count: int = 30) -> tuple[Woman, ...]:
    """Return `count` invented women, the same ones every time."""
    chance = random.Random(2024)
    return tuple(_synthetic(at, chance.randrange(1_000_000)) for at in range(count))


def _synthetic(at: int, seed: int) -> Woman:
    chance = random.Random(seed)
    language = ("ur", "en")[at % 2]
    return Woman(
        number=at + 6,
        form_id="mothers_after_prison",
        language=language,
        fixed={"interview_length": "full" if at % 6 == 0 else "core"},
        planted=_planted(chance, language),
        seed=seed,
    )


def _khan_answers(row: Mapping[str, str]) -> Mapping[str, str]:
    return {
        "mother_id": row["mother_id"],
        "age": row["age"],
        "number_of_children": row["children"],
        "years_of_sentence": row["sentence"],
        "offence_type": row["offence"],
    }


def _planted(chance: random.Random, language: str) -> Mapping[str, str]:
    digits = chance.choice((str, _to_urdu, _to_arabic)) if language == "ur" else str
    middle, last = chance.randrange(10**7), chance.randrange(1, 10)
    return {
        "name": chance.choice(_NAMES[language]),
        "child": chance.choice(_CHILDREN[language]),
        "place": chance.choice(_PLACES[language]),
        "phone": digits(f"03{chance.randrange(5)}{chance.randrange(10)}-{middle:07d}"),
        "card": digits(f"{chance.randrange(31000, 38999)}-{chance.randrange(10**7):07d}-{last}"),
        "day": digits(f"{chance.randrange(1, 29)}/{chance.randrange(1, 13)}/2021"),
    }


def _to_urdu(text: str) -> str:
    return text.translate(_URDU_DIGITS)


def _to_arabic(text: str) -> str:
    return text.translate(_ARABIC_DIGITS)
