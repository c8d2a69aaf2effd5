from dataclasses import replace

import pytest
from disclosure_forms import form_of, talk
from hypothesis import given, settings
from hypothesis import strategies as st

from survey_app.disclosure.deidentified.pending import Decision, Redaction, Verdict, WhoOrWhat
from survey_app.disclosure.deidentified.review import (
    Reading,
    ReviewedView,
    apply,
    decide,
    reading_from,
    undecided,
    undo,
)
from survey_app.disclosure.deidentified.views import View, deidentify
from survey_app.disclosure.errors import (
    DamagedViewError,
    IdentifierLeftError,
    SpanError,
    UnknownTextError,
    UnreviewedTextError,
)
from survey_app.disclosure.free_text.suggest import hard_identifiers
from survey_app.disclosure.planning.plan import plan_of

FORM = form_of()
PLAN = plan_of(FORM)
READER = "a" * 32


def view_of(story="", remark="", good_at=()):
    values = {name: text for name, text in (("story", story), ("remark", remark)) if text}
    children = [{"good_at": text} for text in good_at]
    return deidentify(PLAN, FORM, talk(FORM, children, **values), record="r", receipt="c")


def hide(view, index, words, role=WhoOrWhat.WOMAN):
    start = view.texts[index].text.index(words)
    place = Redaction(start, start + len(words), role)
    return decide(view, index, Verdict.REDACTED, reader=READER, no_story=True, redactions=[place])


def clear(view, index):
    return decide(view, index, Verdict.CLEARED, reader=READER, no_story=True)


def texts(view):
    return [text.text for text in apply(view).texts]


def test_a_view_without_texts_is_reviewed_at_once():
    assert apply(view_of()).texts == ()


def test_one_text_without_a_decision_holds_the_whole_interview():
    view = clear(view_of("It was cold.", "It was dark."), 0)
    assert undecided(view) == (1,)
    with pytest.raises(UnreviewedTextError, match="1 texts"):
        apply(view)


def test_a_reviewed_view_cannot_be_made_by_hand():
    reviewed = apply(clear(view_of("It was cold."), 0))
    with pytest.raises(UnreviewedTextError):
        ReviewedView(**vars(reviewed))
    with pytest.raises(UnreviewedTextError):
        replace(reviewed, texts=())


def test_a_text_that_is_held_back_leaves_nothing_of_itself():
    view = decide(view_of("The only widow of our street"), 0, Verdict.HELD, reader=READER)
    reviewed = apply(view)
    assert reviewed.texts[0].text is None
    assert "widow" not in repr(reviewed)


def test_names_become_roles_that_are_the_same_in_the_whole_interview():
    view = view_of("Samina wept. Asma sang. Samina slept.", "ثمینہ نے کہا", ["Asma drew"])
    view = hide(view, 0, "Samina")
    view = decide(
        view,
        0,
        Verdict.REDACTED,
        reader=READER,
        no_story=True,
        redactions=[Redaction(0, 6, WhoOrWhat.WOMAN), Redaction(13, 17, WhoOrWhat.WOMAN)],
    )
    view = hide(view, 1, "ثمینہ")
    view = hide(view, 2, "Asma")
    assert texts(view) == [
        "[woman-1] wept. [woman-2] sang. [woman-1] slept.",
        "[woman-1] نے کہا",
        "[woman-2] drew",
    ]


def test_a_date_keeps_its_year_and_nothing_else():
    view = view_of("On 15/3/2019 and on 4 May they came.")
    first, second = view.texts[0].spans
    places = [Redaction(span.start, span.end, WhoOrWhat.DATE) for span in (first, second)]
    view = decide(view, 0, Verdict.REDACTED, reader=READER, no_story=True, redactions=places)
    assert texts(view) == ["On [2019] and on [date] they came."]


