"""Entities seen from outside: what a form says is created or updated is what is submitted."""

import re

import pytest
from scenario import Finished, Story, environment, xform_of

from survey_app.interview import begin, read_submission
from survey_app.xform import parse

NEW = """
    | survey   | type      | name | label | save_to   |
    |          | text      | nick | Name  | full_name |
    |          | integer   | age  | Age   | age       |
    | settings | form_id   |
    |          | people    |
    | entities | list_name | label   | create_if   |
    |          | people    | ${nick} | ${age} > 17 |
"""
KNOWN = """
    | survey   | type                            | name | label | save_to |
    |          | select_one_from_file people.csv | who  | Who   |         |
    |          | integer                         | age  | Age   | age     |
    | settings | form_id   |
    |          | people    |
    | entities | list_name | label                | entity_id | update_if    | create_if   |
    |          | people    | concat(${age}, \'x\') | ${who}    | ${who} != \'\' | ${who} = \'\' |
"""
PEOPLE = {"people.csv": b"name,label,__version\nu1,Aa,7\nu2,Bb,2\n"}
EACH = """
    | survey   | type         | name  | label  | save_to   | relevant     |
    |          | begin_repeat | child | Child  |           |              |
    |          | text         | nick  | Name   | full_name |              |
    |          | text         | games | Games  | games     | ${nick} = \'Cc\' |
    |          | end_repeat   |       |        |           |              |
    | settings | form_id   |
    |          | people    |
    | entities | list_name | label   | repeat   | create_if    |
    |          | people    | ${nick} | ${child} | ${nick} != \'\' |
"""


def entities(story):
    return story.interview.finalize().entities


def test_an_entity_is_created_when_its_condition_holds(scenario):
    story = scenario(NEW).answer(nick="Aa", age="20")
    (made,) = entities(story)
    assert (made.dataset, made.label, made.create, made.update) == ("people", "Aa", True, False)
    assert made.properties == {"full_name": "Aa", "age": "20"}
    assert re.fullmatch(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}",
                        made.entity_id)  # fmt: skip
    assert entities(story.answer(age="3")) == ()
    assert 'create="false"' in story.finalize().text()


def test_what_other_tools_read_stands_in_the_submission(scenario):
    text = scenario(NEW).answer(nick="Aa", age="20").finalize().text()
    found = re.search(
        r'<entity dataset="people" create="true" id="[0-9a-f-]{36}">(.*?)</entity>', text
    )
    assert found[1] == "<label>Aa</label>"


def test_an_entity_that_is_known_is_updated_from_the_version_that_was_shown(scenario):
    story = scenario(KNOWN, files=PEOPLE).answer(who="u1", age="9")
    (made,) = entities(story)
    assert (made.entity_id, made.base_version) == ("u1", "7")
    assert (made.create, made.update, made.label) == (False, True, "9x")
    assert made.properties == {"age": "9"}


def test_each_instance_of_a_repeat_has_an_entity_of_its_own(scenario):
    story = scenario(EACH).answer(nick="Aa").add("/data/child").add("/data/child")
    story.answer(("/data/child[3]/nick", "Cc"))
    first, third = entities(story)
    assert (first.label, third.label) == ("Aa", "Cc")
    assert len({first.entity_id, third.entity_id, ""}) == 3
    assert first.properties == {"full_name": "Aa"}, "what is irrelevant is no property"
    assert third.properties == {"full_name": "Cc", "games": ""}, "what is blank is a blank one"


@pytest.mark.parametrize("table", [NEW, EACH])
def test_saving_and_loading_changes_no_entity(scenario, table):
    story = scenario(table).answer(nick="Aa")
    loaded = story.saved_and_loaded()
    assert loaded.finalize().text() == story.finalize().text()
    assert loaded.interview.save() == story.interview.save()
    assert loaded.saved_and_loaded().answer(nick="Bb").finalize().text() == (
        story.answer(nick="Bb").finalize().text()
    )


def test_an_attribute_is_read_at_the_door_and_by_rules():
    form = parse(b"""<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml">
      <h:head><model><instance><data id="f"><a/><seen/><b at="x" up="" down="">1</b></data></instance>
      <bind nodeset="/data/b/@up" calculate="concat(/data/a, '!')"/>
      <bind nodeset="/data/b/@down" calculate="concat(../@up, ..)"/>
      <bind nodeset="/data/seen" calculate="/data/b/@down"/>
      <bind nodeset="/data/b/@nowhere" calculate="1"/>
      </model></h:head><h:body><input ref="/data/a"/></h:body></h:html>""")
    world = environment()
    story = Story(begin(form, world, language=""), world).answer(a="z")
    assert story.interview.attribute("/data/b", "down") == "z!1"
    assert story.value("seen") == "z!1"
    assert '<b at="x" up="z!" down="z!1">1</b>' in story.finalize().text()
    assert story.saved_and_loaded().finalize().text() == story.finalize().text()


def test_a_submission_of_another_tool_says_its_entities_too():
    form = parse(xform_of(NEW))
    xml = b"""<data xmlns:e="http://www.opendatakit.org/xforms/entities" id="people"><nick>Aa</nick>
      <meta><e:entity dataset="people" id="u9" create="1" update="1" baseVersion="3"/></meta></data>"""
    (made,) = read_submission(form, xml).entities
    assert (made.entity_id, made.create, made.update, made.label) == ("u9", True, True, "")
    assert Finished(read_submission(form, xml)).values() == {"/data/nick": "Aa"}


def test_the_answers_of_an_entity_form_carry_no_meta(scenario):
    assert scenario(NEW).answer(nick="Aa").finalize().values() == {"/data/nick": "Aa"}
