"""What pyxform knows by name: types of questions, codes of languages. Loaded when first asked for.

Room: xlsform (floor 4).
"""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import cast

from survey_app.lean import without


@cache
def question_types() -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    """Return what pyxform makes of each type of question that it knows, by its name."""
    with without("numpy"):
        from pyxform.question_type_dictionary import QUESTION_TYPE_DICT  # noqa: PLC0415 - see above

    return cast("Mapping[str, Mapping[str, Mapping[str, str]]]", QUESTION_TYPE_DICT)


def without_a_code(names: Sequence[str]) -> Sequence[str]:
    """Return the names of languages whose code no register knows."""
    with without("numpy"):
        from pyxform.validators.pyxform.iana_subtags import validation  # noqa: PLC0415 - see above

    ask = cast("Callable[[Sequence[str]], Sequence[str]]", validation.get_languages_with_bad_tags)
    return ask(names)
