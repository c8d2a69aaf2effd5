"""A submission goes back into an interview, and comes out as it was."""

import re

import pytest
from scenario import Story, environment, xform_of

from survey_app.interview import begin, edit, read_submission, resume, unfit
from survey_app.interview.errors import SubmissionDamagedError, SubmissionEncryptedError
from survey_app.xform import parse

TABLE = """
    | survey | type         | name   | label::English (en) | relevant        | calculation       | default | repeat_count | bind::sa:empties |
    |        | text         | gate   | Gate                |                 |                   |         |              | refused          |
    |        | integer      | age    | Age                 | ${gate} = 'yes' |                   | 7       |              |                  |
    |        | calculate    | double |                     |                 | ${age} * 2        |         |              |                  |
    |        | begin group  | inside | Inside              | ${gate} = 'yes' |                   |         |              |                  |
    |        | text         | note   | Note                |                 |                   | hello   |              |                  |
    |        | calculate    | shout  |                     |                 | concat(${note}, '!') |      |              |                  |
    |        | end group    |        |                     |                 |                   |         |              |                  |
    |        | begin repeat | child  | Child               |                 |                   |         |              |                  |
    |        | text         | nick   | Name                |                 |                   |         |              |                  |
    |        | begin repeat | toy    | Toy                 |                 |                   |         |              |                  |
    |        | text         | what   | What                |                 |                   |         |              |                  |
    |        | end repeat   |        |                     |                 |                   |         |              |                  |
    |        | end repeat   |        |                     |                 |                   |         |              |                  |
    """
HOME = parse(xform_of(TABLE))


def bare(xml):
    """The submission without what names it."""
    text = xml.decode()
    text = re.sub(r"<(orx:)?deprecatedID>[^<]*</(orx:)?deprecatedID>", "", text)
    return re.sub(r"(<(?:orx:)?instanceID>)[^<]*", r"\1", text)


def home():
    story = Story(begin(HOME, environment(), language="en"), environment())
    story.answer(gate="yes", age="9").answer(("/data/child[1]/nick", "Aa"))
    story.add("/data/child").answer(("/data/child[2]/nick", "Bb"))
    story.add("/data/child[2]/toy").answer(("/data/child[2]/toy[1]/what", "ball"))
    return story


def edited(xml, form=HOME, seed=50):
    world = environment(seed)
    return Story(edit(form, xml, world), world)


def test_every_answer_returns_and_can_be_changed():
    story = edited(home().interview.finalize().xml)
    assert story.finalize().values() == home().finalize().values()
    story.answer(age="10").answer(("/data/child[2]/toy[1]/what", "doll"))
    found = story.finalize().values()
    assert (found["/data/double"], found["/data/child[2]/toy[1]/what"]) == ("20", "doll")


def test_why_there_is_no_answer_returns_too():
    story = home().empty("gate", "refused", "tired")
    again = edited(story.interview.finalize().xml)
    assert again.interview.empty("/data/gate").word == "refused"
    assert again.interview.empty_reason("/data/gate") == "tired"


def test_what_was_irrelevant_comes_back_as_the_form_brings_it():
    again = edited(home().answer(gate="no").interview.finalize().xml)
    assert not again.relevant("age")
    assert again.value("shout") == ""
    again.answer(gate="yes")
    assert (again.value("age"), again.value("note")) == ("7", "hello")
    assert (again.value("double"), again.value("shout")) == ("14", "hello!")


def test_a_chain_of_edits_names_the_one_before():
    first = home().interview.finalize()
    second = edited(first.xml, seed=5).interview.finalize()
    third = edited(second.xml, seed=6).interview.finalize()
    assert len({first.instance_id, second.instance_id, third.instance_id}) == 3
    assert third.xml.decode().count("deprecatedID>") == 2
    assert f"deprecatedID>{second.instance_id}<" in third.xml.decode()


@pytest.mark.parametrize("prefix", ["", "orx:"])
def test_meta_in_either_namespace_is_understood(prefix):
    form = parse(META.replace("PREFIX", prefix).encode())
    first = begin(form, environment(), language="").finalize()
    again = edited(first.xml, form).interview.finalize()
    assert again.instance_id not in {"", first.instance_id}
    assert f"<{prefix}deprecatedID>{first.instance_id}</{prefix}deprecatedID>" in again.xml.decode()
    assert again.xml.decode().count("deprecatedID>") == 2


