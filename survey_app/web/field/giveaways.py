"""Words that would tell a bystander what the study is about, and names that do not hold them.

Room: web, field desk.
Promise: the name of a questionnaire that says too much stands on no page, not even in its source.
"""

import re

from survey_app.canonical import sha256_hex

# whole words in Urdu (as parts of words they mean other things), parts of words in English
WORDS = re.compile(
    r"prison|jail|gaol|inmate|convict|custod|penitent|incarcerat"
    r"|(?<!\w)(?:جیل|قید|قیدی|قیدیوں|قیدن|زندان|حوالات|اسیر|مجرم|مجرمہ)(?!\w)",
    re.IGNORECASE,
)
_MARK_LENGTH = 12


def says_too_much(text: str) -> bool:
    """Say whether a word of prison stands in the text.

    >>> says_too_much("mothers_after_prison"), says_too_much("جیل میں"), says_too_much("تنقید")
    (True, True, False)
    """
    return WORDS.search(text) is not None


def quiet_name(form_id: str) -> str:
    """Return the name by which a page calls a form: its id, or noise when that says too much."""
    return sha256_hex(form_id.encode())[:_MARK_LENGTH] if says_too_much(form_id) else form_id
