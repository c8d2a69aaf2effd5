"""What nobody reads waits: calculations that are worked out when somebody asks.

Room: interview.
Spec: docs/spec/form-definition.md, "Rules"; docs/adr/0151-what-nobody-reads-waits.md.
"""

from collections.abc import Iterator, Mapping, Sequence

from survey_app.interview.live import LiveNode
from survey_app.interview.places import climbed, descend
from survey_app.xform.routes import Route


class PutOff:
    """The rules that wait, each once for the place from which its nodes are reached."""

    def __init__(self, routes: Mapping[str, Sequence[Route]]) -> None:
        self._routes = routes
        self._waiting: dict[tuple[int, LiveNode, tuple[str, ...]], None] = {}

    def note(self, node: LiveNode) -> None:
        """Let what looks at `node` wait."""
        for route in self._routes.get(node.path, ()):
            here = climbed(node, route.climb)
            if here is not None:
                self._waiting[route.rank, here, route.names] = None

    def due(self) -> Iterator[tuple[int, LiveNode]]:
        """Yield the ranks and nodes of all that waited; nothing waits after that."""
        waiting, self._waiting = self._waiting, {}
        for rank, here, names in waiting:
            for target in descend(here, names):
                yield rank, target
