"""Laws of a running interview, true of every course it may take."""

import re
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from scenario import NOON, environment, xform_of

from survey_app.interview import begin, edit, read_submission, resume
from survey_app.xform import EmptyKind, parse

FORM = parse(
    xform_of("""
    | survey  | type                     | name     | label::English (en)   | label::Urdu (ur) | relevant           | calculation                       | constraint | required | choice_filter       | default | repeat_count | parameters     | bind::sa:lifetime |
    |         | start                    | start    |                       |                  |                    |                                   |            |          |                     |         |              |                |                   |
    |         | text                     | nick     | Name for now          | نام              |                    |                                   |            |          |                     |         |              |                | screen            |
    |         | select_one yn            | gate     | Open?                 | کھلا؟            |                    |                                   |            | yes      |                     |         |              |                |                   |
    |         | select_one province      | where    | Province              | صوبہ             |                    |                                   |            |          |                     |         |              |                |                   |
    |         | select_multiple district | towns    | Districts of ${nick}  | ضلعے             | ${gate} = 'yes'    |                                   |            |          | province = ${where} |         |              |                |                   |
    |         | select_multiple yn       | mixed    | Mixed                 | ملا جلا          |                    |                                   |            |          |                     |         |              | randomize=true |                   |
    |         | integer                  | many     | How many?             | کتنے؟            |                    |                                   | . < 6      |          |                     |         |              |                |                   |
    |         | begin repeat             | child    | Child                 | بچہ              |                    |                                   |            |          |                     |         | ${many}      |                |                   |
    |         | integer                  | age      | Age                   | عمر              |                    |                                   | . < 100    | yes      |                     |         |              |                |                   |
    |         | text                     | school   | School                | سکول             | ${age} > 4         |                                   |            |          |                     |         |              |                |                   |
    |         | calculate                | luck     |                       |                  |                    | once(random())                    |            |          |                     |         |              |                |                   |
    |         | end repeat               |          |                       |                  |                    |                                   |            |          |                     |         |              |                |                   |
    |         | begin repeat             | visit    | Visit                 | ملاقات           | ${gate} != 'no'    |                                   |            |          |                     |         |              |                |                   |
    |         | date                     | day      | Day                   | دن               |                    |                                   | . <= today() |        |                     |         |              |                |                   |
    |         | text                     | who      | Who                   | کون              |                    |                                   |            |          |                     | ${gate} |              |                |                   |
    |         | end repeat               |          |                       |                  |                    |                                   |            |          |                     |         |              |                |                   |
    |         | calculate                | oldest   |                       |                  |                    | max(${age})                       |            |          |                     |         |              |                |                   |
    |         | calculate                | now      |                       |                  |                    | if(${gate} = 'yes', today(), '')  |            |          |                     |         |              |                |                   |
    |         | calculate                | dice     |                       |                  |                    | concat(${gate}, random(), uuid()) |            |          |                     |         |              |                |                   |
    |         | calculate                | said     |                       |                  |                    | jr:choice-name(${gate}, '${gate}') |           |          |                     |         |              |                |                   |
    |         | text                     | late     | Late                  | دیر              | random() < 2 and today() > date('2026-06-01') |      |            |          |                     |         |              |                |                   |
    |         | decimal                  | weight   | Weight                | وزن              | ${oldest} > 4      |                                   |            |          |                     |         |              |                |                   |
    | choices | list_name | name | label::English (en) | label::Urdu (ur) | province |
    |         | yn        | yes  | Yes                 | ہاں              |          |
    |         | yn        | no   | No                  | نہیں             |          |
    |         | province  | pb   | Punjab              | پنجاب            |          |
    |         | province  | sd   | Sindh               | سندھ             |          |
    |         | district  | lhr  | Lahore              | لاہور            | pb       |
    |         | district  | khi  | Karachi             | کراچی            | sd       |
    """)
)

VALUES = {
    "nick": st.text(max_size=8),
    "gate": st.sampled_from(["yes", "no", ""]),
    "where": st.sampled_from(["pb", "sd", ""]),
    "towns": st.sampled_from(["lhr", "khi", ""]),
    "mixed": st.sampled_from(["yes no", "no yes", "no", ""]),
    "many": st.sampled_from(["0", "1", "۲", "3", "x", ""]),
    "late": st.text(max_size=5),
    "weight": st.sampled_from(["1.50", "۲٫۵", "0.000001", ""]),
    "child[1]/age": st.sampled_from(["3", "۹", "200", ""]),
    "child[2]/age": st.sampled_from(["5", "1"]),
    "child[1]/school": st.text(max_size=5),
    "visit[1]/day": st.dates().map(str),
    "visit[2]/who": st.text(max_size=5),
}
ANSWERS = st.sampled_from(sorted(VALUES)).flatmap(
    lambda name: st.tuples(st.just("answer"), st.just(f"/data/{name}"), VALUES[name])
)
STEPS = st.lists(
    ANSWERS
    | st.tuples(
        st.just("empty"),
        st.sampled_from(["/data/gate", "/data/many", "/data/child[1]/age"]),
        st.sampled_from([EmptyKind.REFUSED, EmptyKind.DONT_KNOW, EmptyKind.ANSWERED]),
    )
    | st.tuples(st.just("strike"), st.sampled_from(["/data/gate", "/data/child[1]"]), st.none())
    | st.tuples(st.just("add"), st.just("/data/visit"), st.none())
    | st.tuples(st.just("remove"), st.sampled_from(["/data/visit[1]", "/data/visit[2]"]), st.none())
    | st.tuples(st.just("language"), st.sampled_from(["en", "ur"]), st.none()),
    max_size=14,
)


