"""The shipped questionnaire, walked as a mother and a researcher walk it."""

import re

import pytest
from conversation import PASSED, Conversation, Story, hold, named, shipped_form

from survey_app.xform import EmptyKind, QuestionDef

FORM = "mothers_after_prison"

WELCOME: Story = {
    "m0_private": "yes",
    "m0_free": "free",
    "m1_adult": "yes",
    "m1_mother": "yes",
    "m1_says_back": "both",
    "m1_take_part": "yes",
    "m1_painful": "yes",
}
TWO_CHILDREN: Story = {
    **WELCOME,
    "m3_children_band": "two",
    "child_status": "in_touch",
    "child_age_then": "y3_5",
    "child_age_now": "y6_9",
    ("child_where", 1): ["inside_all"],
    ("child_where", 2): ["outside_kin"],
}
WORDS_FOR_LATER = re.compile(
    "prison|jail|offen[cs]e|crime|criminal|convict|punish|mental|جیل|قید|سزا|جرم|مجرم|ذہنی",
    re.IGNORECASE,
)
GATED = {"m9_safety", "m13_wellbeing", "m14_before"}


def talk(
    story: Story, length: str = "core", language: str = "ur", modules: str = ""
) -> Conversation:
    return hold(FORM, {**story, "interview_length": length}, language=language, modules=modules)


def roster(number: int) -> Story:
    bands = {0: "none", 1: "one", 2: "two", 3: "three", 4: "four_plus"}
    return {**TWO_CHILDREN, "m3_children_band": bands[number], "m3_children_rows": "4"}


def is_open(question: QuestionDef) -> bool:
    return "multiline" in question.appearance


def test_the_talk_goes_through_the_modules_in_the_order_that_builds_trust():
    assert talk(TWO_CHILDREN, "full", modules="m9 m13 m14").modules() == [
        "m0_setting", "m1_consent", "m2_about_her", "m3_children", "m5_inside",
        "m6_children_inside", "m7_children_outside", "m8_loss", "m4_arrest", "m10_authorities",
        "m11_release", "m12_each_child", "m9_safety", "m13_wellbeing", "m14_before",
        "m15_advice", "m16_close", "m17_debrief",
    ]  # fmt: skip


@pytest.mark.parametrize("language", ["en", "ur"])
@pytest.mark.parametrize("length", ["core", "full"])
@pytest.mark.parametrize("children", [0, 1, 2, 3, 4])
def test_every_conversation_comes_to_its_end(children, length, language):
    held = talk(roster(children), length, language)
    assert held.shown[-1].module == "m17_debrief"
    assert held.interview.validate() == ()
    assert len({asked.child for asked in held.shown if asked.name == "child_tie"}) == children


@pytest.mark.parametrize(
    "refusal",
    [
        {"m0_free": "held"},
        {"m1_adult": "no"},
        {"m1_mother": "no"},
        {"m1_take_part": "no"},
    ],
)
def test_without_consent_a_kind_word_ends_it_and_nothing_else_is_asked(refusal):
    held = talk({**WELCOME, **refusal})
    assert held.shown[-1].name == "closing_thanks"
    assert set(held.modules()) <= {"m0_setting", "m1_consent", "closing"}


def test_a_place_that_is_not_private_opens_nothing():
    held = talk({**WELCOME, "m0_private": "no"})
    assert held.modules() == ["m0_setting"]
    assert held.shown[-1].name == "m0_later"


def test_a_woman_who_could_not_say_it_back_is_not_asked_for_consent():
    held = talk({**WELCOME, "m1_says_back": "not_yet"})
    assert "m1_take_part" not in held.names()
    assert held.shown[-1].name == "m1_explain_again"


def test_taking_consent_back_shuts_everything_after_it():
    held = talk(TWO_CHILDREN)
    held.interview.answer("/data/m1_consent/m1_take_part", "no")
    reachable = {screen.module for screen in held.interview.screens()}
    assert reachable == {"m0_setting", "m1_consent", "closing"}