@pytest.mark.parametrize(
    "words", ["0300 1234567", "۰۳۰۰۱۲۳۴۵۶۷", "35202-1234567-1", "a.b@gmail.com", "1234567"]
)
def test_a_number_or_address_does_not_pass_whatever_was_decided(words):
    view = view_of(f"Call me: {words} or Asma.")
    with pytest.raises(IdentifierLeftError, match="1 "):
        clear(view, 0)
    with pytest.raises(IdentifierLeftError):
        hide(view, 0, "Asma")
    forged = Decision(Verdict.CLEARED, view.texts[0].hash, READER, no_story=True)
    with pytest.raises(IdentifierLeftError):
        apply(view, {0: forged})
    assert words not in texts(hide(view, 0, words, WhoOrWhat.CONTACT))[0]


def test_a_number_marked_in_part_is_hidden_whole():
    view = hide(view_of("Call 0300 1234567 now"), 0, "1234567", WhoOrWhat.CONTACT)
    assert texts(view) == ["Call [contact-1] now"]
    view = hide(view_of("Card 35202-1234567-1, Asma"), 0, "7-1, Asma", WhoOrWhat.NUMBER)
    assert texts(view) == ["Card [number-1]"]


def test_a_decision_from_elsewhere_that_leaves_half_a_number_is_refused():
    view = view_of("Card 35202-1234567-1 was taken")
    place = Redaction(12, 20, WhoOrWhat.NUMBER)
    forged = Decision(Verdict.REDACTED, view.texts[0].hash, READER, (place,), no_story=True)
    with pytest.raises(IdentifierLeftError):
        apply(view, {0: forged})


def test_a_text_leaves_only_where_a_reader_found_no_story_that_fits_one_person():
    told = decide(view_of("The only widow of our street."), 0, Verdict.CLEARED, reader=READER)
    assert undecided(told) == (0,)
    with pytest.raises(UnreviewedTextError):
        apply(told)
    assert apply(decide(told, 0, Verdict.CLEARED, reader=READER, no_story=True)).texts


def test_where_two_have_to_read_the_second_is_another_person_who_decides_the_same():
    view = view_of("It was cold.")
    grave = replace(view, texts=tuple(replace(text, needs_second=True) for text in view.texts))
    once = decide(grave, 0, Verdict.CLEARED, reader=READER, no_story=True)
    again = decide(once, 0, Verdict.CLEARED, reader=READER, no_story=True)
    for waiting in (once, again, View.from_bytes(again.to_bytes())):
        assert undecided(waiting) == (0,)
        with pytest.raises(UnreviewedTextError):
            apply(waiting)
    other = decide(once, 0, Verdict.CLEARED, reader="another", no_story=True)
    assert apply(View.from_bytes(other.to_bytes())).texts[0].text == "It was cold."
    unlike = hide(grave, 0, "cold", WhoOrWhat.OTHER)
    unlike = decide(unlike, 0, Verdict.CLEARED, reader="another", no_story=True)
    assert undecided(unlike) == (0,)
    assert apply(decide(grave, 0, Verdict.HELD, reader=READER)).texts[0].text is None


def test_a_later_edit_of_the_text_voids_the_decision():
    view = clear(view_of("It was cold."), 0)
    edited = replace(view, texts=(replace(view.texts[0], text="It was cold, said Asma."),))
    assert undecided(edited) == (0,)
    with pytest.raises(UnreviewedTextError):
        apply(edited)


def test_a_name_found_later_voids_the_clearing_of_a_text_that_says_it():
    view = clear(view_of("Jabbar came late.", "They say Jabbar drank."), 0)
    view = hide(view, 1, "Jabbar", WhoOrWhat.MAN)
    assert undecided(view) == (0,)
    view = hide(view, 0, "Jabbar", WhoOrWhat.MAN)
    assert texts(view) == ["[man-1] came late.", "They say [man-1] drank."]


def test_a_name_found_later_leaves_a_held_text_held():
    view = decide(view_of("Jabbar came.", "Jabbar drank."), 0, Verdict.HELD, reader=READER)
    assert undecided(hide(view, 1, "Jabbar")) == ()


def test_a_decision_can_be_undone_and_replaced():
    view = clear(view_of("It was cold."), 0)
    assert undecided(undo(view, 0)) == (0,)
    assert apply(decide(view, 0, Verdict.HELD, reader=READER)).texts[0].text is None


@pytest.mark.parametrize("index", [-1, 1, 99])
def test_a_text_that_is_not_there_is_refused(index):
    with pytest.raises(UnknownTextError):
        clear(view_of("It was cold."), index)


