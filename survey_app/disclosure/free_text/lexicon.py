"""The word lists of the finders, read once and folded.

Room: disclosure (floor 5).
Spec: docs/spec/text-review.md section 2.3; where each list comes from: `sources.csv`.
"""

import csv
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache, cached_property, lru_cache
from importlib.resources import files

from survey_app.disclosure.free_text.folding import Word, fold, fold_list
from survey_app.disclosure.free_text.inflections import (
    VERB_FORMS,
    latin_stems,
    roots,
    urdu_stems,
)
from survey_app.disclosure.free_text.numerals import number_words
from survey_app.disclosure.free_text.sounds import is_near
from survey_app.disclosure.free_text.spelling import (
    fits,
    latin_frame,
    latin_key,
    skeleton,
    urdu_frame,
)

Words = tuple[str, ...]

_WORD = re.compile(r"[^\W\d_]+")
_FEWEST_SOUNDS = 3
_LONG_ENOUGH = 5
_FEW_APART = 2


@dataclass(frozen=True)
class Lexicon:
    """Names, places, cue words and the words that are none.

    Shape: every word is folded; `names` holds runs of words; `spellings` leads from one spelling
    of a name or place to all of its row, in both scripts and without blanks; `places` to
    district, town or prison; `labels` from a cue to the role that its person has.
    """

    names: frozenset[Words]
    spellings: Mapping[str, frozenset[str]]
    places: Mapping[Words, str]
    cues: Mapping[str, frozenset[Words]]
    labels: Mapping[Words, str]
    common: frozenset[str]
    english: frozenset[str]
    never: frozenset[str]

    @cached_property
    def place_lengths(self) -> Mapping[str, tuple[int, ...]]:
        """Return how many words a place that starts with a word can have, longest first."""
        return _lengths(self.places)

    @cached_property
    def place_keys(self) -> Mapping[str, str]:
        """Return the kind of each listed Latin place by what its spellings have in common."""
        latin = (("".join(one), kind) for one, kind in self.places.items() if one[0].isascii())
        return {latin_key(joined): kind for joined, kind in latin if len(joined) >= _LONG_ENOUGH}

    @cached_property
    def place_frames(self) -> Mapping[str, frozenset[Words]]:
        """Return the vowels of the listed Latin places by their consonants."""
        return _frames(one for one in self.places if one[0].isascii())

    @cached_property
    def name_lengths(self) -> Mapping[str, tuple[int, ...]]:
        """Return the same for names."""
        return _lengths(self.names)

    @cached_property
    def cue_lengths(self) -> Mapping[str, Mapping[str, tuple[int, ...]]]:
        """Return the same for the cues of each role."""
        return {role: _lengths(cues) for role, cues in self.cues.items()}

    @cached_property
    def common_keys(self) -> frozenset[str]:
        """Return the everyday Latin words, whatever their spelling."""
        return frozenset(latin_key(word) for word in self.common if word.isascii())

    @cached_property
    def common_skeletons(self) -> frozenset[str]:
        """Return the letters but vowels of the everyday Latin words, as they are typed in haste."""
        return frozenset(skeleton(word) + word[-1] for word in self.common if word.isascii())

    @cached_property
    def common_frames(self) -> Mapping[str, frozenset[Words]]:
        """Return the vowels of the everyday Urdu words by their consonants."""
        found: dict[str, set[Words]] = defaultdict(set)
        for word in self.common:
            if not word.isascii():
                consonants, vowels = urdu_frame(word)
                found[consonants].add(vowels)
        return {consonants: frozenset(vowels) for consonants, vowels in found.items()}

    @cached_property
    def name_keys(self) -> frozenset[str]:
        """Return the listed Latin names, whatever their spelling."""
        return frozenset(latin_key("".join(one)) for one in self.names if one[0].isascii())

    @cached_property
    def frames(self) -> Mapping[str, frozenset[Words]]:
        """Return the vowels of the listed Latin names by their consonants."""
        return _frames(name for name in self.names if name[0].isascii())

    @cached_property
    def name_parts(self) -> frozenset[str]:
        """Return every word that is a listed name, or a part of one."""
        return frozenset(word for name in self.names for word in name)

    @cached_property
    def cue_words(self) -> frozenset[str]:
        """Return every single word that is a cue of some role, and no second part of names."""
        roles = (cues for role, cues in self.cues.items() if role != "second")
        return frozenset(cue[0] for cues in roles for cue in cues if len(cue) == 1)

    @cached_property
    def cue_keys(self) -> frozenset[str]:
        """Return the Latin cues of people, whatever their spelling."""
        alone = (one[0] for one in self.cues["before"] if len(one) == 1 and one[0].isascii())
        return frozenset(latin_key(one) for one in alone if len(one) > _FEWEST_SOUNDS)

    def sounds_as_cue(self, word: Word) -> bool:
        """Say whether a Latin word is another spelling of a cue: hawaldaar, thanedaar."""
        is_other = word.text in self.common or word.text in self.english or self._is_exact(word)
        return word.is_latin and not is_other and latin_key(word.text) in self.cue_keys

    def work_out(self) -> None:
        """Work out now what would otherwise be worked out for the first words that are sought."""
        for name, made in vars(Lexicon).items():
            if isinstance(made, cached_property):
                getattr(self, name)

    def kind_of_place(self, joined: str) -> str | None:
        """Return what a place is that is spelt otherwise than in the lists, or in Urdu letters.

        >>> lexicon().kind_of_place("muzafargarh"), lexicon().kind_of_place(fold("درزندہ").letters)
        ('district', 'town')
        """
        if joined[0].isascii():
            return self.place_keys.get(latin_key(joined)) if len(joined) >= _LONG_ENOUGH else None
        consonants, vowels = urdu_frame(joined)
        fitting = self.place_frames.get(consonants, ()) if len(joined) >= _LONG_ENOUGH else ()
        is_place = len(consonants) >= _FEWEST_SOUNDS and any(fits(one, vowels) for one in fitting)
        return "town" if is_place else None

    def kind_of_hasty_place(self, joined: str) -> str | None:
        """Return what a Latin place is whose vowels are left out or changed.

        >>> [lexicon().kind_of_hasty_place(said) for said in ("gujranwla", "taxla", "khirki")]
        ['town', 'town', None]
        """
        sounds = latin_frame(joined)[0].lower()
        written = latin_key(joined)
        for place in self.hasty_places.get(sounds, ()):
            is_alike = place[0] == written[0] and abs(len(place) - len(written)) <= _FEW_APART
            if is_near(place, written) or (is_alike and len(sounds) > _FEWEST_SOUNDS):
                return "town"
        return None

    @cached_property
    def hasty_places(self) -> Mapping[str, frozenset[str]]:
        """Return the listed Latin places by their consonants."""
        found: dict[str, set[str]] = defaultdict(set)
        for joined in ("".join(one) for one in self.places if one[0].isascii()):
            if len(joined) >= _LONG_ENOUGH:
                found[latin_frame(joined)[0].lower()].add(latin_key(joined))
        return {sounds: frozenset(keys) for sounds, keys in found.items()}

    def is_common(self, word: Word) -> bool:
        """Say whether this is an everyday word, or a spelling of one in Latin letters."""
        if word.text in self.common:
            return True
        return word.is_latin and not self._is_exact(word) and self._is_common_latin(word.text)

    def is_plain(self, word: Word, *, in_roman: bool) -> bool:
        """Say whether a word with a capital is no name: an everyday word of that language.

        >>> imdad = fold("Imdad").words[0]
        >>> lexicon().is_plain(imdad, in_roman=True), lexicon().is_plain(imdad, in_roman=False)
        (True, False)
        """
        words = self.common if in_roman else self.english
        return word.text in words or (word.text.endswith("s") and word.text[:-1] in words)

    def is_inflected(self, word: Word) -> bool:
        """Say whether an everyday word or a cue stands here in another form.

        >>> [lexicon().is_inflected(fold(word).words[0]) for word in ("دروازے", "گارڈ", "زرملیکہ")]
        [True, True, False]
        """
        if word.text in self.cue_words or self.sounds_as_cue(word):
            return True
        if word.is_latin:
            return any(self._is_common_latin(stem) for stem in latin_stems(word.text))
        return any(stem in self.common for stem in urdu_stems(word)) or self.is_verb(word)

    def is_verb(self, word: Word) -> bool:
        """Say whether an Urdu word is a form of a verb of which everyday forms are listed.

        >>> [lexicon().is_verb(fold(word).words[0]) for word in ("لکھواؤں", "مارتا", "شبانہ")]
        [True, True, False]
        """
        return self.is_verb_form(word.text)

    def is_verb_form(self, text: str) -> bool:
        """Say the same of a folded word without the text it stands in."""
        return any(sum(root + one in self.common for one in VERB_FORMS) > 1 for root in roots(text))

    def is_written_in_haste(self, word: Word) -> bool:
        """Say whether a small Latin word is an everyday one: without vowels, or one known in Urdu.

        >>> said = [fold(word).words[0] for word in ("rha", "bht", "manzoor", "razia")]
        >>> [lexicon().is_written_in_haste(word) for word in said]
        [True, True, True, False]
        """
        if not word.is_latin or word.is_capital:
            return False
        if self._is_exact(word):
            return not self.common.isdisjoint(self.spellings.get(word.text, ()))
        bare = skeleton(word.text)
        is_short = len(word.text) - len(bare) <= 1 < len(bare)
        if is_short and bare + word.text[-1] in self.common_skeletons:
            return True
        consonants, vowels = latin_frame(word.text)
        return len(consonants) >= _FEWEST_SOUNDS and any(
            fits(vowels, urdu) and bool(vowels[-1]) == bool(urdu[-1])
            for urdu in self.common_frames.get(consonants, ())
        )

    def _is_common_latin(self, text: str) -> bool:
        return latin_key(text) in self.common_keys or (
            text.endswith("s") and len(text) > _LONG_ENOUGH and text[:-1] in self.common
        )

    def is_name(self, word: Word) -> bool:
        """Say whether a list knows this one word as a name, in either script."""
        if self._is_exact(word):
            return True
        if word.is_latin:
            return len(word.text) >= _LONG_ENOUGH and latin_key(word.text) in self.name_keys
        is_other = word.text in self.common or word.text in self.cue_words
        is_other = is_other or word.is_inflected_urdu
        return not is_other and self._is_latin_name(word.text)

    def _is_exact(self, word: Word) -> bool:
        return (word.text,) in self.names

    def _is_latin_name(self, text: str) -> bool:
        consonants, vowels = urdu_frame(text)
        return len(consonants) >= _FEWEST_SOUNDS and any(
            fits(latin, vowels) for latin in self.frames.get(consonants, ())
        )


