"""What a bundle brings in the place of a private box costs those answers and no more."""

import base64

import pytest
from sealed_interviews import PUBLIC, SEED

from survey_app.canonical import canonical_json
from survey_app.interview import EmptyKind
from survey_app.merge.merging import ArrivedBundle
from survey_app.merge.revisions import Revision
from survey_app.vault.context import Context
from survey_app.vault.private import seal_private
from survey_app.workflows.interviewing.private_boxes import with_private_cells

KEPT_BACK = int(EmptyKind.REDACTED)


def _box(said, place=1):
    context = Context("s", "d", "p", place, "f")
    sealed = seal_private(PUBLIC, canonical_json(said), context)
    return base64.b64encode(sealed.to_bytes()).decode()


def _merged(boxes):
    body = {"values": {"hurt": KEPT_BACK, "age": "25–34"}, "private": boxes}
    revision = Revision("v", "r", (), "put", 1, "d", 1, "", "f", "1", body)
    arrived = ArrivedBundle("b", "n", "d", 1, "", (revision,))
    (one,) = with_private_cells(arrived, (SEED,)).revisions
    return one.body


def test_a_box_gives_its_cells_to_what_was_kept_back():
    assert _merged([_box({"hurt": "yes", "age": "99"})]) == {
        "values": {"hurt": "yes", "age": "25–34"}
    }


@pytest.mark.parametrize(
    "boxes",
    [
        5,
        [5],
        ["no box"],
        [_box({"hurt": "no"}), _box([1], 2)],
        [_box({"hurt": "no"}), _box({"hurt": {}}, 2)],
        [_box({"hurt": "no"}), _box({"hurt": 5}, 2)],
    ],
)
def test_junk_in_the_place_of_the_last_word_leaves_all_of_them_kept_back(boxes):
    assert _merged(boxes) == {"values": {"hurt": KEPT_BACK, "age": "25–34"}}
