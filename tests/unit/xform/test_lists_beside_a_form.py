"""Lists of a form: those that stand in it are read when they are asked for, and once."""

import gc
import sys

import pytest
from lxml import etree

from survey_app.xform.lists import secondary_instances

MODEL = """<model xmlns="http://www.w3.org/2002/xforms" xmlns:p="urn:p">
<instance><data id="d"/></instance>
<instance id="towns"><root><item><name p:old="1">a</name><!-- not a town --></item></root></instance>
<instance id="towns"><root><item><name>b</name></item></root></instance>
<instance id="none"/>
<instance id="file" src="jr://file-csv/towns.csv"/>
<instance id="gone" src="jr://file-csv/gone.csv"/>
</model>"""
FILES = {"towns.csv": b"name,label\nc,C\n"}


def _lists(files=FILES, model=MODEL):
    return secondary_instances(etree.fromstring(model), files)


def test_every_list_has_its_name_and_the_last_of_a_name_is_meant():
    lists = _lists()
    assert set(lists) == {"towns", "none", "file", "gone"} == lists.keys()
    assert len(lists) == 4
    assert lists["towns"].text() == "b"
    assert lists["file"].children[0].children[0].named("name")[0].text() == "c"
    for empty in ("none", "gone"):
        assert lists[empty].text() == ""
        assert lists[empty].children[0].name == "root"
    with pytest.raises(KeyError):
        lists["other"]


def test_a_list_is_read_once():
    lists = _lists()
    assert lists["towns"] is lists["towns"]


def test_a_list_in_the_form_keeps_the_names_of_its_attributes():
    first = MODEL.replace(
        '<instance id="towns"><root><item><name>b', '<instance id="b"><root><item><name>b'
    )
    (old,) = _lists(model=first)["towns"].children[0].children[0].children[0].attributes
    assert (old.name, old.uri, old.text()) == ("old", "urn:p", "1")


def test_a_list_that_nobody_asked_for_costs_its_bytes_only():
    many = "".join(f"<item><name>{number}</name></item>" for number in range(3000))
    model = etree.fromstring(
        f"<model><instance/><instance id='many'><r>{many}</r></instance></model>"
    )
    gc.collect()  # what earlier tests left behind must not go while we count
    before = sys.getallocatedblocks()
    lists = secondary_instances(model, {})
    assert sys.getallocatedblocks() - before < 500
    assert len(lists["many"].children[0].children) == 3000
    assert sys.getallocatedblocks() - before > 6000
