"""What other tools write into XForms and workbooks never hold: the same reading as theirs."""

import pytest
from outside import open_form

from survey_app.xform import FormError

HEAD = (
    '<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml" '
    'xmlns:jr="http://openrosa.org/javarosa"><h:head><h:title>T</h:title><model>'
)


def told(instance, model="", body='<input ref="/data/a"/>'):
    return open_form(
        f'{HEAD}<instance><data id="d">{instance}</data></instance>{model}</model></h:head>'
        f"<h:body>{body}</h:body></h:html>"
    )


def test_an_action_inside_a_question_knows_the_new_instance_around_it():
    form = told(
        "<r><a/></r>",
        body='<repeat nodeset="/data/r"><input ref="/data/r/a">'
        '<setvalue event="odk-new-repeat" ref="/data/r/a">new</setvalue></input></repeat>',
    )
    form.add_repeat("/data/r")
    assert (form.value("/data/r[1]/a"), form.value("/data/r[2]/a")) == ("", "new")


@pytest.mark.parametrize(
    ("instance", "count"),
    [
        ('<r jr:template=""><a/></r>', 1),
        ("<r><a/></r><r><a/></r>", 2),
        ('<r jr:template=""><a/></r><r><a/></r><r><a/></r><r><a/></r>', 3),
    ],
)
def test_a_repeat_that_nobody_may_extend_is_there_at_least_once(instance, count):
    body = '<repeat nodeset="/data/r" jr:noAddRemove="true()"><input ref="/data/r/a"/></repeat>'
    form = told(instance, body=body)
    assert form.count_repeats("/data/r") == count
    assert not form.can_add_repeat("/data/r")
    assert form.restore().count_repeats("/data/r") == count


@pytest.mark.parametrize(("kind", "value"), [("int", "2"), ("decimal", "2.75"), ("string", "2.75")])
def test_a_whole_number_begins_whole_whatever_the_form_brings(kind, value):
    form = told("<a>2.75</a>", f'<bind nodeset="/data/a" type="{kind}"/>')
    assert form.value("/data/a") == value


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("2026-02-28", "2026-02-28"),
        ("2026-02-28T14:30:00", "2026-02-28"),
        ("2026-02-28T14:30:00Z", ""),
        ("2026-02-30T14:30:00", ""),
    ],
)
def test_a_day_with_a_time_of_day_is_that_day_unless_a_zone_could_move_it(typed, kept):
    form = told("<a/>", '<bind nodeset="/data/a" type="date"/>')
    form.answer("/data/a", typed)
    assert form.value("/data/a") == kept


def test_a_question_may_look_at_its_own_attribute():
    form = told('<a mark="m"/>', '<bind nodeset="/data/a" calculate="/data/a/@mark"/>')
    assert form.value("/data/a") == "m"


def test_a_question_may_look_at_itself_one_instance_before():
    form = told(
        "<r><a>5</a></r>",
        '<bind nodeset="/data/r/a" type="int" '
        'calculate="coalesce(/data/r[position() = position(current()/..) - 1]/a, 0) + 1"/>',
        '<repeat nodeset="/data/r"><input ref="/data/r/a"/></repeat>',
    )
    form.add_repeat("/data/r")
    form.add_repeat("/data/r")
    assert [form.value(f"/data/r[{at}]/a") for at in (1, 2, 3)] == ["1", "2", "3"]
    form.remove_repeat("/data/r[1]")
    assert [form.value(f"/data/r[{at}]/a") for at in (1, 2)] == ["1", "2"]


def test_the_id_of_a_message_may_be_worked_out():
    form = told(
        "<a/>",
        '<itext><translation lang="en"><text id="/data/a:no"><value>Not <output value="../a"/>'
        '</value></text></translation></itext><bind nodeset="/data/a" constraint=". = \'x\'" '
        "jr:constraintMsg=\"jr:itext(concat('/data/a', ':no'))\"/>",
    )
    form.answer("/data/a", "y")
    assert form.message("/data/a") == "Not y"


def test_a_distance_to_what_is_written_and_no_place_is_refused_with_the_form():
    with pytest.raises(FormError, match="distance"):
        told("<a/>", "<bind nodeset=\"/data/a\" calculate=\"distance('here', 'there')\"/>")


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ("<value form='long'>Long</value><value form='short'>S</value>", "Long"),
        ("<value>Plain</value><value form='long'>Long</value>", "Long"),
        ("<value form='short'>S</value><value>Plain</value>", "Plain"),
        ("<value form='short'>S</value>", "S"),
    ],
)
def test_of_a_text_written_long_and_short_the_long_one_is_read_out(values, said):
    form = told(
        "<a/>",
        f"<itext><translation lang='en'><text id='q'>{values}</text></translation></itext>",
        """<input ref="/data/a"><label ref="jr:itext('q')"/></input>""",
    )
    assert form.label("/data/a") == said
