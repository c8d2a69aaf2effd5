"""The kinds of empty: why an answer is not there.

Room: xform.
Spec: docs/spec/submission.md. Stored beside the value, never inside it.
"""

from enum import IntEnum


class EmptyKind(IntEnum):
    """Why a value is absent; ANSWERED where it is not. Numbers are the public codes."""

    ANSWERED = 0
    REFUSED = 91
    DONT_KNOW = 92
    NOT_ASKED = 93
    NOT_APPLICABLE = 94
    STOPPED = 95
    NOT_IN_VERSION = 96
    WITHDRAWN = 97
    REDACTED = 98
    UNREACHED = 99

    @property
    def word(self) -> str:
        """Return the word that stands for it in files.

        >>> EmptyKind.DONT_KNOW.word
        'dont_know'
        """
        return _WORDS[self]


_WORDS = {kind: kind.name.lower() for kind in EmptyKind}
_KINDS = {word: kind for kind, word in _WORDS.items()}


def empty_kind(word: str) -> EmptyKind | None:
    """Return the kind a word stands for, None for other words."""
    return _KINDS.get(word.lower())
