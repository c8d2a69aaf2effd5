"""Questions that look at what they change themselves: those that come to rest play on."""

import pytest
from scenario import NOON, environment, xform_of

from survey_app.disclosure.planning.plan import plan_of
from survey_app.disclosure.planning.roles import Role
from survey_app.interview import begin, edit, resume
from survey_app.xform import parse
from survey_app.xform.errors import FormCycleError

GROUP = """
    | survey | type        | name   | label::English (en) | relevant           | calculation         | default |
    |        | text        | from   | From                |                    |                     | user    |
    |        | begin group | inputs | Inputs              | ${source} = 'user' |                     |         |
    |        | calculate   | source |                     |                    | ${from}             |         |
    |        | text        | who    | Who                 |                    |                     | Nasreen |
    |        | end group   |        |                     |                    |                     |         |
    |        | calculate   | copy   |                     |                    | ${who}              |         |
"""
NAMED = """
    | survey | type      | name      | label::English (en) | calculation                              |
    |        | text      | made      | Made                |                                          |
    |        | text      | name      | Name                | if(${is_made} = 'true', ${made}, ${name}) |
    |        | calculate | is_made   |                     | if(${made} = ${name}, 'true', 'false')   |
"""
MEMBER = """
    | survey | type        | name   | label::English (en) | relevant  | calculation                |
    |        | text        | home   | Home                |           |                            |
    |        | calculate   | flag   |                     |           | if(${parent} = ${home}, 1, 0) |
    |        | begin group | member | Member              | ${flag}=0 |                            |
    |        | text        | parent | Parent              |           |                            |
    |        | end group   |        |                     |           |                            |
"""


def test_a_group_may_ask_for_what_is_inside_it_and_comes_back(scenario):
    interview = scenario(GROUP)
    assert interview.value("copy") == "Nasreen"
    interview.answer(("/data/from", "other"))
    assert (interview.relevant("/data/inputs/who"), interview.value("copy")) == (False, "")
    interview.answer(("/data/from", "user"))
    assert (interview.relevant("/data/inputs/who"), interview.value("copy")) == (True, "Nasreen")


def test_a_name_may_follow_a_proposal_until_somebody_writes_another(scenario):
    interview = scenario(NAMED).answer(("/data/made", "A"))
    assert (interview.value("name"), interview.value("is_made")) == ("A", "true")
    interview.answer(("/data/name", "Z")).answer(("/data/made", "B"))
    assert (interview.value("name"), interview.value("is_made")) == ("Z", "false")


def test_a_condition_of_a_ring_sees_what_it_hides_as_it_was_kept(scenario):
    interview = scenario(MEMBER).answer(("/data/home", "h"), ("/data/member/parent", "h"))
    assert (interview.value("flag"), interview.relevant("/data/member/parent")) == ("1", False)
    interview.answer(("/data/home", "elsewhere"))
    assert (interview.value("flag"), interview.value("/data/member/parent")) == ("0", "h")


def test_a_calculation_that_gives_its_own_value_keeps_it_also_while_hidden(scenario):
    interview = scenario("""
        | survey | type        | name | label::English (en) | relevant       | calculation | default |
        |        | text        | gate | Gate                |                |             | open    |
        |        | begin group | g    | G                   | ${gate}='open' |             |         |
        |        | text        | own  | Own                 |                | .           | PARENT  |
        |        | end group   |      |                     |                |             |         |
    """)
    assert interview.value("own") == "PARENT"
    interview.answer(gate="shut").answer(gate="open")
    assert interview.value("own") == "PARENT"


def test_a_question_may_hide_itself_and_its_answer_stays_kept(scenario):
    interview = scenario("""
        | survey | type | name | label::English (en) | relevant                |
        |        | text | also | Also                |                         |
        |        | text | odd  | Odd                 | . != 'x' or ${also}='y' |
    """)
    interview.answer(odd="x")
    assert not interview.relevant("odd")
    interview.answer(also="y")
    assert (interview.relevant("odd"), interview.value("odd")) == (True, "x")


@pytest.mark.parametrize("table", [GROUP, NAMED, MEMBER], ids=["group", "named", "member"])
@pytest.mark.parametrize("first", ["user", "other", "A"])
def test_a_ring_is_the_same_after_saving_and_loading(table, first):
    form = parse(xform_of(table))
    interview = begin(form, environment(now=NOON), language="en")
    refs = [path for path, node in form.nodes.items() if getattr(node, "control", None)]
    for value in (first, "user", "B", first):
        for ref in refs:
            interview.answer(ref, value)
            saved = interview.save()
            assert resume(form, saved, environment(now=NOON)).save() == saved
            shown = [interview.relevant(one) for one in refs]
            again = resume(form, saved, environment(now=NOON))
            assert [again.relevant(one) for one in refs] == shown


SWINGING = """
    | survey | type      | name | label::English (en) | calculation              |
    |        | text      | x    | X                   |                          |
    |        | calculate | a    |                     | if(${b} = '1', '0', '1') |
    |        | calculate | b    |                     | if(${a} = '1', '1', '0') |
    |        | calculate | c    |                     | concat(${x}, ${a})       |
"""


