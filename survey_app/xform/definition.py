"""The nouns of a form: what may be asked, in which order, under which conditions.

Room: xform. Everything here is immutable and shared by all interviews with the form.
Spec: docs/spec/form-definition.md; ODK XForms 1.0.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import NamedTuple, TypeAlias

from survey_app.canonical import sha256_hex
from survey_app.immutable import immutable_with_memory
from survey_app.xform.empties import EmptyKind
from survey_app.xform.errors import FormError
from survey_app.xform.instance import InitialNode
from survey_app.xform.routes import Routes
from survey_app.xform.rules import Dependent, Rule
from survey_app.xform.seats import Seats
from survey_app.xform.wording import Translations, Wording, plain
from survey_app.xpath.expression import Expression
from survey_app.xpath.nodes import TreeNode

TITLE_ITEXT = "form_title"
"""The id of the text that is the form's title; XForms itself has one title for all languages."""


class Bind(NamedTuple):
    """What holds for a place of the instance besides its value.

    `attributes` are the calculations of the XML attributes of the place, by their names.
    """

    data_type: str = "string"
    relevant: Expression | None = None
    readonly: Expression | None = None
    required: Expression | None = None
    constraint: Expression | None = None
    calculate: Expression | None = None
    constraint_message: Wording | None = None
    required_message: Wording | None = None
    preload: str = ""
    preload_params: str = ""
    attributes: Mapping[str, Expression] = MappingProxyType({})
    extra: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True)
class ChoiceDef:
    """One choice of a list, for codebooks: its name, labels by language, other columns."""

    value: str
    labels: Mapping[str, str]
    extra: Mapping[str, str] = field(default_factory=dict)


class StaticChoice(NamedTuple):
    """A choice written in the body of the form."""

    value: str
    label: Wording


@immutable_with_memory
class Itemset:
    """Where the choices of a select come from.

    `whole` where they are all rows of one list of the form: the same wherever it is asked.
    """

    nodeset: Expression
    value_path: str
    label_path: str
    label_is_text_id: bool
    filtered: bool
    whole: bool

    @cached_property
    def columns(self) -> tuple[str, str, bool]:
        """Return what of a row is read: two item sets that agree here offer a row alike."""
        return self.value_path, self.label_path, self.label_is_text_id


@immutable_with_memory
class QuestionDef:
    """A place that holds one value: asked, computed or preloaded."""

    name: str
    path: str
    prefix: str
    uri: str
    bind: Bind
    repeat: str | None
    default: str = ""
    control: str | None = None
    appearance: str = ""
    label: Wording | None = None
    hint: Wording | None = None
    choices: tuple[StaticChoice, ...] = ()
    itemset: Itemset | None = None
    parameters: Mapping[str, str] = field(default_factory=dict)
    all_choices: Callable[[], tuple[ChoiceDef, ...]] = tuple
    attributes: tuple[tuple[str, str], ...] = ()

    @property
    def data_type(self) -> str:
        """Return the type of the value: string, int, decimal, date ..."""
        return self.bind.data_type

    @property
    def empties(self) -> tuple[EmptyKind, ...]:
        """Return the kinds of empty that the form offers here, in its order."""
        words = self.bind.extra.get("sa:empties", "").split()
        return tuple(
            EmptyKind[word.upper()] for word in words if word.upper() in EmptyKind.__members__
        )

    @property
    def voice(self) -> str:
        """Return who the text speaks to: respondent or researcher."""
        return self.bind.extra.get("sa:voice", "")

    @property
    def sensitivity(self) -> str:
        """Return S0 to S3, "" where the form does not say."""
        return self.bind.extra.get("sa:sensitivity", "")

    @cached_property
    def screen_only(self) -> bool:
        """Say whether the value must never leave the screen."""
        return self.bind.extra.get("sa:lifetime", "") == "screen"

    @cached_property
    def is_closing(self) -> bool:
        """Say whether the text is for the page after the end, not for a screen on the way."""
        return "closing" in self.appearance.split()

    def choices_all(self) -> tuple[ChoiceDef, ...]:
        """Return every choice there can be, whatever the filters say."""
        return self.all_choices()


@dataclass(frozen=True)
class GroupDef:
    """Places that belong together."""

    name: str
    path: str
    prefix: str
    uri: str
    bind: Bind
    children: "tuple[NodeDef, ...]"
    repeat: str | None = None
    label: Wording | None = None
    appearance: str = ""
    attributes: tuple[tuple[str, str], ...] = ()

    @cached_property
    def inner(self) -> "tuple[GroupDef | RepeatDef, ...]":
        """Return the groups and repeats right inside it."""
        return _inner(self.children)


