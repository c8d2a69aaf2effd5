"""Forms nobody thought of: a way to draw whole XForms.

First the skeleton is drawn (groups, repeats, questions), then the rules. A rule looks at places
before it; in one form of three now and then at any, but then nothing is kept by once(), whose
value is a matter of order. Written as XForm XML at
once: no workbook, no compiler, a form costs a few milliseconds.
"""

from dataclasses import dataclass, field, replace
from xml.sax.saxutils import escape, quoteattr

from random_expressions import Writer

TYPES = {
    "int": "int",
    "decimal": "decimal",
    "date": "date",
    "text": "string",
    "one": "string",
    "many": "string",
    "calc-number": "decimal",
    "calc-whole": "int",
    "calc-text": "string",
    "calc-truth": "string",
    "calc-date": "date",
}
CONTROLS = {"int": "input", "decimal": "input", "date": "input", "text": "input"}
AREAS = ("pb", "sd", "kp")
TOWNS = (("lhr", "pb", 3), ("mlt", "pb", 1), ("khi", "sd", 9), ("hyd", "sd", 2), ("psh", "kp", 4))
DEFAULTS = {
    "int": ["", "", "", "2"],
    "decimal": ["", "", "1.5"],
    "date": ["", "", "2026-01-31"],
    "text": ["", "", "a", "Ali Khan"],
    "one": ["", "", "pb"],
    "many": ["", "", "lhr psh"],
}
ANSWERS = {
    "int": ["0", "1", "2", "3", "3", "", "x", "۲", "007", "-1", "4"],
    "decimal": ["1.50", "0.1", "-2", "x", "", "10", "۲٫۵", ".5"],
    "date": ["2026-02-28", "2026-03-01", "2025-12-31", "2026-02-30", "", "2026-03-02"],
    "text": ["a", "b", "Ali Khan", "", "z9", "<&>'\"", "سلام", "3", "2026-03-01"],
    "one": ["pb", "sd", "kp", "", "lhr", "khi", "psh", "hyd", "zz", "a", "Ali Khan"],
    "many": ["lhr", "khi lhr", "psh mlt hyd", "", "zz", "pb sd", "kp"],
}


@dataclass
class Thing:
    """A place of the form being drawn."""

    name: str
    kind: str
    path: tuple[str, ...]
    repeats: tuple[tuple[str, ...], ...]
    inside: list = field(default_factory=list)
    rules: dict = field(default_factory=dict)
    default: str = ""
    rows: str = ""
    value: str = "name"
    label: str = "jr:itext(itextId)"
    table: str = ""
    actions: list = field(default_factory=list)
    how: str = ""
    count: str = ""

    @property
    def is_question(self):
        return self.kind in TYPES


@dataclass(frozen=True)
class Drawn:
    """A form, and its things in document order; shown as a table of what is special in it."""

    xml: bytes
    things: list

    def __repr__(self):
        return "\n" + "\n".join(_told(one) for one in self.things)


def _told(thing):
    facts = {**thing.rules, "default": thing.default, "rows": thing.rows, "count": thing.count}
    facts["how"] = thing.how
    facts["value"] = thing.value if thing.rows else ""
    for at, (events, trigger, value) in enumerate(thing.actions):
        facts[f"action {at}"] = f"{events} {trigger.name if trigger else ''} {value}"
    said = "  ".join(f"{name}: {fact}" for name, fact in facts.items() if fact)
    return f"/{'/'.join(thing.path)} {thing.kind}  {said}"


@dataclass(frozen=True)
class Taste:
    """What kinds of rule may be drawn: the laws leave some out."""

    actions: bool = True
    history: bool = True
    filters: bool = True
    readonly: bool = True
    labels: bool = True
    chance: bool = False


def draw_form(chance, taste=Taste()):
    """Return a form."""
    things, top = _skeleton(chance)
    asked = [one for one in things if one.is_question]
    ahead = chance.sometimes(3)
    taste = replace(taste, history=taste.history and not ahead)
    for at, thing in enumerate(things):
        before = [one for one in things[:at] if one.is_question]
        known = asked if ahead and chance.sometimes(6) else before
        writer = _writer(chance, thing, known, taste)
        _rules(chance, thing, writer, before, taste)
    return Drawn(_xml(top, things), things)


# -- the skeleton --------------------------------------------------------------------------


