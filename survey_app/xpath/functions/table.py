"""Every function there is, by name.

Room: xpath.
"""

from collections.abc import Mapping

from survey_app.xpath.calls import Function
from survey_app.xpath.functions import (
    dates,
    forms,
    logic,
    nodesets,
    numbers,
    places,
    selects,
    shuffling,
    signed,
    texts,
    toolkit,
)

FUNCTIONS: Mapping[str, Function] = {
    **dates.FUNCTIONS,
    **forms.FUNCTIONS,
    **logic.FUNCTIONS,
    **nodesets.FUNCTIONS,
    **numbers.FUNCTIONS,
    **places.FUNCTIONS,
    **selects.FUNCTIONS,
    **shuffling.FUNCTIONS,
    **signed.FUNCTIONS,
    **texts.FUNCTIONS,
    **toolkit.FUNCTIONS,
}
