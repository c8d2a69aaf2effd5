"""The engine as other suites see it: an XPath evaluator and a form session.

`evaluate` and `open_form` have the shape that conformance runners ask for; `release` and
`smallest_class` the one that races of anonymisers ask for; `find` marks what a free text may tell.
"""

from __future__ import annotations

import contextlib
import functools
import math
import numbers
import random
import re
import unicodedata
import uuid
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import numpy as np
from lxml import etree

from survey_app.clock import FrozenClock
from survey_app.disclosure.columns.checking import smallest_class as measure
from survey_app.disclosure.columns.coded import CodedTable, coded_key, shares_lost, widths_lost
from survey_app.disclosure.columns.demand import Demand
from survey_app.disclosure.columns.local_recoding import local_recoding
from survey_app.disclosure.free_text.lexicon import lexicon, words_of
from survey_app.disclosure.free_text.suggest import suggest
from survey_app.interview import Environment, Validity, begin, resume
from survey_app.vault.signing import is_signed
from survey_app.xform import parse as parse_form
from survey_app.xform.names import XFORMS
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

    def is_signed(self, key, signature, message):
        return is_signed(key, signature, message)

    def itext(self, name):
        found = [n for n in walk(self._document) if n.name == "translation"]
        facts = [{a.name: a.value for a in n.attributes} for n in found]
        chosen = next(
            (n for n, f in zip(found, facts, strict=True) if f.get("lang") == self._language),
            next(
                (n for n, f in zip(found, facts, strict=True) if "default" in f),
                found[0] if found else None,
            ),
        )
        for text in () if chosen is None else chosen.children:
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
    for node in _before(tree):
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
        plain = name.namespace == XFORMS and not element.prefix  # as the nodes of a form
        node = TreeNode(
            NodeKind.ELEMENT,
            name.localname,
            prefix=element.prefix or "",
            uri="" if plain else name.namespace or "",
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


def find_node(top: TreeNode, path: str) -> Node:
    host = DocumentHost(top, root=top, now=datetime(2026, 1, 1, tzinfo=UTC), language=None)
    if path == "/":
        return top
    return compile_expression(path).nodes(Context(top, host))[0]


def evaluate(expression, context_xml, result_type, **kw):
    if result_type == "parse":
        parse(expression)
        return None
    top, elements = document(context_xml or "<root/>")
    node = find_node(top, kw.get("context_node") or "/")
    root = find_node(top, kw.get("root_node") or "/")
    moment = datetime.fromisoformat(kw.get("now") or "2026-01-15T10:30:00+00:00")
    now = moment.astimezone(ZoneInfo(kw.get("time_zone") or "UTC"))
    host = DocumentHost(top, root=root, now=now, language=kw.get("language"))
    context = Context(node, host)
    with as_top(root):
        value = compile_tree(expression, parse(expression), kw.get("namespaces")).value(context)
        match result_type:
            case "number":
                return number_of(value, context)
            case "string":
                return text_of(value)
            case "boolean":
                return truth_of(value)
    if isinstance(value, (list, tuple)):
        back = {id(light): element for element, light in elements.items()}
        return [_seen(one, back) for one in value]
    if result_type == "nodeset":
        raise TypeError("not nodes")
    return value


@contextlib.contextmanager
def as_top(root):
    """Nothing lies above the node at which absolute paths begin."""
    above, root.parent = root.parent, None
    try:
        yield
    finally:
        root.parent = above


def _seen(node, back):
    """Return a node as lxml shows it: elements and attributes; others by their path."""
    if node.kind is NodeKind.ELEMENT:
        return back[id(node)]
    if node.kind is NodeKind.ATTRIBUTE:
        name = f"{{{node.uri}}}{node.name}" if node.uri else node.name
        owner = back[id(node.parent)]
        return next(one for one in owner.xpath("@*") if one.attrname == name)
    return path_of(node)


class Session:
    """A form session over the door of the interview room."""

    def __init__(self, interview, form, environment):
        self.interview = interview
        self.form = form
        self.environment = environment

    def answer(self, ref, value):
        if self.interview.question(ref).control is None:
            raise NotImplementedError("no control")
        if self.interview.question(ref).control == "trigger":
            value = "OK" if value else None
        elif isinstance(value, list):
            value = [_text(one) for one in value]
        elif self.interview.question(ref).data_type == "int" and _has_fraction(value):
            value = _text(int(float(value)))  # as the number field of a client would
        elif value is not None:
            value = _text(value)
        outcome = self.interview.answer(ref, value)
        if outcome.validity in {Validity.WRONG_TYPE, Validity.OUT_OF_RANGE}:
            self.interview.answer(ref, None)

    def value(self, ref):
        value = self.interview.value(ref)
        question = self.interview.question(ref)
        if question.control == "trigger":
            return "true" if value else "false"
        if question.data_type == "decimal" and re.fullmatch(r"-?\d+", value):
            return f"{value}.0"  # as the peers write a whole decimal; docs/conformance.md says so
        return value

    def attribute(self, ref, name):
        return self.interview.attribute(ref, name)

    def relevant(self, ref):
        return self.interview.relevant(ref)

    def readonly(self, ref):
        return self.interview.readonly(ref)

    def required(self, ref):
        return self.interview.required(ref)

    def choices(self, ref):
        return [(one.value, one.label) for one in self.interview.choices(ref)]

    def selected_labels(self, ref):
        chosen = self.interview.value(ref).split()
        labels = dict(self.choices(ref))
        return [labels[name] for name in chosen]

    def label(self, ref):
        return self.interview.label(ref)

    def hint(self, ref):
        return self.interview.hint(ref)

    def appearances(self, ref):
        node = self.form.nodes[re.sub(r"\[\d+\]", "", ref)]
        return node.appearance.split()

    def type(self, ref):
        return self.form.nodes[re.sub(r"\[\d+\]", "", ref)].data_type

    def count_repeats(self, ref):
        return self.interview.count_repeats(ref)

    def add_repeat(self, ref):
        self.interview.add_repeat(ref)

    def remove_repeat(self, ref):
        self.interview.remove_repeat(ref)

    def can_add_repeat(self, ref):
        return self.interview.can_add_repeat(ref)

    def set_language(self, name):
        self.interview.set_language(name)

    def title(self):
        return self.form.title

    def validity(self, ref):
        return self.interview.validity(ref).value

    def message(self, ref):
        match self.interview.validity(ref):
            case Validity.REQUIRED_BUT_EMPTY:
                return self.interview.required_message(ref) or None
            case Validity.CONSTRAINT_VIOLATED:
                return self.interview.constraint_message(ref) or None
            case _:
                return None

    def validate(self):
        problems = self.interview.validate()
        if not problems:
            return "OK", None
        return problems[0].validity.value, problems[0].ref

    def xml(self):
        """Return the submission without what this program adds to the standard."""
        root = etree.fromstring(self.interview.finalize().xml)
        for element in root.iter("*"):
            for name in [key for key in element.attrib if "urn:survey-app" in key]:
                del element.attrib[name]
        etree.cleanup_namespaces(root)
        return etree.tostring(root, encoding="unicode")

    def restore(self):
        saved = self.interview.save()
        return Session(resume(self.form, saved, self.environment), self.form, self.environment)

    def new_instance(self):
        language = self.interview.language
        fresh = begin(self.form, self.environment, language=language)
        return Session(fresh, self.form, self.environment)


def _has_fraction(value):
    text = value if isinstance(value, str) else repr(value)
    return re.fullmatch(r"-?\d+\.\d+", text) is not None


def _text(value):
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def open_form(xform_xml, files=None, now=None, zone="UTC", seed=1, **_kw):
    """Return a session with a new interview of the form."""
    form = parse_form(xform_xml.encode() if isinstance(xform_xml, str) else xform_xml, files or {})
    moment = datetime.fromisoformat(now or "2026-01-15T10:30:00+00:00")
    chance = random.Random(seed)
    environment = Environment(
        FrozenClock(moment.astimezone(ZoneInfo(zone))),
        chance,
        lambda: str(uuid.UUID(int=chance.getrandbits(128), version=4)),
        is_signed=is_signed,
    )
    interview = begin(form, environment, language=form.default_language)
    return Session(interview, form, environment)


_NAMING = re.compile("name|naam|child|nick|called|person|husband|father|mother|son|daughter|نام")
_SURELY_NAMING = re.compile("name|naam|nick|called|نام")
_FACTS = re.compile(
    r"(?:\A|[\W_])(?:sex|gender|ages?|years?|count|number|alive|status|tongue|work|job|occupation|"
    r"education|school|health|relation|with|lives)(?![a-z])"
)
_YEAR = re.compile(r"(?:19|20)\d\d")
_WORDS_OF_A_STORY = 13


def find(text, answers):
    """Yield (start, end, kind) of every place in `text` that may say who she is.

    `answers` maps the names of the questions of the same interview to what was answered: texts,
    numbers, dates, nothing, or lists and mappings of these. In the program the plan says which
    answers are sought; here everyday words, years and whole stories are left out, unless the
    question asks for a name.
    """
    known = [said for name, said in _answers("", answers) if _tells(name, said)]
    for span in suggest(text or "", known):
        yield span.start, span.end, span.kind.value


def _answers(name, value):
    if isinstance(value, Mapping):
        for key, one in value.items():
            yield from _answers(f"{name} {key}", one)
    elif isinstance(value, Iterable) and not isinstance(value, (str, bytes)):
        for one in value:
            yield from _answers(name, one)
    elif value is not None and not isinstance(value, bool):
        yield name, _text(value.decode(errors="replace") if isinstance(value, bytes) else value)


def _tells(name, said):
    words, name = words_of(said), name.lower()
    if len(words) >= _WORDS_OF_A_STORY:
        return False
    if _SURELY_NAMING.search(name) or (_NAMING.search(name) and not _FACTS.search(name)):
        return True
    return not _YEAR.fullmatch(said) and (not words or not set(words) <= lexicon().common)


def release(df, spec, k, l, limit):  # noqa: E741 - the name of the thing: l-diversity
    """Return the rows of `df` that may be shared, with labels of the fixed groups of `spec`.

    What is released already may be given again. A value that is missing is a value of its own on
    a key; as a sensitive answer it counts for nothing. Answers that differ in blanks, case or
    code points alone count once. The rows keep their order, and are numbered anew.

    Raises: ValueError with a sentence, for what is no task: `checked_task`.
    """
    import pandas as pd  # noqa: PLC0415 - brought by whoever calls

    spec = checked_task(list(df.columns), spec, k, l, limit)
    sensitive = spec["sensitive"]
    names = [*spec["qi"], sensitive]
    if not len(df):
        return df[names].astype(str)
    keys = tuple(_coded(df[name], name, spec) for name in spec["qi"]) or (_one_class(len(df)),)
    given = zip(df[sensitive], df[sensitive].isna(), strict=True)
    said = [None if is_missing else _plainly(one) for one, is_missing in given]
    answers = pd.factorize(pd.Series(said, dtype=object), use_na_sentinel=False)
    silent = next((at for at, one in enumerate(answers[1]) if pd.isna(one)), None)
    told = answers[0].astype(np.int64) if l else None
    found = local_recoding(CodedTable(keys, told), Demand(k, l or None, silent=silent), limit)
    if found is None:
        return df.iloc[:0][names].astype(str)
    shown = {
        name: key.shown(found.rungs[:, at])[found.kept]
        for at, (name, key) in enumerate(zip(spec["qi"], keys, strict=False))
    }
    return pd.DataFrame({**shown, sensitive: df[sensitive].to_numpy()[found.kept]})


def checked_task(columns, spec, k, l, limit):  # noqa: E741 - as above
    """Return `spec` with what may be left out of it.

    Raises: ValueError when a column is not there, is there twice or has two roles, or when k, l or
        the share of rows that may be dropped is no such number.
    """
    if absent := [key for key in ("qi", "sensitive") if key not in spec]:
        raise ValueError(f"The spec lacks {absent}: the key columns and the sensitive one.")
    names = [*spec["qi"], spec["sensitive"]]
    if missing := [name for name in names if name not in columns]:
        raise ValueError(f"The data has no column {missing}; it has {columns}.")
    if twice := [name for name in dict.fromkeys(names) if columns.count(name) > 1]:
        raise ValueError(f"The data has more than one column {twice}.")
    if len(set(names)) < len(names):
        raise ValueError(f"Each of {names} must be named once: as a key or as sensitive.")
    _check_number(k, "k", 1)
    _check_number(0 if l is None else l, "l", 0)
    if not isinstance(limit, numbers.Real) or not 0 <= limit <= 1:
        raise ValueError(f"The share of rows that may be dropped is from 0 to 1, not {limit!r}.")
    return {"hierarchies": {}, "numeric": (), **spec}


def _check_number(value, name, least):
    is_whole = isinstance(value, numbers.Real) and not isinstance(value, bool) and value % 1 == 0
    if not is_whole or value < least:
        raise ValueError(f"{name} is a whole number of {least} or more, not {value!r}.")


def smallest_class(df, qi, k):
    """Return the size of the smallest class of `df` on the columns `qi`, and the rows below k."""
    import pandas as pd  # noqa: PLC0415 - brought by whoever calls

    found = measure([pd.factorize(df[name], use_na_sentinel=False)[0] for name in qi], k)
    return found.size, found.rows_below


def _plainly(answer):
    return unicodedata.normalize("NFKC", str(answer)).strip().casefold()


def _one_class(rows):
    """Return a key on which all rows are alike, for a file without any key."""
    return coded_key("", np.zeros(rows, np.int64), [["*"]], [[0.0]])


def _coded(column, name, spec):
    import pandas as pd  # noqa: PLC0415 - brought by whoever calls

    tree = spec["hierarchies"].get(name, {})
    try:
        codes, values = pd.factorize(column, use_na_sentinel=False)
    except TypeError as problem:
        raise ValueError(f"A key has one value in a row; {name!r} holds lists.") from problem
    texts = ["nan" if pd.isna(one) else str(one) for one in values]
    leaves = list(dict.fromkeys([*tree, *texts]))
    height = max((len(labels) for labels in tree.values()), default=1)
    ups = _ups(leaves, tree, height)
    rungs = [leaves, *([up[at] for up in ups] for at in range(height))]
    if any(label != "*" for label in rungs[-1]):
        rungs.append(["*"] * len(leaves))
    place = {leaf: at for at, leaf in enumerate(leaves)}
    at = np.array([place[text] for text in texts])[codes]
    if name in spec["numeric"]:
        numbers = _numbers(leaves, ups)
        there = [numbers[place[text]] for text in texts]
        return coded_key(
            name, at, rungs, widths_lost(numbers, rungs, float(min(there)), float(max(there)))
        )
    return coded_key(name, at, rungs, shares_lost(rungs))


def _ups(leaves, tree, height):
    """Return the labels above each leaf; one that is a label itself stays until it is met.

    A star means anything, also where the data or the tree has one: nothing below it is above it.
    """
    tree = {leaf: labels for leaf, labels in tree.items() if leaf != "*"}
    above = {}
    for labels in tree.values():
        for at, label in enumerate(labels):
            above.setdefault(label, [label] * (at + 1) + list(labels[at + 1 :]))
    found = [tree.get(leaf, above.get(leaf, [])) for leaf in leaves]
    return [[*labels, *["*"] * (height - len(labels))] for labels in found]


def _numbers(leaves, ups):
    """Return the number of each leaf; of a label the middle of what is under it."""
    plain = dict.fromkeys(leaves)
    for leaf in leaves:
        with contextlib.suppress(ValueError):
            plain[leaf] = float(leaf) if math.isfinite(float(leaf)) else None
    under = {}
    for leaf, labels in zip(leaves, ups, strict=True):
        for label in {*labels, "*"}:
            under.setdefault(label, []).extend([plain[leaf]] if plain[leaf] is not None else [])
    middle = {label: sum(some) / len(some) for label, some in under.items() if some}
    rest = middle.get("*", 0.0)
    return [middle.get(leaf, rest) if plain[leaf] is None else plain[leaf] for leaf in leaves]
