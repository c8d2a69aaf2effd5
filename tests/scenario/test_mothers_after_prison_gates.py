"""The parts that can hurt: shut by default, opened twice, closed without a trace."""

import pytest
from conversation import PASSED, Conversation, Story, hold, shipped_form

from survey_app.xform.empties import EmptyKind

FORM = "mothers_after_prison"
ACTS = (
    "m9_words", "m9_searches", "m9_threats", "m9_favours", "m9_hurt",
    "m9_remarks", "m9_touch", "m9_pressure",
)  # fmt: skip
AFTER_AN_ACT = {"m9_stage", "m9_who", "m9_told"}
DANGER = {"m12_c_work", "m12_c_out_late", "m12_c_gifts", "m12_c_police"}
PHQ4 = ("m13_nervous", "m13_worrying", "m13_interest", "m13_down")
ONE_CHILD: Story = {
    "interview_length": "full",
    "m0_private": "yes",
    "m0_free": "free",
    "m1_adult": "yes",
    "m1_mother": "yes",
    "m1_says_back": "both",
    "m1_take_part": "yes",
    "m1_painful": "yes",
    "m3_children_band": "one",
    "child_status": "in_touch",
    "child_age_then": "y3_5",
    "child_age_now": "y6_9",
    "child_where": ["inside_all"],
}
ALL = "m9 m9b m13 m14"


def talk(modules: str = ALL, **told: object) -> Conversation:
    return hold(FORM, {**ONE_CHILD, **told}, modules=modules)


def value(held: Conversation, name: str) -> str:
    return next(a.value for a in held.interview.finalize().answers if a.name == name)


def shown_of(held: Conversation, prefix: str) -> set[str]:
    return {name for name in held.names() if name.startswith(prefix)}


def test_someone_within_hearing_shuts_part_9_and_says_nothing_of_it():
    assert shown_of(talk(m9_privacy="no"), "m9") == {"m9_privacy"}


@pytest.mark.parametrize("answer", ["no", PASSED])
def test_without_a_fresh_yes_no_act_is_named_and_the_card_is_still_offered(answer):
    shown = shown_of(talk(m9_consent=answer), "m9")
    assert shown == {"m9_privacy", "m9_about", "m9_consent", "m9_card"}


def test_listening_alone_is_the_first_way_offered():
    held = talk()
    ref = next(q.path for q in held.interview.form.questions.values() if q.name == "m9_mode")
    assert held.interview.choices(ref)[0].value == "audio"


def test_part_9_takes_no_free_text():
    part_9 = [q for q in shipped_form(FORM).questions.values() if q.name.startswith("m9")]
    assert {q.control for q in part_9} == {"select1", "select", "note", None}


def test_when_no_act_is_named_nothing_is_asked_about_it():
    held = talk(**dict.fromkeys(ACTS, "never"))
    assert not AFTER_AN_ACT & held.names()
    assert {"m9_safe_now", "m9_referral", "m9_card"} <= held.names()


@pytest.mark.parametrize("act", ACTS)
def test_each_single_act_opens_the_questions_that_follow(act):
    held = talk(**{**dict.fromkeys(ACTS, "never"), act: "once"})
    assert held.names() >= AFTER_AN_ACT


def test_refusing_every_act_opens_nothing_and_the_help_is_still_offered():
    held = talk(**dict.fromkeys(ACTS, EmptyKind.REFUSED))
    assert not AFTER_AN_ACT & held.names()
    assert {"m9_referral", "m9_card"} <= held.names()


def test_what_followed_is_asked_only_when_she_told_someone():
    said = dict.fromkeys(ACTS, "once")
    assert "m9_followed" in talk(**said, m9_told="yes").names()
    assert "m9_followed" not in talk(**said, m9_told="no").names()


def test_harm_to_a_child_is_asked_only_with_its_own_permission():
    assert "m9b_harm" in talk().names()
    assert not shown_of(talk("m9"), "m9b")
    assert not shown_of(talk(child_where=["outside_kin"]), "m9b")
    assert shown_of(talk(m9b_consent="no"), "m9b") == {"m9b_consent"}


