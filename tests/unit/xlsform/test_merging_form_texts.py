"""Rules for bringing a translation up to its questionnaire, and for the review mark."""

from datetime import date

import polib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey_app.xlsform.errors import NoSuchTextError, ReviewerNeededError
from survey_app.xlsform.files.reading import workbook_from_markdown
from survey_app.xlsform.translating.po_merge import Trivial, merge_form, renames_of
from survey_app.xlsform.translating.po_template import form_template
from survey_app.xlsform.translating.review import sign, sign_all
from survey_app.xlsform.translating.translation import is_reviewed, review_mark

DAY = date(2026, 11, 20)


def book(*rows, title="Small"):
    lines = "".join(f"|  | {row} |\n" for row in rows)
    return workbook_from_markdown(
        "| survey | type | name | label::English (en) | voice | was | note_translator |\n"
        f"{lines}| settings | form_id | form_title |\n| | small | {title} |\n"
    )


def translated(workbook, **urdu):
    file = form_template(workbook)
    for entry in file:
        entry.msgstr = urdu.get(entry.msgctxt.split(":")[1], "اردو؟")
    return file


def merged(workbook, existing, **options):
    return merge_form(form_template(workbook), existing, renames=renames_of(workbook), **options)


def entry(file, ctx):
    return next(one for one in file if one.msgctxt == ctx)


OLD = book("integer | age | How old are you? | | |")


def test_an_entry_carries_what_a_translator_must_know():
    workbook = workbook_from_markdown("""
    | survey | type          | name | label::English (en) | voice      | relevant     | note_translator | sensitivity |
    |        | begin group   | m4   | Your time           |            |              |                 |             |
    |        | select_one yn | in   | Was your child in?  | respondent | ${age} < 6   | under 6 then    | S2          |
    |        | end group     |      |                     |            |              |                 |             |
    | choices | list_name | name | label::English (en) |
    |         | yn        | yes  | Yes                 |
    """)
    file = form_template(workbook)
    question, choice = entry(file, "q:in:label"), entry(file, "c:yn:yes:label")
    assert question.comment.splitlines() == [
        "select_one yn; in: Your time; voice: to respondent; sensitivity: S2",
        "shown when: ${age} < 6",
        "NOTE: under 6 then",
    ]
    assert question.occurrences == [("survey", "3")]
    assert choice.comment == "choice of in; voice: to respondent"


def test_the_same_text_in_the_same_context_is_kept_as_it_is():
    existing = translated(OLD)
    entry(existing, "q:age:label").tcomment = "a translator's thought"
    result = merged(OLD, existing)
    assert str(result.file) == str(existing)
    assert (result.added, result.changed, result.renamed, result.gone) == ((), (), (), ())


def test_changed_english_keeps_the_urdu_and_marks_it_fuzzy():
    new = book("integer | age | How old are you now? | | |")
    result = merged(new, translated(OLD, age="عمر کتنی ہے؟"))
    found = entry(result.file, "q:age:label")
    assert (found.msgstr, found.flags) == ("عمر کتنی ہے؟", ["fuzzy"])
    assert (found.msgid, found.previous_msgid) == ("How old are you now?", "How old are you?")
    assert result.changed == ("q:age:label",)


def test_english_that_changes_twice_shows_what_the_urdu_was_made_from():
    once = merged(book("integer | age | Your age? | | |"), translated(OLD)).file
    twice = merged(book("integer | age | Which age? | | |"), once).file
    assert entry(twice, "q:age:label").previous_msgid == "How old are you?"


def test_a_new_context_is_empty_even_when_its_english_is_known():
    new = book("integer | age | How old are you? | | |", "integer | years | How old are you? | | |")
    result = merged(new, translated(OLD))
    assert entry(result.file, "q:years:label").msgstr == ""
    assert result.added == ("q:years:label",)


def test_what_is_gone_is_retired_and_comes_back_whole():
    other = book("integer | kids | How many? | | |")
    gone = merged(other, translated(OLD, age="عمر")).file
    assert entry(gone, "q:age:label").obsolete
    again = merged(OLD, polib.pofile(str(gone))).file
    found = entry(again, "q:age:label")
    assert (found.msgstr, found.obsolete, found.fuzzy) == ("عمر", False, False)


