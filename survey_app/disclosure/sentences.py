"""A sentence that is put into the reader's language only when it is shown.

Room: disclosure (floor 5).
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from survey_app.canonical import Json


@dataclass(frozen=True)
class Sentence:
    """A whole sentence with named placeholders, and what stands in them.

    Shape: `msgid` is an English sentence that `N_` has marked for translation.

    >>> Sentence("{count} women are in the file.", {"count": 5}).text()
    '5 women are in the file.'
    """

    msgid: str
    params: Mapping[str, str | int] = field(default_factory=dict)

    def text(self, translate: Callable[[str], str] = lambda text: text) -> str:
        """Return the sentence in the language of `translate`.

        A translation with a broken placeholder falls back to the source sentence.
        """
        try:
            return translate(self.msgid).format(**self.params)
        except (KeyError, IndexError, ValueError):
            return self.msgid.format(**self.params)

    def to_json(self) -> Json:
        """Return the sentence as JSON: its source and what stands in it."""
        return {"msgid": self.msgid, "params": dict(self.params)}


def each_once(sentences: Iterable[Sentence]) -> tuple[Sentence, ...]:
    """Return `sentences` with each said once: what stands in the same ones becomes one list.

    Only names are listed: a sentence with a number in it stands alone. So does each in the files.

    >>> same = [Sentence("Left out: {name}.", {"name": one}) for one in ("fed", "hurt")]
    >>> [one.text() for one in each_once([*same, Sentence("Wait.")])]
    ['Left out: fed, hurt.', 'Wait.']
    """
    found: dict[str, list[Sentence]] = {}
    for one in sentences:
        has_number = any(isinstance(part, int) for part in one.params.values())
        found.setdefault(one.text() if has_number else one.msgid, []).append(one)
    return tuple(Sentence(same[0].msgid, _listed(same)) for same in found.values())


def _listed(same: Sequence[Sentence]) -> Mapping[str, str | int]:
    """Return what stands in `same`, each name once, in their order."""
    return {
        name: part
        if isinstance(part, int)
        else ", ".join(dict.fromkeys(str(one.params[name]) for one in same))
        for name, part in same[0].params.items()
    }
