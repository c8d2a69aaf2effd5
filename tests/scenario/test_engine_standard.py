"""The standard's features seen from outside, one rule each."""

from dataclasses import replace

import pytest
from scenario import Story, environment, xform_of
from scenario import scenario as tell

from survey_app.interview import begin
from survey_app.xform import parse

HEAD = """<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"
    xmlns:jr="http://openrosa.org/javarosa"><h:head><model>"""


def form_of(model, body, settings=""):
    head = HEAD.replace("<model>", f"<model {settings}>")
    return parse(f"{head}{model}</model></h:head><h:body>{body}</h:body></h:html>".encode())


def told(form):
    world = environment()
    return Story(begin(form, world, language=""), world)


DAYS = form_of(
    '<instance><data id="d"><d/></data></instance><bind nodeset="/data/d" type="date"/>',
    '<range ref="/data/d" start="2026-01-01" end="2026-01-31" step="7"/>',
)


@pytest.mark.parametrize(
    ("value", "verdict"),
    [("2026-01-01", "OK"), ("2026-01-29", "OK"), ("۲۰۲۶-۰۱-۰۸", "OK"), ("2026-01-09", "OUT_OF_RANGE"),
     ("2026-02-05", "OUT_OF_RANGE"), ("2025-12-25", "OUT_OF_RANGE"), ("8", "WRONG_TYPE"), ("", "OK")],
)  # fmt: skip
def test_a_range_of_dates_counts_its_steps_in_days(value, verdict):
    assert told(DAYS).answer(("/data/d", value)).outcome.validity.value == verdict


def test_a_range_may_fall_and_its_steps_may_be_fractions(scenario):
    story = scenario("""
        | survey | type  | name | label | parameters               |
        |        | range | down | Down  | start=10 end=0 step=-2   |
        |        | range | part | Part  | start=0 end=1 step=0.1   |
    """)
    verdicts = [story.answer(down=v).outcome.ok for v in ("10", "8", "7", "11", "0")]
    assert verdicts == [True, True, False, False, True]
    assert [story.answer(part=v).outcome.ok for v in ("0.3", "0.35")] == [True, False]
    assert story.value("part") == "0.3"


def test_or_other_opens_a_text_for_what_is_not_in_the_list(scenario):
    story = scenario("""
        | survey  | type                  | name | label |
        |         | select_one k or_other | a    | A     |
        | choices | list_name | name | label |
        |         | k         | y    | Y     |
    """)
    assert (story.choices("a"), story.relevant("a_other")) == (["y", "other"], False)
    assert story.answer(a="other", a_other="kite").finalize().values()["/data/a_other"] == "kite"


def test_a_choice_may_be_there_twice_where_the_form_says_so(scenario):
    story = scenario("""
        | survey   | type              | name | label |
        |          | select_multiple k | a    | A     |
        | choices  | list_name | name | label |
        |          | k         | y    | Y     |
        |          | k         | y    | Y2    |
        |          | k         | z    | Z     |
        | settings | form_id | allow_choice_duplicates |
        |          | f       | yes                     |
    """)
    assert story.labels("a") == ["Y", "Y2", "Z"]
    assert story.answer(a=["z", "y"]).value("a") == "y z"


def test_shuffled_choices_follow_the_seed_that_a_path_names():
    shuffled = """
        | survey  | type         | name | label | parameters                   |
        |         | integer      | seed | Seed  |                              |
        |         | select_one k | a    | A     | randomize=true, seed=${seed} |
        | choices | list_name | name | label |
        |         | k         | 1    | a     |
        |         | k         | 2    | b     |
        |         | k         | 3    | c     |
        |         | k         | 4    | d     |
        |         | k         | 5    | e     |
    """
    one, same = tell(shuffled, seed=1).answer(seed="42"), tell(shuffled, seed=9)
    assert one.choices("a") == same.answer(seed="42").choices("a") == ["1", "5", "3", "2", "4"]
    assert one.answer(seed="7").choices("a") == ["4", "2", "1", "5", "3"]


def test_a_rank_keeps_the_order_that_was_chosen(scenario):
    story = scenario("""
        | survey  | type   | name | label |
        |         | rank k | a    | A     |
        | choices | list_name | name | label |
        |         | k         | x    | a     |
        |         | k         | y    | b     |
        |         | k         | z    | c     |
    """)
    assert story.answer(a=["z", "x", "y"]).value("a") == "z x y"
    assert not story.answer(a=["z", "other"]).outcome.ok


