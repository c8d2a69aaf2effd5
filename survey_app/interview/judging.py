"""Whether an answer may stand.

Room: interview.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple

from survey_app.interview.asking import ask_truth
from survey_app.interview.host import FormHost
from survey_app.interview.live import LiveNode
from survey_app.interview.places import ref_of
from survey_app.xpath.evaluation import Context


class Validity(Enum):
    """What is right or wrong with an answer."""

    OK = "OK"
    REQUIRED_BUT_EMPTY = "REQUIRED_BUT_EMPTY"
    CONSTRAINT_VIOLATED = "CONSTRAINT_VIOLATED"
    WRONG_TYPE = "WRONG_TYPE"
    OUT_OF_RANGE = "OUT_OF_RANGE"
    NOT_A_CHOICE = "NOT_A_CHOICE"
    READ_ONLY = "READ_ONLY"


@dataclass(frozen=True)
class Problem:
    """A place and what is wrong there."""

    ref: str
    validity: Validity


class Outcome(NamedTuple):
    """What became of an answer: whether it may stand."""

    validity: Validity

    @property
    def ok(self) -> bool:
        """Say whether nothing is wrong."""
        return self.validity is Validity.OK


def problems_at(nodes: Iterable[LiveNode], host: FormHost) -> Iterator[Problem]:
    """Yield what is missing or not possible at `nodes`, in their order."""
    for node in nodes:
        validity = judge(node, host)
        if validity is not Validity.OK:
            yield Problem(ref_of(node), validity)


def judge(node: LiveNode, host: FormHost) -> Validity:
    """Return what is right or wrong with what stands at `node` now."""
    question = node.question
    if question is None or not node.relevant:
        return Validity.OK
    if not node.shown:
        missing = node.required and node.empty is None and question.control not in {None, "note"}
        return Validity.REQUIRED_BUT_EMPTY if missing else Validity.OK
    constraint = question.bind.constraint
    if constraint is None:
        return Validity.OK
    if not constraint.steady:
        host.turn(node, "constraint")
    holds = ask_truth(constraint, Context(node, host), otherwise=True)
    return Validity.OK if holds else Validity.CONSTRAINT_VIOLATED
