"""Functions on the answers of selects.

Room: xpath.
Spec: ODK XForms 1.0. A list of choices is its names with blanks between.
"""

from collections.abc import Mapping
from math import isnan

from survey_app.xpath.calls import Arguments, Function, Kind
from survey_app.xpath.evaluation import Context, Evaluate
from survey_app.xpath.functions.building import from_text, from_texts
from survey_app.xpath.looking_up import chosen_at
from survey_app.xpath.syntax import Literal, Path


def _selected(chosen: str, name: str) -> bool:
    return name.strip() in (chosen.split() or [""])


def _is_selected(arguments: Arguments) -> Evaluate:
    """Return the commonest question of forms: whether a name written in the text is chosen."""
    answer, name = arguments.expressions
    if isinstance(answer, Path) and isinstance(name, Literal):
        place, names = arguments.compiler.single(answer), name.text.split()
        if place is not None and len(names) == 1:
            return chosen_at(place, names[0])
    return _ASKED(arguments)


def _selected_at(arguments: Arguments) -> Evaluate:
    chosen, place = arguments.text(0), arguments.number(1)

    def find(context: Context) -> str:
        names, at = chosen(context).split(), place(context)
        return "" if isnan(at) or not 0 <= at < len(names) else names[int(at)]

    return find


_ASKED = from_texts(_selected)
_IS_CHOSEN = Function(Kind.TRUTH, 2, 2, _is_selected)

FUNCTIONS: Mapping[str, Function] = {
    "count-selected": Function(
        Kind.NUMBER, 1, 1, from_text(lambda chosen: float(len(chosen.split())))
    ),
    "is-selected": _IS_CHOSEN,
    "selected": _IS_CHOSEN,
    "selected-at": Function(Kind.TEXT, 2, 2, _selected_at),
}