def test_choices_come_from_the_answers_in_a_repeat(scenario):
    story = scenario("""
        | survey | type                | name | label | choice_filter |
        |        | begin_repeat        | r    | R     |               |
        |        | text                | nick | N     |               |
        |        | integer             | age  | Age   |               |
        |        | end_repeat          |      |       |               |
        |        | select_one ${nick}  | who  | Who   |               |
        |        | select_one ${nick}  | old  | Old   | ${age} > 10   |
    """)
    story.answer(("/data/r[1]/nick", "Aa"), ("/data/r[1]/age", "3")).add("/data/r")
    story.answer(("/data/r[2]/nick", "Bb"), ("/data/r[2]/age", "30")).add("/data/r")
    assert (story.choices("who"), story.choices("old")) == (["Aa", "Bb"], ["Bb"])
    story.answer(who="Bb").answer(("/data/r[2]/nick", "Cc"))
    assert (story.value("who"), story.choices("who")) == ("", ["Aa", "Cc"])


FILES = {
    "towns.geojson": b'{"type":"FeatureCollection","features":[{"type":"Feature","id":"f1","geometry":'
    b'{"type":"Point","coordinates":[74.3,31.5]},"properties":{"name":"Lahore"}}]}',
    "h.csv": b"k,v\n1,one\n2,two\n",
    "x.xml": b"<root><item><k>1</k><v>eins</v></item></root>",
}


def test_lists_beside_the_form_are_read_as_csv_xml_and_geojson():
    story = tell(
        """
        | survey | type                              | name | label | calculation                                     | parameters           |
        |        | select_one_from_file towns.geojson | who | Who   |                                                 | value=id, label=name |
        |        | csv-external                      | h    |       |                                                 |                      |
        |        | xml-external                      | x    |       |                                                 |                      |
        |        | calculate                         | geo  |       | instance('towns')/root/item[id=${who}]/geometry |                      |
        |        | calculate                         | csv  |       | instance('h')/root/item[k='2']/v                |                      |
        |        | calculate                         | xml  |       | instance('x')/root/item[k='1']/v                |                      |
        |        | calculate                         | pull |       | pulldata('h', 'v', 'k', '1')                    |                      |
        """,
        files=FILES,
    )
    assert (story.choices("who"), story.labels("who")) == (["f1"], ["Lahore"])
    story.answer(who="f1")
    found = [story.value(name) for name in ("geo", "csv", "xml", "pull")]
    assert found == ["31.5 74.3 0 0", "two", "eins", "one"]


def test_several_triggers_set_one_value_and_a_later_answer_stands(scenario):
    story = scenario("""
        | survey | type      | name | label | trigger    | calculation               |
        |        | text      | a    | A     |            |                           |
        |        | text      | b    | B     |            |                           |
        |        | calculate | c    |       | ${a}, ${b} | concat(${a}, '-', ${b})   |
        |        | text      | d    | D     | ${a}       | concat('for ', ${a})      |
    """)
    assert story.answer(a="1").value("c") == "1-"
    assert story.answer(b="2").value("c") == "1-2"
    assert story.answer(d="mine").value("d") == "mine"
    assert story.answer(a="3").value("d") == "for 3"


def test_defaults_and_triggers_work_inside_each_instance(scenario):
    story = scenario("""
        | survey | type         | name | label | default                       | trigger | calculation       |
        |        | text         | base | Base  | concat('d', '0')              |         |                   |
        |        | begin_repeat | r    | R     |                               |         |                   |
        |        | text         | x    | X     | concat(${base}, position(..)) |         |                   |
        |        | text         | y    | Y     |                               | ${x}    | concat('t', ${x}) |
        |        | end_repeat   |      |       |                               |         |                   |
    """)
    assert (story.value("base"), story.value("/data/r[1]/x")) == ("d0", "d01")
    story.answer(base="q").add("/data/r").answer(("/data/r[2]/x", "z"))
    assert story.value("/data/r[1]/x") == "d01", "a default is worked out once"
    assert [story.value(f"/data/r[{at}]/y") for at in (1, 2)] == ["td01", "tz"]


NESTED = """
    | survey | type         | name | label | repeat_count | relevant | read_only |
    |        | integer      | n    | N     |              |          |           |
    |        | begin_group  | g    | G     |              | ${n} > 0 | yes       |
    |        | begin_repeat | r    | R     | ${n}         |          |           |
    |        | integer      | m    | M     |              |          |           |
    |        | begin_repeat | q    | Q     | ${n} + 1     |          |           |
    |        | text         | z    | Z     |              |          |           |
    |        | end_repeat   |      |       |              |          |           |
    |        | end_repeat   |      |       |              |          |           |
    |        | end_group    |      |       |              |          |           |
"""


