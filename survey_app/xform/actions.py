"""Read the actions of a form: values set when something happens.

Room: xform.
Spec: ODK XForms 1.0, "actions" (setvalue; setgeopoint and recordaudio are read and left out,
because this program never locates or records anyone by itself).
"""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from lxml import etree

from survey_app.xform.body import CONTROLS
from survey_app.xform.definition import Action
from survey_app.xform.document import elements
from survey_app.xform.errors import FormError, FormEventError, FormPathError, FormStructureError
from survey_app.xform.expressions import ExpressionBook
from survey_app.xform.names import attribute, local
from survey_app.xform.paths import static_path

FIRST_LOAD = "odk-instance-first-load"
LOAD = "odk-instance-load"
NEW_REPEAT = "odk-new-repeat"
VALUE_CHANGED = "xforms-value-changed"
_OLDER = {"jr-insert": NEW_REPEAT}
"""Names that events had before the standard gave them one."""
_NEVER = "xforms-revalidate"
"""Known to the older peers, and of no use where every answer is judged at once: never happens."""
_EVENTS = frozenset({FIRST_LOAD, LOAD, NEW_REPEAT, VALUE_CHANGED, "xforms-ready", _NEVER})
_ACTIONS = frozenset({"setvalue", "setgeopoint", "recordaudio"})
_TAGS = tuple(f"{{*}}{name}" for name in sorted(_ACTIONS))
_HOLDERS = frozenset({"group", "repeat"})


@dataclass(frozen=True)
class Surroundings:
    """What an action is read against: the root, the places of the form, the binds by id.

    `aside` takes the actions that have no place to act on, and the events that nobody knows.
    """

    root: str
    paths: AbstractSet[str]
    bind_ids: Mapping[str, str]
    aside: list[FormError]


def read_actions(
    model: etree._Element,
    body: etree._Element | None,
    book: ExpressionBook,
    around: Surroundings,
) -> tuple[Action, ...]:
    """Return the actions in the order of the form.

    Raises: FormStructureError for an action without a known event, or whose event never happens
    where it stands. Beside a known event, an unknown one is set aside.
    """
    reader = _Reader(book, around)
    for part in (model, body):
        if part is not None and any(next(part.iter(tag), None) is not None for tag in _TAGS):
            reader.collect(part, around.root, None, None)
    return tuple(reader.found)


class _Reader:
    """Walks model and body; knows the repeat and the control around each action."""

    def __init__(self, book: ExpressionBook, around: Surroundings) -> None:
        self.found: list[Action] = []
        self._book = book
        self._root = around.root
        self._paths = around.paths
        self._bind_ids = around.bind_ids
        self._aside = around.aside

    def collect(
        self, parent: etree._Element, context: str, repeat: str | None, trigger: str | None
    ) -> None:
        for element in elements(parent):
            name = local(element)
            if name in _ACTIONS:
                events = self._events(element, repeat)
                if name == "setvalue":
                    self._note(element, events, repeat, trigger)
            else:
                self._look_inside(element, context, repeat)

    def _look_inside(self, element: etree._Element, context: str, repeat: str | None) -> None:
        name = local(element)
        if name not in _HOLDERS and name not in CONTROLS:
            return
        source = element.get("ref") or element.get("nodeset")
        path = static_path(source, context) if source else None
        if name in _HOLDERS:
            inner = path or context
            self.collect(element, inner, inner if name == "repeat" else repeat, None)
        elif path is not None:
            self.collect(element, path, repeat, path)

    def _events(self, element: etree._Element, repeat: str | None) -> tuple[str, ...]:
        name = local(element)
        written = (attribute(element, "event") or "").split()
        events = tuple(_OLDER.get(event, event) for event in written)
        known = tuple(event for event in events if event in _EVENTS)
        if not known:
            raise FormStructureError(part=f"known event of a {name}")
        if written == [NEW_REPEAT] and repeat is None:
            raise FormStructureError(part=f"repeat around the {NEW_REPEAT} of a {name}")
        unknown = (event for event in events if event not in _EVENTS)
        self._aside.extend(FormEventError(place=name, event=event) for event in unknown)
        return known

    def _note(
        self,
        element: etree._Element,
        events: tuple[str, ...],
        repeat: str | None,
        trigger: str | None,
    ) -> None:
        source = (element.get("ref") or self._bind_ids.get(element.get("bind", ""), "")).strip()
        place = trigger or repeat or self._root
        owner, mark, attribute_name = source.partition("/@")
        path = static_path(owner, place) if owner else None
        if path is None or path not in self._paths:
            self._aside.append(FormPathError(place="setvalue", path=source or "?"))
            return
        target_path = f"{path}{mark}{attribute_name}"
        value = (element.get("value") or "").strip()
        action = Action(
            events=events,
            target=self._book.at(source, place),
            target_path=target_path,
            value=self._book.at(value, target_path) if value else None,
            text=str(element.xpath("string()")).strip() if element.get("value") is None else "",
            context=place,
            trigger=trigger,
            repeat=repeat,
        )
        self.found.append(action)
