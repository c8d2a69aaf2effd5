"""Compile the expressions of one form, each once for each place where it means the same.

Room: xform.
"""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet

from survey_app.xform.contextual import contextualised
from survey_app.xform.errors import FormExpressionError
from survey_app.xform.paths import is_within
from survey_app.xpath.compiler import checked_function
from survey_app.xpath.errors import XPathError
from survey_app.xpath.expression import Expression, compile_tree
from survey_app.xpath.parser import parse
from survey_app.xpath.syntax import Call, walk
from survey_app.xpath.syntax import Expression as Tree


class ExpressionBook:
    """Expressions by text and place. Outside repeats one text is compiled once for the form."""

    def __init__(self, namespaces: Mapping[str, str], repeats: AbstractSet[str]) -> None:
        self._namespaces = namespaces
        self._repeats = repeats
        self._trees: dict[str, Tree] = {}
        self._known: dict[tuple[str, str], Expression] = {}

    def at(self, source: str, context: str) -> Expression:
        """Return `source` as it is meant at `context`. Raises: FormExpressionError."""
        inside = any(context == one or is_within(context, one) for one in self._repeats)
        key = (source, context if inside else "")
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = self._compiled(source, context)
        return known

    def used(self) -> list[tuple[str, Expression]]:
        """Return every expression so far, with a place at which it stands."""
        return [(context, known) for (_source, context), known in self._known.items()]

    def _compiled(self, source: str, context: str) -> Expression:
        try:
            tree = self._trees.get(source)
            if tree is None:
                tree = self._trees[source] = parse(source)
                for part in walk(tree):
                    if isinstance(part, Call):
                        checked_function(part)
            return compile_tree(
                source, contextualised(tree, context, self._repeats), self._namespaces
            )
        except XPathError as error:
            raise FormExpressionError(
                place=context or "the form", expression=source[:200], problem=error.message()
            ) from error
