"""Random steps of an interview, taken by the engine and by the reference; what both then show.

A step is drawn once and means the same for everybody: places are chosen by their reference.
"""

from datetime import UTC, datetime

from lxml import etree
from random_forms import ANSWERS, draw_form
from reference.running import SlowInterview, TooMuch
from scenario import environment

from survey_app.interview import EmptyKind, begin
from survey_app.xform import parse
from survey_app.xform.errors import FormCycleError

NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


def read(xml):
    """The form, or TooMuch for one whose questions wait for each other.

    A count that depends on its own repeat grows in a way of its own, and a ring has an order of
    its own (docs/spec).
    """
    try:
        form = parse(xml)
    except FormCycleError as error:
        raise TooMuch from error
    if any(rule.circular or rule.keeps for rule in form.rules):
        raise TooMuch
    return form


class Pair:
    """The same interview twice: engine and reference."""

    def __init__(self, drawn, language="en"):
        self.form = read(drawn.xml)
        self.kinds = {"/" + "/".join(one.path): one.kind for one in drawn.things}
        self.slow = SlowInterview(drawn.xml, NOON, language)
        self.fast = begin(self.form, environment(), language=language)

    def places(self):
        return [one for one in self.slow.root.everything() if "/meta" not in one.path]

    def step(self, chance):
        """Draw one step, take it twice, and return it; None where nothing can be done."""
        what = chance.pick(["answer"] * 8 + ["add", "add", "remove", "language", "mark"])
        if what == "language":
            return self.take(what, chance.pick(["en", "ur"]), None)
        if what in {"answer", "mark"}:
            return self._ask(chance, what)
        row = self.growing() if what == "add" else self.leaving()
        return self.take(what, chance.pick(row), None) if row else None

    def _ask(self, chance, what):
        refs = [one.ref for one in self.places() if self.kinds.get(one.path) in ANSWERS]
        if not refs:
            return None
        ref = chance.pick(refs)
        kind = self.kinds[self.slow.find(ref).path]
        if what == "mark":
            return self.take(what, ref, chance.pick(["refused", "dont_know"]))
        return self.take(what, ref, chance.pick(ANSWERS[kind]))

    def take(self, what, ref, value):
        slow = take(self.slow, what, ref, value)
        fast = take(self.fast, what, ref, value)
        assert fast == slow, (what, ref, value, fast, slow)
        return what, ref, value

    def growing(self):
        row = [
            (above, place)
            for above in self.places()
            for place in self.slow.form.inside(above.path)
            if place.kind == "repeat"
        ]
        found = []
        for above, place in row:
            ref = f"{above.ref}/{place.path.rpartition('/')[2]}"
            may = self.slow.can_add_repeat(above, place)
            assert self.fast.can_add_repeat(ref) == may, ref
            found += [ref] * may
        return found

    def leaving(self):
        return [
            one.ref
            for one in self.places()
            if one.kind == "repeat"
            and not self.slow.form.places[one.path].count
            and not self.slow.form.places[one.path].fixed
        ]

    def agree(self):
        """Everything a page could show is the same."""
        for spot in self.places():
            assert shown(self.fast, spot.ref, spot) == shown_slowly(self.slow, spot), spot.ref
            for place in self.slow.form.inside(spot.path):
                if place.kind == "repeat":
                    name = place.path.rpartition("/")[2]
                    count = self.fast.count_repeats(f"{spot.ref}/{name}")
                    assert count == len(spot.named(name)), place.path

    def finish(self):
        """The submissions are the same, element by element."""
        sent = self.fast.finalize()
        self.slow.set_language("en")
        assert elements(sent.xml) == [
            (path, text) for path, text in self.slow.submission() if "/meta" not in path
        ]


def take(interview, what, ref, value):
    """Take a step; an answer says whether it may stand."""
    match what:
        case "answer":
            outcome = interview.answer(ref, value)
            return outcome if isinstance(outcome, str) else outcome.validity.value
        case "mark":
            word = value if isinstance(interview, SlowInterview) else EmptyKind[value.upper()]
            interview.mark_empty(ref, word)
        case "add":
            interview.add_repeat(ref)
        case "remove":
            interview.remove_repeat(ref)
        case "language":
            interview.set_language(ref)
    return None


def shown(interview, ref, spot):
    if spot.kind != "question":
        return interview.relevant(ref), interview.readonly(ref)
    asks = interview.question(ref).control in {"select", "select1"}
    return {
        "value": interview.value(ref),
        "relevant": interview.relevant(ref),
        "readonly": interview.readonly(ref),
        "required": interview.required(ref),
        "validity": interview.validity(ref).value,
        "choices": [(one.value, one.label) for one in interview.choices(ref)] if asks else [],
    }


def shown_slowly(interview, spot):
    if spot.kind != "question":
        return spot.relevant, spot.readonly
    return {
        "value": spot.seen,
        "relevant": spot.relevant,
        "readonly": spot.readonly,
        "required": spot.required,
        "validity": interview.validity(spot.ref),
        "choices": interview.choices(spot) if interview.form.places[spot.path].rows else [],
    }


def elements(xml):
    """Path and text of every element of a submission but its meta block."""
    found = []

    def look(element, above):
        path = f"{above}/{etree.QName(element).localname}"
        if "/meta" in path:
            return
        found.append((path, element.text or ""))
        for one in element:
            look(one, path)

    look(etree.fromstring(xml), "")
    return found


def told_alike(chance, most_steps=10):
    """Draw a form and a course, and see that both tell the same all along and at the end.

    In some courses nobody looks before the end: what was put off is worked out then.
    """
    drawn = draw_form(chance)
    chance.note(drawn)
    pair = Pair(drawn)
    looks = chance.sometimes(2)
    pair.agree()
    for _ in range(chance.whole(0, most_steps)):
        chance.note(pair.step(chance))
        if looks:
            pair.agree()
    pair.agree()
    pair.finish()