def test_the_core_is_shorter_and_is_within_the_full_length():
    core, full = talk(TWO_CHILDREN, "core"), talk(TWO_CHILDREN, "full")
    assert core.names() < full.names()
    assert {"m2_settlement", "m4_accused", "m6_safe", "m8_moment"} <= full.names() - core.names()


@pytest.mark.parametrize("module", sorted(GATED))
def test_a_gated_module_stays_shut_until_the_study_opens_it(module):
    mark = module.split("_")[0]
    others = " ".join({"m9", "m13", "m14"} - {mark})
    assert module not in talk(TWO_CHILDREN, "full", modules=others).modules()
    assert module in talk(TWO_CHILDREN, "full", modules=mark).modules()


def test_no_gated_module_stands_at_the_end():
    assert set(talk(TWO_CHILDREN, "full", modules="m9 m13 m14").modules()[-4:]) & GATED == {
        "m14_before"
    }


def test_a_no_to_painful_topics_shuts_what_dwells_on_pain():
    held = talk({**TWO_CHILDREN, "m1_painful": "no"}, "full", modules="m9 m13 m14")
    assert not {"m7_children_outside", "m8_loss", *GATED} & set(held.modules())
    assert not {"m5_hardest", "m4_opening", "m6_child_words", "m12_c_teased"} & held.names()
    assert {"m5_day", "m4_route", "m15_mothers"} <= held.names()


def test_each_child_is_asked_about_only_where_that_child_lived():
    held = talk(TWO_CHILDREN)
    assert "m6_c_age_in" in held.about_child(1)
    assert "m7_c_carer" not in held.about_child(1)
    assert "m7_c_carer" in held.about_child(2)
    assert "m6_c_age_in" not in held.about_child(2)


def test_a_child_in_both_places_is_asked_about_in_both():
    held = talk({**roster(1), ("child_where", 1): ["inside_part", "outside_kin"]})
    assert {"m6_c_age_in", "m7_c_carer"} <= held.about_child(1)


@pytest.mark.parametrize(
    ("where", "shut"),
    [("outside_kin", "m6_children_inside"), ("inside_all", "m7_children_outside")],
)
def test_a_module_about_children_opens_only_when_a_child_belongs_to_it(where, shut):
    assert shut not in talk({**roster(1), ("child_where", 1): [where]}).modules()


def test_only_children_in_touch_and_under_18_are_asked_about_now():
    held = talk(
        {
            **roster(3),
            ("child_age_now", 1): "y18_plus",
            ("child_status", 2): "no_contact",
        }
    )
    asked_now = {asked.child for asked in held.shown if asked.name == "m12_c_good_at"}
    assert asked_now == {3}
    assert {asked.child for asked in held.shown if asked.name == "m11_c_together"} == {1, 2, 3}


def test_a_child_who_died_is_never_asked_about_now_and_is_spoken_of_gently():
    held = talk({**TWO_CHILDREN, ("child_status", 1): "died", ("child_died_when", 1): "during"})
    about = held.about_child(1)
    assert {"child_died_when", "m6_gently", "m6_c_age_in"} <= about
    assert not {"child_age_now", "child_sex", "m11_c_together", "m12_c_good_at"} & about
    assert "m7_gently" not in held.about_child(2)


def test_a_no_to_painful_topics_leaves_the_page_about_a_child_who_died_shut():
    story = {**TWO_CHILDREN, ("child_status", 1): "died", ("child_died_when", 1): "during"}
    assert "m6_c_age_in" not in talk({**story, "m1_painful": "no"}).about_child(1)


def test_of_a_child_who_died_before_the_arrest_nothing_more_is_asked():
    held = talk(
        {**roster(1), ("child_status", 1): "died", ("child_died_when", 1): "before"}, "full"
    )
    assert held.about_child(1) == {"child_nickname", "child_tie", "child_status", "child_died_when"}
    shut = {"m6_children_inside", "m7_children_outside", "m8_loss", "m12_each_child"}
    assert not shut & set(held.modules())


def test_the_talk_ends_on_strengths_and_hopes():
    held = talk(TWO_CHILDREN, "full", modules="m9 m13 m14")
    advice = [asked.name for asked in held.shown if asked.module == "m15_advice"]
    assert advice[-2:] == ["m15_proud", "m15_hopes"]


