"""The slow interview: take a step, then work out everything anew until nothing changes.

Spec: docs/spec/form-definition.md, docs/spec/interview-draft.md; ODK XForms 1.0.
"""

from math import isnan

from reference.blueprint import Blueprint, children, name
from reference.grammar import read
from reference.meaning import Here, meaning, value_at
from reference.spots import Spot
from reference.values import answered, computed, number, truth

FIRST = {"odk-instance-first-load", "odk-instance-load", "xforms-ready"}
MOST_ROUNDS = 500
MOST_SPOTS = 90


class TooMuch(Exception):  # noqa: N818 - nothing is wrong
    """The form grew beyond what a slow reference can bear, or its rules never come to rest."""


class SlowInterview:
    """One interview. Its verbs are those of the real one; every look is worked out at once."""

    def __init__(self, xml, now, language):
        self.form = Blueprint(xml)
        self.lists = self.form.lists
        self.kept = kept_paths(self.form.places)
        self.repeats = {path for path, one in self.form.places.items() if one.kind == "repeat"}
        self.now = now
        self.language = language
        self.top = Spot("", kind="document")
        self.new = []
        self.root = self.grown(self.form.primary, self.top)
        self.top.inside.append(self.root)
        self.rest()
        beyond = self.new = [spot for spot in self.new if self.brought(spot) is None]
        for action in self.form.actions:
            if FIRST & set(action.events):
                for seat in self.at_path(action.repeat or self.root.path):
                    if not any(seat in spot.everything() for spot in beyond):
                        self.act(action, seat)
        self.settle()

    # -- steps -------------------------------------------------------------------------------

    def answer(self, ref, said):
        spot = self.find(ref)
        place = self.form.places[spot.path]
        if spot.readonly:
            return "READ_ONLY"
        kept, word = self.taken(spot, place, said)
        if kept is None:
            return word
        before, spot.said = spot.said, kept
        if kept:
            spot.mark = None
        if kept != before:
            self.changed(spot)
        self.settle()
        return self.judged(spot)  # also of a row that its own answer took out

    def mark_empty(self, ref, word):
        spot = self.find(ref)
        before, spot.said, spot.mark = spot.said, "", word
        if before:
            self.changed(spot)
        self.settle()

    def add_repeat(self, ref):
        above = self.find(ref.rpartition("/")[0])
        place = self.form.places[f"{above.path}/{ref.rpartition('/')[2]}"]
        self.add_instance(above, place)
        self.settle()

    def remove_repeat(self, ref):
        spot = self.find(ref)
        spot.above.inside.remove(spot)
        self.settle()

    def set_language(self, tag):
        self.language = tag
        self.settle()

    # -- looks -------------------------------------------------------------------------------

    def find(self, ref):
        return next(one for one in self.top.everything() if one.ref == ref)

    def validity(self, ref):
        return self.judged(self.find(ref))

    def judged(self, spot):
        place = self.form.places[spot.path]
        if spot.kind != "question" or not spot.relevant:
            return "OK"
        if not spot.seen:
            missing = spot.required and spot.mark is None and place.control is not None
            return "REQUIRED_BUT_EMPTY" if missing else "OK"
        constraint = place.rules.get("constraint")
        holds = constraint is None or truth(value_at(constraint, spot, self))
        return "OK" if holds else "CONSTRAINT_VIOLATED"

    def choices(self, spot):
        place = self.form.places[spot.path]
        rows = [one for one in value_at(place.rows, spot, self) if one.relevant]
        return [
            (cell(row, place.value), self.label(row, place))
            for row in rows
            if cell(row, place.value)
        ]

    def can_add_repeat(self, above, place):
        if place.count or place.fixed or not above.relevant:
            return False
        seat = Spot(place.path.rpartition("/")[2], above, kind="repeat")
        relevant = place.rules.get("relevant")
        return relevant is None or truth(value_at(relevant, seat, self))

    def choice_name(self, value, path, origin):
        found = meaning(read(path), Here(origin, origin, self))
        names = dict(reversed(self.choices(found[0]))) if found else {}
        return names.get(value, "")

    def submission(self):
        """Path and text of every element that is sent, in document order."""
        return [
            (one.path, one.seen if one.kind == "question" else "")
            for one in self.root.everything()
            if one is self.root or one.relevant
        ]

    # -- setting values ----------------------------------------------------------------------

    def taken(self, spot, place, said):
        if place.control not in {"select", "select1"}:
            kept = answered(said, place.type)
            return kept, "OK" if kept is not None else "WRONG_TYPE"
        offered = [value for value, _label in self.choices(spot)]
        names = [said] if place.control == "select1" and said else said.split()
        if any(one not in offered for one in names):
            return None, "NOT_A_CHOICE"
        return " ".join(one for one in self.listed(place, offered) if one in names), "OK"

    def listed(self, place, offered):
        """The offered names in the order of the list, even where the page shuffles them."""
        rows = place.rows
        if rows[:2] == ("call", "randomize"):
            rows = rows[2][0]
            every = [cell(one, place.value) for one in value_at(unfiltered(rows), self.root, self)]
            return [one for one in dict.fromkeys(every) if one in offered]
        return dict.fromkeys(offered)

    def changed(self, spot, chain=0):
        self.rest()
        for action in self.form.actions:
            if "xforms-value-changed" in action.events and action.trigger == spot.path:
                self.act(action, spot, chain)

    def act(self, action, seat, chain=0):
        found = meaning(read(action.target), Here(seat, seat, self))
        if not found or found[0].kind != "question" or chain > 50:
            return
        target = found[0]
        before = target.said
        place = self.form.places[target.path]
        if action.value is None:
            target.said = action.text.strip()
        else:
            target.said = computed(value_at(action.value, target, self), place.type)
        target.mark = None
        self.rest()
        if target.said != before:
            self.changed(target, chain + 1)

    # -- at rest -----------------------------------------------------------------------------

    def settle(self):
        self.rest()
        while self.new:
            new, self.new = self.new, []
            for spot in new:
                for action in self.form.actions:
                    if "odk-new-repeat" in action.events and action.repeat == spot.path:
                        self.act(action, spot)
            self.rest()

    def rest(self):
        """Work out every rule of every place, again and again, until nothing changes.

        What once() keeps is looked at last, one place after the other: it must not keep what a
        rule said before it had come to rest.
        """
        for _ in range(MOST_ROUNDS):
            if not self.worked_out_anew() and not self.kept_anew():
                return
        raise TooMuch

    def worked_out_anew(self):
        before = self.everything_seen()
        if len(before) > MOST_SPOTS:
            raise TooMuch
        for spot in self.top.everything():
            if spot is not self.top:
                self.work_out(spot)
        return self.everything_seen() != before

    def kept_anew(self):
        """Work out the calculations by once() until the first that changes."""
        for path in self.kept:
            for spot in self.at_path(path):
                before = spot.said
                self.calculate(spot, self.form.places[path].rules["calculate"])
                if spot.said != before:
                    return True
        return False

    def calculate(self, spot, rule):
        spot.said = computed(value_at(rule, spot, self), self.form.places[spot.path].type)

    def everything_seen(self):
        return [
            (id(one), one.said, one.seen, one.relevant, one.readonly, one.required)
            for one in self.top.everything()
        ]

    def work_out(self, spot):
        place = self.form.places[spot.path]
        rules = place.rules
        if "relevant" in rules:
            spot.own_relevant = truth(value_at(rules["relevant"], spot, self))
        if "readonly" in rules:
            spot.own_readonly = truth(value_at(rules["readonly"], spot, self))
        if "required" in rules:
            spot.required = truth(value_at(rules["required"], spot, self))
        spot.relevant = spot.own_relevant and spot.above.relevant
        spot.readonly = spot.own_readonly or spot.above.readonly
        if "calculate" in rules and not is_kept(rules["calculate"]):
            self.calculate(spot, rules["calculate"])
        if place.rows is not None:
            spot.single = place.control == "select1"
            spot.offered = {value for value, _label in self.choices(spot)}
        for inner in self.form.inside(spot.path):
            if inner.count is not None:
                self.count(spot, inner)

    # -- repeats -----------------------------------------------------------------------------

    def count(self, above, place):
        seat = Spot(place.path.rpartition("/")[2], above, kind="repeat")
        seen = value_at(place.count, seat, self)
        found = number(seen)
        if isnan(found) and place.count[0] == "path" and self.is_emptied(seen):
            return
        wanted = 0 if isnan(found) else int(max(0, min(10_000, found)))
        if wanted > MOST_SPOTS:
            raise TooMuch
        row = above.named(seat.name)
        aside = above.aside.setdefault(seat.name, [])
        for extra in reversed(row[wanted:]):
            above.inside.remove(extra)
            aside.append(extra)
        for _ in range(len(row), wanted):
            if aside:
                self.put(above, aside.pop())
            else:
                self.add_instance(above, place)

    def is_emptied(self, seen):
        """A question that is asked and blank: how many is still to be said."""
        if not isinstance(seen, list) or len(seen) != 1:
            return False
        if not seen[0].relevant or seen[0].mark is not None:
            return False
        return self.form.places[seen[0].path].control not in {None, "", "note"}

    def brought(self, spot):
        """The element that the form itself has at this place, if any."""
        if spot is self.root:
            return self.form.primary
        around = self.brought(spot.above)
        row = [] if around is None else [one for one in children(around) if name(one) == spot.name]
        row = [one for one in row if not any(key.endswith("}template") for key in one.attrib)]
        there = list(spot.above.named(spot.name))
        at = there.index(spot) if spot in there else len(row)  # one that a count took out again
        return row[at] if at < len(row) else None

    def add_instance(self, above, place):
        spot = self.grown(place.template, above)
        self.put(above, spot)
        self.new.append(spot)

    def put(self, above, spot):
        """After its like, before what the form has after the repeat."""
        order = [one.path.rpartition("/")[2] for one in self.form.inside(above.path)]
        later = order[order.index(spot.name) + 1 :]
        at = len(above.inside)
        while at and above.inside[at - 1].name in later:
            at -= 1
        above.inside.insert(at, spot)

    def grown(self, element, above):
        path = f"{above.path}/{name(element)}"
        place = self.form.places[path]
        spot = Spot(name(element), above, kind=place.kind)
        if place.kind == "question":
            spot.said = element.text or ""
            spot.type = place.type
        for one in children(element):
            inner = self.form.places[f"{path}/{name(one)}"]
            is_template = any(key.endswith("}template") for key in one.attrib)
            if not is_template and inner.count is None:
                spot.inside.append(self.grown(one, spot))
        return spot

    def at_path(self, path):
        return [one for one in self.top.everything() if one.path == path]

    # -- texts -------------------------------------------------------------------------------

    def label(self, row, place):
        if not place.label.startswith("jr:itext("):
            return cell(row, place.label) or cell(row, place.value)
        found = cell(row, place.label[len("jr:itext(") : -1])
        tongue = next((one for one in self.form.texts if f"({self.language})" in one), None)
        return self.form.texts[tongue or self.form.default_language].get(found, "")


