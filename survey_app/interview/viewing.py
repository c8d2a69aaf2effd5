"""What a page shows of one question: worked out once, kept until something in it changes.

Room: interview.
Promise: a view is never stale. The rules of a form name what each view looks at, so a change
takes just the views away that it touches; what time or chance decides is never kept.
"""

from collections.abc import Callable

from survey_app.immutable import immutable
from survey_app.interview.choosing import NO_OFFER, Choice, Chooser, Offer
from survey_app.interview.host import FormHost
from survey_app.interview.judging import Validity, judge
from survey_app.interview.live import LiveNode
from survey_app.interview.speaking import SILENCE, Said, Speaker
from survey_app.xform.definition import FormDef, QuestionDef


@immutable
class QuestionView:
    """A question as it stands; of an irrelevant one only that it is irrelevant."""

    relevant: bool
    required: bool
    readonly: bool
    value: str
    validity: Validity
    label: str
    hint: str
    choices: tuple[Choice, ...]
    label_said: Said
    hint_said: Said
    offer: Offer


ABSENT = QuestionView(
    relevant=False,
    required=False,
    readonly=False,
    value="",
    validity=Validity.OK,
    label="",
    hint="",
    choices=(),
    label_said=SILENCE,
    hint_said=SILENCE,
    offer=NO_OFFER,
)


class Viewer:
    """Makes views and keeps them at their nodes."""

    def __init__(
        self,
        form: FormDef,
        host: FormHost,
        speaker: Speaker,
        chooser: Chooser,
        complete: Callable[[], None],
    ) -> None:
        self._host = host
        self._speaker = speaker
        self._chooser = chooser
        self._complete = complete
        self._late = form.routes.waiting
        self._unsteady = _unsteady(form) | self._late

    def view(self, node: LiveNode) -> QuestionView:
        """Return what a page shows of the question at `node` now."""
        known: QuestionView | None = node.view
        if known is not None:
            return known
        if node.path in self._late:
            self._complete()
        made = self._made(node, node.question) if node.question is not None else ABSENT
        if node.path not in self._unsteady and made.offer.lasts:
            node.view = made
        return made

    def _made(self, node: LiveNode, question: QuestionDef) -> QuestionView:
        if not node.relevant:
            return ABSENT
        label = self._speaker.said(question.label, node)
        hint = self._speaker.said(question.hint, node)
        offer = self._chooser.offer(node, question)
        return QuestionView(
            True,  # noqa: FBT003 -- by place: names would cost as much as all the rest
            node.required,
            node.readonly,
            node.shown,
            judge(node, self._host),
            label.text,
            hint.text,
            offer.choices,
            label,
            hint,
            offer,
        )


def _unsteady(form: FormDef) -> frozenset[str]:
    """Return the places whose view time or chance can change without any answer."""
    return frozenset(
        rule.path
        for rule in form.rules
        if rule.aspect in {"shown", "choices"} and not rule.expression.steady
    )
