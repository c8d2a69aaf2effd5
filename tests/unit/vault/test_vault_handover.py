"""To whose key a draft is sealed is said by the laptop, for one person."""

import pytest

from survey_app.canonical import length_prefixed
from survey_app.vault import handover, signing
from survey_app.vault.attachments import DraftAttachment
from survey_app.vault.errors import SealBrokenError, SignatureError
from survey_app.vault.records import draft_box

DRAFT_KEY, DEVICE_SEED = b"U" * 32, b"D" * 32
DEVICE_KEY = signing.verify_key_of(DEVICE_SEED)


def test_a_hand_key_holds_for_its_person_and_its_laptop_only():
    said = handover.signed_hand_key(DRAFT_KEY, "p", DEVICE_SEED)
    assert handover.read_hand_key(said, "p", DEVICE_KEY) == handover.hand_public(DRAFT_KEY)
    for person, key in (("q", DEVICE_KEY), ("p", signing.verify_key_of(b"E" * 32))):
        with pytest.raises(SignatureError):
            handover.read_hand_key(said, person, key)


@pytest.mark.parametrize("parts", [(), (b"draft",), (b"draft", b"key", b"id"), (b"",) * 4])
def test_an_offer_that_lost_a_piece_is_none(parts):
    with pytest.raises(SealBrokenError):
        handover.unpacked("d", "to", length_prefixed(*parts), b"")


def test_every_file_of_an_offer_comes_out_as_it_went_in():
    draft = draft_box(DRAFT_KEY, "d", 1, b"x", owner="to", study="s", device="e", form="f")
    files = tuple(
        DraftAttachment(f"{at}" * 32, "d", b"body %d" % at, b"key %d" % at) for at in range(3)
    )
    offered = handover.Handover("d", "to", draft, files, b"envelope")
    assert handover.unpacked("d", "to", handover.packed(offered), b"envelope") == offered