META = """<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"
    xmlns:jr="http://openrosa.org/javarosa" xmlns:orx="http://openrosa.org/xforms"><h:head><model>
    <instance><data id="d"><a/><first/><load/><fresh/>
    <PREFIXmeta><PREFIXinstanceID/></PREFIXmeta></data></instance>
    <bind nodeset="/data/PREFIXmeta/PREFIXinstanceID" jr:preload="uid"/>
    <bind nodeset="/data/fresh" jr:preload="uid"/>
    <setvalue event="odk-instance-first-load" ref="/data/first" value="concat(/data/first, 'x')"/>
    <setvalue event="odk-instance-load" ref="/data/load" value="concat(/data/load, 'x')"/>
    </model></h:head><h:body><input ref="/data/a"/></h:body></h:html>"""


def test_opening_it_again_is_a_load_but_no_first_load():
    form = parse(META.replace("PREFIX", "orx:").encode())
    first = begin(form, environment(), language="")
    assert (first.value("/data/first"), first.value("/data/load")) == ("x", "x")
    again = edited(first.finalize().xml, form)
    assert (again.interview.value("/data/first"), again.interview.value("/data/load")) == (
        "x",
        "xx",
    )
    assert again.interview.value("/data/fresh") == first.value("/data/fresh")


def test_going_on_with_a_draft_is_no_load():
    form = parse(META.replace("PREFIX", "orx:").encode())
    first = begin(form, environment(), language="")
    assert resume(form, first.save(), environment(seed=2)).save() == first.save()


def test_a_submission_of_another_tool_is_worked_out_anew():
    xml = b"""<data id="data" xmlns:orx="http://openrosa.org/xforms" submissionDate="2026-01-01">
      <gate>yes</gate><age>4</age><double>999</double><unknown>1</unknown>
      <child><nick>Aa</nick></child><child><nick>Bb</nick><toy><what>kite</what></toy></child>
      <orx:meta><orx:instanceID>uuid:collect</orx:instanceID></orx:meta></data>"""
    story = edited(xml)
    found = story.finalize().values()
    assert found["/data/double"] == "8", "a calculation is not what another tool made of it"
    assert found["/data/inside/shout"] == "hello!", "what is missing is as the form brings it"
    assert found["/data/child[2]/toy[1]/what"] == "kite"
    assert story.interview.count_repeats("/data/child") == 2
    assert "submissionDate" not in story.finalize().text()
    assert "uuid:collect</deprecatedID>" in story.finalize().text()


@pytest.mark.parametrize(
    "xml",
    [b"", b"no", b"<data", b"<other id='data'/>", b"<data id='another'/>",
     b"<!DOCTYPE data [<!ENTITY e 'x'>]><data id='data'>&e;</data>",
     b"<data id='data'>" + b"<child/>" * 10_001 + b"</data>"],
    ids=["empty", "text", "cut off", "foreign root", "foreign form", "entity", "endless"],
)  # fmt: skip
def test_what_is_no_submission_of_the_form_is_refused(xml):
    with pytest.raises(SubmissionDamagedError):
        edit(HOME, xml, environment())


FIXED = """<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"
    xmlns:jr="http://openrosa.org/javarosa"><h:head><model><instance><data id="d"><many/>
    <c jr:template=""><a/><b/></c><r><a>1</a></r><r><a>2</a></r></data></instance>
    <bind nodeset="/data/c/b" calculate="concat(../a, position(..))"/></model></h:head><h:body>
    <input ref="/data/many"/><repeat nodeset="/data/c" jr:count="/data/many"><input ref="a"/></repeat>
    <repeat nodeset="/data/r" jr:noAddRemove="true()"><input ref="/data/r/a"/></repeat>
    </h:body></h:html>"""


def test_the_form_decides_how_many_instances_there_are():
    form = parse(FIXED.encode())
    story = edited(b"<data id='d'><many>2</many><c><a>x</a></c><r><a>9</a></r></data>", form)
    assert story.finalize().values() == {
        "/data/many": "2", "/data/c[1]/a": "x", "/data/c[1]/b": "x1", "/data/c[2]/b": "2",
        "/data/r[1]/a": "9", "/data/r[2]/a": "2",
    }  # fmt: skip
    more = edited(b"<data id='d'><many>0</many><c/><r/><r/><r/></data>", form).interview
    assert (more.count_repeats("/data/c"), more.count_repeats("/data/r")) == (0, 2)


RING = parse(
    xform_of("""
    | survey | type        | name  | label::English (en) | relevant                                  | calculation    | default |
    |        | text        | gate  | Gate                |                                           |                |         |
    |        | begin group | asked | Asked               | ${gate} != 'shut' and not(${enough} > 0)  |                |         |
    |        | text        | last  | Last                |                                           |                | none    |
    |        | calculate   | enough |                    |                                           | number(${last} = 'no') | |
    |        | end group   |       |                     |                                           |                |         |
    |        | text        | after | After               |                                           |                |         |
    """)
)


