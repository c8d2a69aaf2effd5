"""The word lists of the finders, read once and folded.

Room: disclosure (floor 5).
Spec: docs/spec/text-review.md section 2.3.
"""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files

from survey_app.disclosure.free_text.folding import fold
from survey_app.disclosure.free_text.spans import Kind


@dataclass(frozen=True)
class Lexicon:
    """Names, places, cue words and the words that are none.

    Shape: `places` maps the words of a place to its kind; every word is folded.
    """

    names: frozenset[str]
    places: Mapping[tuple[str, ...], Kind]
    cues: Mapping[str, frozenset[tuple[str, ...]]]
    common: frozenset[str]

    @cached_property
    def longest_place(self) -> int:
        """Return the number of words of the longest place name."""
        return max(len(words) for words in self.places)


@cache
def lexicon() -> Lexicon:
    """Return the lists that come with the program."""
    return Lexicon(
        names=frozenset(_words("names.csv", "latin", "urdu")),
        places=dict(_places()),
        cues={role: frozenset(_cues(role)) for role in _roles()},
        common=frozenset(_words("common_words.csv", "words")),
    )


def words_of(text: str) -> tuple[str, ...]:
    """Return the folded words of `text`.

    >>> words_of("Kot Lakhpat")
    ('kot', 'lakhpat')
    """
    return tuple(word.text for word in fold(text).words)


def _rows(name: str) -> list[dict[str, str]]:
    source = files("survey_app.disclosure.free_text").joinpath(name)
    return list(csv.DictReader(source.read_text("utf-8").splitlines()))


def _words(name: str, *columns: str) -> Iterator[str]:
    for row in _rows(name):
        for column in columns:
            for part in row[column].split("|"):
                yield from ["".join(words_of(part))] if " " not in part else []


def _places() -> Iterator[tuple[tuple[str, ...], Kind]]:
    for row in _rows("places.csv"):
        for column in ("latin", "urdu"):
            for part in row[column].split("|"):
                yield words_of(part), Kind(row["kind"])


def _roles() -> set[str]:
    return {row["role"] for row in _rows("cues.csv")}


def _cues(role: str) -> Iterator[tuple[str, ...]]:
    for row in _rows("cues.csv"):
        if row["role"] == role:
            yield from (words_of(part) for part in row["words"].split("|"))
