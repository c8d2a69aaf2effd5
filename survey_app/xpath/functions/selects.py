"""Functions on the answers of selects.

Room: xpath.
Spec: ODK XForms 1.0. A list of choices is its names with blanks between.
"""

from collections.abc import Mapping
from math import isnan

from survey_app.xpath.calls import Arguments, Function, Kind
from survey_app.xpath.evaluation import Context, Evaluate
from survey_app.xpath.functions.building import from_text, from_texts


def _selected(chosen: str, name: str) -> bool:
    return name.strip() in (chosen.split() or [""])


def _selected_at(arguments: Arguments) -> Evaluate:
    chosen, place = arguments.text(0), arguments.number(1)

    def find(context: Context) -> str:
        names, at = chosen(context).split(), place(context)
        return "" if isnan(at) or not 0 <= at < len(names) else names[int(at)]

    return find


_IS_CHOSEN = Function(Kind.TRUTH, 2, 2, from_texts(_selected))

FUNCTIONS: Mapping[str, Function] = {
    "count-selected": Function(
        Kind.NUMBER, 1, 1, from_text(lambda chosen: float(len(chosen.split())))
    ),
    "is-selected": _IS_CHOSEN,
    "selected": _IS_CHOSEN,
    "selected-at": Function(Kind.TEXT, 2, 2, _selected_at),
}
