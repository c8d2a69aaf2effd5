"""A running interview: the one object through which everything is asked and answered.

Room: interview. The door: the methods of `Interview`; `opening` and `editing` make one.
Spec: docs/spec/interview-draft.md, docs/spec/submission.md; ODK XForms 1.0.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC

from survey_app.interview.accepting import SELECTS, Accepted, accepted
from survey_app.interview.attached import attachments_in
from survey_app.interview.choosing import Choice, Offer
from survey_app.interview.errors import (
    IncompleteError,
    KindNotAllowedError,
    NoSuchQuestionError,
    RepeatFixedError,
)
from survey_app.interview.judging import Outcome, Problem, Validity, judge, problems_at
from survey_app.interview.live import LiveNode
from survey_app.interview.places import find, ref_of, repeat_place
from survey_app.interview.rows import Rows
from survey_app.interview.screens import Screen, screen_at
from survey_app.interview.speaking import Said, TextPart, joined
from survey_app.interview.submission import Submission
from survey_app.interview.trail import Trail
from survey_app.interview.viewing import QuestionView
from survey_app.interview.works import Works, loaded_works
from survey_app.xform.definition import QuestionDef, RepeatDef
from survey_app.xform.empties import EmptyKind
from survey_app.xform.kept import TIMED, clean_text

_BY_PEOPLE = frozenset(
    {EmptyKind.REFUSED, EmptyKind.DONT_KNOW, EmptyKind.NOT_ASKED, EmptyKind.WITHDRAWN}
)


class Interview:
    """One interview with one form.

    Rules: a refused answer leaves the old one; an irrelevant place keeps its answer but shows
    blank and is not submitted; whatever is asked between two changes is worked out once.
    """

    def __init__(self, works: Works) -> None:
        self.form = works.form
        self._works = works
        self._document = works.document
        self._engine = works.engine
        self._places = works.engine.places

    # -- language ---------------------------------------------------------------------------

    @property
    def language(self) -> str:
        """Return the tag of the language of the moment."""
        return self._works.draft.language

    @property
    def stopped(self) -> bool:
        """Say whether the interview was stopped before its end."""
        return self._works.draft.stopped

    def set_language(self, tag: str) -> None:
        """Go on in another language; a tag or a name of a language of the form. Answers stay."""
        self._works.speak(tag)
        self._works.settle()

    # -- answers ----------------------------------------------------------------------------

    def answer(self, ref: str, value: str | Sequence[str] | None) -> Outcome:
        """Take an answer and return whether it may stand.

        None or blank takes the answer away. A value of the wrong type or not among the
        choices is refused: the old one stays. Raises: NoSuchQuestionError.
        """
        node, question = self._question_node(ref)
        text, validity = self._accepted(node, question, value)
        if text is None:
            return Outcome(validity)
        before = node.value
        self._engine.set_value(node, text)
        was_marked = node.empty is not None or node.reason
        if was_marked and (text or node.empty is EmptyKind.WITHDRAWN):
            self._engine.mark_empty(node, None if text else node.empty)
        if text != before:
            self._works.trail.changed(ref, before, text)
            self._engine.run()
            self._works.happenings.answered(node)
        return Outcome(self._works.judged(node))

    def mark_empty(self, ref: str, kind: EmptyKind, reason: str = "") -> Outcome:
        """Say why there is no answer; ANSWERED takes the mark away. The value goes.

        Raises: KindNotAllowedError for kinds that only the program sets, NoSuchQuestionError.
        """
        node, _question = self._question_node(ref)
        if kind is EmptyKind.ANSWERED:
            self._engine.mark_empty(node, None)
            return Outcome(self._works.judged(node))
        if kind not in _BY_PEOPLE:
            raise KindNotAllowedError(ref=ref, kind=kind.word)
        had = node.value
        self._works.trail.forget(ref)
        self._engine.set_value(node, "")
        self._engine.mark_empty(node, kind, clean_text(reason))
        self._engine.run()
        if had:
            self._works.happenings.answered(node)
        return Outcome(self._works.judged(node))

    def remark(self, ref: str, comment: str) -> None:
        """Keep what the researcher notes beside a question; "" takes it away.

        It is no answer: no rule sees it, and it goes when the answer is taken back.
        """
        self._question_node(ref)[0].comment = clean_text(comment).strip()

    def strike(self, ref: str) -> Outcome:
        """Take an answer away at her wish, or all answers inside a group or an instance."""
        top = self._node(ref)
        self._works.trail.forget(ref)
        for node in top.everything():
            question = node.question
            node.comment = ""  # it may tell what was taken back
            if question is None or question.control in {None, "note"}:
                continue
            if node.value or node.empty is not None:
                self._engine.set_value(node, "")
                self._engine.mark_empty(node, EmptyKind.WITHDRAWN)
        self._works.settle()
        return Outcome(Validity.OK)

    def stop(self, *, here: bool = True) -> None:
        """End the interview here: what was not reached counts as stopped; or take that back."""
        self._works.draft = replace(self._works.draft, stopped=here)

    # -- what stands at a place ---------------------------------------------------------------

    def value(self, ref: str) -> str:
        """Return the value that rules and the submission see, "" for none."""
        return self._works.said(self._node(ref))

    def empty(self, ref: str) -> EmptyKind | None:
        """Return why there is no answer, where a person said so."""
        return self._node(ref).empty

    def empty_reason(self, ref: str) -> str:
        """Return the reason that came with the kind of empty."""
        return self._node(ref).reason

    def comment(self, ref: str) -> str:
        """Return what the researcher noted beside the question."""
        return self._node(ref).comment

    def relevant(self, ref: str) -> bool:
        """Say whether the place is part of the interview now."""
        return self._node(ref).relevant

    def required(self, ref: str) -> bool:
        """Say whether an answer is needed."""
        return self._node(ref).required

    def readonly(self, ref: str) -> bool:
        """Say whether nobody may change it."""
        return self._node(ref).readonly

    def question(self, ref: str) -> QuestionDef:
        """Return the definition of the question. Raises: NoSuchQuestionError."""
        return self._question_node(ref)[1]

    def exists(self, ref: str) -> bool:
        """Say whether there is such a place now."""
        return find(self.form, self._document, ref) is not None

    def attribute(self, ref: str, name: str) -> str:
        """Return an attribute of the place in the instance, "" for none."""
        local = name.rpartition(":")[2]
        found = (one.value for one in self._node(ref).attributes if one.name == local)
        return next(found, "")

    def validity(self, ref: str) -> Validity:
        """Return what is right or wrong with what stands there now."""
        return judge(self._node(ref), self._works.host)

    def view(self, ref: str) -> QuestionView:
        """Return all that a page shows of a question; of an irrelevant one, only that it is so."""
        return self._works.viewer.view(self._node(ref))

    def views(self, refs: Iterable[str]) -> list[QuestionView]:
        """Return the views of the questions of a page."""
        places, view = self._places, self._works.viewer.view
        return [places[ref].view or view(places[ref]) for ref in refs]

    def attachments(self) -> tuple[str, ...]:
        """Return every file an answer names, also one that is not relevant now."""
        return attachments_in(self._document)

    # -- what is read out ---------------------------------------------------------------------

    def label_parts(self, ref: str) -> tuple[TextPart, ...]:
        """Return the label in pieces, answers that stand in it marked, to be isolated."""
        return self._label(ref).parts

    def label(self, ref: str) -> str:
        """Return the label in the language of the moment."""
        return self._label(ref).text

    def hint_parts(self, ref: str) -> tuple[TextPart, ...]:
        """Return the hint in pieces."""
        node, question = self._question_node(ref)
        return self._works.speaker.parts(question.hint, node)

    def hint(self, ref: str) -> str:
        """Return the hint in the language of the moment."""
        return joined(self.hint_parts(ref))

    def guidance_parts(self, ref: str) -> tuple[TextPart, ...]:
        """Return the note for the researcher in pieces."""
        node, question = self._question_node(ref)
        return self._works.speaker.parts(question.hint, node, "guidance")

    def guidance(self, ref: str) -> str:
        """Return the note for the researcher."""
        return joined(self.guidance_parts(ref))

    def media(self, ref: str, form: str) -> str:
        """Return the address of the label's image, audio, video or big-image, "" for none."""
        return self.all_media(ref).get(form, "")

    def all_media(self, ref: str) -> Mapping[str, str]:
        """Return the addresses of the label's image, big-image, audio and video: those it has."""
        node = self._node(ref)
        wording = None if node.definition is None else node.definition.label
        return self._works.speaker.media(wording, node)

    def constraint_message(self, ref: str) -> str:
        """Return what to say when the answer is not possible."""
        node, question = self._question_node(ref)
        return self._works.speaker.say(question.bind.constraint_message, node)

    def required_message(self, ref: str) -> str:
        """Return what to say when an answer is missing."""
        node, question = self._question_node(ref)
        return self._works.speaker.say(question.bind.required_message, node)

    def choices(self, ref: str) -> tuple[Choice, ...]:
        """Return the choices offered now, in order."""
        node, question = self._question_node(ref)
        return self._offer(node, question).choices

    # -- repeats --------------------------------------------------------------------------------

    def count_repeats(self, ref: str) -> int:
        """Return how many instances there are now; a position at the end of `ref` is ignored."""
        container, name = repeat_place(self.form, self._document, ref)
        return len(container.named(name))

    def can_add_repeat(self, ref: str) -> bool:
        """Say whether a person may add an instance."""
        try:
            container, name = repeat_place(self.form, self._document, ref)
        except NoSuchQuestionError:
            return False
        definition = self.form.nodes.get(f"{container.path}/{name}")
        return isinstance(definition, RepeatDef) and self._works.may_grow(container, definition)

    def can_remove_repeat(self, ref: str) -> bool:
        """Say whether a person may remove this instance."""
        node = self._node(ref)
        definition = node.definition
        return (
            isinstance(definition, RepeatDef) and definition.count is None and not definition.fixed
        )

    def add_repeat(self, ref: str) -> str:
        """Add an instance after the others and return its reference. Raises: RepeatFixedError."""
        container, name = repeat_place(self.form, self._document, ref)
        definition = self.form.nodes.get(f"{container.path}/{name}")
        if not isinstance(definition, RepeatDef) or not self._works.may_grow(container, definition):
            raise RepeatFixedError(ref=ref)
        node = self._engine.add_instance(container, definition)
        self._works.settle()
        self._works.trail.noted("add repeat", ref_of(node))
        return ref_of(node)

    def remove_repeat(self, ref: str) -> None:
        """Take an instance away with all its answers. Raises: RepeatFixedError."""
        if not self.can_remove_repeat(ref):
            raise RepeatFixedError(ref=ref)
        self.rows.take_out(ref)

    @property
    def rows(self) -> Rows:
        """Return what else may be done with rows: move one, take it out, put it back."""
        return Rows(self._works, self._works.settle)

    # -- screens --------------------------------------------------------------------------------

    def screens(self) -> tuple[Screen, ...]:
        """Return the screens that can be reached now, in order."""
        return self._works.screens.all()

    def screen(self, key: str) -> Screen:
        """Return a screen by its key. Raises: NoSuchScreenError."""
        screens = self.screens()
        return screens[screen_at(screens, key)]

    def next_screen(self, key: str) -> Screen | None:
        """Return the screen after this one, None after the last."""
        screens = self.screens()
        at = screen_at(screens, key) + 1
        return screens[at] if at < len(screens) else None

    def previous_screen(self, key: str) -> Screen | None:
        """Return the screen before this one, None before the first."""
        screens = self.screens()
        at = screen_at(screens, key)
        return screens[at - 1] if at else None

    @property
    def trail(self) -> Trail:
        """Return the log of this interview, where the form asks for one: tell it what is shown."""
        return self._works.trail

    # -- the end ----------------------------------------------------------------------------------

    def validate(self) -> tuple[Problem, ...]:
        """Return everything that is missing or not possible, in document order."""
        return tuple(problems_at(self._document.everything(), self._works.host))

    def save(self) -> bytes:
        """Return the interview as canonical JSON; `resume` gives it back unchanged."""
        return self._works.save()

    def instance_xml(self) -> bytes:
        """Return the instance as it stands: a submission that was not finished."""
        return self._works.instance_xml(self.language)

    def piece_xml(self, path: str) -> bytes:
        """Return what the instance holds at one group as XML, b"" where it is not there now."""
        return self._works.piece_xml(path)

    def finalize(self, *, allow_incomplete: bool = True) -> Submission:
        """Return the finished interview; the running one is left as it is.

        Texts that rules put into answers are in the form's default language, so that the
        language of the interview does not change the data. Raises: IncompleteError.
        """
        if not allow_incomplete and (problems := self.validate()):
            raise IncompleteError(count=len(problems))
        last = loaded_works(self.form, self.save(), self._works.environment, self._works.entities)
        last.trail = self._works.trail.copied()
        return last.close(self.language)

    def spend(self) -> Submission:
        """Return what `finalize` returns; after it nothing may be asked of this interview."""
        return self._works.close(self.language)

    def _accepted(
        self, node: LiveNode, question: QuestionDef, value: str | Sequence[str] | None
    ) -> Accepted:
        if node.readonly:
            return Accepted(None, Validity.READ_ONLY)
        if value is None:
            return Accepted("", Validity.OK)
        offered = self._offer(node, question).places if question.control in SELECTS else {}
        zone = self._works.zone if question.data_type in TIMED else UTC
        return accepted(question, value, offered, zone)

    def _offer(self, node: LiveNode, question: QuestionDef) -> Offer:
        view: QuestionView | None = node.view
        if view is not None and view.relevant:
            return view.offer
        return self._works.chooser.offer(node, question)

    def _label(self, ref: str) -> Said:
        node = self._node(ref)
        wording = None if node.definition is None else node.definition.label
        return self._works.speaker.said(wording, node)

    def _node(self, ref: str) -> LiveNode:
        return self._places[ref]

    def _question_node(self, ref: str) -> tuple[LiveNode, QuestionDef]:
        node = self._node(ref)
        if node.question is None:
            raise NoSuchQuestionError(ref=ref)
        return node, node.question