def test_counts_are_followed_at_every_level_and_relevance_and_readonly_come_down(scenario):
    story = scenario(NESTED).answer(n="2")
    count = story.interview.count_repeats
    assert (count("/data/g/r"), count("/data/g/r[2]/q")) == (2, 3)
    assert story.interview.readonly("/data/g/r[2]/q[3]/z")
    assert not story.interview.answer("/data/g/r[1]/m", "5").ok
    assert not story.interview.can_add_repeat("/data/g/r")
    story.answer(n="1")
    assert (count("/data/g/r"), count("/data/g/r[1]/q")) == (1, 2)
    assert not story.answer(n="0").relevant("/data/g")


def test_a_fixed_repeat_has_the_instances_of_the_form():
    form = form_of(
        '<instance><data id="d"><r><a>1</a></r><r><a>2</a></r></data></instance>',
        '<repeat nodeset="/data/r" jr:noAddRemove="true()"><input ref="/data/r/a"/></repeat>',
    )
    story = told(form)
    assert not story.interview.can_add_repeat("/data/r")
    assert not story.interview.can_remove_repeat("/data/r[1]")
    assert story.finalize().values() == {"/data/r[1]/a": "1", "/data/r[2]/a": "2"}


def test_a_template_is_what_a_new_instance_starts_as_and_is_no_data():
    form = form_of(
        '<instance><data id="d"><r jr:template=""><a>new</a></r><r><a>old</a></r></data></instance>',
        '<repeat nodeset="/data/r"><input ref="/data/r/a"/></repeat>',
    )
    story = told(form).add("/data/r")
    assert story.finalize().values() == {"/data/r[1]/a": "old", "/data/r[2]/a": "new"}


def test_the_name_of_the_record_and_its_times_are_in_its_meta(scenario):
    story = scenario("""
        | survey   | type  | name | label |
        |          | text  | a    | A     |
        |          | start | s    |       |
        |          | end   | e    |       |
        |          | today | t    |       |
        | settings | form_id | instance_name     | version |
        |          | f       | concat('n-', ${a}) | 7       |
    """).answer(a="q")
    text = story.finalize().text()
    assert "<instanceName>n-q</instanceName>" in text
    assert "<t>2026-03-01</t>" in text
    assert 'version="7"' in text


@pytest.mark.parametrize(
    "params", ["deviceid", "username", "phonenumber", "email", "subscriberid", "simserial"]
)
def test_what_names_a_person_or_a_device_is_never_filled_in(params):
    form = form_of(
        '<instance><data id="d"><p/></data></instance>'
        f'<bind nodeset="/data/p" jr:preload="property" jr:preloadParams="{params}"/>',
        "",
    )
    assert told(form).finalize().values() == {}


def test_where_a_form_asks_for_pseudonyms_laptop_and_user_have_theirs_and_nothing_else():
    names = ("deviceid", "username", "phonenumber", "email", "simserial")
    binds = "".join(
        f'<bind nodeset="/data/{one}" jr:preload="property" jr:preloadParams="{one}"/>'
        for one in names
    )
    places = "".join(f"<{one}/>" for one in names)
    form = form_of(f'<instance><data id="d">{places}</data></instance>{binds}', "")
    asked = form_of(
        f'<instance><data id="d">{places}</data></instance>{binds}',
        "",
        settings='sa:pseudonyms="yes" xmlns:sa="urn:survey-app:sa"',
    )
    world = replace(environment(), user="slot-1", device="laptop-1")
    assert not any(one.value for one in begin(form, world, language="").finalize().answers)
    found = {
        one.name: one.value
        for one in begin(asked, world, language="").finalize().answers
        if one.value
    }
    assert found == {"deviceid": "laptop-1", "username": "slot-1"}
    assert {one.name for one in form.not_offered} == set(names)
    assert {one.name for one in asked.not_offered} == {"phonenumber", "email", "simserial"}


def test_what_the_study_says_fills_a_phone_number_or_an_address():
    story = tell(
        """
        | survey | type        | name  | label |
        |        | phonenumber | phone |       |
        |        | email       | mail  |       |
        |        | text        | a     | A     |
    """,
        presets={"phone": "042-1", "mail": "office@example.org"},
    )
    found = story.finalize().values()
    assert found == {"/data/phone": "042-1", "/data/mail": "office@example.org"}


def test_times_of_the_meta_are_preloaded_and_the_end_is_that_of_finishing():
    form = form_of(
        '<instance><data id="d"><meta><timeStart/><timeEnd/><instanceID/></meta></data></instance>'
        '<bind nodeset="/data/meta/timeStart" jr:preload="timestamp" jr:preloadParams="start"/>'
        '<bind nodeset="/data/meta/timeEnd" jr:preload="timestamp" jr:preloadParams="end"/>',
        "",
    )
    text = told(form).finalize().text()
    assert "<timeStart>2026-03-01T12:00:00.000+00:00</timeStart>" in text
    assert "<timeEnd>2026-03-01T12:00:00.000+00:00</timeEnd>" in text