def closed_ring():
    world = environment()
    story = Story(begin(RING, world, language="en"), world)
    story.answer(gate="open", last="no", after="x")
    assert not story.relevant("last")
    return story.interview.finalize()


def test_a_group_that_its_own_answer_closed_stays_closed_until_something_else_opens_it():
    done = closed_ring()
    again = edited(done.xml, RING)
    assert bare(again.interview.finalize().xml) == bare(done.xml)

    saved = edited(done.xml, RING).answer(after="y").interview.save()
    back = Story(resume(RING, saved, environment(7)), environment(7))
    assert not back.relevant("last"), "it stays closed over a night"
    assert back.interview.save() == saved
    back.answer(gate="wide")
    assert back.relevant("last")


def test_a_draft_from_before_rings_could_stay_opens_as_it_did():
    saved = edited(closed_ring().xml, RING).interview.save()
    older = saved.replace(b'"/data/asked":[]', b"").replace(b',"rings_stay":true', b"")
    assert older != saved
    assert resume(RING, older, environment(7)).relevant("/data/asked")


def test_a_repeat_that_was_irrelevant_begins_as_the_form_brings_it():
    form = parse(
        xform_of("""
        | survey | type         | name  | label::English (en) | relevant        |
        |        | text         | gate  | Gate                |                 |
        |        | begin repeat | child | Child               | ${gate} = 'yes' |
        |        | text         | nick  | Name                |                 |
        |        | end repeat   |       |                     |                 |
        """)
    )
    first = begin(form, environment(), language="en").finalize()
    story = edited(first.xml, form)
    assert bare(story.interview.finalize().xml) == bare(first.xml)
    assert story.answer(gate="yes").keys() == [
        "/data/gate", "/data/child[1]/nick", "/data/child[+]"
    ]  # fmt: skip


NESTED = """<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"
  xmlns:jr="http://openrosa.org/javarosa"><h:head><h:title>t</h:title><model><instance>
  <data id="t"><r jr:template=""><in jr:template=""><a/></in><in><a/></in></r>
  <r><in jr:template=""><a/></in><in><a/></in></r><meta><instanceID/></meta></data></instance>
  </model></h:head><h:body><group ref="/data/r"><repeat nodeset="/data/r" jr:noAddRemove="true()">
  <group ref="/data/r/in"><repeat nodeset="/data/r/in" jr:noAddRemove="true()">
  <input ref="/data/r/in/a"/></repeat></group></repeat></group></h:body></h:html>"""


def test_a_fixed_repeat_in_another_comes_back_with_as_many_instances_as_it_had():
    form = parse(NESTED.encode())
    first = begin(form, environment(), language="en")
    first.answer("/data/r[1]/in[1]/a", "x")
    again = edit(form, first.finalize().xml, environment(50))
    assert again.count_repeats("/data/r[1]/in") == first.count_repeats("/data/r[1]/in") == 1


def test_a_counted_repeat_that_was_irrelevant_counts_again():
    form = parse(
        xform_of("""
        | survey | type         | name | label::English (en) | relevant      | repeat_count |
        |        | text         | gate | Gate                |               |              |
        |        | begin repeat | r    | R                   | ${gate} = 'y' | 2            |
        |        | text         | a    | A                   |               |              |
        |        | end repeat   |      |                     |               |              |
        """)
    )
    sent = begin(form, environment(), language="en").finalize().xml
    again = edit(form, sent, environment(50))
    assert again.count_repeats("/data/r") == 2
    again.answer("/data/gate", "y")
    assert again.relevant("/data/r[2]/a")


TYPED = parse(
    xform_of("""
    | survey  | type               | name  | label::English (en) | relevant     |
    |         | select_one yn      | one   | One                 |              |
    |         | select_multiple yn | many  | Many                |              |
    |         | integer            | whole | Whole               |              |
    |         | date               | day   | Day                 |              |
    |         | text               | text  | Text                |              |
    |         | text               | next  | Next                | ${one} = 'y' |
    |         | image              | photo | Photo               |              |
    | choices | list_name          | name  | label::English (en) |              |
    |         | yn                 | y     | Yes                 |              |
    |         | yn                 | n     | No                  |              |
    """)
)


