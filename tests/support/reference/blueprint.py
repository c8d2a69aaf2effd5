"""Read the XML of a form into what the slow interview needs: one record for each path."""

from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from reference.grammar import read
from reference.spots import Spot

JAVAROSA = "{http://openrosa.org/javarosa}"
RULES = ("relevant", "readonly", "required", "constraint", "calculate")
CONTROLS = {"input", "select", "select1", "trigger"}


@dataclass
class Place:
    """What the form says of a path. `grown` are the elements its instances start as."""

    path: str
    kind: str = "question"
    type: str = "string"
    rules: dict = field(default_factory=dict)
    control: str | None = None
    rows: Any = None
    value: str = ""
    label: str = ""
    count: Any = None
    fixed: bool = False
    template: Any = None


@dataclass
class Action:
    """A value to be set. `repeat` and `trigger` are the paths of what stands around it."""

    events: list
    target: str
    value: Any
    text: str
    repeat: str | None
    trigger: str | None


class Blueprint:
    """A whole form: places by path in the order of the form, actions, lists, texts."""

    def __init__(self, xml):
        top = etree.fromstring(xml)
        model = next(top.iter("{*}model"))
        instances = [one for one in children(model) if name(one) == "instance"]
        self.primary = children(instances[0])[0]
        self.places = {}
        self.actions = []
        self.lists = {one.get("id"): document(children(one)[0]) for one in instances[1:]}
        self.texts = {
            tongue.get("lang"): {
                text.get("id"): "".join(text.itertext()).strip() for text in children(tongue)
            }
            for tongue in model.iter("{*}translation")
        }
        self.default_language = next(iter(self.texts), "")
        self.collect(self.primary, "")
        for bind in model.iter("{*}bind"):
            self.bind(bind)
        for one in children(model):
            if name(one) == "setvalue":
                self.action(one, None, None)
        self.body(next(top.iter("{*}body")), None)

    def collect(self, element, above):
        path = f"{above}/{name(element)}"
        place = self.places.setdefault(path, Place(path))
        if element.get(f"{JAVAROSA}template") is not None or place.template is None:
            place.template = element
        if len(element):
            place.kind = "group"
        for one in children(element):
            self.collect(one, path)

    def bind(self, element):
        place = self.places[element.get("nodeset")]
        place.type = {"integer": "int"}.get(element.get("type"), element.get("type") or "string")
        place.rules = {one: read(element.get(one)) for one in RULES if element.get(one)}

    def body(self, element, repeat):
        for one in children(element):
            path = one.get("ref") or one.get("nodeset")
            if name(one) == "group":
                if path and self.places[path].kind == "question":
                    self.places[path].kind = "group"
                self.body(one, repeat)
            elif name(one) == "repeat":
                self.repeat(one, path)
            elif name(one) == "setvalue":
                self.action(one, repeat, None)
            elif name(one) in CONTROLS:
                self.control(one, path)
                for inner in children(one):
                    if name(inner) == "setvalue":
                        self.action(inner, repeat, path)

    def repeat(self, element, path):
        place = self.places[path]
        place.kind = "repeat"
        count = element.get(f"{JAVAROSA}count")
        place.count = read(count) if count else None
        place.fixed = (element.get(f"{JAVAROSA}noAddRemove") or "").startswith("true")
        self.body(element, path)

    def control(self, element, path):
        place = self.places[path]
        never = place.rules.get("readonly") == ("call", "true", [])
        is_note = name(element) == "input" and never and "calculate" not in place.rules
        place.control = None if is_note else name(element)
        for one in children(element):
            if name(one) == "itemset":
                place.rows = read(one.get("nodeset"))
                refs = {name(inner): inner.get("ref") for inner in children(one)}
                place.value, place.label = refs["value"], refs["label"]

    def action(self, element, repeat, trigger):
        value = element.get("value")
        self.actions.append(
            Action(
                element.get("event").split(),
                element.get("ref"),
                read(value) if value else None,
                element.text or "",
                repeat,
                trigger,
            )
        )

    def inside(self, path):
        """The places right below a path, in order."""
        return [one for one in self.places.values() if one.path.rpartition("/")[0] == path]


def children(element):
    return [one for one in element if isinstance(one.tag, str)]


def name(element):
    return etree.QName(element).localname


def document(element):
    """A list as spots: a top without name, then the elements as they are."""
    top = Spot("", kind="list")

    def add(source, above):
        spot = Spot(name(source), above, kind="list" if len(source) else "question")
        spot.said = "" if len(source) else (source.text or "").strip()
        above.inside.append(spot)
        for one in children(source):
            add(one, spot)

    add(element, top)
    return top