@pytest.mark.parametrize("gate", ["m12_privacy", "m12_consent"])
def test_the_questions_on_danger_to_a_child_have_a_gate_of_their_own(gate):
    assert talk().names() >= DANGER
    held = talk(**{gate: "no"})
    assert not DANGER & held.names()
    assert "m12_c_good_at" in held.names()


def test_a_child_under_three_is_not_asked_about_school_company_or_danger():
    about = talk(child_age_now="y0_2").about_child(1)
    assert not {"m12_c_school", "m12_c_teased", *DANGER} & about
    assert {"m12_c_sleep", "m12_c_help", "m12_c_good_at"} <= about


def test_the_page_about_each_child_ends_on_what_the_child_is_good_at():
    asked = [a.name for a in talk().shown if a.child == 1 and a.name.startswith("m12_c_")]
    assert asked[-1] == "m12_c_good_at"


@pytest.mark.parametrize("gate", ["m14_privacy", "m14_consent"])
def test_harm_at_home_has_a_gate_of_its_own(gate):
    assert "m14_hurt_home" in talk().names()
    held = talk(**{gate: "no"})
    assert "m14_hurt_home" not in held.names()
    assert "m14_card" in held.names()


def test_the_scores_are_sums_and_are_on_no_page():
    held = talk(**dict(zip(PHQ4, "0123", strict=True)))
    scores = [value(held, name) for name in ("m13_gad2", "m13_phq2", "m13_phq4")]
    assert scores == ["1", "5", "6"]
    assert not {"m13_gad2", "m13_phq2", "m13_phq4"} & held.names()


def test_a_score_with_an_item_left_out_does_not_exist():
    held = talk(**{**dict.fromkeys(PHQ4, "2"), "m13_down": EmptyKind.REFUSED})
    assert [value(held, name) for name in ("m13_gad2", "m13_phq2", "m13_phq4")] == ["4", "", ""]


def test_every_question_of_the_gravest_kind_leaves_as_counts_only():
    grave = [q for q in shipped_form(FORM).questions.values() if q.sensitivity == "S3"]
    assert {q.name for q in grave} >= {*ACTS, *DANGER, "m14_hurt_home", "m9b_harm"}
    assert all("sdc:rank" not in q.bind.extra for q in grave)
    assert {q.bind.extra["sdc:role"] for q in grave} <= {"sensitive", "meta"}


def test_the_researchers_own_strain_stays_on_the_screen():
    held = talk(m17_strain="heavy")
    assert "m17_care" in held.names()
    submission = held.interview.finalize()
    assert all(answer.value != "heavy" for answer in submission.answers)
    assert "<m17_strain>heavy" not in submission.xml.decode()


def test_a_heavy_heart_at_the_close_tells_the_researcher_what_to_do():
    assert "m16_heavy" in talk(m16_feels="heavy").names()
    assert "m16_heavy" not in talk(m16_feels="light").names()


def test_the_duties_of_the_close_are_done_at_both_lengths():
    duties = {"m16_feels", "m16_hear", "m16_card", "m16_receipt", "m16_way_home", "m16_thanks"}
    assert talk(interview_length="core").names() >= duties
    assert talk(interview_length="full").names() >= duties


@pytest.mark.parametrize("where", [["inside_all"], ["not_yet"]])
def test_coming_together_again_is_not_asked_about_a_child_who_was_never_apart_from_her(where):
    held = talk(child_where=where, m11_c_together="yes").names()
    assert "m11_c_together" in held
    assert not {"m11_c_how_long", "m11_c_reunion"} & held


def test_a_child_not_living_with_her_is_asked_about_in_wishes_not_in_time():
    reunited = talk(child_where=["outside_kin"], m11_c_together="yes").names()
    assert {"m11_c_how_long", "m11_c_reunion"} <= reunited
    apart = talk(m11_c_together="no").names()
    assert {"m11_c_wish", "m11_c_in_way"} <= apart
    assert "m11_c_how_long" not in apart
