"""A running interview: the one object through which everything is asked and answered.

Room: interview. The door: `begin`, `resume`, and the methods of `Interview`.
Spec: docs/spec/interview-draft.md, docs/spec/submission.md; ODK XForms 1.0.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC
from typing import TypeVar, cast

from survey_app.interview.casting import clean_text, typed, within_range
from survey_app.interview.choosing import Choice, Chooser
from survey_app.interview.drafting import Draft, hold, load, save
from survey_app.interview.environment import Environment
from survey_app.interview.errors import (
    IncompleteError,
    KindNotAllowedError,
    NoSuchQuestionError,
    NoSuchScreenError,
    RepeatFixedError,
)
from survey_app.interview.happening import Happenings
from survey_app.interview.host import FormHost
from survey_app.interview.judging import Outcome, Problem, Validity, judge
from survey_app.interview.live import LiveNode, grow
from survey_app.interview.places import Refs, find, ref_of, repeat_place
from survey_app.interview.preloading import preload, preload_end
from survey_app.interview.recalculation import Recalculation
from survey_app.interview.routes import routes_of
from survey_app.interview.screens import Screen, Screens
from survey_app.interview.speaking import Speaker, TextPart, joined
from survey_app.interview.submission import Submission, read_submission, write_submission
from survey_app.xform.definition import FormDef, QuestionDef, RepeatDef
from survey_app.xform.empties import EmptyKind
from survey_app.xpath.evaluation import Context

_T = TypeVar("_T")
_SELECTS = frozenset({"select", "select1", "rank"})
_BY_PEOPLE = frozenset(
    {EmptyKind.REFUSED, EmptyKind.DONT_KNOW, EmptyKind.NOT_ASKED, EmptyKind.WITHDRAWN}
)


class Interview:
    """One interview with one form.

    Rules: a refused answer leaves the old one; an irrelevant place keeps its answer but shows
    blank and is not submitted; whatever is asked between two changes is worked out once.
    """

    def __init__(
        self, form: FormDef, document: LiveNode, environment: Environment, draft: Draft
    ) -> None:
        self.form = form
        self._document = document
        self._environment = environment
        self._draft = draft
        self._host = FormHost(form, document, environment.clock, draft.seed)
        self._engine = Recalculation(form, routes_of(form), self._host, document)
        self._happenings = Happenings(form, self._host, self._engine, document)
        self._speaker = Speaker(form, self._host)
        self._chooser = Chooser(form, self._host, self._speaker)
        self._screens = Screens(form, document, self._speaker, self._may_grow)
        self._host.read_text = lambda name: self._speaker.by_id(name, document)
        self._host.read_choice = self._chooser.name
        self._known: dict[tuple[str, str], object] = {}
        self._speaker.language = form.language_for(draft.language) or form.default_language

    # -- language ---------------------------------------------------------------------------

    @property
    def language(self) -> str:
        """Return the tag of the language of the moment."""
        return self._draft.language

    @property
    def stopped(self) -> bool:
        """Say whether the interview was stopped before its end."""
        return self._draft.stopped

    def set_language(self, tag: str) -> None:
        """Go on in another language; a tag or a name of a language of the form. Answers stay."""
        self._draft = Draft(tag, self._draft.seed, self._draft.instance_id, self._draft.stopped)
        self._speaker.language = self.form.language_for(tag) or self.form.default_language
        self._engine.tongue_changed()
        self._settle()

    # -- answers ----------------------------------------------------------------------------

    def answer(self, ref: str, value: str | Sequence[str] | None) -> Outcome:
        """Take an answer and return what changed and whether it may stand.

        None or blank takes the answer away. A value of the wrong type or not among the
        choices is refused: the old one stays. Raises: NoSuchQuestionError.
        """
        node, question = self._question_node(ref)
        text, validity = self._accepted(node, question, value)
        if text is None:
            return Outcome((), validity)
        before = node.value
        self._engine.set_value(node, text)
        if text or node.empty is EmptyKind.WITHDRAWN:
            self._engine.mark_empty(node, None if text else node.empty)
        if text != before:
            self._engine.run()
            self._happenings.answered(node)
        return Outcome(self._settle(), self.validity(ref))

    def mark_empty(self, ref: str, kind: EmptyKind, reason: str = "") -> Outcome:
        """Say why there is no answer; ANSWERED takes the mark away. The value goes.

        Raises: KindNotAllowedError for kinds that only the program sets, NoSuchQuestionError.
        """
        node, _question = self._question_node(ref)
        if kind is EmptyKind.ANSWERED:
            self._engine.mark_empty(node, None)
            return Outcome(self._settle(), self.validity(ref))
        if kind not in _BY_PEOPLE:
            raise KindNotAllowedError(ref=ref, kind=kind.word)
        had = node.value
        self._engine.set_value(node, "")
        self._engine.mark_empty(node, kind, clean_text(reason))
        if had:
            self._engine.run()
            self._happenings.answered(node)
        return Outcome(self._settle(), self.validity(ref))

    def strike(self, ref: str) -> Outcome:
        """Take an answer away at her wish, or all answers inside a group or an instance."""
        top = self._node(ref)
        for node in top.everything():
            question = node.question
            if question is None or question.control in {None, "note"}:
                continue
            if node.value or node.empty is not None:
                self._engine.set_value(node, "")
                self._engine.mark_empty(node, EmptyKind.WITHDRAWN)
        return Outcome(self._settle(), Validity.OK)

    def stop(self) -> None:
        """End the interview here: what was not reached counts as stopped."""
        draft = self._draft
        self._draft = Draft(draft.language, draft.seed, draft.instance_id, stopped=True)
        self._known.clear()

    # -- what stands at a place ---------------------------------------------------------------

    def value(self, ref: str) -> str:
        """Return the value that rules and the submission see, "" for none."""
        return self._node(ref).shown

    def empty(self, ref: str) -> EmptyKind | None:
        """Return why there is no answer, where a person said so."""
        return self._node(ref).empty

    def empty_reason(self, ref: str) -> str:
        """Return the reason that came with the kind of empty."""
        return self._node(ref).reason

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
        return find(self._document, ref) is not None

    def attribute(self, ref: str, name: str) -> str:
        """Return an attribute of the place in the instance, "" for none."""
        local = name.rpartition(":")[2]
        found = (one.value for one in self._node(ref).attributes if one.name == local)
        return next(found, "")

    def validity(self, ref: str) -> Validity:
        """Return what is right or wrong with what stands there now."""
        node = self._node(ref)
        return self._once("validity", ref, lambda: judge(node, self._host))

    # -- what is read out ---------------------------------------------------------------------

    def label_parts(self, ref: str) -> tuple[TextPart, ...]:
        """Return the label in pieces, answers that stand in it marked, to be isolated."""
        node = self._node(ref)
        wording = None if node.definition is None else node.definition.label
        return self._once("label", ref, lambda: self._speaker.parts(wording, node))

    def label(self, ref: str) -> str:
        """Return the label in the language of the moment."""
        return joined(self.label_parts(ref))

    def hint_parts(self, ref: str) -> tuple[TextPart, ...]:
        """Return the hint in pieces."""
        node, question = self._question_node(ref)
        return self._once("hint", ref, lambda: self._speaker.parts(question.hint, node))

    def hint(self, ref: str) -> str:
        """Return the hint in the language of the moment."""
        return joined(self.hint_parts(ref))

    def guidance_parts(self, ref: str) -> tuple[TextPart, ...]:
        """Return the note for the researcher in pieces."""
        node, question = self._question_node(ref)
        return self._once(
            "guidance", ref, lambda: self._speaker.parts(question.hint, node, "guidance")
        )

    def guidance(self, ref: str) -> str:
        """Return the note for the researcher."""
        return joined(self.guidance_parts(ref))

    def media(self, ref: str, form: str) -> str:
        """Return the address of the label's image, audio, video or big-image, "" for none."""
        node, question = self._question_node(ref)
        return self._speaker.say(question.label, node, form)

    def constraint_message(self, ref: str) -> str:
        """Return what to say when the answer is not possible."""
        node, question = self._question_node(ref)
        return self._speaker.say(question.bind.constraint_message, node)

    def required_message(self, ref: str) -> str:
        """Return what to say when an answer is missing."""
        node, question = self._question_node(ref)
        return self._speaker.say(question.bind.required_message, node)

    def choices(self, ref: str) -> tuple[Choice, ...]:
        """Return the choices offered now, in order."""
        node, question = self._question_node(ref)
        return self._once("choices", ref, lambda: self._chooser.choices(node, question))

    # -- repeats --------------------------------------------------------------------------------

    def count_repeats(self, ref: str) -> int:
        """Return how many instances there are now; a position at the end of `ref` is ignored."""
        container, name = repeat_place(self._document, ref)
        return len(container.named(name))

    def can_add_repeat(self, ref: str) -> bool:
        """Say whether a person may add an instance."""
        try:
            container, name = repeat_place(self._document, ref)
        except NoSuchQuestionError:
            return False
        definition = self.form.nodes.get(f"{container.path}/{name}")
        return isinstance(definition, RepeatDef) and self._may_grow(container, definition)

    def can_remove_repeat(self, ref: str) -> bool:
        """Say whether a person may remove this instance."""
        node = self._node(ref)
        definition = node.definition
        return (
            isinstance(definition, RepeatDef) and definition.count is None and not definition.fixed
        )

    def add_repeat(self, ref: str) -> str:
        """Add an instance after the others and return its reference. Raises: RepeatFixedError."""
        container, name = repeat_place(self._document, ref)
        definition = self.form.nodes.get(f"{container.path}/{name}")
        if not isinstance(definition, RepeatDef) or not self._may_grow(container, definition):
            raise RepeatFixedError(ref=ref)
        node = self._engine.add_instance(container, definition)
        self._settle()
        return ref_of(node)

    def remove_repeat(self, ref: str) -> None:
        """Take an instance away with all its answers. Raises: RepeatFixedError."""
        if not self.can_remove_repeat(ref):
            raise RepeatFixedError(ref=ref)
        self._engine.remove_instance(self._node(ref))
        self._settle()

    # -- screens --------------------------------------------------------------------------------

    def screens(self) -> tuple[Screen, ...]:
        """Return the screens that can be reached now, in order."""
        return self._once("screens", "", self._screens.all)

    def screen(self, key: str) -> Screen:
        """Return a screen by its key. Raises: NoSuchScreenError."""
        return self.screens()[self._screen_at(key)]

    def next_screen(self, key: str) -> Screen | None:
        """Return the screen after this one, None after the last."""
        at = self._screen_at(key) + 1
        return self.screens()[at] if at < len(self.screens()) else None

    def previous_screen(self, key: str) -> Screen | None:
        """Return the screen before this one, None before the first."""
        at = self._screen_at(key)
        return self.screens()[at - 1] if at else None

    # -- the end ----------------------------------------------------------------------------------

    def validate(self) -> tuple[Problem, ...]:
        """Return everything that is missing or not possible, in document order."""
        refs = Refs()
        found = []
        for node in self._document.everything():
            ref = refs.of(node) if node.question is not None and node.relevant else None
            if ref is not None and (validity := self.validity(ref)) is not Validity.OK:
                found.append(Problem(ref, validity))
        return tuple(found)

    def save(self) -> bytes:
        """Return the interview as canonical JSON; `resume` gives it back unchanged."""
        return save(self.form, self._draft, self._document)

    def finalize(self, *, allow_incomplete: bool = True) -> Submission:
        """Return the finished interview; the running one is left as it is.

        Texts that rules put into answers are in the form's default language, so that the
        language of the interview does not change the data. Raises: IncompleteError.
        """
        if not allow_incomplete and (problems := self.validate()):
            raise IncompleteError(count=len(problems))
        last = resume(self.form, self.save(), self._environment)
        return last._closed(self.language)  # noqa: SLF001 - a copy of ourselves

    # -- inside -----------------------------------------------------------------------------------

    def _closed(self, language: str) -> Submission:
        root = self._document.children[0]
        if self.form.default_language:
            self.set_language(self.form.default_language)
        for node, moment in preload_end(root, self._environment):
            self._engine.set_value(node, moment)
        for node in root.everything():
            if node.question is not None and node.question.screen_only:
                self._engine.set_value(node, "")
        self._settle()
        xml = write_submission(
            self.form,
            root,
            instance_id=self._draft.instance_id,
            language=language,
            stopped=self.stopped,
        )
        return read_submission(self.form, xml)

    def _accepted(
        self, node: LiveNode, question: QuestionDef, value: str | Sequence[str] | None
    ) -> tuple[str | None, Validity]:
        """Return the answer as it is kept, or None and why it is refused."""
        if node.readonly:
            return None, Validity.READ_ONLY
        if value is None:
            return "", Validity.OK
        names = [value] if isinstance(value, str) else list(value)
        if question.control in _SELECTS:
            return self._chosen(node, question, names)
        zone = self._environment.clock.now().tzinfo or UTC
        text = typed(" ".join(names), question.data_type, zone)
        if text is None:
            return None, Validity.WRONG_TYPE
        if question.control == "range" and not within_range(text, question.parameters):
            return None, Validity.OUT_OF_RANGE
        return text, Validity.OK

    def _chosen(
        self, node: LiveNode, question: QuestionDef, names: Sequence[str]
    ) -> tuple[str | None, Validity]:
        wanted = [clean_text(name) for text in names for name in text.split()]
        if question.control == "select1":
            wanted = [" ".join(wanted)] if wanted else []
        offered = [choice.value for choice in self.choices(ref_of(node))]
        if any(name not in offered for name in wanted):
            return None, Validity.NOT_A_CHOICE
        if question.control == "rank":
            return " ".join(dict.fromkeys(wanted)), Validity.OK
        order = {name: at for at, name in enumerate(self._steady_order(node, question, offered))}
        return " ".join(sorted(dict.fromkeys(wanted), key=order.__getitem__)), Validity.OK

    def _steady_order(
        self, _node: LiveNode, question: QuestionDef, offered: Sequence[str]
    ) -> Sequence[str]:
        """Return the choices in the order of the list, however they are shuffled on the page."""
        if question.itemset is None or "randomize(" not in question.itemset.nodeset.source:
            return offered
        listed = [choice.value for choice in question.choices_all()]
        return [*listed, *(name for name in offered if name not in listed)]

    def _may_grow(self, container: LiveNode, definition: RepeatDef) -> bool:
        if definition.count is not None or definition.fixed or not container.relevant:
            return False
        relevant = definition.bind.relevant
        if relevant is None:
            return True
        seat = LiveNode(definition, container)
        return relevant.truth(Context(seat, self._host))

    def _settle(self) -> tuple[str, ...]:
        """Bring everything up to date and return the places that changed since last time."""
        self._happenings.settled()
        self._known.clear()
        refs = Refs()
        found = [
            refs.of(node) for node in self._engine.changed.values() if node.definition is not None
        ]
        self._engine.changed.clear()
        return tuple(ref for ref in found if ref is not None)

    def _node(self, ref: str) -> LiveNode:
        node = self._once("node", ref, lambda: find(self._document, ref))
        if node is None:
            raise NoSuchQuestionError(ref=ref)
        return node

    def _question_node(self, ref: str) -> tuple[LiveNode, QuestionDef]:
        node = self._node(ref)
        if node.question is None:
            raise NoSuchQuestionError(ref=ref)
        return node, node.question

    def _screen_at(self, key: str) -> int:
        places = self._once(
            "screen places",
            "",
            lambda: {screen.key: at for at, screen in enumerate(self.screens())},
        )
        if key not in places:
            raise NoSuchScreenError(key=key)
        return places[key]

    def _once(self, what: str, ref: str, work: Callable[[], _T]) -> _T:
        """Return the result of `work`, worked out once between two changes."""
        key = (what, ref)
        if key not in self._known:
            self._known[key] = work()
        return cast("_T", self._known[key])

    def _start(self, presets: Mapping[str, str]) -> None:
        root = self._document.children[0]
        preload(root, self._environment, self._draft.instance_id)
        for name, value in presets.items():
            question = self.form.questions.get(name)
            node = None if question is None else find(self._document, question.path)
            if node is None:
                raise NoSuchQuestionError(ref=name)
            node.value = clean_text(value)
        self._engine.settle(root)
        self._engine.run()
        self._happenings.opened()
        self._settle()

    def _take_up(self, held: Mapping[str, Sequence[str]]) -> None:
        hold(self.form, self._document, held)
        self._engine.take_up(self._document.children[0])
        self._settle()


def begin(
    form: FormDef,
    environment: Environment,
    *,
    language: str,
    presets: Mapping[str, str] | None = None,
) -> Interview:
    """Return a new interview; `presets` are values that the program sets, by question name.

    Raises: NoSuchQuestionError for a preset the form does not know; EndlessRulesError.
    """
    document = LiveNode(None, None)
    document.put(grow(form.initial, form.root, document, form.nodes))
    draft = Draft(
        language,
        f"{environment.random.getrandbits(128):032x}",
        f"uuid:{environment.new_uuid()}",
        stopped=False,
    )
    interview = Interview(form, document, environment, draft)
    interview._start(presets or {})  # noqa: SLF001 - the maker of an interview
    return interview


def resume(form: FormDef, saved: bytes, environment: Environment) -> Interview:
    """Return the interview that was saved, unchanged. Raises: DraftDamagedError."""
    draft, document, held = load(form, saved)
    interview = Interview(form, document, environment, draft)
    interview._take_up(held)  # noqa: SLF001 - the maker of an interview
    return interview
