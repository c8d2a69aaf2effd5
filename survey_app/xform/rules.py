"""What keeps a running interview up to date: rules, and what calls for them.

Room: xform.
Spec: docs/spec/form-definition.md, "Rules".
"""

from typing import NamedTuple

from survey_app.xpath.expression import Expression


class Rule(NamedTuple):
    """One expression that keeps one aspect of the nodes at one path up to date.

    Aspects: calculate, relevant, readonly, required, count, choices, and "@name" for an XML
    attribute; and shown, for what the page must show anew when the expression changes (a
    constraint, a value inside a text). `rank` is its place in the running order, so that what is
    needed comes first. A count is `circular` when it depends on what is in its own repeat: then it
    grows by one, and only once something was said in the last instance. A rule of a ring `keeps`
    the places of its ring: it sees them as if they were relevant.
    """

    aspect: str
    path: str
    expression: Expression
    rank: int
    circular: bool = False
    keeps: tuple[str, ...] = ()

    @property
    def gives(self) -> str:
        """Return the place whose value it works out, "" for none."""
        return self.path if self.aspect == "calculate" else ""

    @property
    def stands_at(self) -> str:
        """Return the place from which the expression looks: an attribute is below its node."""
        return f"{self.path}/{self.aspect}" if self.aspect.startswith("@") else self.path

    def stays(self, *, rings_stay: bool) -> bool:
        """Say whether what it says of a loaded interview stays as it stood.

        It depends on time or chance; or, where `rings_stay`, on answers that it hid itself and
        that were therefore not submitted.
        """
        closed = rings_stay and self.aspect == "relevant" and bool(self.keeps)
        return closed or not self.expression.steady


class Dependent(NamedTuple):
    """A rule to run again when a node changes.

    It runs for all its nodes below the ancestor of the changed node at `depth` steps from the
    root.
    """

    rule: Rule
    depth: int
