"""What is set as the form opens or a repeat grows, against JavaRosa's reading."""

from scenario import environment

from survey_app.interview import begin
from survey_app.xform import parse


def test_every_instance_of_a_number_has_its_dynamic_default(scenario):
    story = scenario("""
    | survey | type         | name  | label | default          | repeat_count |
    |        | integer      | base  | Base  | 3                |              |
    |        | begin repeat | child | Child |                  | 3            |
    |        | integer      | age   | Age   | ${base} + 1      |              |
    |        | text         | mark  | Mark  | concat(., 'new') |              |
    |        | end repeat   |       |       |                  |              |
    """)
    for at in (1, 2, 3):
        assert story.value(f"/data/child[{at}]/age") == "4"
        assert story.value(f"/data/child[{at}]/mark") == "new", "set once, not twice"


def test_an_action_of_both_events_runs_once_in_an_instance_that_a_number_adds():
    story = begin(parse(COUNTED.encode()), environment(), language="")
    assert [story.value(f"/data/r[{at}]/a") for at in (1, 2)] == ["x", "x"]


def test_what_is_set_as_the_form_opens_may_add_instances_which_are_new():
    counted = COUNTED.replace('"2"', '"/data/n"').replace('<data id="d">', '<data id="d"><n>1</n>')
    sets = '<setvalue event="odk-instance-first-load" ref="/data/n" value="3"/></model>'
    story = begin(parse(counted.replace("</model>", sets).encode()), environment(), language="")
    assert [story.value(f"/data/r[{at}]/a") for at in (1, 2, 3)] == ["x", "x", "x"]


COUNTED = """<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"
    xmlns:jr="http://openrosa.org/javarosa"><h:head><model><instance><data id="d">
    <r jr:template=""><a/></r><r><a/></r></data></instance></model></h:head><h:body>
    <repeat nodeset="/data/r" jr:count="2"><setvalue event="odk-instance-first-load odk-new-repeat"
    ref="/data/r/a" value="concat(., 'x')"/><input ref="/data/r/a"/></repeat>
    </h:body></h:html>"""


def test_a_calculation_counts_before_what_is_set_as_the_form_opens():
    form = parse(BOTH.encode())
    story = begin(form, environment(), language="")
    seen = [story.value(f"/data/{name}") for name in ("sum", "follows")]
    assert seen == ["of ", "first"], "what was set stood while the other events ran"
    assert story.attribute("/data/thing", "id") == "of "
    story.answer("/data/a", "y")
    assert story.value("/data/sum") == "of y"
    story.add_repeat("/data/r")
    assert story.value("/data/r[2]/sum") == "r2"


BOTH = """<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"
    xmlns:jr="http://openrosa.org/javarosa"><h:head><model><instance><data id="d"><a/><sum/>
    <follows/><thing id=""/><r jr:template=""><b/><sum/></r><r><b/><sum/></r></data></instance>
    <bind nodeset="/data/sum" calculate="concat('of ', /data/a)"/>
    <bind nodeset="/data/thing/@id" calculate="concat('of ', /data/a)"/>
    <bind nodeset="/data/r/sum" calculate="concat('r', position(..))"/>
    <setvalue event="odk-instance-first-load" ref="/data/sum" value="'first'"/>
    <setvalue event="odk-instance-first-load" ref="/data/thing/@id" value="'first'"/>
    <setvalue event="odk-instance-first-load" ref="/data/follows" value="/data/sum"/>
    </model></h:head><h:body><input ref="/data/a"/><repeat nodeset="/data/r">
    <setvalue event="odk-new-repeat" ref="/data/r/sum" value="'first'"/><input ref="/data/r/b"/>
    </repeat></h:body></h:html>"""


def test_a_counted_repeat_in_the_first_instance_begins_as_the_form_brings_it(scenario):
    story = scenario("""
    | survey | type         | name  | label | repeat_count |
    |        | begin repeat | house | House |              |
    |        | begin repeat | room  | Room  | 2            |
    |        | begin repeat | bed   | Bed   |              |
    |        | text         | who   | Who   |              |
    |        | end repeat   |       |       |              |
    |        | end repeat   |       |       |              |
    |        | end repeat   |       |       |              |
    """)
    rooms = [story.interview.count_repeats(f"/data/house[1]/room[{at}]/bed") for at in (1, 2)]
    assert rooms == [1, 0], "the rest is asked for, as in the other tools"


def test_what_the_program_fills_in_stands_in_every_instance(scenario):
    story = scenario("""
    | survey | type         | name  | label | repeat_count |
    |        | begin repeat | child | Child |              |
    |        | today        | day   |       |              |
    |        | start        | began |       |              |
    |        | text         | nick  | Name  |              |
    |        | end repeat   |       |       |              |
    |        | begin repeat | visit | Visit | 2            |
    |        | today        | when  |       |              |
    |        | text         | who   | Who   |              |
    |        | end repeat   |       |       |              |
    """).add("/data/child")
    found = story.finalize().values()
    for at in (1, 2):
        assert found[f"/data/child[{at}]/day"] == found[f"/data/visit[{at}]/when"] == "2026-03-01"
        assert found[f"/data/child[{at}]/began"].startswith("2026-03-01T12:00")
    again = story.saved_and_loaded()
    assert again.interview.save() == story.interview.save()
