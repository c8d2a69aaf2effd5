"""How a repeat grows: what its next instance starts as, and whether its last one was used.

Room: interview.
"""

from survey_app.interview.live import LiveNode
from survey_app.xform.definition import RepeatDef
from survey_app.xform.instance import InitialNode


def pattern_of(container: LiveNode, definition: RepeatDef) -> InitialNode:
    """Return what the next instance starts as: the form's own one at that place, if any."""
    at = len(container.named(definition.name))
    if definition.count is not None and definition.repeat is None:
        return definition.defaults[at] if at < len(definition.defaults) else definition.template
    return definition.template


def is_touched(instance: LiveNode) -> bool:
    """Say whether anything was said in an instance."""
    return any(
        node.empty is not None or node.value != question.default
        for node in instance.everything()
        if (question := node.question) is not None and question.control not in {None, "note"}
    )
