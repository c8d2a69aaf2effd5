"""Whether an answer can be taken, and in which form it is kept.

Room: interview.
Spec: docs/spec/submission.md, "Values".
"""

from collections.abc import Mapping, Sequence
from datetime import tzinfo
from typing import NamedTuple

from survey_app.interview.attached import is_attachment_name
from survey_app.interview.casting import within_range
from survey_app.interview.judging import Validity
from survey_app.xform.definition import QuestionDef
from survey_app.xform.kept import clean_text, typed

SELECTS = frozenset({"select", "select1", "rank"})
_SEVERAL = 2


class Accepted(NamedTuple):
    """The answer as it is kept, or None and why it is refused."""

    text: str | None
    validity: Validity


def accepted(
    question: QuestionDef, value: str | Sequence[str], offered: Mapping[str, int], zone: tzinfo
) -> Accepted:
    """Return how an answer is kept; `offered` says where each choice of a select stands."""
    names = [value] if isinstance(value, str) else list(value)
    if question.control in SELECTS:
        return _chosen(question, names, offered)
    text = typed(" ".join(names), question.data_type, zone)
    if text is None or (question.control == "upload" and text and not is_attachment_name(text)):
        return Accepted(None, Validity.WRONG_TYPE)
    if question.control == "range" and not within_range(text, question.parameters):
        return Accepted(None, Validity.OUT_OF_RANGE)
    return Accepted(text, Validity.OK)


def _chosen(question: QuestionDef, names: Sequence[str], offered: Mapping[str, int]) -> Accepted:
    if question.control == "select1" and len(names) == 1 and names[0] in offered:
        return Accepted(names[0], Validity.OK)
    wanted = [clean_text(name) for text in names for name in text.split()]
    if question.control == "select1":
        whole = clean_text(" ".join(names))  # a name that was typed may have blanks anywhere
        wanted = [whole if whole in offered else " ".join(wanted)] if wanted else []
    if any(name not in offered for name in wanted):
        return Accepted(None, Validity.NOT_A_CHOICE)
    single = dict.fromkeys(wanted)
    if question.control == "rank" or len(single) < _SEVERAL:
        return Accepted(" ".join(single), Validity.OK)
    order = _list_order(question, offered)
    return Accepted(" ".join(sorted(single, key=order.__getitem__)), Validity.OK)


def _list_order(question: QuestionDef, offered: Mapping[str, int]) -> Mapping[str, int]:
    """Return the choices in the order of the list, however they are shuffled on the page."""
    if question.itemset is None or "randomize(" not in question.itemset.nodeset.source:
        return offered
    listed = dict.fromkeys([*(choice.value for choice in question.choices_all()), *offered])
    return {name: at for at, name in enumerate(listed)}
