"""The base error and the registry of error codes.

Room: errors (floor 0). Imports nothing of the project.
Spec: docs/errors.md lists every code with its remedy.
Promise: a text of an error never carries an answer, a passphrase or a key.

    SurveyError
    ├── one class per thing a person can do something about (each room has its own)
    └── code: <ROOM>-<nnn>, unique; msgid: a translatable sentence with the remedy
"""

from collections.abc import Callable, Mapping
from typing import ClassVar

_REGISTRY: dict[str, type["SurveyError"]] = {}


class SurveyError(Exception):
    """Something a person can mend; the sentence says how.

    A subclass sets `code`, `msgid` (named placeholders in braces) and, where a script
    should tell it apart, `exit_code`.

    >>> class LampError(SurveyError):
    ...     code = "LAMP-999"
    ...     msgid = "The lamp {lamp} is off. Switch it on."
    >>> str(LampError(lamp="blue"))
    'The lamp blue is off. Switch it on.'
    >>> LampError(lamp="blue").message(lambda text: text.upper().replace("{LAMP}", "{lamp}"))
    'THE LAMP blue IS OFF. SWITCH IT ON.'
    """

    code: ClassVar[str] = "SURVEY-000"
    msgid: ClassVar[str] = "Something went wrong. Nothing was lost; try again."
    exit_code: ClassVar[int] = 1

    def __init__(self, **details: str | int) -> None:
        super().__init__()
        self.details: Mapping[str, str | int] = details

    def __init_subclass__(cls, **options: object) -> None:
        super().__init_subclass__(**options)
        if "code" not in cls.__dict__:
            return
        known = _REGISTRY.get(cls.code)
        if known is not None and known.__qualname__ != cls.__qualname__:
            raise TypeError(f"error code {cls.code} belongs to {known.__qualname__}")
        _REGISTRY[cls.code] = cls

    def message(self, translate: Callable[[str], str] = lambda text: text) -> str:
        """Return the sentence in the language of `translate`, placeholders filled.

        A translation with a broken placeholder falls back to the source sentence.
        """
        try:
            return translate(self.msgid).format(**self.details)
        except (KeyError, IndexError, ValueError):
            return self.msgid.format(**self.details)

    def __str__(self) -> str:
        return self.message()


class SystemRefusedError(SurveyError):
    """The operating system refused something that no room has words of its own for."""

    code = "SURVEY-001"
    exit_code = 1
    msgid = (
        "The computer refused to read or write {place}: {reason}. Check that the disk is there, "
        "has room and may be written, then try again."
    )


class ProgramFaultError(SurveyError):
    """The program itself is wrong. What it was working on is not repeated: it may be an answer."""

    code = "SURVEY-002"
    exit_code = 1
    msgid = (
        "The program has a fault of its own ({kind} at {place}). What was saved before is safe. "
        "Tell the maintainers this line and what you did; never send real interviews."
    )


def registered_errors() -> Mapping[str, type[SurveyError]]:
    """Return every error class that has been imported, by code."""
    return dict(sorted(_REGISTRY.items()))