def test_a_ring_that_swings_costs_no_answer(scenario):
    interview = scenario(SWINGING).answer(x="y")
    assert interview.value("c") == f"y{interview.value('a')}"
    saved = interview.interview.save()
    assert resume(interview.interview.form, saved, environment()).save() == saved


def test_computed_answers_of_a_ring_are_protected_as_the_gravest():
    plan = plan_of(parse(xform_of(SWINGING)))
    assert {plan.rules[name].role for name in "ab"} == {Role.DIRECT}


def test_what_comes_to_rest_is_told_and_what_grows_is_refused():
    told = parse(xform_of(NAMED)).set_aside
    assert [type(one) for one in told] == [FormCycleError]
    assert told[0].details["names"] == "name, is_made"
    with pytest.raises(FormCycleError):
        parse(xform_of(NAMED.replace("${made}, ${name})", "${made}, concat(${name}, 'x'))")))


ROWS = """
    | survey | type         | name | label::English (en) | calculation |
    |        | begin_repeat | row  | Row                 |             |
    |        | text         | said | Said                |             |
    |        | calculate    | all  |                     | {}          |
    |        | end_repeat   |      |                     |             |
"""


@pytest.mark.parametrize("source", ["concat(.., 'x')", "string-length(/data/row)", "sum(../../*)"])
def test_a_calculation_that_reads_the_text_of_its_own_row_is_refused(source):
    with pytest.raises(FormCycleError):
        parse(xform_of(ROWS.format(source)))


def test_the_text_of_another_row_is_followed_and_attributes_are_no_text(scenario):
    story = scenario(ROWS.format("concat(../preceding-sibling::row[1], ../@id, count(..))"))
    story.add("/data/row").answer(("/data/row[1]/said", "one"))
    assert story.value("/data/row[2]/all") == "one11"
    story.answer(("/data/row[1]/said", "two"))
    assert story.value("/data/row[2]/all") == "two11"


def test_a_row_that_hides_itself_by_a_row_inside_it_is_the_same_after_loading(scenario):
    """It looks at its own inside by an index: that chooses no other row of its own repeat."""
    story = scenario("""
        | survey | type         | name  | label::English (en) | relevant                               | calculation |
        |        | begin_repeat | outer | Outer               | not(inner[last()]/fixed = ../other)    |             |
        |        | begin_repeat | inner | Inner               |                                        |             |
        |        | text         | said  | Said                |                                        |             |
        |        | calculate    | fixed |                     |                                        | 'x'         |
        |        | end_repeat   |       |                     |                                        |             |
        |        | end_repeat   |       |                     |                                        |             |
        |        | text         | other | Other               |                                        |             |
    """)
    outer = "/data/outer[1]"
    story.answer(("/data/outer[1]/inner[1]/said", "hers"))
    for other in ("x", "y", ""):
        story.answer(other=other)
        expected = other != "x"
        assert story.interview.relevant(outer) is expected
        assert story.saved_and_loaded().interview.relevant(outer) is expected
        assert (b"hers" in story.interview.finalize().xml) is expected


@pytest.mark.parametrize("source", ["/data/g", "..", "ancestor::g", "../../g"])
def test_a_calculation_that_gives_a_group_around_it_is_left_out_and_told(source):
    story = begin(parse(OWN_GROUP.format(source).encode()), environment(), language="")
    assert [one.details["names"] for one in story.form.set_aside] == ["whole"]
    story.answer("/data/g/a", "x")
    assert (story.value("/data/g/whole"), story.value("/data/g/far")) == ("", "x")


def test_a_row_chosen_by_its_own_place_is_no_group_around_it():
    form = parse(OWN_GROUP.format("/data/g[position() = position(current()/..)]/a").encode())
    assert form.set_aside == ()


def test_what_an_answer_inside_it_hid_stays_hidden_when_the_submission_is_opened_again():
    form = parse(HIDES_ITSELF.encode())
    story = begin(form, environment(), language="")
    story.answer("/data/g/from", "elsewhere")
    again = edit(form, story.finalize().xml, environment())
    assert not again.relevant("/data/g")
    assert not resume(form, again.save(), environment()).relevant("/data/g")
    assert b"nurse" not in again.finalize().xml


HIDES_ITSELF = """<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"
    ><h:head><model><instance><data id="d"><b/><g><from>here</from><who>nurse</who></g></data>
    </instance><bind nodeset="/data/g" relevant="./from = 'here'"/></model></h:head><h:body>
    <input ref="/data/b"/><group ref="/data/g"><input ref="/data/g/from"/><input ref="/data/g/who"/>
    </group></h:body></h:html>"""


OWN_GROUP = """<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"
    ><h:head><model><instance><data id="d"><g><a/><whole/><far/></g></data></instance>
    <bind nodeset="/data/g/whole" calculate="{}"/><bind nodeset="/data/g/far" calculate="../a"/>
    </model></h:head><h:body><input ref="/data/g/a"/></h:body></h:html>"""
