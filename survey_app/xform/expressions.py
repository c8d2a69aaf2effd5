"""Compile the expressions of one form, each once for each place where it means the same.

Room: xform.
"""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from functools import lru_cache

from survey_app.immutable import immutable
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
    `own` is the id of the form's own instance, "" where there is none or a list has that name.
    """

    def __init__(
        self, namespaces: Mapping[str, str], repeats: AbstractSet[str], seats: Seats, own: str
    ) -> None:
        self._namespaces = namespaces
        self._repeats = repeats
        self._seats = seats
        self._own = own
        self._known: dict[tuple[str, str], Expression] = {}

    def at(self, source: str, context: str) -> Expression:
        """Return `source` as it is meant at `context`. Raises: FormExpressionError."""
        try:
            said = read(source)
            key = (source, "" if self._is_same_everywhere(said, context) else context)
            known = self._known.get(key)
            if known is None:
                known = self._known[key] = self._compiled(said, context)
        except XPathError as error:
            raise FormExpressionError(
                place=context or "the form", expression=source[:200], problem=error.message()
            ) from error
        return known

    def used(self) -> list[tuple[str, Expression]]:
        """Return every expression so far, with a place at which it stands."""
        return [(context, known) for (_source, context), known in self._known.items()]

    def _is_same_everywhere(self, said: "Said", context: str) -> bool:
        return said.is_free and self._seats.home_of(context) == TOP

    def _compiled(self, said: "Said", context: str) -> Expression:
        own = self._own if "instance" in said.calls and self._own in said.source else ""
        here = contextualised(said.tree, context, self._repeats, own)
        placing = SeatPlacing(context, self._seats)
        return compile_tree(said.source, here, self._namespaces, placing, said.calls)


@immutable
class Said:
    """What an expression says by itself, in whatever form it stands.

    `calls` are the names of its functions; `is_free` says that its nodes do not depend on where
    it stands.
    """

    source: str
    tree: Tree
    calls: AbstractSet[str]
    is_free: bool


_LONGEST_KEPT = 1_000
"""Unit: characters. No form writes longer ones many times, and a tree takes much more room."""


def read(source: str) -> Said:
    """Return what `source` says: read once, for all forms and all versions of a form.

    Raises: XPathError.
    """
    return _read_once(source) if len(source) <= _LONGEST_KEPT else _read(source)


@lru_cache(maxsize=4096)
def _read_once(source: str) -> Said:
    return _read(source)


def _read(source: str) -> Said:
    tree = parse(source)
    whole = walk(tree)
    calls = checked_calls(whole)
    return Said(source, tree, calls, all(map(_is_free, whole)) or not depends_on_place(tree))


def _is_free(part: Tree) -> bool:
    """Say whether a part alone shows that it means the same everywhere."""
    if isinstance(part, Path):
        return bool(part.names)
    return not isinstance(part, Call) or part.name != "current"