@cache
def lexicon() -> Lexicon:
    """Return the lists that come with the program."""
    rows = [_spelt(row) for row in _rows("names.csv")]
    places = [(row["kind"], _spelt(row)) for row in _rows("places.csv")]
    return Lexicon(
        names=frozenset(name for row in rows for name in row),
        spellings=_spellings([*rows, *(row for _, row in places)]),
        places={place: kind for kind, row in places for place in row},
        cues={role: frozenset(_cues(role)) for role in _roles()},
        labels=dict(_labels()),
        common=number_words().union(_everyday(lambda script: script != ""), _frequent()),
        english=number_words().union(
            _everyday(lambda script: script in {"english", "never"}),
            _plain_english(),
        ),
        never=frozenset(_everyday(lambda script: script == "never")),
    )


@cache
def beside_cues() -> Lexicon:
    """Return the same lists with fewer everyday words: what a title introduces is rarely one.

    >>> [fold("سہاگن").letters in one.common for one in (lexicon(), beside_cues())]
    [False, False]
    """
    lists = lexicon()
    few = number_words().union(
        _everyday(lambda script: script not in {"", "told"}),
        (word for word in lists.common if lists.is_verb_form(word)),
    )
    more = (name for row in _rows("everyday_names.csv") for name in _spelt(row))
    fewer = replace(lists, common=few, names=lists.names.union(more))
    _rows.cache_clear()
    for name in (
        "place_lengths",
        "name_lengths",
        "cue_lengths",
        "cue_keys",
        "name_keys",
        "frames",
        "place_keys",
    ):
        vars(fewer)[name] = getattr(lists, name)
    vars(fewer)["common_frames"] = {}  # صبر is everyday, and "warder sabir" still a man
    return fewer


