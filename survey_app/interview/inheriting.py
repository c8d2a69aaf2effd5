"""What a place takes over from the places around it: whether it takes part, whether it is locked.

Room: interview.
"""

from collections.abc import Iterator

from survey_app.interview.live import LiveNode


def inherit(node: LiveNode) -> None:
    """Work out the state of one place from its own and that of the place around it."""
    parent = node.parent
    node.relevant = node.own_relevant and (parent is None or parent.relevant)
    node.readonly = node.own_readonly or (parent is not None and parent.readonly)


def spread_relevance(top: LiveNode) -> Iterator[LiveNode]:
    """Bring `top` and all inside it up to date; yield each place whose relevance changed."""
    waiting = [top]
    while waiting:
        one = waiting.pop()
        relevant = one.own_relevant and (one.parent is None or one.parent.relevant)
        if relevant is one.relevant:
            continue
        one.relevant = relevant
        yield one
        waiting.extend(reversed(one.children))


def spread_lock(top: LiveNode) -> Iterator[LiveNode]:
    """Bring `top` and all inside it up to date; yield each place that was locked or opened."""
    waiting = [top]
    while waiting:
        one = waiting.pop()
        readonly = one.own_readonly or (one.parent is not None and one.parent.readonly)
        if readonly is not one.readonly:
            one.readonly = readonly
            yield one
            waiting.extend(one.children)
