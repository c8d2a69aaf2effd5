"""Drafts and submissions at their edges: damaged bytes, other forms, exact bytes."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scenario import environment, xform_of

from survey_app.interview import begin, read_submission, resume
from survey_app.interview.errors import (
    DraftDamagedError,
    InterviewError,
    NoSuchQuestionError,
    SubmissionDamagedError,
)
from survey_app.xform import EmptyKind, parse

FORM = parse(
    xform_of("""
    | survey | type         | name | label::English (en) | relevant |
    |        | text         | a    | A                   |          |
    |        | begin repeat | r    | R                   |          |
    |        | integer      | b    | B                   | ${a} != '' |
    |        | end repeat   |      |                     |          |
    |        | end          | end  |                     |          |
    """)
)
OTHER = parse(xform_of("| survey | type | name | label::English (en) |\n| | text | a | A |\n"))


def filled():
    interview = begin(FORM, environment(), language="ur")
    interview.answer("/data/a", "ریحانہ & <دوست>")
    interview.answer("/data/r[1]/b", "۷")
    interview.add_repeat("/data/r")
    return interview


def test_a_submission_is_these_bytes():
    assert filled().finalize().xml.decode() == (
        "<?xml version='1.0' encoding='UTF-8'?>\n"
        f'<data xmlns:sa="urn:survey-app:sa" id="data" sa:language="ur" sa:form="{FORM.form_hash}">'
        "<a>ریحانہ &amp; &lt;دوست&gt;</a><r><b>7</b></r>"
        '<r><b sa:empty="unreached"/></r>'
        "<end>2026-03-01T12:00:00.000+00:00</end>"
        "<meta><instanceID>uuid:34445f20-2a6a-4a4e-8ea6-02b0a08de86d</instanceID></meta></data>"
    ).replace("34445f20-2a6a-4a4e-8ea6-02b0a08de86d", filled().finalize().instance_id[5:])


def test_a_submission_of_another_tool_is_read_too():
    xml = b'<data id="data"><a>x</a><r><b>1</b></r><meta><instanceID>uuid:1</instanceID></meta></data>'
    found = read_submission(FORM, xml)
    assert {one.ref: (one.value, one.empty.word) for one in found.answers} == {
        "/data/a": ("x", "answered"),
        "/data/r[1]/b": ("1", "answered"),
        "/data/end": ("", "not_applicable"),
    }
    assert (found.instance_id, found.language, found.stopped) == ("uuid:1", "", False)


@pytest.mark.parametrize(
    "xml",
    [b"", b"no", b"<data", b"<other id='data'/>", b"<data id='another'/>",
     b"<!DOCTYPE data [<!ENTITY e 'x'>]><data id='data'>&e;</data>"],
)  # fmt: skip
def test_what_is_no_submission_of_the_form_is_refused(xml):
    with pytest.raises(SubmissionDamagedError):
        read_submission(FORM, xml)


def test_a_draft_of_another_form_is_refused():
    with pytest.raises(DraftDamagedError):
        resume(OTHER, filled().save(), environment())


@settings(max_examples=80, deadline=None)
@given(st.data())
def test_a_damaged_draft_is_refused_or_still_an_interview(data):
    saved = json.loads(filled().save())
    key = data.draw(st.sampled_from(sorted(saved)))
    saved[key] = data.draw(
        st.none() | st.integers() | st.text(max_size=3) | st.lists(st.text(max_size=2), max_size=2)
        | st.dictionaries(st.sampled_from(["a", "r", "x"]), st.none() | st.text(max_size=2), max_size=2)
    )  # fmt: skip
    text = json.dumps(saved, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    try:
        interview = resume(FORM, text.encode(), environment())
    except InterviewError:
        return
    interview.screens()


def test_an_unknown_preset_is_named():
    with pytest.raises(NoSuchQuestionError):
        begin(FORM, environment(), language="en", presets={"nothing": "x"})


def test_a_reason_travels_with_the_kind_of_empty():
    interview = begin(FORM, environment(), language="en")
    interview.mark_empty("/data/a", EmptyKind.NOT_ASKED, "tired\x00")
    assert resume(FORM, interview.save(), environment()).empty_reason("/data/a") == "tired"
    assert 'sa:empty="not_asked" sa:reason="tired"' in interview.finalize().xml.decode()


def test_an_attribute_that_only_one_instance_has_comes_back_with_it():
    xform = b"""<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"
      xmlns:jr="http://openrosa.org/javarosa"><h:head><h:title>t</h:title><model><instance>
      <data id="t"><child jr:template=""><age/></child><child mark="first"><age/></child></data>
      </instance><bind nodeset="/data/child/age" type="int"/></model></h:head><h:body>
      <group ref="/data/child"><repeat nodeset="/data/child"><input ref="/data/child/age">
      <label>Age</label></input></repeat></group></h:body></h:html>"""
    form, world = parse(xform), environment()
    interview = begin(form, world, language="")
    interview.add_repeat("/data/child")
    again = resume(form, interview.save(), world)
    assert again.save() == interview.save()
    assert again.attribute("/data/child[1]", "mark") == "first"
    assert again.attribute("/data/child[2]", "mark") == ""
