"""Compile the expressions of one form, each once for each place where it means the same.

Room: xform.
"""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet

from survey_app.xform.contextual import contextualised
from survey_app.xform.errors import FormExpressionError
from survey_app.xform.placing import SeatPlacing, depends_on_place
from survey_app.xform.seats import TOP, Seats
from survey_app.xpath.errors import XPathError
from survey_app.xpath.expression import Expression, checked_calls, compile_tree
from survey_app.xpath.parser import parse
from survey_app.xpath.syntax import Call, Path, walk
from survey_app.xpath.syntax import Expression as Tree


class ExpressionBook:
    """Expressions by text and place.

    Outside repeats, a text that does not depend on its place is compiled once for the form.
    """

    def __init__(
        self, namespaces: Mapping[str, str], repeats: AbstractSet[str], seats: Seats
    ) -> None:
        self._namespaces = namespaces
        self._repeats = repeats
        self._seats = seats
        self._trees: dict[str, Tree] = {}
        self._calls: dict[str, AbstractSet[str]] = {}
        self._free: set[str] = set()
        self._known: dict[tuple[str, str], Expression] = {}

    def at(self, source: str, context: str) -> Expression:
        """Return `source` as it is meant at `context`. Raises: FormExpressionError."""
        try:
            tree = self._trees.get(source) or self._read(source)
            key = (source, self._place(source, context))
            known = self._known.get(key)
            if known is None:
                known = self._known[key] = self._compiled(source, tree, context)
        except XPathError as error:
            raise FormExpressionError(
                place=context or "the form", expression=source[:200], problem=error.message()
            ) from error
        return known

    def used(self) -> list[tuple[str, Expression]]:
        """Return every expression so far, with a place at which it stands."""
        return [(context, known) for (_source, context), known in self._known.items()]

    def _place(self, source: str, context: str) -> str:
        """Return the place that the meaning of `source` depends on, "" for none."""
        if source in self._free and self._seats.home_of(context) == TOP:
            return ""
        return context

    def _read(self, source: str) -> Tree:
        tree = parse(source)
        whole = walk(tree)
        self._calls[source] = checked_calls(whole)
        self._trees[source] = tree
        if all(map(_is_free, whole)) or not depends_on_place(tree):
            self._free.add(source)
        return tree

    def _compiled(self, source: str, tree: Tree, context: str) -> Expression:
        here = contextualised(tree, context, self._repeats)
        placing = SeatPlacing(context, self._seats)
        return compile_tree(source, here, self._namespaces, placing, self._calls[source])


def _is_free(part: Tree) -> bool:
    """Say whether a part alone shows that it means the same everywhere."""
    if isinstance(part, Path):
        return bool(part.names)
    return not isinstance(part, Call) or part.name != "current"