def test_a_renamed_question_keeps_its_texts():
    new = book("integer | years | How old are you? | | age |")
    result = merged(new, translated(OLD, age="عمر"))
    assert entry(result.file, "q:years:label").msgstr == "عمر"
    assert result.renamed == ("q:years:label",)
    assert result.gone == ()


def test_a_renamed_question_with_new_english_is_fuzzy():
    new = book("integer | years | Your age? | | age |")
    found = entry(merged(new, translated(OLD, age="عمر")).file, "q:years:label")
    assert (found.msgstr, found.fuzzy) == ("عمر", True)


def test_order_and_groups_do_not_touch_a_translation():
    old = book("integer | a | A? | | |", "integer | b | B? | | |")
    new = book(
        "begin group | g | G | | |",
        "integer | b | B? | | |",
        "integer | a | A? | | |",
        "end group | | | | |",
    )
    result = merged(new, translated(old))
    assert result.changed == result.gone == ()
    assert result.added == ("q:g:label",)


def test_a_change_of_spelling_keeps_text_and_review_under_a_name():
    existing = translated(OLD)
    sign(entry(existing, "q:age:label"), "sana", DAY)
    new = book("integer | age | How old are you ? | | |")
    trivial = Trivial(["q:age:label"], "nadia", DAY)
    found = entry(merged(new, existing, trivial=trivial).file, "q:age:label")
    assert (found.fuzzy, is_reviewed(found)) == (False, True)
    assert "trivial by nadia 2026-11-20" in found.tcomment


def test_a_trivial_context_that_is_not_there_is_refused():
    with pytest.raises(NoSuchTextError, match="q:agge:label"):
        merged(OLD, translated(OLD), trivial=Trivial(["q:agge:label"], "nadia", DAY))


def test_an_edit_on_either_side_makes_a_review_stale():
    file = translated(OLD, age="عمر؟")
    one = entry(file, "q:age:label")
    sign(one, "sana", DAY)
    assert is_reviewed(one)
    one.msgstr += "۔"
    assert not is_reviewed(one)
    sign(one, "sana", DAY)
    one.msgid += "!"
    assert not is_reviewed(one)


def test_a_review_survives_a_file_and_back():
    file = translated(OLD)
    sign_all(file, ["q:age:label"], "sana k", DAY, name="x.po")
    again = polib.pofile(str(file))
    assert is_reviewed(entry(again, "q:age:label"))
    assert entry(again, "q:age:label").tcomment.count("review ") == 1


def test_a_review_needs_a_name():
    with pytest.raises(ReviewerNeededError):
        sign(polib.POEntry(msgid="a", msgstr="ا"), "  ", DAY)


def test_a_fuzzy_or_empty_text_cannot_be_signed():
    file = translated(OLD)
    entry(file, "q:age:label").flags = ["fuzzy"]
    entry(file, "form:form_title").msgstr = ""
    assert sign_all(file, ["q:age:label", "form:form_title"], "sana", DAY, name="x.po") == ()


@given(st.text(max_size=8), st.text(max_size=8), st.text(max_size=8), st.text(max_size=8))
def test_two_pairs_of_texts_share_a_mark_only_when_they_are_the_same(a, b, c, d):
    assert (review_mark(a, b) == review_mark(c, d)) == ((a, b) == (c, d))


def test_a_text_with_a_mistake_cannot_be_signed_nor_pass_as_signed():
    file = translated(OLD, age="تمہاری عمر?")
    assert sign_all(file, ["q:age:label"], "sana", DAY, name="x.po") == ()
    one = entry(file, "q:age:label")
    sign(one, "sana", DAY)
    assert not is_reviewed(one)


NAMES = st.lists(st.sampled_from("abcdef"), unique=True, max_size=6)


@given(NAMES, NAMES)
def test_no_translation_is_ever_lost_by_a_merge(before, after):
    old = book(*(f"integer | {name} | {name}? | | |" for name in before))
    new = book(*(f"integer | {name} | {name}? | | |" for name in after))
    file = translated(old, **{name: f"اردو {name}" for name in before})
    once = polib.pofile(str(merged(new, file).file))
    back = merged(old, once).file
    kept = {one.msgctxt: one.msgstr for one in back if not one.obsolete}
    assert kept == {one.msgctxt: one.msgstr for one in file}
    assert merged(new, once).added == ()
