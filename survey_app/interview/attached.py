"""The names of photographs and recordings that stand in answers.

Room: interview. The files themselves are the business of whoever keeps the interview.
Spec: docs/spec/attachment.md section 1, docs/spec/submission.md.
"""

from collections.abc import Iterator

from survey_app.interview.live import LiveNode
from survey_app.xform.definition import QuestionDef

_LONGEST_NAME = 255
_NEVER_IN_A_NAME = frozenset('/\\:*?"<>|')


def holds_attachment(question: QuestionDef) -> bool:
    """Say whether the value of a question is the name of a file beside the submission."""
    return question.control == "upload" or question.data_type == "binary"


def is_attachment_name(text: str) -> bool:
    """Say whether `text` names a file beside the submission: no path, no address.

    >>> is_attachment_name("abcdefgh.jpg"), is_attachment_name("jr://images/a.jpg")
    (True, False)
    """
    plain = 0 < len(text) <= _LONGEST_NAME and text.isprintable() and text == text.strip()
    return plain and not text.startswith(".") and not _NEVER_IN_A_NAME & set(text)


def attachments_in(root: LiveNode) -> tuple[str, ...]:
    """Return every file that an answer names, in document order, each once.

    Also answers that are irrelevant now, and instances of repeats that were taken out: both
    may come back.
    """
    return tuple(dict.fromkeys(_names(root)))


def _names(root: LiveNode) -> Iterator[str]:
    for node in root.everything():
        question = node.question
        if question is not None and holds_attachment(question) and is_attachment_name(node.value):
            yield node.value
        for row in (node.parked or {}).values():
            for instance in row:
                yield from _names(instance)
