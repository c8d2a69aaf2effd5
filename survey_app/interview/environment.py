"""What an interview takes from outside: time, chance, names.

Room: interview.
"""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from survey_app.clock import Clock


@dataclass(frozen=True)
class Environment:
    """The clock, the source of chance, the maker of new UUIDs.

    `user` is what the log calls the interviewer: a pseudonym, never a name.
    """

    clock: Clock
    random: Random
    new_uuid: Callable[[], str]
    user: str = ""
