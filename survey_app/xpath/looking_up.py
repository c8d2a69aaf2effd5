"""What is done with the one node of a known place: found, read as text, read as a number.

Room: xpath. Most paths of most forms end here, so each is one call and no more.
"""

from functools import lru_cache
from math import nan

from survey_app.xpath.evaluation import (
    Context,
    EvaluateNodes,
    EvaluateNumber,
    EvaluateText,
    EvaluateTruth,
)
from survey_app.xpath.nodes import Node
from survey_app.xpath.placing import FindNode, Place
from survey_app.xpath.values import number_of_node


def look_up(place: Place) -> FindNode:
    """Return what finds the node, None where it is not there now."""
    hops, number = place
    return lambda context: context.current.home.around[hops][number]


def nodes_at(place: Place) -> EvaluateNodes:
    """Return what finds the node as a set of one, or of none."""
    hops, number = place

    def nodes(context: Context) -> tuple[Node, ...]:
        node = context.current.home.around[hops][number]
        return () if node is None else (node,)

    return nodes


@lru_cache(maxsize=4096)
def text_at(place: Place) -> EvaluateText:
    """Return what reads the text, "" where there is no node."""
    hops, number = place

    def read(context: Context) -> str:
        node = context.current.home.around[hops][number]
        return "" if node is None else node.text()

    return read


@lru_cache(maxsize=4096)
def number_at(place: Place) -> EvaluateNumber:
    """Return what reads the number, NaN where there is none."""
    hops, number = place

    def read(context: Context) -> float:
        node = context.current.home.around[hops][number]
        if node is None:
            return nan
        known = node.number
        return number_of_node(node, context) if known is None else known

    return read


def equals_at(place: Place, text: str, *, wanted: bool) -> EvaluateTruth:
    """Return what says whether a node is there whose text is, or is not, this one."""
    hops, number = place

    def decide(context: Context) -> bool:
        node = context.current.home.around[hops][number]
        return node is not None and (node.text() == text) is wanted

    return decide


def chosen_at(place: Place, name: str) -> EvaluateTruth:
    """Return what says whether `name`, which has no blank in it, is among the names there."""
    hops, number = place

    def decide(context: Context) -> bool:
        node = context.current.home.around[hops][number]
        text = "" if node is None else node.text()
        return text == name or (name in text and name in text.split())

    return decide
