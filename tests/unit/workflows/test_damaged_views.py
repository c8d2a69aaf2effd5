"""One interview that the disk has damaged keeps no other from being reviewed, sent or taken back."""

from dataclasses import replace

import pytest
from people import INTERVIEWER, SUPERVISOR

from survey_app.disclosure.errors import DamagedViewError
from survey_app.vault.records import seal_view
from survey_app.workflows import export, review
from survey_app.workflows.collect import start
from survey_app.workflows.errors import DamagedRecordsError
from survey_app.workflows.field_laptop.laptop import unlock
from survey_app.workflows.opened_views import opened_views
from survey_app.workflows.risk_preview import risk_previews
from survey_app.workflows.withdraw import withdraw


def _finished(laptop):
    sitting = start(laptop, unlock(laptop, INTERVIEWER), "khan_2024", "en")
    refs = {name: question.path for name, question in sitting.interview.form.questions.items()}
    sitting.answer({refs["free_now"]: "yes", refs["consent"]: "yes"})
    return sitting.finish().code


@pytest.mark.parametrize("column", ["body", "envelope"])
def test_one_damaged_interview_keeps_no_other_from_its_way(laptop, tmp_path, column):
    codes, person = [_finished(laptop) for _ in range(3)], unlock(laptop, SUPERVISOR)
    receipts = {one.context.record: one.view.receipt for one in opened_views(laptop, person).whole}
    bad = laptop.store.views()[0]
    sealed = getattr(bad, column)
    laptop.store.put_view(replace(bad, **{column: bytes([sealed[0] ^ 1]) + sealed[1:]}))
    well = [code for code in codes if code != receipts[bad.view_id]]

    waiting = export.waiting(laptop, person)
    assert (waiting.to_pack + waiting.unreviewed, waiting.damaged) == (2, 1)
    assert opened_views(laptop, person).damaged == (bad.view_id,)
    assert waiting.texts == 0
    assert risk_previews(laptop, person)
    assert receipts[withdraw(laptop, person, well[0])] == well[0]
    with pytest.raises(DamagedRecordsError) as told:  # hers may be the one that does not open
        withdraw(laptop, person, receipts[bad.view_id])
    assert told.value.details == {"count": 1}
    done = export.pack(laptop, person, tmp_path)
    assert (done.count, done.withdrawals) == (1, 1)
    assert {one.view_id for one in laptop.store.views()} >= {bad.view_id}


def test_what_has_left_is_not_opened_again_to_say_what_waits(laptop, tmp_path):
    _finished(laptop)
    person = unlock(laptop, SUPERVISOR)
    export.pack(laptop, person, tmp_path)
    [gone] = laptop.store.views()
    laptop.store.put_view(replace(gone, body=bytes(len(gone.body))))
    assert opened_views(laptop, person).damaged == (gone.view_id,)
    assert export.waiting(laptop, person) == export.Waiting(0, 0, 0, 0)
    _finished(laptop)
    assert export.waiting(laptop, person).to_pack == 1
    assert export.pack(laptop, person, tmp_path).count == 1


@pytest.mark.parametrize("plaintext", [b"", b"{}", None])
def test_a_side_that_somebody_else_sealed_to_the_site_keeps_no_other_from_its_way(
    laptop, plaintext
):
    for _ in range(2):
        _finished(laptop)
    person = unlock(laptop, SUPERVISOR)
    first, second = opened_views(laptop, person).whole
    if plaintext is None:  # a whole one, of another interview
        plaintext = second.view.to_bytes()
    laptop.store.put_view(seal_view(person.site_key, plaintext, first.context))
    assert opened_views(laptop, person).damaged == (first.context.record,)
    assert opened_views(laptop, person).whole == (second,)
    with pytest.raises(DamagedViewError):
        review.texts_of(laptop, person, first.context.record)
    assert withdraw(laptop, person, second.view.receipt) == second.context.record