@dataclass(frozen=True)
class RepeatDef:
    """A group that may be there any number of times.

    `count` says how often, where the form decides; `fixed` forbids adding and removing.
    `template` is the instance that a person adds; `defaults` are those the form starts with.
    """

    name: str
    path: str
    prefix: str
    uri: str
    bind: Bind
    children: "tuple[NodeDef, ...]"
    repeat: str | None
    template: InitialNode
    defaults: tuple[InitialNode, ...]
    count: Expression | None = None
    fixed: bool = False
    label: Wording | None = None
    appearance: str = ""
    attributes: tuple[tuple[str, str], ...] = ()

    @cached_property
    def inner(self) -> "tuple[GroupDef | RepeatDef, ...]":
        """Return the groups and repeats right inside it."""
        return _inner(self.children)


NodeDef: TypeAlias = GroupDef | RepeatDef | QuestionDef


def _inner(children: tuple[NodeDef, ...]) -> tuple[GroupDef | RepeatDef, ...]:
    return tuple(one for one in children if not isinstance(one, QuestionDef))


class BodyItem(NamedTuple):
    """What the form shows: a group, a repeat or a question, in the order of the body.

    `path` is None for a group that only arranges.
    """

    kind: str
    path: str | None
    children: "tuple[BodyItem, ...]" = ()
    label: Wording | None = None
    appearance: str = ""


@dataclass(frozen=True)
class Action:
    """Something that sets a value when an event happens."""

    events: tuple[str, ...]
    target: Expression
    target_path: str
    value: Expression | None
    text: str
    context: str
    trigger: str | None
    repeat: str | None


@dataclass(frozen=True)
class NotOffered:
    """Something that the form asks for and this program does not do, and where.

    `sentence` is a message in English, to be translated; {found} in it is the question.
    """

    kind: str
    path: str
    sentence: str

    @property
    def name(self) -> str:
        """Return the name of the question, "" for the whole form."""
        return self.path.rpartition("/")[2]


@dataclass(frozen=True)
class LastSaved:
    """What a form reads of the interview before.

    The names of the instance that stands for it; the questions that may be read there, and
    those that the form names although their answers are never kept.
    """

    instances: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    withheld: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class FormDef:
    """A whole form. Rules: never changes; one object serves every interview with the form.

    Two objects are two forms, also when they say the same: what is worked out of one is kept by it.

    `set_aside` tells what the form says about places or texts that it does not have.
    """

    form_id: str
    version: str
    title: str
    xml: bytes
    root: GroupDef
    initial: InitialNode
    body: tuple[BodyItem, ...]
    translations: Translations
    questions: Mapping[str, QuestionDef]
    nodes: Mapping[str, NodeDef]
    extra: Mapping[str, str]
    actions: tuple[Action, ...]
    rules: tuple[Rule, ...]
    dependents: Mapping[str, tuple[Dependent, ...]]
    instances: Mapping[str, TreeNode]
    expression_at: Callable[[str, str], Expression]
    seats: Seats
    routes: Routes
    namespaces: Mapping[str, str]
    last_saved: LastSaved = field(default_factory=LastSaved)
    not_offered: tuple[NotOffered, ...] = ()
    set_aside: tuple[FormError, ...] = ()
    kept: dict[str, dict[object, object]] = field(default_factory=dict, compare=False, repr=False)

    def keep(self, name: str) -> dict[object, object]:
        """Return what a room upstairs works out once for the form, under a name of its own.

        Shared by all interviews with the form, in all threads; never an answer.
        """
        return self.kept.setdefault(name, {})

    @cached_property
    def form_hash(self) -> str:
        """Return the SHA-256 of the XForm, as 64 letters: which version of a form this is."""
        return sha256_hex(self.xml)

    @property
    def languages(self) -> tuple[str, ...]:
        """Return the names of the languages, such as "Urdu (ur)"; none for a form in one."""
        return self.translations.languages

    @property
    def default_language(self) -> str:
        """Return the language used where a text is missing in another."""
        return self.translations.default

    def language_for(self, tag: str) -> str | None:
        """Return the language of the form that a tag such as "ur" means, None for others."""
        for name in self.languages:
            if name == tag or name.endswith(f"({tag})"):
                return name
        return None

    def title_in(self, tag: str) -> str:
        """Return the title in a language, the one that XForms knows where there is no other."""
        return self.text(TITLE_ITEXT, tag) or self.title

    def text(self, text_id: str, language: str, form: str | None = None) -> str | None:
        """Return a text by its id, for codebooks: outputs stand in braces."""
        found = self.translations.find(text_id, self.language_for(language) or language, form or "")
        return None if found is None else plain(found)

    def wording(self, wording: Wording | None, language: str, form: str = "") -> str:
        """Return a label, hint or message in a language, for codebooks."""
        if wording is None:
            return ""
        if wording.text_id is None:
            return plain(wording.template) if not form else ""
        return self.text(wording.text_id, language, form or None) or ""