def lists_are_read() -> bool:
    """Say whether `lexicon` would answer at once."""
    return lexicon.cache_info().currsize > 0


def words_of(text: str) -> Words:
    """Return the folded words of `text`.

    >>> words_of("Kot Lakhpat")
    ('kot', 'lakhpat')
    """
    return tuple(word.text for word in fold(text).words)


def _lengths(runs: Iterable[Words]) -> dict[str, tuple[int, ...]]:
    found: dict[str, set[int]] = defaultdict(set)
    for run in runs:
        found[run[0]].add(len(run))
    return {first: tuple(sorted(lengths, reverse=True)) for first, lengths in found.items()}


def _frames(latin: Iterable[Words]) -> dict[str, frozenset[Words]]:
    found: dict[str, set[Words]] = defaultdict(set)
    for one in latin:
        consonants, vowels = latin_frame("".join(one))
        found[consonants].add(vowels)
    return {consonants: frozenset(vowels) for consonants, vowels in found.items()}


def _everyday(is_wanted: Callable[[str], bool]) -> Iterator[str]:
    for row in _rows("common_words.csv"):
        if is_wanted(row["script"]):
            yield from ("".join(_WORD.findall(part)) for part in _parts(row, "words"))


@lru_cache(maxsize=2)
def _rows(name: str) -> list[dict[str, str]]:
    """Return the rows of a list, folded as a whole; the last two are kept while all are read."""
    source = files("survey_app.disclosure.free_text").joinpath(name)
    return list(csv.DictReader(fold_list(source.read_text("utf-8")).splitlines()))


