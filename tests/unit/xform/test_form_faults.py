"""Every fault of a form has one clear error that names what and where."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scenario import xform_of

from survey_app.xform import FormError, parse
from survey_app.xform.errors import (
    FormChoicesError,
    FormCycleError,
    FormDepthError,
    FormExpressionError,
    FormItextError,
    FormListError,
    FormPathError,
    FormStructureError,
    FormXmlError,
)
from survey_app.xform.expressions import read

HEAD = (
    '<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml" '
    'xmlns:jr="http://openrosa.org/javarosa"><h:head><h:title>T</h:title><model>'
)


def form(instance="<a/><b/>", model="", body='<input ref="/data/a"/>'):
    return (
        f'{HEAD}<instance><data id="d">{instance}</data></instance>{model}</model></h:head>'
        f"<h:body>{body}</h:body></h:html>"
    ).encode()


def bind(path, **attributes):
    said = " ".join(f'{name}="{value}"' for name, value in attributes.items())
    return f'<bind nodeset="{path}" {said}/>'


@pytest.mark.parametrize(
    ("xml", "error", "named"),
    [
        (b"", FormXmlError, "line"),
        (b"<a><b></a>", FormXmlError, "line 1"),
        (b"\xff\xfe\x00", FormXmlError, "line"),
        (b"<!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>", FormXmlError, "line"),
        (b"<a/>", FormStructureError, "model"),
        (f"{HEAD}</model></h:head></h:html>".encode(), FormStructureError, "instance"),
        (form(body="<input/>"), FormStructureError, "ref of a input"),
        (form(body='<repeat><input ref="/data/a"/></repeat>'), FormStructureError, "repeat"),
        (form(model=bind("/data/a", calculate="1 +")), FormExpressionError, "/data/a"),
        (form(model=bind("/data/a", relevant="nothing(1)")), FormExpressionError, "nothing()"),
        (form(model=bind("/data/a", constraint="regex(., '(a')")), FormExpressionError, "regex()"),
        (
            form(body='<select1 ref="/data/a"><itemset nodeset="/data/b"/></select1>'),
            FormChoicesError,
            "/data/a",
        ),
        (
            form(model='<setgeopoint event="never" ref="/data/a"/>'),
            FormStructureError,
            "event of a setgeopoint",
        ),
        (
            form(model=bind("/data/a", calculate="jr:choice-name('x', '/data/zz')")),
            FormPathError,
            "/data/zz",
        ),
        (
            form(model='<setvalue event="never" ref="/data/a" value="1"/>'),
            FormStructureError,
            "event",
        ),
        (
            form(model='<setvalue event="odk-new-repeat" ref="/data/a" value="1"/>'),
            FormStructureError,
            "repeat around the odk-new-repeat",
        ),
        (
            form(body='<range ref="/data/a" start="-2.0.1" end="5" step="1"/>'),
            FormStructureError,
            "start of the range /data/a",
        ),
    ],
)  # fmt: skip
def test_a_fault_is_named(xml, error, named):
    with pytest.raises(error) as caught:
        parse(xml)
    assert named in str(caught.value)
    assert caught.value.exit_code == 2


@pytest.mark.parametrize(
    ("xml", "error", "named"),
    [
        (form(body='<input ref="/data/c"/><input ref="/data/a"/>'), FormPathError, "/data/c"),
        (form(body='<repeat nodeset="/data/c"><input ref="/data/c/d"/></repeat>'), FormPathError,
         "a repeat of the body refers to /data/c"),
        (form(model='<bind type="int"/>'), FormPathError, "a bind refers to ?"),
        (form(model=bind("/data/zz", type="int")), FormPathError, "a bind refers to /data/zz"),
        (
            form(body='<input ref="/data/a"><label ref="jr:itext(\'x\')"/></input>'),
            FormItextError,
            "the text x",
        ),
        (
            form(model='<setvalue event="odk-instance-first-load" ref="/data/zz" value="1"/>'),
            FormPathError,
            "setvalue refers to /data/zz",
        ),
        (form(model="<itext><translation/></itext>"), FormStructureError, "lang"),
    ],
)  # fmt: skip
def test_what_has_no_place_in_the_form_is_set_aside_and_told(xml, error, named):
    read = parse(xml)
    told = read.set_aside[0]
    assert isinstance(told, error)
    assert named in told.message()
    assert all(item.path in read.nodes for item in read.body)


def test_a_group_without_a_place_still_shows_what_is_inside_it():
    read = parse(form(body='<group ref="/data/none"><input ref="/data/a"/></group>'))
    assert [one.message() for one in read.set_aside] == [
        "a group of the body refers to /data/none, which the form does not have. Check the name."
    ]
    assert [inner.path for item in read.body for inner in item.children] == ["/data/a"]


def test_a_question_on_a_group_is_set_aside_for_a_group_holds_no_answer():
    read = parse(
        form(instance="<g><a/></g>", body='<input ref="/data/g"/><input ref="/data/g/a"/>')
    )
    assert [item.path for item in read.body] == ["/data/g/a"]
    assert "/data/g" in read.set_aside[0].message()


def test_the_name_of_a_text_may_hold_an_apostrophe():
    texts = (
        '<itext><translation lang="en"><text id="/data/a/Don\'t know:label">'
        "<value>Not known</value></text></translation></itext>"
    )
    body = """<input ref="/data/a"><label ref="jr:itext('/data/a/Don't know:label')"/></input>"""
    read = parse(form(model=texts, body=body))
    assert read.wording(read.questions["a"].label, "en") == "Not known"


@pytest.mark.parametrize("event", ["xforms-revalidate", "jr-insert"])
def test_events_that_only_older_peers_know_are_read_and_do_nothing_outside_repeats(event):
    read = parse(form(model=f'<setvalue event="{event}" ref="/data/a" value="1"/>'))
    assert not {"odk-instance-first-load", "odk-instance-load"} & set(read.actions[0].events)


@pytest.mark.parametrize("action", ["setvalue", "setgeopoint"])
def test_an_unknown_event_beside_a_known_one_is_set_aside_and_told(action):
    known = "odk-instance-first-load"
    read = parse(form(model=f'<{action} event="no-such-event {known}" ref="/data/a" value="1"/>'))
    assert [one.events for one in read.actions] == ([(known,)] if action == "setvalue" else [])
    assert f"{action} also names the event no-such-event" in read.set_aside[0].message()


def test_a_whole_form_has_nothing_set_aside():
    assert parse(form(model=bind("/data/a", type="int"))).set_aside == ()


def test_current_in_front_of_a_reference_means_where_it_stands():
    body = '<group ref="/data/g"><input ref="current()/a"/></group>'
    read = parse(form(instance="<g><a/></g>", body=body))
    assert read.nodes["/data/g/a"].control == "input"


@pytest.mark.parametrize(
    ("model", "names"),
    [
        (bind("/data/a", calculate="/data/a + 1"), {"a"}),
        (bind("/data/a", calculate="/data/b + 1") + bind("/data/b", calculate="../a"), {"a", "b"}),
        (
            bind("/data/a", calculate="concat(/data/b, 1)") + bind("/data/b", calculate="../c")
            + bind("/data/c", calculate="../a"),
            {"a", "b", "c"},
        ),
    ],
)  # fmt: skip
def test_questions_that_wait_for_each_other_are_named(model, names):
    with pytest.raises(FormCycleError) as caught:
        parse(form(instance="<a/><b/><c/>", model=model))
    assert set(caught.value.details["names"].split(", ")) == names


@pytest.mark.parametrize(
    ("model", "names"),
    [
        (bind("/data/a", relevant="/data/a = 1"), {"a"}),
        (bind("/data/a", required=". = ''"), {"a"}),
        (bind("/data/a", calculate="/data/b") + bind("/data/b", calculate="../a"), {"a", "b"}),
        (bind("/data/a", relevant="/data/b = 1") + bind("/data/b", calculate="../a"), {"a", "b"}),
        (bind("/data/a", relevant="/data/b = 1") + bind("/data/b", relevant="../a"), {"a", "b"}),
        (
            bind("/data/a", calculate="/data/b") + bind("/data/b", calculate="../c")
            + bind("/data/c", relevant="../a = 1"),
            {"a", "b", "c"},
        ),
        (bind("/data/g", relevant="/data/g/d = 1"), {"g"}),
    ],
)  # fmt: skip
def test_a_ring_that_comes_to_rest_is_told_and_the_form_opens(model, names):
    read = parse(form(instance="<a/><b/><c/><g><d/></g>", model=model))
    (told,) = read.set_aside
    assert isinstance(told, FormCycleError)
    assert set(told.details["names"].split(", ")) == names


def test_a_ring_through_the_instances_of_a_repeat_is_refused():
    model = bind("/data/r", relevant="/data/r[1]/a = 1") + bind(
        "/data/b", relevant="sum(/data/r/a)"
    )
    model += bind("/data/r/a", calculate="/data/b + 1") + bind(
        "/data/b", calculate="sum(/data/r/a)"
    )
    body = '<repeat nodeset="/data/r"><input ref="/data/r/a"/></repeat>'
    with pytest.raises(FormCycleError):
        parse(form(instance="<r><a/></r><b/>", model=model, body=body))


def test_actions_that_only_other_programs_know_are_told():
    model = '<send event="end"/><pollsensor event="start" ref="/data/a"/>'
    told = {(one.kind, one.name) for one in parse(form(model=model)).not_offered}
    assert told == {("address", ""), ("place", "a")}


def test_a_group_in_two_parts_is_one():
    read = parse(form(instance="<g><a/></g><b/><g><c/></g>", model=""))
    assert list(read.nodes) == ["/data", "/data/g", "/data/g/a", "/data/g/c", "/data/b"]
    assert [one.name for one in read.initial.children] == ["g", "b"]
    alike = parse(form(instance="<g><a>1</a></g><b/><g><a>2</a></g>", model=""))
    assert [one.name for one in alike.initial.children] == ["g", "b", "g"]


@pytest.mark.parametrize(
    "model",
    [
        bind("/data/a", constraint=". &gt; 3"),
        bind("/data/a", required="/data/b = ''") + bind("/data/b", required="/data/a = ''"),
        bind("/data/a", calculate="coalesce(/data/a, 3)"),
        bind("/data/a", calculate="once(random())"),
        bind("/data/nowhere", calculate="1"),
    ],
)
def test_what_only_looks_like_a_circle_is_none(model):
    assert parse(form(model=model)).form_id == "d"


def test_a_list_that_cannot_be_read_is_named():
    xml = xform_of("""
        | survey | type                       | name | label::English (en) |
        |        | select_one_from_file p.csv | a    | A                   |
    """)
    with pytest.raises(FormListError) as caught:
        parse(xml, {"p.csv": b"\xff\xfe\xff"})
    assert "p.csv" in str(caught.value)


GOOD = xform_of("""
    | survey  | type           | name  | label::English (en) | relevant   | calculation   | constraint |
    |         | text           | a     | A ${b}              |            |               |            |
    |         | integer        | b     | B                   | ${a} = '1' |               | . > 2      |
    |         | begin repeat   | r     | R                   |            |               |            |
    |         | select_one yn  | c     | C                   |            |               |            |
    |         | end repeat     |       |                     |            |               |            |
    |         | calculate      | d     |                     |            | count(${r})   |            |
    | choices | list_name      | name  | label::English (en) |            |               |            |
    |         | yn             | yes   | Yes                 |            |               |            |
