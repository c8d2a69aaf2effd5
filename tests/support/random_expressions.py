"""Expressions nobody thought of, each of a type, over the questions a rule may look at."""

NUMBERS = {"int", "decimal", "calc-number", "calc-whole"}
TEXTS = {"text", "one", "many", "calc-text", "calc-truth"}
DATES = {"date", "calc-date"}
LITERALS = ["'a'", "'pb'", "'lhr'", "'3'", "''", "'Ali Khan'", "'true'", "'x y'"]
FIGURES = ["0", "1", "2", "3", "0.5", "10", "-1", "2.25"]


class Writer:
    """Draws expressions that stand at `here`; `repeats` are the paths around, outer first."""

    def __init__(self, chance, here, repeats, known, *, labels=True, wide=True):
        self.pick = chance.pick
        self.here = here
        self.repeats = repeats
        self.known = known
        self.labels = labels
        self.wide = wide

    def of_kind(self, kind, depth):
        return {
            "calc-number": self.number,
            "calc-whole": self.number,
            "calc-text": self.text,
            "calc-truth": self.truth,
            "calc-date": self.date,
        }[kind](depth)

    # -- references --------------------------------------------------------------------------

    def written(self, path):
        """A path as authors and compilers write it: from the root, or by steps up and down."""
        if self.pick([True, False, False]):
            return "/" + "/".join(path)
        shared = 0
        for one, other in zip(self.here, path, strict=False):
            if one != other:
                break
            shared += 1
        up, down = len(self.here) - shared, path[shared:]
        steps = "/".join([*[".."] * up, *down]) or "."
        return f"current()/{steps}" if self.pick([1, 2, 3, 4, 5, 6]) == 6 else steps

    def single(self, kinds):
        """A question that has one answer seen from here (mostly); None where there is none."""
        row = [one for one in self.known if one.kind in kinds]
        near = [one for one in row if one.repeats == self.repeats[: len(one.repeats)]]
        row = near if near and self.pick([1, 2, 3, 4, 5, 6, 7]) < 7 else row
        return self.pick(row) if row else None

    def many(self, kinds):  # noqa: PLR0911 - one for each way to write it
        """The answers of a question in all instances of a repeat, now and then a chosen few."""
        row = [one for one in self.known if one.kind in kinds and one.repeats]
        if not row:
            found = self.single(kinds)
            return None if found is None else self.written(found.path)
        one = self.pick(row)
        ways = ["plain", "plain", "predicate", "place", "deep", "before", "any"]
        way = self.pick([*ways, "bracket", "both", "two"])
        above, name = one.repeats[-1], one.path[len(one.repeats[-1]) :]
        rest = "/".join(name)
        if way == "predicate":
            return f"{self.chosen(above)}[{self.inner_test(one, rest)}]/{rest}"
        if way == "place":
            test = self.pick(["position() > 1", "1", "last()", "position() != last()"])
            return f"{self.chosen(above)}[{test}]/{rest}"
        if way == "bracket":
            test = self.pick(["1", "2", "last()", "position() < 3", f". != {self.text(0)}"])
            return f"({self.pick([self.written(one.path), f'//{one.name}'])})[{test}]"
        if way == "both":
            test = f"{self.inner_test(one, rest)}][{self.pick(['1', 'last()', 'position() > 1'])}"
            return f"{self.chosen(above)}[{test}]/{rest}"
        if way == "two":
            found = self.single(kinds)
            other = f"//{one.name}" if found is None else self.written(found.path)
            return f"({self.written(one.path)} | {other})"
        if way == "deep":
            return f"//{one.name}"
        if way == "before" and self.repeats and one.repeats[: len(self.repeats)] == self.repeats:
            inner = "/".join(one.path[len(self.repeats[-1]) :])
            up = "/".join([".."] * (len(self.here) - len(self.repeats[-1]))) or "."
            axis = self.pick(["preceding-sibling", "following-sibling"])
            return f"{up}/{axis}::{self.repeats[-1][-1]}/{inner}"
        if way == "any" and self.wide:
            return f"{self.written(above)}/*"
        return self.written(one.path)

    def chosen(self, path):
        """A path that a predicate may follow: `..[1]` is none."""
        found = self.written(path)
        return "/" + "/".join(path) if found.endswith(".") else found

    def inner_test(self, one, rest):
        if one.kind in NUMBERS:
            return f"{rest} {self.pick(['>', '<', '=', '!='])} {self.number(0)}"
        return f"{rest} {self.pick(['=', '!='])} {self.text(0)}"

    # -- numbers -----------------------------------------------------------------------------

    def number(self, depth):
        if depth <= 0:
            found = self.single(NUMBERS) if self.pick([True, True, False]) else None
            return self.pick(FIGURES) if found is None else self.written(found.path)
        return self.pick(
            [
                lambda: self.number(0),
                lambda: f"({self.number(depth - 1)} {self.pick('+-*')} {self.number(depth - 1)})",
                lambda: (
                    self.number(depth - 1)
                    + self.pick([" div ", " mod ", " + ", " - "])
                    + self.number(depth - 1)
                ),
                lambda: f"-({self.number(depth - 1)})",
                lambda: (
                    f"if({self.truth(depth - 1)}, {self.number(depth - 1)}, "
                    f"{self.number(depth - 1)})"
                ),
                lambda: f"coalesce({self.number(0)}, {self.number(depth - 1)})",
                lambda: f"round({self.number(depth - 1)}, {self.pick(['0', '1', '-1'])})",
                lambda: f"int({self.number(depth - 1)})",
                lambda: f"number({self.text(depth - 1)})",
                lambda: f"string-length({self.text(depth - 1)})",
                self.count_selected,
                lambda: self.over(NUMBERS),
                lambda: self.over(NUMBERS),
                self.counted,
                self.position,
                lambda: self.indexed(NUMBERS) or self.number(0),
                self.present,
                lambda: f"number({self.bracketed(NUMBERS)})",
                lambda: f"count({self.pick(['ancestor', 'preceding-sibling'])}::*)",
                lambda: f"decimal-date-time({self.date(0)})",
                lambda: f"number({self.looked_up('cost')})",
            ]
        )()

    def over(self, kinds):
        nodes = self.many(kinds)
        if nodes is None:
            return self.number(0)
        return f"{self.pick(['sum', 'min', 'max', 'count'])}({nodes})"

    def counted(self):
        nodes = self.many(NUMBERS | TEXTS)
        if nodes is None:
            return self.number(0)
        return f"{self.pick(['count', 'count-non-empty'])}({nodes})"

    def present(self):
        """Whether one question is there: blank, hidden or answered."""
        one = self.single(NUMBERS | TEXTS | DATES)
        if one is None:
            return self.number(0)
        path = self.written(one.path)
        return self.pick(
            [
                f"count({path})",
                f"string-length({path})",
                f"if(boolean({path}), 1, 2)",
                f"count({path}[. != ''])",
                f"count-non-empty({path})",
            ]
        )

    def bracketed(self, kinds):
        """One question in brackets, which may choose of it."""
        one = self.single(kinds)
        if one is None:
            return self.pick(LITERALS)
        path = self.written(one.path)
        return f"({path}){self.pick(['', '[1]', '[last()]', '[2]'])}"

    def count_selected(self):
        one = self.single({"many"})
        return self.number(0) if one is None else f"count-selected({self.written(one.path)})"

    def position(self):
        if not self.repeats:
            return self.number(0)
        up = "/".join([".."] * (len(self.here) - len(self.pick(list(self.repeats))))) or "."
        return f"position({up})"

    def indexed(self, kinds):
        row = [one for one in self.known if one.kind in kinds and one.repeats]
        if not row:
            return None
        one = self.pick(row)
        level = self.pick(list(one.repeats))
        index = self.pick([self.number(0), "1", "2", self.before()])
        return f"indexed-repeat(/{'/'.join(one.path)}, /{'/'.join(level)}, {index})"

    def before(self):
        found = self.position()
        return f"{found} - 1" if found.startswith("position") else found

    def count(self):
        one = self.single({"int"})
        found = self.pick(FIGURES[:4]) if one is None else self.written(one.path)
        if one is not None and one.actions:
            found = f"if({found} < 5, {found}, 2)"  # a day as a number would be 20,000 instances
        chosen = self.single({"many"})
        selected = found if chosen is None else f"count-selected({self.written(chosen.path)})"
        return self.pick([found, found, selected, f"if({self.truth(1)}, {found}, 1)"])

    # -- texts -------------------------------------------------------------------------------

    def text(self, depth):
        if depth <= 0:
            found = self.single(TEXTS) if self.pick([True, True, False]) else None
            return self.pick(LITERALS) if found is None else self.written(found.path)
        return self.pick(
            [
                lambda: self.text(0),
                lambda: f"concat({self.text(depth - 1)}, {self.number(depth - 1)})",
                lambda: f"substr({self.text(depth - 1)}, {self.number(0)}, {self.number(0)})",
                lambda: (
                    f"if({self.truth(depth - 1)}, {self.text(depth - 1)}, {self.text(depth - 1)})"
                ),
                lambda: f"coalesce({self.text(0)}, {self.text(depth - 1)})",
                lambda: f"string({self.number(depth - 1)})",
                self.joined,
                self.named,
                self.selected_at,
                lambda: f"format-date({self.date(0)}, '%Y-%m')",
                lambda: self.looked_up("area"),
                lambda: self.indexed(TEXTS) or self.text(0),
                lambda: f"string({self.bracketed(TEXTS)})",
            ]
        )()

    def plain_text(self, thing):
        """A value to set: what a select may hold, or any text."""
        if thing.kind in {"one", "many"}:
            return self.pick({"areas": ["'sd'", "'pb'"]}.get(thing.table, ["'lhr'", "'khi'"]))
        return self.text(1)

    def joined(self):
        nodes = self.many(TEXTS | NUMBERS)
        if nodes is None:
            return self.text(0)
        return self.pick([f"join(' ', {nodes})", f"concat({nodes}, 'x')"])

    def named(self):
        one = self.single({"one"})
        if one is None or not self.labels or one.label == one.value:
            return self.text(0)
        path = self.written(one.path).removeprefix("current()/")
        return f"jr:choice-name({path}, '{path}')"

    def selected_at(self):
        one = self.single({"many"})
        if one is None:
            return self.text(0)
        return f"selected-at({self.written(one.path)}, {self.number(0)})"

    def looked_up(self, column):
        return f"instance('towns')/root/item[name = {self.outside(self.text(0))}]/{column}"

    @staticmethod
    def outside(source):
        """A reference inside a predicate must start from where the expression stands."""
        return f"current()/{source}" if source.startswith(".") else source

    def text_in_other_repeat(self):
        """A repeat and a text question in it, for choices from earlier answers."""
        row = [
            one
            for one in self.known
            if one.kind == "text" and len(one.repeats) == 1 and not self.repeats
        ]
        row = [one for one in row if one.path[:-1] == one.repeats[0]]
        if not row:
            return None
        one = self.pick(row)
        return self.written(one.repeats[0]), one.name

    def row_filter(self, name):
        column = "area" if name == "towns" and self.pick([True, True, False]) else "name"
        return self.pick(
            [
                lambda: f"{column} = {self.outside(self.text(0))}",
                lambda: f"{column} = {self.outside(self.text(0))} or cost < 3",
                lambda: f"cost < {self.outside(self.number(0))}",
                lambda: f"{column} != {self.outside(self.text(0))} and cost > 1",
                lambda: f"selected({self.outside(self.text(0))}, name)",
                lambda: f"position() > {self.outside(self.number(0))}",
                lambda: f"position() = {self.outside(self.number(0))} or position() = last()",
                lambda: self.not_taken(column),
                lambda: f"not({column} = preceding-sibling::item/{column})",
                lambda: f"{column} = following-sibling::item[cost > 1]/{column} or cost = 3",
            ]
        )()

    def not_taken(self, column):
        """Rows that nobody said yet, in whatever instance of a repeat."""
        row = [one for one in self.known if one.kind in TEXTS and one.repeats]
        if not row:
            return f"{column} != {self.outside(self.text(0))}"
        one = self.pick(row)
        return f"not({column} = {self.outside(self.written(one.path))})"

    # -- dates and decisions -------------------------------------------------------------------

    def date(self, depth):
        found = self.single(DATES) if self.pick([True, True, False]) else None
        plain = "'2026-02-28'" if found is None else self.written(found.path)
        if depth <= 0:
            return plain
        return self.pick(
            [
                plain,
                "today()",
                f"date({plain})",
                f"date(decimal-date-time({plain}) + {self.number(0)})",
                f"if({self.truth(depth - 1)}, {plain}, today())",
            ]
        )

    def truth(self, depth):
        if depth <= 0:
            one = self.single({"one", "many"})
            if one is None:
                return self.pick(["true()", "false()", "1 = 1", f"{self.number(0)} > 1"])
            name = self.pick(["pb", "sd", "lhr", "khi"])
            return f"selected({self.written(one.path)}, '{name}')"
        return self.pick(
            [
                lambda: self.truth(0),
                lambda: f"{self.number(depth - 1)} {self.pick(_SIGNS)} {self.number(depth - 1)}",
                lambda: f"{self.text(depth - 1)} {self.pick(['=', '!='])} {self.text(depth - 1)}",
                lambda: f"{self.date(1)} {self.pick(_SIGNS)} {self.date(1)}",
                lambda: f"({self.truth(depth - 1)} or {self.truth(depth - 1)})",
                lambda: f"{self.truth(depth - 1)} and {self.truth(depth - 1)}",
                lambda: f"not({self.truth(depth - 1)})",
                lambda: f"boolean({self.text(0)})",
                lambda: f"boolean-from-string({self.text(0)})",
                lambda: f"contains({self.text(depth - 1)}, {self.text(0)})",
                lambda: f"{self.text(0)} = {self.number(0)}",
                lambda: f"({self.text(0)}) = {self.truth(0)}",
                self.any_of,
            ]
        )()

    def any_of(self):
        nodes = self.many(NUMBERS)
        return self.truth(0) if nodes is None else f"{nodes} {self.pick(_SIGNS)} {self.number(0)}"

    def constraint(self, kind):
        return self.pick(
            [
                lambda: f". {self.pick(_SIGNS)} {self.number(1)}",
                lambda: f". != {self.text(0)}",
                lambda: f"string-length(.) > {self.number(0)}",
                lambda: f". <= {self.date(1)}" if kind == "date" else self.truth(1),
                lambda: f"not(selected(., {self.text(0)}))",
            ]
        )()


_SIGNS = ["=", "!=", "<", "<=", ">", ">="]