def _skeleton(chance):
    things = []

    def fill(path, repeats, depth, most):
        row = []
        for _ in range(chance.whole(1, most)):
            kind = chance.pick(_KINDS if depth < 3 else _LEAVES)
            name = f"{'q' if kind in TYPES else kind[0]}{len(things)}"
            thing = Thing(name, kind, (*path, name), repeats)
            things.append(thing)
            row.append(thing)
            if kind == "repeat":
                thing.how = chance.pick(["user", "user", "count", "fixed"])
                fill_into(thing, (*repeats, thing.path), depth)
            elif kind == "group":
                fill_into(thing, repeats, depth)
        return row

    def fill_into(thing, repeats, depth):
        thing.inside = fill(thing.path, repeats, depth + 1, 4)

    return things, fill(("data",), (), 1, 7)


_LEAVES = ["int", "int", "text", "one", "many", "date", "decimal"]
_LEAVES += ["calc-number", "calc-number", "calc-whole", "calc-text", "calc-truth", "calc-date"]
_KINDS = [*_LEAVES, "group", "group", "repeat", "repeat", "repeat"]


def _writer(chance, thing, known, taste):
    known = [one for one in known if one is not thing]
    return Writer(
        chance, thing.path, thing.repeats, known, labels=taste.labels, wide=not taste.history
    )


# -- rules ---------------------------------------------------------------------------------


def _rules(chance, thing, writer, before, taste):
    sometimes = chance.sometimes
    if sometimes(3):
        thing.rules["relevant"] = writer.truth(2)
    if taste.readonly and sometimes(8):
        thing.rules["readonly"] = writer.truth(1)
    if thing.kind == "repeat":
        thing.count = writer.count() if thing.how == "count" else ""
    elif thing.is_question:
        _question(chance, thing, writer, sometimes, taste)
        if taste.actions:
            _actions(chance, thing, writer, before, sometimes)


def _question(chance, thing, writer, sometimes, taste):
    if thing.kind.startswith("calc-"):
        thing.rules["calculate"] = writer.of_kind(thing.kind, 3)
        if taste.history and sometimes(6):
            thing.rules["calculate"] = f"once({thing.rules['calculate']})"
        elif taste.chance and sometimes(3):
            thing.rules["calculate"] = chance.pick(
                ["random()", "once(uuid())", "once(random())", "now()"]
            )
        return
    thing.default = chance.pick(DEFAULTS[thing.kind])
    if sometimes(4):
        thing.rules["required"] = writer.truth(1) if sometimes(2) else "true()"
    if sometimes(4):
        thing.rules["constraint"] = writer.constraint(thing.kind)
    if thing.kind in {"one", "many"}:
        _choices(chance, thing, writer, sometimes, taste)


def _choices(chance, thing, writer, sometimes, taste):
    thing.table = chance.pick(["areas", "towns"]) if thing.kind == "one" else "towns"
    thing.default = thing.default if thing.table == "towns" or thing.kind == "one" else ""
    if thing.table == "towns" and thing.kind == "one":
        thing.default = {"pb": "lhr"}.get(thing.default, "")
    thing.rows = f"instance('{thing.table}')/root/item"
    if taste.filters and sometimes(2):
        thing.rows += f"[{writer.row_filter(thing.table)}]"
    if sometimes(5):
        thing.rows = f"randomize({thing.rows}, {chance.whole(1, 99)})"
    if taste.filters and thing.kind == "one" and sometimes(6):
        source = writer.text_in_other_repeat()
        if source is not None:
            repeat, name = source
            thing.rows, thing.value, thing.label = f"{repeat}[./{name} != '']", name, name
            thing.default = ""


def _actions(chance, thing, writer, before, sometimes):
    """Dynamic defaults, and values set because another answer changed."""
    if thing.kind.startswith("calc-"):
        return
    kind = {"int": "calc-whole", "decimal": "calc-number", "date": "calc-date"}.get(thing.kind)
    if sometimes(6):
        events = "odk-instance-first-load odk-new-repeat" if thing.repeats else _FIRST
        value = writer.of_kind(kind, 1) if kind else writer.plain_text(thing)
        thing.actions.append((events, None, value))
    near = [one for one in before if _reaches(one, thing) and one.kind in ANSWERS]
    if near and sometimes(6):
        value = writer.of_kind(kind, 1) if kind else writer.plain_text(thing)
        thing.actions.append(("xforms-value-changed", chance.pick(near), value))


_FIRST = "odk-instance-first-load"


def _reaches(trigger, target):
    """Whether the target stands in no other repeat than the trigger does."""
    return target.repeats == trigger.repeats[: len(target.repeats)]


