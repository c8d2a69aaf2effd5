"""Last-saved seen from outside: the interview before, and only what may be kept of it."""

import pytest
from scenario import Story, environment, xform_of

from survey_app.interview import EntityChange, Kept, begin, kept_answers, kept_entities, resume
from survey_app.xform import parse

TABLE = """
    | survey | type         | name    | label::English (en) | default                 | calculation                    | bind::sdc:role | bind::sa:sensitivity | bind::sa:lifetime |
    |        | text         | town    | Town                | ${last-saved#town}      |                                | quasi          | S0                   |                   |
    |        | text         | name    | Name                | ${last-saved#name}      |                                | direct         | S0                   |                   |
    |        | text         | harm    | Harm                | ${last-saved#harm}      |                                | sensitive      | S3                   |                   |
    |        | text         | pain    | Pain                | ${last-saved#pain}      |                                | quasi          | S2                   |                   |
    |        | text         | bare    | Bare                | ${last-saved#bare}      |                                |                | S0                   |                   |
    |        | text         | said    | Said                | ${last-saved#said}      |                                | text           | S1                   |                   |
    |        | text         | mute    | Mute                | ${last-saved#mute}      |                                | quasi          |                      |                   |
    |        | text         | seen    | Seen                | ${last-saved#seen}      |                                | quasi          | S0                   | screen            |
    |        | text         | other   | Other               |                         |                                | quasi          | S0                   |                   |
    |        | begin repeat | child   | Child               |                         |                                |                |                      |                   |
    |        | text         | school  | School              |                         |                                | quasi          | S1                   |                   |
    |        | end repeat   |         |                     |                         |                                |                |                      |                   |
    |        | calculate    | schools |                     |                         | join('+', ${last-saved#school}) | quasi         | S0                   |                   |
    """
FORM = parse(xform_of(TABLE))
HURTING = ("name", "harm", "pain", "bare", "mute", "said", "seen")


def story(**kept):
    world = environment()
    return Story(begin(FORM, world, language="en", kept=Kept(**kept)), world)


def filled():
    one = story()
    for name in ("town", "other", *HURTING):
        one.answer(**{name: f"my-{name}"})
    one.add("/data/child").answer(("/data/child[2]/school", "A")).add("/data/child")
    return one.answer(("/data/child[3]/school", "B"))


def test_without_an_interview_before_everything_is_blank():
    first = story()
    assert [first.value(name) for name in ("town", "schools")] == ["", ""]


def test_the_next_interview_begins_with_what_the_form_asked_to_keep():
    kept = kept_answers(FORM, filled().interview.finalize())
    assert kept == {
        "/data/town": "my-town",
        "/data/child[2]/school": "A",
        "/data/child[3]/school": "B",
    }
    following = story(answers=kept)
    assert (following.value("town"), following.value("schools")) == ("my-town", "A+B")


@pytest.mark.parametrize("name", HURTING)
def test_what_could_hurt_is_never_kept_and_reads_blank(name):
    assert f"/data/{name}" in FORM.last_saved.withheld
    kept = kept_answers(FORM, filled().interview.finalize())
    assert f"/data/{name}" not in kept
    assert story(answers={f"/data/{name}": "x"}).value(name) == ""


def test_what_the_form_does_not_name_is_not_kept():
    assert "/data/other" not in kept_answers(FORM, filled().interview.finalize())


def test_an_open_interview_goes_on_with_the_one_before_as_it_was_when_it_began():
    first = story(answers={"/data/town": "Lahore", "/data/child[1]/school": "A"})
    loaded = resume(
        FORM, first.interview.save(), environment(), kept=Kept({"/data/town": "Multan"})
    )
    assert loaded.save() == first.interview.save()
    assert loaded.finalize() == first.interview.finalize()
    assert loaded.value("/data/schools") == "A"


def test_an_irrelevant_answer_of_the_interview_before_is_blank():
    form = parse(
        xform_of("""
        | survey | type    | name | label::English (en) | relevant     | default         | bind::sdc:role | bind::sa:sensitivity |
        |        | integer | a    | A                   |              |                 | quasi          | S0 |
        |        | text    | b    | B                   | ${a} > 1     | ${last-saved#b} | quasi          | S0 |
        """)
    )
    one = Story(begin(form, environment(), language="en"), environment())
    one.answer(a="2", b="x").answer(a="1")
    assert kept_answers(form, one.interview.finalize()) == {}
    assert kept_answers(form, one.answer(a="2").interview.finalize()) == {"/data/b": "x"}


PEOPLE = """
    | survey   | type                            | name | label | save_to   | bind::sa:sensitivity |
    |          | select_one_from_file people.csv | who  | Who   |           |                      |
    |          | text                            | nick | Name  | full_name | S1                   |
    |          | text                            | harm | Harm  | harm      | S3                   |
    | settings | form_id   | namespaces                |
    |          | people    | sa="urn:survey-app:sa"    |
    | entities | list_name | label   | entity_id | create_if   | update_if    |
    |          | people    | ${nick} | coalesce(${who}, uuid()) | ${who} = '' | ${who} != '' |
"""
FILES = {"people.csv": b"name,label,__version,full_name\nu1,Aa,7,Aa\n"}


def people(*, keep):
    xml = xform_of(PEOPLE)
    return parse(xml.replace(b"<model ", b'<model sa:keep_entities="yes" ') if keep else xml, FILES)


def open_with(form, entities=()):
    world = environment()
    return Story(begin(form, world, language="en", kept=Kept(entities=tuple(entities))), world)


def test_entities_are_kept_only_where_the_study_says_so():
    submission = open_with(people(keep=False)).answer(nick="Bb").interview.finalize()
    assert submission.entities
    assert kept_entities(people(keep=False), submission) == ()


def test_a_kept_entity_joins_its_list_without_what_could_hurt():
    form = people(keep=True)
    made = kept_entities(form, open_with(form).answer(nick="Bb", harm="x").interview.finalize())
    assert made[0].properties == {"full_name": "Bb"}
    following = open_with(form, made)
    assert following.labels("who") == ["Aa", "Bb"]
    following.answer(who=made[0].entity_id)
    assert following.finalize().values()["/data/who"] == made[0].entity_id
    again = resume(form, following.interview.save(), environment(), kept=Kept(entities=made))
    assert again.finalize() == following.interview.finalize()


def test_a_kept_change_takes_the_place_of_the_row_it_changes():
    form = people(keep=True)
    change = EntityChange("people", "u1", "Aa 2", create=False, update=True)
    following = open_with(form, [change])
    assert following.labels("who") == ["Aa 2"]
    text = following.answer(who="u1").finalize().text()
    assert 'baseVersion="8"' in text


def test_what_one_interview_is_offered_is_offered_in_no_other():
    form = people(keep=True)
    assert open_with(form).labels("who") == ["Aa"]
    change = EntityChange("people", "u2", "Bb", create=True, update=False)
    assert open_with(form, [change]).labels("who") == ["Aa", "Bb"]
    assert open_with(form).labels("who") == ["Aa"]
