"""What an interview takes from outside: time, chance, names.

Room: interview.
"""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from survey_app.clock import Clock


def nobody_signed(_key: bytes, _signature: bytes, _message: bytes) -> bool:
    """Return False: where no signatures can be checked, none is good."""
    return False


@dataclass(frozen=True)
class Environment:
    """The clock, the source of chance, the maker of new UUIDs.

    `is_signed` checks a signature: key, signature, message. `user` is what the log calls the
    interviewer, `device` what a form may call the laptop: pseudonyms, never names. With
    `private_aside` a part that is answered alone is one screen without questions.
    """

    clock: Clock
    random: Random
    new_uuid: Callable[[], str]
    user: str = ""
    is_signed: Callable[[bytes, bytes, bytes], bool] = nobody_signed
    device: str = ""
    private_aside: bool = False
