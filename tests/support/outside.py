"""The engine as other suites see it: an XPath evaluator and a form session.

`evaluate` and `open_form` have the shape that conformance runners ask for.
"""

from __future__ import annotations

import functools
import random
import uuid
from datetime import datetime
from zoneinfo import ZoneInfo

from lxml import etree

from survey_app.xpath.evaluation import Context
from survey_app.xpath.expression import compile_expression, compile_tree
from survey_app.xpath.nodes import Node, NodeKind, TreeNode
from survey_app.xpath.parser import parse
from survey_app.xpath.values import number_of, text_of, truth_of

_PARSER = etree.XMLParser(resolve_entities=False, no_network=True)


class DocumentHost:
    """Answers what an expression may ask, over one XML document."""

    def __init__(self, document, *, root, now, language):
        self._document = document
        self._root = root
        self._now = now
        self._language = language

    def now(self):
        return self._now

    def root(self, _node):
        return self._root

    def instance(self, name):
        for node in walk(self._document):
            if node.name == "instance" and any(
                a.name == "id" and a.value == name for a in node.attributes
            ):
                return node
        return None

    def random(self):
        return random.random()

    def uuid(self):
        return str(uuid.uuid4())

    def itext(self, name):
        found = [n for n in walk(self._document) if n.name == "translation"]
        facts = [{a.name: a.value for a in n.attributes} for n in found]
        chosen = next(
            (n for n, f in zip(found, facts, strict=True) if f.get("lang") == self._language),
            next((n for n, f in zip(found, facts, strict=True) if "default" in f), found[0]),
        )
        for text in chosen.children:
            if any(a.name == "id" and a.value == name for a in text.attributes):
                return next(v for v in text.children if v.name == "value").text()
        return ""

    def choice_name(self, value, path, node):
        raise NotImplementedError


def walk(node):
    yield node
    for child in node.children:
        yield from walk(child)


@functools.lru_cache(maxsize=64)
def document(xml: str) -> tuple[TreeNode, dict]:
    tree = etree.fromstring(xml.strip().encode(), _PARSER)
    top = TreeNode(NodeKind.DOCUMENT, scope={})
    by_element: dict = {tree.getroottree(): top}
    before = [n for n in _before(tree)]
    for node in before:
        top.add(_read(node, by_element))
    top.add(_read(tree, by_element))
    return top, by_element


def _before(tree):
    found = []
    one = tree.getprevious()
    while one is not None:
        found.append(one)
        one = one.getprevious()
    return reversed(found)


def _read(element, seen) -> TreeNode:
    if isinstance(element, etree._Comment):
        node = TreeNode(NodeKind.COMMENT, value=element.text or "")
    elif isinstance(element, etree._ProcessingInstruction):
        node = TreeNode(NodeKind.INSTRUCTION, element.target, value=element.text or "")
    else:
        name = etree.QName(element)
        scope = {k or "": v for k, v in element.nsmap.items()}
        node = TreeNode(
            NodeKind.ELEMENT,
            name.localname,
            prefix=element.prefix or "",
            uri=name.namespace or "",
            scope=scope,
        )
        backwards = {v: k for k, v in element.nsmap.items() if k}
        for key, value in element.attrib.items():
            attribute = etree.QName(key)
            prefix = (
                "xml"
                if attribute.namespace == "http://www.w3.org/XML/1998/namespace"
                else (backwards.get(attribute.namespace, "") if attribute.namespace else "")
            )
            node.add(
                TreeNode(
                    NodeKind.ATTRIBUTE,
                    attribute.localname,
                    prefix=prefix,
                    uri=attribute.namespace or "",
                    value=value,
                )
            )
        if element.text:
            node.add(TreeNode(NodeKind.TEXT, value=element.text))
        for child in element:
            node.add(_read(child, seen))
            if child.tail:
                node.add(TreeNode(NodeKind.TEXT, value=child.tail))
    seen[element] = node
    return node


def path_of(node: Node) -> str:
    if node.parent is None:
        return "/"
    parent = node.parent
    up = "" if parent.parent is None else path_of(parent)
    if node.kind is NodeKind.ATTRIBUTE:
        if node.prefix or node.uri:
            return f"{up}/@*[local-name()='{node.name}' and namespace-uri()='{node.uri}']"
        return f"{up}/@{node.name}"
    if node.kind is NodeKind.NAMESPACE:
        return f"{up}/namespace::{node.name}"
    same = [c for c in parent.children if c.kind is node.kind]
    at = next((i for i, c in enumerate(same, 1) if c is node), 1)
    step = {
        NodeKind.ELEMENT: "*",
        NodeKind.TEXT: "text()",
        NodeKind.COMMENT: "comment()",
        NodeKind.INSTRUCTION: "processing-instruction()",
    }[node.kind]
    return f"{up}/{step}[{at}]"


class Found(str):
    """A location path that knows its node, so that a runner can read names and text."""


def find_node(top: TreeNode, path: str) -> Node:
    host = DocumentHost(top, root=top, now=datetime(2026, 1, 1), language=None)
    if path == "/":
        return top
    return compile_expression(path).nodes(Context(top, host))[0]


def evaluate(expression, context_xml, result_type, **kw):
    if result_type == "parse":
        parse(expression)
        return None
    top, seen = document(context_xml or "<root/>")
    back = {id(v): k for k, v in seen.items()}
    node = find_node(top, kw.get("context_node") or "/")
    root = find_node(top, kw.get("root_node") or "/")
    moment = datetime.fromisoformat(kw.get("now") or "2026-01-15T10:30:00+00:00")
    now = moment.astimezone(ZoneInfo(kw.get("time_zone") or "UTC"))
    host = DocumentHost(top, root=root, now=now, language=kw.get("language"))
    context = Context(node, host)
    value = compile_tree(expression, parse(expression), kw.get("namespaces")).value(context)
    if result_type == "number":
        return number_of(value, context)
    if result_type == "string":
        return text_of(value)
    if result_type == "boolean":
        return truth_of(value)
    if isinstance(value, (list, tuple)):
        return [back.get(id(n)) if n.kind is NodeKind.ELEMENT else path_of(n) for n in value]
    if result_type == "nodeset":
        raise TypeError("not nodes")
    return value