# -- XML -----------------------------------------------------------------------------------


def _xml(top, things):
    return (
        '<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml" '
        'xmlns:jr="http://openrosa.org/javarosa" xmlns:orx="http://openrosa.org/xforms">'
        f"<h:head><h:title>t</h:title><model>{_ITEXT}"
        f'<instance><data id="t" version="1">{_instance(top)}'
        f"<meta><instanceID/></meta></data></instance>{_LISTS}{_binds(things)}"
        f"{_loose_actions(things)}</model></h:head>"
        f"<h:body>{_body(top, things)}</h:body></h:html>"
    ).encode()


def _instance(row):
    return "".join(_element(one) for one in row)


def _element(thing):
    if thing.kind == "repeat":
        inside = _instance(thing.inside)
        return (
            f'<{thing.name} jr:template="">{inside}</{thing.name}>'
            f"<{thing.name}>{inside}</{thing.name}>"
        )
    inside = escape(thing.default) if thing.is_question else _instance(thing.inside)
    return f"<{thing.name}>{inside}</{thing.name}>"


def _binds(things):
    found = []
    for one in things:
        rules = "".join(f" {name}={quoteattr(rule)}" for name, rule in one.rules.items())
        kind = f' type="{TYPES[one.kind]}"' if one.is_question else ""
        if rules or kind:
            found.append(f'<bind nodeset="/{"/".join(one.path)}"{kind}{rules}/>')
    return "".join(found)


def _setvalue(thing, events, value):
    at = f'ref="/{"/".join(thing.path)}"'
    return f'<setvalue event="{events}" {at} value={quoteattr(value)}/>'


def _loose_actions(things):
    return "".join(
        _setvalue(one, events, value)
        for one in things
        for events, trigger, value in one.actions
        if trigger is None and not one.repeats
    )


def _body(row, things):
    return "".join(_shown(one, things) for one in row)


def _shown(thing, things):
    ref = "/" + "/".join(thing.path)
    if thing.kind == "group":
        return f'<group ref="{ref}">{_body(thing.inside, things)}</group>'
    if thing.kind == "repeat":
        count = f" jr:count={quoteattr(thing.count)}" if thing.count else ""
        fixed = ' jr:noAddRemove="true()"' if thing.count or thing.how == "fixed" else ""
        own = "".join(
            _setvalue(one, events, value)
            for one in things
            if one.repeats[-1:] == (thing.path,)
            for events, trigger, value in one.actions
            if trigger is None
        )
        inside = _body(thing.inside, things)
        return (
            f'<group ref="{ref}"><repeat nodeset="{ref}"{count}{fixed}>'
            f"{own}{inside}</repeat></group>"
        )
    return _control(thing, ref, things)


def _control(thing, ref, things):
    if thing.kind.startswith("calc-"):
        return ""
    triggered = "".join(
        _setvalue(one, events, value)
        for one in things
        for events, trigger, value in one.actions
        if trigger is thing
    )
    if thing.kind in CONTROLS:
        return f'<input ref="{ref}"><label>{thing.name}</label>{triggered}</input>'
    tag = "select1" if thing.kind == "one" else "select"
    return (
        f'<{tag} ref="{ref}"><label>{thing.name}</label><itemset nodeset={quoteattr(thing.rows)}>'
        f'<value ref="{thing.value}"/><label ref="{thing.label}"/></itemset>{triggered}</{tag}>'
    )


def _translation(tongue, prefix, mark):
    names = [*AREAS, *(name for name, _area, _cost in TOWNS)]
    texts = "".join(f'<text id="{n}"><value>{prefix} {n}</value></text>' for n in names)
    return f'<translation lang="{tongue}"{mark}>{texts}</translation>'


_ITEXT = (
    f"<itext>{_translation('English (en)', 'the', ' default=' + quoteattr('true()'))}"
    f"{_translation('Urdu (ur)', 'یہ', '')}</itext>"
)
_LISTS = (
    '<instance id="areas"><root>'
    + "".join(
        f"<item><itextId>{one}</itextId><name>{one}</name><cost>{at}</cost></item>"
        for at, one in enumerate(AREAS, 1)
    )
    + '</root></instance><instance id="towns"><root>'
    + "".join(
        f"<item><itextId>{one}</itextId><name>{one}</name><area>{area}</area>"
        f"<cost>{cost}</cost></item>"
        for one, area, cost in TOWNS
    )
    + "</root></instance>"
)