def take(interview, step):
    what, ref, value = step
    if what == "language":
        interview.set_language(ref)
    elif what == "add":
        if interview.can_add_repeat(ref):
            interview.add_repeat(ref)
    elif not interview.exists(ref):
        return
    elif what == "answer":
        interview.answer(ref, value)
    elif what == "empty":
        interview.mark_empty(ref, value)
    elif what == "strike":
        interview.strike(ref)
    else:
        interview.remove_repeat(ref)


def seen(interview):
    """Everything a page could show, everything a record could hold."""
    refs = [ref for screen in interview.screens() for ref in screen.refs]
    return (
        interview.save(),
        interview.screens(),
        interview.validate(),
        [interview.label_parts(ref) for ref in refs],
        [interview.choices(ref) for ref in refs],
        [(interview.value(ref), interview.required(ref), interview.empty(ref)) for ref in refs],
        interview.finalize(),
    )


@settings(max_examples=60, deadline=None)
@given(STEPS, st.integers(0, 14))
def test_saving_and_loading_at_any_point_changes_nothing(steps, at):
    whole = begin(FORM, environment(), language="ur")
    broken = begin(FORM, environment(), language="ur")
    for place, step in enumerate(steps):
        if place == at:
            broken = resume(FORM, broken.save(), environment(seed=99))
        take(whole, step)
        take(broken, step)
    loaded = resume(FORM, broken.save(), environment(seed=7))
    assert seen(loaded) == seen(whole)


@settings(max_examples=30, deadline=None)
@given(STEPS)
def test_what_was_decided_by_the_day_stays_decided_when_loaded_on_another_day(steps):
    interview = begin(FORM, environment(), language="en")
    for step in steps:
        take(interview, step)
    later = resume(FORM, interview.save(), environment(now=NOON + timedelta(days=400)))
    assert later.save() == interview.save()
    assert later.screens() == interview.screens()


INDEPENDENT = {
    "/data/gate": "yes",
    "/data/where": "pb",
    "/data/mixed": "no yes",
    "/data/many": "2",
    "/data/visit[1]/who": "aunt",
    "/data/visit[1]/day": "2020-02-02",
    "/data/nick": "Munni",
}
AFTER = {"/data/towns": "lhr", "/data/child[2]/age": "۷", "/data/child[1]/age": "2"}


@settings(max_examples=40, deadline=None)
@given(st.permutations(sorted(INDEPENDENT)), st.permutations(sorted(AFTER)))
def test_the_order_of_independent_answers_does_not_change_the_submission(first, then):
    def finished(order, after):
        interview = begin(FORM, environment(), language="en")
        for ref in order:
            interview.answer(ref, INDEPENDENT[ref])
        for ref in after:
            interview.answer(ref, AFTER[ref])
        return interview.finalize()

    assert finished(first, then) == finished(sorted(INDEPENDENT), sorted(AFTER))


@settings(max_examples=40, deadline=None)
@given(STEPS)
def test_urdu_and_english_interviews_with_the_same_choices_give_the_same_data(steps):
    def finished(language):
        interview = begin(FORM, environment(), language=language)
        for step in steps:
            if step[0] != "language":
                take(interview, step)
        return interview.finalize()

    assert finished("ur").answers == finished("en").answers


@settings(max_examples=30, deadline=None)
@given(STEPS)
def test_reading_a_submission_gives_back_what_was_finalised(steps):
    interview = begin(FORM, environment(), language="ur")
    for step in steps:
        take(interview, step)
    submission = interview.finalize()
    assert read_submission(FORM, submission.xml) == submission
    assert interview.finalize().xml == submission.xml


@settings(max_examples=30, deadline=None)
@given(STEPS)
def test_rules_at_rest_have_nothing_left_to_change(steps):
    """Working everything out anew gives what was worked out step by step."""
    interview = begin(FORM, environment(), language="en")
    for step in steps:
        take(interview, step)
    before = seen(interview)
    interview._works.engine.settle(interview._works.root)
    interview._works.settle()
    assert seen(interview) == before


def test_two_interviews_draw_different_chances():
    one, other = (begin(FORM, environment(seed), language="en") for seed in (1, 2))
    assert one.value("/data/dice") != other.value("/data/dice")
    assert one.value("/data/dice") == begin(FORM, environment(1), language="en").value("/data/dice")


def bare(xml):
    """The submission without what names it."""
    text = xml.decode()
    text = re.sub(r"<(orx:)?deprecatedID>[^<]*</(orx:)?deprecatedID>", "", text)
    return re.sub(r"(<(?:orx:)?instanceID>)[^<]*", r"\1", text)


@settings(max_examples=80, deadline=None)
@given(STEPS, st.booleans())
def test_an_untouched_submission_differs_in_its_two_ids_only(steps, stopped):
    interview = begin(FORM, environment(), language="ur")
    for step in steps:
        take(interview, step)
    if stopped:
        interview.stop()
    first = interview.finalize()
    again = edit(FORM, first.xml, environment(seed=99)).finalize()
    assert bare(again.xml) == bare(first.xml)
    assert again.instance_id != first.instance_id
    assert f"deprecatedID>{first.instance_id}</" in again.xml.decode()


@settings(max_examples=30, deadline=None)
@given(STEPS)
def test_an_edited_interview_survives_saving_and_loading(steps):
    interview = begin(FORM, environment(), language="en")
    for step in steps:
        take(interview, step)
    edited = edit(FORM, interview.finalize().xml, environment(seed=3))
    loaded = resume(FORM, edited.save(), environment(seed=4))
    assert loaded.save() == edited.save()
    assert loaded.finalize() == edited.finalize()