def cell(row, column):
    return next((one.seen for one in row.named(column)), "")


def is_kept(rule):
    return rule is not None and rule[:2] == ("call", "once")


def kept_paths(places):
    """The calculations by once(); what one of them looks at comes before it."""
    rules = {path: one.rules.get("calculate") for path, one in places.items()}
    left, row = [path for path in rules if is_kept(rules[path])], []
    while left:
        free = (one for one in left if not any(looks(rules, one, o) for o in left if o != one))
        row.append(next(free, left[0]))
        left.remove(row[-1])
    return row


def looks(rules, path, other):
    """By whatever way: names are looked for, and each is that of one place."""
    known, new = set(), {path.rpartition("/")[2]}
    while new:
        known |= new
        seen = [rule for one, rule in rules.items() if rule and one.rpartition("/")[2] in new]
        new = {name for rule in seen for name in names(rule)} - known
        if other.rpartition("/")[2] in new:
            return True
    return False


def names(tree):
    """Every name in a tree: of steps, functions and texts."""
    if isinstance(tree, str):
        return {tree}
    return {n for one in tree for n in names(one)} if isinstance(tree, tuple | list) else set()


def unfiltered(tree):
    _path, start, is_absolute, steps = tree
    return ("path", start, is_absolute, [(axis, step, []) for axis, step, _predicates in steps])
