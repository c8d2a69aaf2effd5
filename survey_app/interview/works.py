"""The works behind an interview: state, rules, texts, choices and screens, joined.

Room: interview. `Interview` is the face; nothing here is asked from outside the room.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, tzinfo

from survey_app.interview.asking import ask_truth
from survey_app.interview.choosing import Chooser
from survey_app.interview.drafting import Draft, load, save
from survey_app.interview.entities import EntityChange
from survey_app.interview.environment import Environment
from survey_app.interview.errors import NoSuchQuestionError
from survey_app.interview.happening import Happenings
from survey_app.interview.host import FormHost
from survey_app.interview.judging import Validity, judge
from survey_app.interview.keeping import Kept, lists_of
from survey_app.interview.live import LiveNode, grow, plant, stand_in
from survey_app.interview.places import find, static_ref
from survey_app.interview.preloading import preload_end, preloaded
from survey_app.interview.recalculation import Recalculation
from survey_app.interview.screens import Screens
from survey_app.interview.speaking import Speaker
from survey_app.interview.submission import (
    Submission,
    read_submission,
    write_piece,
    write_submission,
)
from survey_app.interview.trail import NAME, Trail, trail_rules
from survey_app.interview.viewing import Viewer
from survey_app.xform.definition import FormDef, RepeatDef
from survey_app.xform.kept import clean_text
from survey_app.xform.not_offered import asks_for_pseudonyms
from survey_app.xform.private import private_paths
from survey_app.xpath.evaluation import Context


class Works:
    """The parts of one interview, and what they do together."""

    def __init__(
        self,
        form: FormDef,
        document: LiveNode,
        environment: Environment,
        draft: Draft,
        entities: tuple[EntityChange, ...] = (),
    ) -> None:
        self.form = form
        self.document = document
        self.environment = environment
        self.draft = draft
        self.entities = entities
        self.trail = Trail(trail_rules(form), environment.clock.now, draft.trail)
        self.host = FormHost(form, document, environment.clock, draft.seed)
        self.host.own_lists = lists_of(form, Kept(draft.last_saved, entities))
        self.host.is_signed = environment.is_signed
        self.engine = Recalculation(form, self.host, document)
        self.happenings = Happenings(form, self.host, self.engine, document, self._preload)
        self.speaker = Speaker(form, self.host)
        self.chooser = Chooser(form, self.host, self.speaker)
        self.viewer = Viewer(form, self.host, self.speaker, self.chooser, self.engine.complete)
        aside = private_paths(form) if environment.private_aside else ()
        self.screens = Screens(form, document, self.speaker, self.may_grow, self.shape, aside=aside)
        self.host.read_text = lambda name: self.speaker.by_id(name, document).text
        self.host.read_choice = self.chooser.name
        self.speaker.language = form.language_for(draft.language) or form.default_language
        self.chooser.tongue_changed()

    @property
    def root(self) -> LiveNode:
        """Return the node of the root element."""
        return self.document.children[0]

    @property
    def zone(self) -> tzinfo:
        """Return the zone of the interview."""
        return self.environment.clock.now().tzinfo or UTC

    def speak(self, tag: str) -> None:
        """Go on in another language."""
        self.draft = replace(self.draft, language=tag)
        self.speaker.language = self.form.language_for(tag) or self.form.default_language
        self.chooser.tongue_changed()
        for node in self.document.everything():
            node.view = None
        self.engine.tongue_changed()

    def settle(self) -> None:
        """Bring everything up to date."""
        self.happenings.settled()

    def judged(self, node: LiveNode) -> Validity:
        """Bring everything up to date; return what is right or wrong at `node` then."""
        self.settle()
        return judge(node, self.host)

    def said(self, node: LiveNode) -> str:
        """Return what stands at `node`, what was put off worked out first."""
        self.engine.complete()
        return node.shown

    def shape(self) -> int:
        """Return a number that stands still while the same places can be reached."""
        return self.engine.shape

    def may_grow(self, container: LiveNode, definition: RepeatDef) -> bool:
        """Say whether a person may add an instance of a repeat."""
        if definition.count is not None or definition.fixed or not container.relevant:
            return False
        relevant = definition.bind.relevant
        if relevant is None:
            return True
        seat = stand_in(self.form, definition, container)
        seat.place = len(container.named(definition.name)) + 1
        return ask_truth(relevant, Context(seat, self.host), otherwise=True)

    def start(self, presets: Mapping[str, str]) -> None:
        """Open the form for the first time. Raises: NoSuchQuestionError for a preset."""
        self._preload(self.root)
        for name, value in presets.items():
            question = self.form.questions.get(name)
            node = None if question is None else find(self.form, self.document, question.path)
            if node is None:
                raise NoSuchQuestionError(ref=name)
            node.value = clean_text(value)
        self.engine.settle(self.root)
        self.engine.run()
        self.happenings.opened()
        self.settle()
        self.trail.noted("form start")

    def _preload(self, top: LiveNode) -> None:
        """Fill what the program itself knows as `top` begins: the interview, or a new instance."""
        named = asks_for_pseudonyms(self.form.extra)
        facts = self.environment, self.draft.instance_id
        for node, found in preloaded(top, *facts, pseudonyms=named):
            self.engine.set_value(node, found)

    def take_up(self) -> None:
        """Go on with a loaded interview."""
        self.engine.take_up(self.root, rings_stay=self.draft.rings_stay)
        self.settle()

    def save(self) -> bytes:
        """Return the interview as canonical JSON."""
        self.engine.complete()
        return save(self.form, replace(self.draft, trail=self.trail.lines), self.document)

    def close(self, language: str) -> Submission:
        """Return the submission. These works are spent: what stays on the screen is gone.

        Texts that rules put into answers are worked out in the form's default language.
        """
        if self.form.default_language not in {"", self.speaker.language}:
            self.speak(self.form.default_language)
        nodes = list(self.root.everything())
        for node, moment in preload_end(nodes, self.environment):
            self.engine.set_value(node, moment)
        for node in nodes:
            if node.question is not None and node.question.screen_only:
                self.engine.set_value(node, "")
        self._name_the_log()
        self.settle()
        submission = read_submission(self.form, self.instance_xml(language))
        answered = {one.ref for one in submission.answers if one.value}
        return replace(submission, audit=self.trail.table(answered, self.environment.user))

    def instance_xml(self, language: str) -> bytes:
        """Return what stands in the interview as OpenRosa XML."""
        self.engine.complete()
        return write_submission(
            self.form,
            self.root,
            instance_id=self.draft.instance_id,
            language=language,
            stopped=self.draft.stopped,
            deprecated=self.draft.deprecated,
        )

    def piece_xml(self, path: str) -> bytes:
        """Return what stands at one group as XML, as `instance_xml` has it there."""
        self.engine.complete()
        return write_piece(self.form, self.root, path, stopped=self.draft.stopped)

    def _name_the_log(self) -> None:
        for meta in self.root.named("meta"):
            for node in meta.named("audit"):
                self.engine.set_value(node, NAME)


def new_works(
    form: FormDef,
    environment: Environment,
    language: str,
    presets: Mapping[str, str],
    kept: Kept,
) -> Works:
    """Return the works of a new interview."""
    document = plant(form)
    document.put(grow(form.initial, form.root, document, form))
    draft = Draft(
        language,
        f"{environment.random.getrandbits(128):032x}",
        f"uuid:{environment.new_uuid()}",
        stopped=False,
        last_saved={
            ref: text
            for ref, text in kept.answers.items()
            if static_ref(ref) in form.last_saved.kept
        },
    )
    works = Works(form, document, environment, draft, kept.entities)
    works.start(presets)
    return works


def loaded_works(
    form: FormDef,
    saved: bytes,
    environment: Environment,
    entities: tuple[EntityChange, ...] = (),
) -> Works:
    """Return the works of a saved interview. Raises: DraftDamagedError."""
    draft, document = load(form, saved)
    works = Works(form, document, environment, draft, entities)
    works.take_up()
    return works