""")


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_a_form_with_a_piece_torn_out_is_read_or_refused_never_worse(data):
    at = data.draw(st.integers(0, len(GOOD) - 1))
    length = data.draw(st.integers(1, 40))
    put = data.draw(st.sampled_from([b"", b"x", b"[", b"'", b"<a/>", b"../", b"9"]))
    try:
        parse(GOOD[:at] + put + GOOD[at + length :])
    except FormError as error:
        assert error.message()  # noqa: PT017 - any of them will do


def test_a_form_that_is_nested_too_deep_is_refused_with_the_place_where_it_is():
    names = [f"g{at}" for at in range(300)]
    deep = "".join(f"<{name}>" for name in names) + "".join(f"</{name}>" for name in names[::-1])
    with pytest.raises(FormDepthError, match="more than 255 deep") as caught:
        parse(form(instance=deep).replace(b"><g", b">\n<g"))
    assert caught.value.details["place"] == "g247/g248/g249"
    assert caught.value.details["line"] == 251


def test_groups_as_deep_as_xml_is_read_still_open():
    names = [f"g{at}" for at in range(200)]
    deep = "".join(f"<{name}>" for name in names) + "".join(f"</{name}>" for name in names[::-1])
    assert "/data/" + "/".join(names) in parse(form(instance=deep, body="")).nodes


def test_a_path_of_thousands_of_steps_in_a_function_is_gone_along_once():
    count = bind("/data/r/q", calculate=f"count(/data/r{'/x' * 8_000})")
    body = '<group><repeat nodeset="/data/r"><input ref="/data/r/x"/></repeat></group>'
    assert "/data/r/q" in parse(form("<r><x/><q/></r>", count, body)).nodes


def test_what_a_long_expression_says_is_not_kept_when_its_form_is_gone():
    short, long = "/data/a + 1", " + ".join(["/data/a"] * 1_000)
    assert read(short) is read(short)
    assert read(long) is not read(long)