def test_messages_hints_and_media_are_said_with_answers_in_them():
    story = tell("""
        | survey | type | name | label::English (en) | hint::English (en) | guidance_hint::English (en) | image::English (en) | audio::English (en) | video::English (en) | big-image::English (en) | constraint | constraint_message::English (en) | required | required_message::English (en) |
        |        | text | n    | N                   |                    |                             |                     |                     |                     |                         |            |                                  |          |                                |
        |        | text | a    | A                   | H                  | G                           | i.png               | a.mp3               | v.mp4               | b.png                   | . != 'x'   | no ${n}!                         | yes      | need ${n}                      |
    """).answer(n="NN")
    asked = story.interview
    assert (asked.hint("/data/a"), asked.guidance("/data/a")) == ("H", "G")
    found = {
        form: asked.media("/data/a", form) for form in ("image", "audio", "video", "big-image")
    }
    assert found == {
        "image": "jr://images/i.png",
        "audio": "jr://audio/a.mp3",
        "video": "jr://video/v.mp4",
        "big-image": "jr://images/b.png",
    }
    assert asked.constraint_message("/data/a") == "no NN!"
    assert asked.required_message("/data/a") == "need NN"


def test_a_text_may_ask_a_list_for_what_is_greater_or_less(scenario):
    story = scenario("""
        | survey  | type          | name | label::English (en)                                     |
        |         | integer       | n    | N                                                       |
        |         | note          | said | Is instance('c')/root/item[k < 5 and k > ${n}]/name now |
        |         | select_one c  | q    | Q                                                       |
        | choices | list_name     | name | label::English (en) | k                                 |
        |         | c             | a    | Low                 | 3                                 |
        |         | c             | b    | High                | 7                                 |
    """)
    assert story.answer(n="2").interview.label("/data/said") == "Is a now"
    assert story.answer(n="4").interview.label("/data/said") == "Is  now"


def test_attributes_of_other_namespaces_keep_their_prefix_and_nothing_is_lost():
    form = parse(
        xform_of("""
        | survey   | type | name | label | bind::saveIncomplete | body::accuracyThreshold | bind::my:x | instance::my:y |
        |          | text | a    | A     | true()               | 5                       | hey        | you            |
        | settings | form_id | namespaces  |
        |          | f       | my="urn:my" |
        """)
    )
    assert form.questions["a"].bind.extra["urn:my:x"] == "hey"
    assert form.questions["a"].parameters["accuracyThreshold"] == "5"
    text = told(form).answer(a="1").finalize().text()
    assert 'xmlns:my="urn:my"' in text
    assert '<a my:y="you">1</a>' in text


def test_a_field_list_is_one_screen_also_around_and_inside_a_repeat(scenario):
    story = scenario("""
        | survey | type         | name | label | appearance |
        |        | begin_group  | g    | G     | field-list |
        |        | text         | a    | A     |            |
        |        | begin_repeat | r    | R     |            |
        |        | text         | b    | B     |            |
        |        | end_repeat   |      |       |            |
        |        | end_group    |      |       |            |
        |        | begin_repeat | q    | Q     | field-list |
        |        | text         | c    | C     |            |
        |        | text         | d    | D     |            |
        |        | end_repeat   |      |       |            |
    """)
    shown = [(one.key, len(one.refs)) for one in story.interview.screens()]
    assert shown == [("/data/g", 2), ("/data/g/r[+]", 0), ("/data/q[1]", 2), ("/data/q[+]", 0)]


def test_the_answers_under_the_name_of_their_own_form_are_followed_and_never_shared():
    listed = """<itemset nodeset="instance('own')/data/kid">
        <value ref="name"/><label ref="name"/></itemset>"""
    form = form_of(
        """<instance><data id="own"><kid jr:template=""><name/></kid><one/><two/><many/></data></instance>
        <bind nodeset="/data/many" calculate="count(instance('own')/data/kid[name != ''])"/>
        <bind nodeset="/data/two" relevant="instance('own')/data/one = 'Amna'"/>""",
        f"""<repeat nodeset="/data/kid"><input ref="/data/kid/name"/></repeat>
        <select1 ref="/data/one">{listed}</select1><select1 ref="/data/two">{listed}</select1>""",
    )
    first, second = told(form), told(form)
    assert first.choices("/data/one") == []
    first.add("/data/kid").answer(("/data/kid[1]/name", "Amna")).answer(("/data/one", "Amna"))
    assert first.choices("/data/one") == first.choices("/data/two") == ["Amna"]
    assert (first.value("/data/many"), first.relevant("/data/two")) == ("1", True)
    assert second.choices("/data/one") == []
    assert (second.value("/data/many"), second.relevant("/data/two")) == ("0", False)
