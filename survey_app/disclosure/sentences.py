"""A sentence that is put into the reader's language only when it is shown.

Room: disclosure (floor 5).
"""

from collections.abc import Callable, Mapping
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