@pytest.mark.parametrize("language", ["en", "ur"])
def test_the_words_for_prison_are_not_heard_before_consent(language):
    story = {**TWO_CHILDREN, "interview_length": "full"}
    before = hold(FORM, story, language=language, until="m2_opening").words
    refused = talk({**WELCOME, "m1_take_part": "no"}, language=language).words
    unclear = talk({**WELCOME, "m1_says_back": "not_yet"}, language=language).words
    heard = [*before, *refused, *unclear]
    assert any(name == "m1_receipt" for name, _ in heard)
    assert [said for said in heard if WORDS_FOR_LATER.search(said[1])] == []


@pytest.mark.parametrize("language", ["en", "ur"])
def test_no_title_on_a_page_speaks_of_prison(language):
    held = talk(TWO_CHILDREN, "full", language, modules="m9 m13 m14")
    titles = {title for s in held.interview.screens() for title in s.group_titles}
    assert titles
    assert [title for title in titles if WORDS_FOR_LATER.search(title)] == []


@pytest.mark.parametrize("length", ["core", "full"])
def test_both_languages_ask_the_same_and_give_the_same_codes(length):
    urdu = talk(TWO_CHILDREN, length, "ur", "m9 m13 m14")
    english = talk(TWO_CHILDREN, length, "en", "m9 m13 m14")
    assert urdu.shown == english.shown
    codes = [
        [
            (a.ref, a.value, a.empty)
            for a in held.interview.finalize().answers
            if a.name != "instanceID"
        ]
        for held in (urdu, english)
    ]
    assert codes[0] == codes[1]
    assert {word for _, word in urdu.words}.isdisjoint({word for _, word in english.words} - {""})


def test_every_question_may_be_left_out_except_consent_and_the_custody_check():
    form = shipped_form(FORM)
    required = {name for name, q in form.questions.items() if q.bind.required is not None}
    assert all(name == "m0_free" or name.startswith("m1_") for name in required)
    asked = [q for q in form.questions.values() if q.voice == "respondent" and q.empties]
    assert asked
    assert all(EmptyKind.REFUSED in q.empties for q in asked if q.name != "m9_mode")


def test_passing_every_question_after_consent_still_comes_to_the_end():
    form = shipped_form(FORM)
    silent = dict.fromkeys(form.questions, PASSED)
    opened = {name: None for name in form.questions if name.startswith(("m0_", "m1_"))}
    story = {**silent, **opened, **WELCOME}
    held = talk({name: told for name, told in story.items() if told is not None})
    assert held.shown[-1].module == "m17_debrief"
    assert held.interview.validate() == ()


def test_refusing_the_number_of_children_opens_no_list_and_no_harm():
    held = talk({**WELCOME, "m3_children_band": EmptyKind.REFUSED})
    assert "child_tie" not in held.names()
    assert held.shown[-1].module == "m17_debrief"


def test_a_nickname_is_on_the_screen_and_never_in_the_finished_interview():
    held = talk({**TWO_CHILDREN, ("child_nickname", 2): "منی"})
    labels = [word for name, word in held.words if name == "m7_c_carer"]
    assert any("منی" in word and "2" in word for word in labels)
    submission = held.interview.finalize()
    assert "منی" not in submission.xml.decode()
    assert all("منی" not in answer.value for answer in submission.answers)


def test_more_than_one_answer_beside_none_of_these_is_not_accepted():
    held = talk(TWO_CHILDREN)
    ref = "/data/m8_loss/m8_helped"
    held.interview.answer(ref, ["faith", "none"])
    assert [named(problem.ref)[0] for problem in held.interview.validate()] == ["m8_helped"]


def test_every_part_but_the_close_lets_her_speak_in_her_own_words():
    held = talk(TWO_CHILDREN)
    open_prompts = {name for name, q in held.interview.form.questions.items() if is_open(q)}
    spoken = {asked.module for asked in held.shown if asked.name in open_prompts}
    closed = {"m0_setting", "m1_consent", "m16_close", "m17_debrief"}
    assert spoken == set(held.modules()) - closed
