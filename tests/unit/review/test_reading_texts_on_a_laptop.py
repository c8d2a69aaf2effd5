import threading
from pathlib import Path

import pytest
from people import SUPERVISOR

from survey_app.disclosure.deidentified.pending import LIKELY_ROLE, Redaction, Verdict, WhoOrWhat
from survey_app.disclosure.errors import IdentifierLeftError, UnknownTextError
from survey_app.workflows import export, review
from survey_app.workflows.errors import SupervisorNeededError
from survey_app.workflows.export_errors import NothingToExportError
from survey_app.workflows.field_laptop.laptop import open_laptop, unlock
from survey_app.workflows.review_errors import NoSuchTextError, TextHasLeftError


def places(item):
    return [Redaction(span.start, span.end, LIKELY_ROLE[span.kind]) for span in item.spans]


def decided(laptop, person):
    return tuple(item for item in review.all_texts(laptop, person) if item.decision is not None)


def read_all(laptop, person):
    while waiting := review.texts_to_review(laptop, person):
        item = waiting[0]
        verdict = Verdict.REDACTED if item.spans else Verdict.CLEARED
        review.decide(
            laptop, person, item.view_id, item.index, verdict, places(item), no_story=True
        )


@pytest.mark.usefixtures("finished")
def test_a_supervisor_reads_each_text_with_its_question_and_the_coarse_answers(laptop, supervisor):
    items = review.texts_to_review(laptop, supervisor)
    assert [item.variable for item in items] == [
        "difficulties",
        "children_inside",
        "views_and_fears",
    ]
    assert items[0].labels["ur"]
    assert items[0].labels["en"].startswith("What was hard")
    context = {cell.variable: cell.cell.value for cell in items[0].context}
    assert context == {"age": "45–54", "offence_type": "property"}
    assert export.waiting(laptop, supervisor).texts == 3


@pytest.mark.usefixtures("finished")
def test_an_interviewer_reads_no_text(laptop, interviewer):
    for verb in (review.texts_to_review, export.waiting):
        with pytest.raises(SupervisorNeededError):
            verb(laptop, interviewer)


@pytest.mark.usefixtures("finished")
def test_a_decision_is_there_after_the_laptop_was_closed(laptop, supervisor, data):
    item = review.texts_to_review(laptop, supervisor)[1]
    review.decide(laptop, supervisor, item.view_id, item.index, Verdict.CLEARED, no_story=True)
    laptop.close()
    again = open_laptop(data)
    person = unlock(again, SUPERVISOR)
    assert export.waiting(again, person).texts == 2
    assert decided(again, person)[0].decision.verdict is Verdict.CLEARED
    again.close()


@pytest.mark.usefixtures("finished")
def test_a_decision_can_be_undone(laptop, supervisor):
    item = review.texts_to_review(laptop, supervisor)[1]
    review.decide(laptop, supervisor, item.view_id, item.index, Verdict.HELD)
    review.undo(laptop, supervisor, item.view_id, item.index)
    assert export.waiting(laptop, supervisor).texts == 3
    assert decided(laptop, supervisor) == ()


@pytest.mark.usefixtures("finished")
def test_a_text_with_a_phone_number_cannot_be_cleared_as_it_is(laptop, supervisor):
    item = review.texts_to_review(laptop, supervisor)[0]
    with pytest.raises(IdentifierLeftError):
        review.decide(laptop, supervisor, item.view_id, item.index, Verdict.CLEARED, no_story=True)
    assert export.waiting(laptop, supervisor).texts == 3


@pytest.mark.usefixtures("finished")
def test_nothing_is_packed_before_the_last_text_was_decided(laptop, supervisor, tmp_path):
    stick = tmp_path / "stick"
    stick.mkdir()
    for item in review.texts_to_review(laptop, supervisor)[:2]:
        verdict = Verdict.REDACTED if item.spans else Verdict.CLEARED
        review.decide(
            laptop, supervisor, item.view_id, item.index, verdict, places(item), no_story=True
        )
    with pytest.raises(NothingToExportError):
        export.pack(laptop, supervisor, stick)
    read_all(laptop, supervisor)
    assert export.pack(laptop, supervisor, stick).count == 1


@pytest.mark.usefixtures("finished")
def test_what_was_packed_cannot_be_decided_again(laptop, supervisor, tmp_path):
    stick = tmp_path / "stick"
    stick.mkdir()
    view_id = review.texts_to_review(laptop, supervisor)[0].view_id
    read_all(laptop, supervisor)
    export.pack(laptop, supervisor, stick)
    assert decided(laptop, supervisor) == ()
    with pytest.raises(TextHasLeftError):
        review.undo(laptop, supervisor, view_id, 0)
    with pytest.raises(TextHasLeftError):
        review.texts_of(laptop, supervisor, view_id)


@pytest.mark.usefixtures("finished")
def test_a_name_redacted_in_one_text_is_proposed_in_the_others_in_the_other_script(
    laptop, supervisor
):
    first = review.texts_to_review(laptop, supervisor)[0]
    name = first.text.index("Samina")
    review.decide(
        laptop, supervisor, first.view_id, 0, Verdict.REDACTED,
        [*places(first)[1:], Redaction(name, name + len("Samina"), WhoOrWhat.WOMAN)],
        no_story=True,
    )  # fmt: skip
    last = review.texts_of(laptop, supervisor, first.view_id)[2]
    assert "ثمینہ" in [last.text[span.start : span.end] for span in last.spans]


def test_two_decisions_at_the_same_moment_are_both_kept(laptop, supervisor, finished):
    items = review.texts_to_review(laptop, supervisor)
    threads = [
        threading.Thread(
            target=review.decide,
            args=(laptop, supervisor, item.view_id, item.index, Verdict.HELD),
        )
        for item in items
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert export.waiting(laptop, supervisor).texts == 0


@pytest.mark.usefixtures("finished")
def test_a_text_that_is_not_there_is_named_as_missing(laptop, supervisor):
    view_id = review.texts_to_review(laptop, supervisor)[0].view_id
    with pytest.raises(NoSuchTextError):
        review.decide(laptop, supervisor, "f" * 32, 0, Verdict.HELD)
    with pytest.raises(UnknownTextError):
        review.decide(laptop, supervisor, view_id, 9, Verdict.HELD)


@pytest.mark.usefixtures("finished")
def test_no_word_of_a_text_lies_in_the_folder_before_or_after_reading(laptop, supervisor, data):
    read_all(laptop, supervisor)
    laptop.close()
    for path in Path(data).rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            assert b"Samina" not in content
            assert "ثمینہ".encode() not in content
