"""A submission is taken apart into answers, and put together again to the same bytes."""

import unicodedata
from functools import partial

from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from survey_app.microdata.parted import REST, joined, parted
from survey_app.xform.names import SURVEY

NAMES = ("age", "words", "nick", "meta", "label", "instanceID", "child")
QUESTIONS = frozenset({"age", "words", "nick"})
LETTERS = st.characters(codec="utf-8", categories=("L", "N", "P", "Zs"))
TEXTS = st.text(LETTERS, max_size=12).map(partial(unicodedata.normalize, "NFC"))
ATTRIBUTES = st.dictionaries(
    st.sampled_from([f"{{{SURVEY}}}empty", f"{{{SURVEY}}}reason", "dataset"]), TEXTS, max_size=2
)
LEAVES = st.tuples(st.sampled_from(NAMES), TEXTS, ATTRIBUTES)
TREES = st.recursive(
    LEAVES, lambda inner: st.tuples(st.sampled_from(NAMES), st.lists(inner, max_size=3), ATTRIBUTES)
)


def _xml(trees):
    root = etree.Element("data", nsmap={"sa": SURVEY})
    root.set("id", "a-form")
    root.set("by", "an attribute that a form worked out")
    for tree in trees:
        _add(root, tree)
    written = etree.tostring(root, encoding="UTF-8", xml_declaration=True)
    return etree.tostring(etree.fromstring(written), encoding="UTF-8", xml_declaration=True)


def _add(parent, tree):
    name, inside, attributes = tree
    element = etree.SubElement(parent, name, attributes)
    if isinstance(inside, str):
        element.text = inside
        return
    for one in inside:
        _add(element, one)


@given(st.lists(TREES, max_size=4))
def test_taken_apart_and_put_together_it_is_the_same(trees):
    xml = _xml(trees)
    skeleton, parts = parted(xml, QUESTIONS)
    assert joined(skeleton, parts, QUESTIONS) == xml
    assert set(parts) <= QUESTIONS | {REST}


@given(st.lists(TREES, max_size=4), st.sampled_from(sorted(QUESTIONS)))
def test_without_a_part_its_answers_are_withdrawn_and_all_others_are_there(trees, gone):
    xml = _xml(trees)
    skeleton, parts = parted(xml, QUESTIONS)
    left = {name: part for name, part in parts.items() if name != gone}
    again = etree.fromstring(joined(skeleton, left, QUESTIONS))
    for was, now in zip(etree.fromstring(xml).iter(), again.iter(), strict=True):
        if was.tag == gone and len(was) == 0:
            assert (now.text, dict(now.attrib)) == (None, {f"{{{SURVEY}}}empty": "withdrawn"})
        else:
            assert (now.text, dict(now.attrib)) == (was.text, dict(was.attrib))


def test_a_skeleton_holds_no_answer_and_nothing_made_from_one():
    xml = _xml(
        [
            ("age", "forty", {f"{{{SURVEY}}}reason": "forty"}),
            ("child", [("nick", "forty", {}), ("label", "forty", {"dataset": "forty"})], {}),
            ("child", [("nick", "forty", {})], {"dataset": "forty"}),
            ("meta", [("instanceID", "uuid:1", {}), ("instanceName", "forty", {})], {}),
        ]
    )
    skeleton, parts = parted(xml, QUESTIONS)
    assert b"forty" not in skeleton
    assert b"uuid:1" in skeleton
    assert b'id="a-form"' in skeleton
    assert b"worked out" not in skeleton
    assert set(parts) == {"age", "nick", REST}
