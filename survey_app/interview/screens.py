"""The screens of an interview that can be reached now, in order.

Room: interview.
Spec: docs/spec/interview-draft.md, "Screens". One question a screen; a field-list group is one
screen; after the last instance of a repeat that a person may extend stands a repeat screen. A
part that is set aside is one screen without questions and without a title.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TypeAlias

from survey_app.interview.errors import NoSuchScreenError
from survey_app.interview.live import LiveNode, stand_in
from survey_app.interview.places import ref_of
from survey_app.interview.speaking import Speaker, TextPart, joined
from survey_app.xform.definition import BodyItem, FormDef, RepeatDef
from survey_app.xform.wording import Wording

Titles: TypeAlias = tuple[tuple[TextPart, ...], ...]
_NO_TITLES: Titles = ()
PRIVATE = "private"


@dataclass(frozen=True)
class Screen:
    """What is shown at one time. `kind` is "questions", "repeat" (add another) or "private".

    `titles` are those of the groups around it, in pieces, the outermost first.
    """

    key: str
    kind: str
    refs: tuple[str, ...]
    titles: Titles
    module: str
    repeat_ref: str = ""

    @property
    def group_titles(self) -> tuple[str, ...]:
        """Return the titles as they are written."""
        return tuple(joined(title) for title in self.titles)


class Screens:
    """Walks the body over the live nodes.

    The walk is repeated only when the shape of the interview or its language changed, or when
    something on the way that depends on answers did: a title with a value in it, a condition on
    growing. Each of these was noted on the walk, and is asked again.
    """

    def __init__(
        self,
        form: FormDef,
        document: LiveNode,
        speaker: Speaker,
        may_grow: Callable[[LiveNode, RepeatDef], bool],
        shape: Callable[[], int],
        *,
        aside: Collection[str] = (),
    ) -> None:
        self._form = form
        self._document = document
        self._speaker = speaker
        self._may_grow = may_grow
        self._shape = shape
        self._aside = frozenset(aside)
        self._noted: list[tuple[Callable[[], object], object]] = []
        self._kept: tuple[tuple[int, str], tuple[Screen, ...]] | None = None

    def all(self) -> tuple[Screen, ...]:
        """Return every reachable screen."""
        now = (self._shape(), self._speaker.language)
        if self._kept is not None and self._kept[0] == now and self._all_as_noted():
            return self._kept[1]
        self._noted = []
        root = self._document.children[0]
        screens = tuple(self._of(self._form.body, root, _NO_TITLES))
        self._kept = (now, screens)
        return screens

    def _all_as_noted(self) -> bool:
        return all(ask() == told for ask, told in self._noted)

    def _of(self, items: Sequence[BodyItem], here: LiveNode, titles: Titles) -> Iterator[Screen]:
        for item in items:
            if item.kind == "question":
                yield from self._question(item, here, titles)
            elif item.kind == "repeat":
                yield from self._repeat(item, here, titles)
            else:
                yield from self._group(item, here, titles)

    def _question(self, item: BodyItem, here: LiveNode, titles: Titles) -> Iterator[Screen]:
        for node in _below(here, item.path):
            closing = node.question is not None and node.question.is_closing
            if node.relevant and not closing:
                ref = ref_of(node)
                yield Screen(ref, "questions", (ref,), titles, _module(ref))

    def _group(self, item: BodyItem, here: LiveNode, titles: Titles) -> Iterator[Screen]:
        is_repeat = item.path is not None and isinstance(self._form.nodes.get(item.path), RepeatDef)
        seats = [here] if item.path is None or is_repeat else _below(here, item.path)
        for node in seats:
            if not node.relevant:
                continue
            if item.path in self._aside:
                ref = ref_of(node)
                yield Screen(ref, PRIVATE, (), _NO_TITLES, _module(f"{ref}/"))
                continue
            inner = titles if is_repeat else self._titles(item, node, titles)
            if "field-list" in item.appearance.split() and not is_repeat:
                yield from self._together(item, node, inner)
            else:
                yield from self._of(item.children, node, inner)

    def _repeat(self, item: BodyItem, here: LiveNode, titles: Titles) -> Iterator[Screen]:
        definition = self._form.nodes.get(item.path or "")
        if not isinstance(definition, RepeatDef):
            return
        for container in _below(here, definition.path.rpartition("/")[0]):
            for node in container.named(definition.name):
                if not node.relevant:
                    continue
                inner = self._titles_of(definition, node, titles)
                if "field-list" in definition.appearance.split():
                    yield from self._together(item, node, inner)
                else:
                    yield from self._of(item.children, node, inner)
            grows = self._may_grow(container, definition)
            if definition.bind.relevant is not None:
                self._noted.append((partial(self._may_grow, container, definition), grows))
            if grows:
                ref = f"{ref_of(container)}/{definition.name}"
                own = self._titles_of(
                    definition, stand_in(self._form, definition, container), titles
                )
                yield Screen(f"{ref}[+]", "repeat", (), own, _module(f"{ref}/"), ref)

    def _together(self, item: BodyItem, node: LiveNode, titles: Titles) -> Iterator[Screen]:
        screens = list(self._of(item.children, node, titles))
        refs = tuple(ref for screen in screens if screen.kind == "questions" for ref in screen.refs)
        if refs:
            key = refs[0] if item.path is None else ref_of(node)
            yield Screen(key, "questions", refs, titles, _module(refs[0]))
        yield from (screen for screen in screens if screen.kind == "repeat")

    def _titles(self, item: BodyItem, node: LiveNode, titles: Titles) -> Titles:
        return self._with_title(item.label, node, titles)

    def _titles_of(self, definition: RepeatDef, node: LiveNode, titles: Titles) -> Titles:
        return self._with_title(definition.label, node, titles)

    def _with_title(self, label: Wording | None, node: LiveNode, titles: Titles) -> Titles:
        parts = self._speaker.parts(label, node)
        if any(part.is_value for part in parts) or (label is not None and label.source):
            self._noted.append((partial(self._speaker.parts, label, node), parts))
        return (*titles, parts) if joined(parts) else titles


def _below(here: LiveNode, path: str | None) -> list[LiveNode]:
    """Return the nodes at a static path, in the instances of repeats that `here` stands in."""
    if path is None:
        return []
    if path == here.path:
        return [here]
    above, _, last = path.rpartition("/")
    if above == here.path:
        return list(here.named(last))
    start: LiveNode | None = here
    while start is not None and not path.startswith(start.path + "/"):
        start = start.parent
    if start is None:
        return []
    row = [start]
    for name in path[len(start.path) + 1 :].split("/"):
        row = [child for one in row for child in one.named(name)]
    return row


def _module(ref: str) -> str:
    """Return the name of the group right below the root, "" for a question there."""
    steps = ref.split("/")
    return steps[2].partition("[")[0] if len(steps) > 3 else ""  # noqa: PLR2004


def screen_at(screens: Sequence[Screen], key: str) -> int:
    """Return where the screen with this key stands, from 0. Raises: NoSuchScreenError."""
    for at, screen in enumerate(screens):
        if screen.key == key:
            return at
    raise NoSuchScreenError(key=key)
