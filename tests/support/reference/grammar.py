"""Read an expression into nested tuples: operator precedence, one letter after the other.

("number", 3.0)  ("text", "a")  ("path", start, absolute, steps)  ("filter", inside, predicates)
("call", name, arguments)  ("minus", inside)  ("two", operator, left, right)
A step is (axis, name, predicates); the name of a node of any type is "node()".
"""

import re

STRENGTH = {
    "or": 1,
    "and": 2,
    "=": 3,
    "!=": 3,
    "<": 4,
    "<=": 4,
    ">": 4,
    ">=": 4,
    "+": 5,
    "-": 5,
    "*": 6,
    "div": 6,
    "mod": 6,
    "|": 8,
}
MINUS = 7
OPERATOR = re.compile(r"<=|>=|!=|[=<>+\-*|]|(?:or|and|div|mod)(?![\w.-])")
NUMBER = re.compile(r"\d+(\.\d*)?|\.\d+")
NAME = re.compile(r"[^\W\d][\w.-]*(:[^\W\d][\w.-]*)?")
CALL = re.compile(r"([^\W\d][\w.-]*(?::[^\W\d][\w.-]*)?)\s*\(")
AXIS = re.compile(r"([a-z-]+)::")


def read(source):
    reader = Reader(source)
    tree = reader.operators(0)
    reader.blanks()
    assert reader.at == len(source), source[reader.at :]
    return tree


class Reader:
    def __init__(self, source):
        self.source = source
        self.at = 0

    def blanks(self):
        while self.source[self.at : self.at + 1].isspace():
            self.at += 1

    def take(self, wanted):
        """Step over `wanted`, a text or a pattern; None when it is not next."""
        self.blanks()
        if isinstance(wanted, str):
            found = wanted if self.source.startswith(wanted, self.at) else None
            self.at += len(wanted) if found else 0
            return found
        match = wanted.match(self.source, self.at)
        self.at = match.end() if match else self.at
        return match

    def must(self, wanted):
        assert self.take(wanted), (wanted, self.source[self.at :])

    def operators(self, weakest):
        left = self.operand()
        while True:
            before = self.at
            found = self.take(OPERATOR)
            if found is None or STRENGTH[found[0]] <= weakest:
                self.at = before
                return left
            left = ("two", found[0], left, self.operators(STRENGTH[found[0]]))

    def operand(self):
        if self.take("-"):
            return ("minus", self.operators(MINUS))
        primary = self.primary()
        if primary is None:
            return self.path()
        predicates = self.predicates()
        if predicates:
            primary = ("filter", primary, predicates)
        if self.source.startswith("/", self.at):
            return ("path", primary, False, self.steps([]))
        return primary

    def primary(self):
        self.blanks()
        for quote in "'\"":
            if self.take(quote):
                end = self.source.index(quote, self.at)
                text, self.at = self.source[self.at : end], end + 1
                return ("text", text)
        if self.take("("):
            inside = self.operators(0)
            self.must(")")
            return inside
        if number := self.take(NUMBER):
            return ("number", float(number[0]))
        before = self.at
        call = self.take(CALL)
        if call is None or call[1] in {"node", "text"}:
            self.at = before
            return None
        return ("call", call[1], self.arguments())

    def arguments(self):
        found = []
        while not self.take(")"):
            if found:
                self.must(",")
            found.append(self.operators(0))
        return found

    def predicates(self):
        found = []
        while self.take("["):
            found.append(self.operators(0))
            self.must("]")
        return found

    def path(self):
        if self.source.startswith("//", self.at):
            return ("path", None, True, self.steps([]))
        if self.take("/"):
            self.blanks()
            if self.at == len(self.source) or self.source[self.at] in ")],=":
                return ("path", None, True, [])
            return ("path", None, True, self.steps([self.step()]))
        return ("path", None, False, self.steps([self.step()]))

    def steps(self, found):
        while self.take("/"):
            if self.take("/"):
                found.append(("descendant-or-self", "node()", []))
            found.append(self.step())
        return found

    def step(self):
        if self.take(".."):
            return ("parent", "node()", [])
        if self.take("."):
            return ("self", "node()", [])
        axis = self.take(AXIS)
        if self.take("*"):
            name = "*"
        elif self.take("node()"):
            name = "node()"
        else:
            name = self.take(NAME)[0]
        return (axis[1] if axis else "child", name, self.predicates())
