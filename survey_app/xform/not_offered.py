"""What a form asks for that this program does not do: kept as facts, and said.

Room: xform.
Spec: docs/spec/form-definition.md, "What is not offered".
Promise: such a form loads and every question stays; nobody is located, recorded or named by
the program itself.
"""

from collections.abc import Collection, Iterator, Mapping
from collections.abc import Set as AbstractSet
from types import MappingProxyType

from lxml import etree

from survey_app.i18n.marking import N_
from survey_app.media import is_map_layer
from survey_app.xform.definition import LastSaved, NodeDef, NotOffered, QuestionDef
from survey_app.xform.document import FormParts, elements
from survey_app.xform.names import local, short_name
from survey_app.xform.paths import static_path
from survey_app.xpath.functions.toolkit import ELSEWHERE

SENTENCES: Mapping[str, str] = MappingProxyType(
    {
        "place": N_("“{found}” would record by itself where someone is; it stays blank."),
        "sound": N_("“{found}” would record by itself what is said; it stays blank."),
        "app": N_("“{found}” would open another app; the answer is typed instead."),
        "printer": N_("“{found}” would print; it is shown only."),
        "sensor": N_("“{found}” would read the compass of a phone; the answer is typed instead."),
        "map": N_("“{found}” would show a map, which comes from the internet; there is none."),
        "person": N_("“{found}” would be filled with a name, number or device; it stays blank."),
        "trail": N_("The log “{found}” would note where someone is; it notes times only."),
        "function": N_(
            "“{found}()” is a function of the Community Health Toolkit; it gives nothing here."
        ),
        "kept": N_("“{found}” is read from the interview before, but is never kept for that."),
        "lock": N_("The form brings a key to encrypt with; interviews are sealed to the study."),
        "address": N_("The form names an address to send to; nothing is sent anywhere."),
    }
)
PSEUDONYMS = frozenset({"deviceid", "username"})
_ACTIONS = {"setgeopoint": "place", "pollsensor": "place", "recordaudio": "sound"}
MAPS_OF_A_PLACE = frozenset({"maps", "placement-map"})
_MAPS = MAPS_OF_A_PLACE | {"quick map", "map"}


def not_offered(
    parts: FormParts,
    nodes: Mapping[str, NodeDef],
    saved: LastSaved,
    calls: AbstractSet[str] = frozenset(),
    files: Collection[str] = (),
) -> tuple[NotOffered, ...]:
    """Return what is not done, with its place and a sentence, each once, in document order.

    `calls` are the functions it calls; `files` are the names of what comes with the form: with
    a map among them a place has one.
    """
    mapped = any(map(is_map_layer, files))
    called = PSEUDONYMS if asks_for_pseudonyms(_settings(parts.model)) else ()
    found = [
        *_of_the_model(parts.model),
        *_actions(parts),
        *(one for node in nodes.values() for one in _of_a_node(node, mapped=mapped)),
        *(_told("person", path) for path in _nameless(nodes, called)),
        *(_told("kept", path) for path in saved.withheld),
        *(_told("function", name) for name in sorted(calls & ELSEWHERE.keys())),
    ]
    return tuple(dict.fromkeys(found))


def asks_for_pseudonyms(settings: Mapping[str, str]) -> bool:
    """Say whether a form wants interviewer and laptop told apart; `settings` are its own."""
    return settings.get("sa:pseudonyms", "").lower() in {"yes", "true", "1"}


def _settings(model: etree._Element) -> Mapping[str, str]:
    return {short_name(str(key)): str(value) for key, value in model.attrib.items()}


def _nameless(nodes: Mapping[str, NodeDef], called: Collection[str]) -> Iterator[str]:
    """Yield the places that would tell who or which laptop, and stay blank."""
    for node in nodes.values():
        wanted = node.bind.preload if isinstance(node, QuestionDef) else ""
        if wanted == "property" and node.bind.preload_params not in called:
            yield node.path


def _told(kind: str, path: str) -> NotOffered:
    return NotOffered(kind, path, SENTENCES[kind])


def _of_the_model(model: etree._Element) -> Iterator[NotOffered]:
    for one in elements(model):
        if local(one) == "submission":
            if one.get("base64RsaPublicKey"):
                yield _told("lock", "")
            if one.get("action"):
                yield _told("address", "")
        elif local(one) == "send":
            yield _told("address", "")


def _actions(parts: FormParts) -> Iterator[NotOffered]:
    for top in (parts.model, parts.body):
        for one in () if top is None else top.iter(*(f"{{*}}{name}" for name in _ACTIONS)):
            source = str(one.get("ref") or "")
            yield _told(_ACTIONS[local(one)], static_path(source, "") or source)


def _of_a_node(node: NodeDef, *, mapped: bool) -> Iterator[NotOffered]:
    for word in node.appearance.split():
        kind = _of_an_appearance(word)
        if kind and not (mapped and _shows_its_map(node, word)):
            yield _told(kind, node.path)
    if not isinstance(node, QuestionDef):
        return
    if node.path.endswith("/meta/audit") and any("location-" in one for one in node.bind.extra):
        yield _told("trail", node.path)


def _shows_its_map(node: NodeDef, word: str) -> bool:
    place = isinstance(node, QuestionDef) and node.data_type == "geopoint"
    return place and word in MAPS_OF_A_PLACE


def _of_an_appearance(word: str) -> str:
    if word.startswith(("ex:", "intent:")):
        return "app"
    if word.startswith("printer"):
        return "printer"
    if word == "bearing":
        return "sensor"
    return "map" if word in _MAPS else ""