@pytest.mark.parametrize("places", [[(0, 0)], [(3, 2)], [(-1, 2)], [(0, 99)], [(0, 4), (2, 6)], []])
def test_marks_that_do_not_fit_the_text_are_refused(places):
    redactions = [Redaction(start, end, WhoOrWhat.WOMAN) for start, end in places]
    with pytest.raises(SpanError):
        decide(
            view_of("It was cold."),
            0,
            Verdict.REDACTED,
            reader=READER,
            no_story=True,
            redactions=redactions,
        )


def test_a_cleared_text_has_no_marks():
    with pytest.raises(SpanError):
        decide(
            view_of("It was cold."),
            0,
            Verdict.CLEARED,
            reader=READER,
            redactions=[Redaction(0, 2, WhoOrWhat.WOMAN)],
        )


def test_decisions_travel_inside_the_view():
    view = hide(view_of("Asma wept."), 0, "Asma")
    again = View.from_bytes(view.to_bytes())
    assert again == view
    assert apply(again) == apply(view)


def test_a_reviewed_view_comes_back_from_json_and_holds_no_original_and_no_proposal():
    view = hide(view_of("Asma wept.", good_at=["maths"]), 0, "Asma")
    reviewed = apply(clear(view, 1))
    assert ReviewedView.from_json(reviewed.to_json()) == reviewed
    assert "Asma" not in repr(reviewed.to_json())
    assert "spans" not in repr(reviewed.to_json())


@pytest.mark.parametrize("part", ["format", "record", "values", "rosters", "texts"])
def test_a_damaged_reviewed_view_is_refused(part):
    data = dict(apply(clear(view_of("It was cold."), 0)).to_json())
    with pytest.raises(DamagedViewError):
        ReviewedView.from_json({**data, part: [{"verdict": "cleared", "text": None}]})


def test_a_view_is_no_reviewed_view():
    with pytest.raises(DamagedViewError):
        ReviewedView.from_json(view_of("It was cold.").to_json())


WORDS = st.lists(
    st.sampled_from(
        ["Asma", "0300 1234567", "cold", "ثمینہ", "۳۵۲۰۲۱۲۳۴۵۶۷۱", "a@b.pk", "15/3/2019"]
    ),
    min_size=1,
    max_size=6,
).map(" ".join)


@settings(deadline=None, max_examples=60)
@given(WORDS, st.lists(st.tuples(st.integers(0, 60), st.integers(1, 20)), max_size=4))
def test_whatever_a_reader_marks_no_hard_identifier_leaves(story, marks):
    view = view_of(story)
    places, end = [], 0
    for start, length in sorted(marks):
        if start >= end and start + length <= len(story):
            places.append(Redaction(start, start + length, WhoOrWhat.OTHER))
            end = start + length
    verdict = Verdict.REDACTED if places else Verdict.CLEARED
    try:
        reviewed = apply(decide(view, 0, verdict, reader=READER, redactions=places, no_story=True))
    except IdentifierLeftError:
        return
    assert hard_identifiers(reviewed.texts[0].text) == ()


def test_what_leaves_says_how_it_was_read_and_not_a_word_more():
    view = view_of("Call 0300-1234567 or ask Jabbar of the mill, not Akbar.")
    spans = view.texts[0].spans
    phone = next(one for one in spans if one.kind.value == "phone")
    places = [
        Redaction(phone.start, phone.end, WhoOrWhat.CONTACT),
        Redaction(view.texts[0].text.index("mill"), view.texts[0].text.index("mill") + 4,
                  WhoOrWhat.PLACE),
    ]  # fmt: skip
    decided = decide(view, 0, Verdict.REDACTED, reader=READER, no_story=True, redactions=places)
    (text,) = apply(decided).texts
    assert text.reading == Reading(accepted=1, added=1, dismissed=len(spans) - 1, readers=1)
    again = ReviewedView.from_json(apply(decided).to_json())
    assert again.texts[0].reading == text.reading
    old = dict(text.to_json())
    del old["read"]
    assert reading_from(old.get("read")) is None
