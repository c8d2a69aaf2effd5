"""What the text of an expression alone cannot tell: whether what it names is there.

Room: xform.
"""

from collections.abc import Mapping

from survey_app.xform.definition import NodeDef, QuestionDef
from survey_app.xform.errors import FormChoicesError, FormPathError
from survey_app.xform.paths import static_path
from survey_app.xpath.syntax import Call, Expression, Literal, walk

_CHOOSES = frozenset({"select", "select1", "rank"})


def check_choice_names(tree: Expression, place: str, nodes: Mapping[str, NodeDef]) -> None:
    """See that every jr:choice-name() names a select.

    Raises: FormPathError for a place that is not there, FormChoicesError for no select.
    """
    for part in walk(tree):
        if not isinstance(part, Call) or part.name != "jr:choice-name":
            continue
        named = part.arguments[1]
        if not isinstance(named, Literal) or not (place or named.text.strip().startswith("/")):
            continue
        path = static_path(named.text, place)
        node = nodes.get(path or "")
        if node is None:
            raise FormPathError(place="jr:choice-name()", path=named.text.strip())
        if not isinstance(node, QuestionDef) or node.control not in _CHOOSES:
            raise FormChoicesError(place=node.path)