def test_what_another_tool_writes_around_a_value_is_no_part_of_it():
    xml = b"""<data id="data"><one>
       y
     </one><many> n  y </many><whole> 007 </whole><day>2020-01-02T10:00:00</day><text>
     </text><next> two words </next><photo> a.jpg </photo></data>"""
    again = edited(xml, TYPED)
    assert again.finalize().values() == {
        "/data/one": "y", "/data/many": "y n", "/data/whole": "7", "/data/day": "2020-01-02",
        "/data/next": " two words ", "/data/photo": "a.jpg",
    }  # fmt: skip
    assert read_submission(TYPED, xml).attachments == ("a.jpg",)
    assert unfit(again.interview, read_submission(TYPED, xml)) == ()


def test_an_answer_that_could_not_be_given_stands_and_is_named():
    xml = b"""<data id="data"><one>perhaps</one><many>y gone</many><whole>about 30</whole>
      <day>soon</day><text>ok</text><next>hidden</next><photo>a/b.jpg</photo></data>"""
    again = edited(xml, TYPED)
    named = unfit(again.interview, read_submission(TYPED, xml))
    assert named == tuple(
        f"/data/{name}" for name in ("one", "many", "whole", "day", "next", "photo")
    )
    assert again.value("whole") == "about 30"
    again.answer(one="y")
    assert again.value("next") == "hidden"


def test_a_submission_that_is_still_encrypted_says_so():
    xml = b"""<data id="data" encrypted="yes" xmlns="http://opendatakit.org/submissions">
      <base64EncryptedKey>x</base64EncryptedKey><meta xmlns="http://openrosa.org/xforms">
      <instanceID>uuid:1</instanceID></meta><encryptedXmlFile>submission.xml.enc</encryptedXmlFile>
      </data>"""
    with pytest.raises(SubmissionEncryptedError):
        edit(HOME, xml, environment())


def test_a_note_beside_a_value_stays_out_of_an_attribute_of_the_same_name():
    form = parse(
        b"""<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"
        xmlns:orx="http://openrosa.org/xforms"><h:head><model><instance><data id="d">
        <a orx:comment="/data/b"/></data></instance></model></h:head><h:body><input ref="/data/a"/>
        </h:body></h:html>"""
    )
    first = begin(form, environment(), language="")
    first.remark("/data/a", "her brother came in")
    sent = first.finalize().xml
    assert bare(edit(form, sent, environment(50)).finalize().xml) == bare(sent)


def test_what_the_form_says_of_its_first_instance_alone_comes_back():
    form = parse(FIRST_INSTANCE.encode())
    first = begin(form, environment(), language="")
    first.add_repeat("/data/r")
    sent = first.finalize().xml
    assert sent.count(b'kind="head"') == 1
    again = edit(form, sent, environment(50))
    assert bare(resume(form, again.save(), environment(3)).finalize().xml) == bare(sent)


FIRST_INSTANCE = """<h:html xmlns="http://www.w3.org/2002/xforms"
    xmlns:h="http://www.w3.org/1999/xhtml" xmlns:jr="http://openrosa.org/javarosa"><h:head><model>
    <instance><data id="d"><r jr:template=""><a/></r><r kind="head"><a/></r></data></instance>
    </model></h:head><h:body><repeat nodeset="/data/r"><input ref="/data/r/a"/></repeat></h:body>
    </h:html>"""


def test_what_was_answered_is_not_set_by_a_repeat_that_nobody_sees():
    form = parse(HIDDEN_REPEAT.encode())
    first = begin(form, environment(), language="")
    first.answer("/data/a", "3")
    sent = first.finalize().xml
    again = edit(form, sent, environment(50))
    assert bare(again.finalize().xml) == bare(sent)
    again.answer("/data/gate", "yes")
    assert (again.value("/data/r[1]/b"), again.value("/data/a")) == ("1", "3")


HIDDEN_REPEAT = """<h:html xmlns="http://www.w3.org/2002/xforms"
    xmlns:h="http://www.w3.org/1999/xhtml" xmlns:jr="http://openrosa.org/javarosa"
    xmlns:odk="http://www.opendatakit.org/xforms"><h:head><model>
    <instance><data id="d"><gate/><r jr:template=""><b/></r><a/></data></instance>
    <bind nodeset="/data/r" relevant="/data/gate = 'yes'"/></model></h:head><h:body>
    <input ref="/data/gate"/><input ref="/data/a"/><repeat nodeset="/data/r" jr:count="1">
    <setvalue event="odk-instance-first-load odk-new-repeat" ref="/data/r/b">1</setvalue>
    <input ref="/data/r/b"><setvalue event="xforms-value-changed" ref="/data/a">0</setvalue></input>
    </repeat></h:body></h:html>"""