def _plain_english() -> list[str]:
    """Return the words of English prose: small letters already, nothing to fold."""
    source = files("survey_app.disclosure.free_text").joinpath("english_words.csv")
    return source.read_text("utf-8").replace("\n", "|").split("|")


def _frequent() -> Iterator[str]:
    """Return the words that newspapers and chats use most and that are no names."""
    for row in (*_rows("urdu_words.csv"), *_rows("roman_words.csv")):
        yield from _parts(row, "words")


def _parts(row: Mapping[str, str], *columns: str) -> Iterator[str]:
    for column in columns:
        yield from (part for part in row[column].split("|") if part)


def _spelt(row: Mapping[str, str]) -> list[Words]:
    return [tuple(_WORD.findall(part)) for part in _parts(row, "latin", "urdu")]


def _spellings(rows: Iterable[list[Words]]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        joined = {"".join(name) for name in row}
        for one in joined:
            found[one] |= joined
    return {one: frozenset(others) for one, others in found.items()}


def _roles() -> set[str]:
    return {row["role"] for row in _rows("cues.csv")}


def _cues(role: str) -> Iterator[Words]:
    for row in _rows("cues.csv"):
        if row["role"] == role:
            yield from (tuple(_WORD.findall(part)) for part in _parts(row, "words"))


def _labels() -> Iterator[tuple[Words, str]]:
    for row in _rows("cues.csv"):
        if row["label"]:
            yield from ((tuple(_WORD.findall(part)), row["label"]) for part in _parts(row, "words"))
