"""A bundle of each released format version opens for ever."""

import json
from pathlib import Path

import pytest

from survey_app.bundle.unpack import open_bundle, verify
from survey_app.canonical import canonical_json
from survey_app.merge.revisions import read_revision
from survey_app.vault import age

VECTORS = Path(__file__).resolve().parents[2] / "vectors" / "bundle"


@pytest.mark.parametrize("path", sorted(VECTORS.glob("*.bundle")), ids=lambda path: path.stem)
def test_a_frozen_bundle_still_opens_to_the_same_rows(path):
    known = json.loads(path.with_suffix(".json").read_text("utf-8"))
    sealed = verify(
        path.read_bytes(),
        name=path.name,
        study_id=known["study"],
        authority_key=bytes.fromhex(known["authority_key"]),
    )
    seed = bytes.fromhex(known["opens_with_seed"])
    opened = open_bundle(sealed, lambda payload: age.decrypt_file(payload, seed))
    assert opened.bundle_id == known["bundle_id"]
    assert list(opened.rows) == [canonical_json(row) for row in known["rows"]]
    assert [read_revision(row).op for row in opened.rows] == ["put", "withdraw"]
