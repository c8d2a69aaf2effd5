"""Any order of saving, finishing, withdrawing and reopening agrees with a simple model."""

import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from sealed_interviews import DEVICE_SEED, DRAFT_KEY, OWNER, SEED, draft, entry, record, view

from survey_app.store import Store
from survey_app.store.errors import AlreadyInStoreError, NotInStoreError, WithdrawnError
from survey_app.vault.chain import verify_chain
from survey_app.vault.records import open_draft, open_sealed, row_digest
from survey_app.vault.signing import verify_key_of

NAMES = st.sampled_from("abc")


class Laptop(RuleBasedStateMachine):
    def __init__(self):
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.store = Store.open(self.folder, ballast_bytes=4096)
        self.drafts, self.views, self.withdrawn, self.operations = {}, {}, set(), 0

    @rule(name=NAMES, text=st.binary(max_size=20))
    def save(self, name, text):
        self.store.put_draft(draft(name, text))
        self.drafts[name] = text

    @rule(name=NAMES)
    def discard(self, name):
        self.store.delete_draft(name)
        self.drafts.pop(name, None)

    @rule(name=NAMES, becomes=NAMES)
    def finish(self, name, becomes):
        sealed, anonymised = record(becomes), view(becomes)
        rows = [row_digest(sealed), row_digest(anonymised)]

        def attempt():
            self.store.finalise(name, sealed, anonymised, entry("finalise", becomes, rows))

        refusal = self.refusal(name, becomes)
        if refusal:
            with pytest.raises(refusal):
                attempt()
            return
        attempt()
        del self.drafts[name]
        self.views[becomes] = b"view"
        self.operations += 1

    def refusal(self, name, becomes):
        if name not in self.drafts:
            return NotInStoreError
        if becomes in self.withdrawn:
            return WithdrawnError
        return AlreadyInStoreError if becomes in self.views else None

    @rule(name=NAMES, text=st.binary(max_size=20))
    def review(self, name, text):
        cleared = view(name, text)
        try:
            self.store.put_view(cleared, entry("review", name, [row_digest(cleared)]))
        except (NotInStoreError, WithdrawnError):
            assert name not in self.views
        else:
            self.views[name] = text
            self.operations += 1

    @rule(name=NAMES)
    def withdraw(self, name):
        self.store.withdraw(name, entry("withdraw", name))
        self.operations += name not in self.withdrawn
        self.views.pop(name, None)
        self.withdrawn.add(name)

    @rule()
    def reopen(self):
        self.store.close()
        self.store = Store.open(self.folder, ballast_bytes=4096)

    @invariant()
    def agrees(self):
        drafts = {each.draft_id: open_draft(DRAFT_KEY, each) for each in self.store.drafts(OWNER)}
        views = {each.view_id: open_sealed(SEED, each).plaintext for each in self.store.views()}
        assert drafts == self.drafts
        assert views == self.views
        assert {each.record_id for each in self.store.records()} == set(self.views)
        assert set(self.store.withdrawn()) == self.withdrawn
        head = verify_chain(self.store.log_entries(), verify_key_of(DEVICE_SEED))
        assert head.count == self.operations

    def teardown(self):
        self.store.close()
        shutil.rmtree(self.folder)


Laptop.TestCase.settings = settings(
    max_examples=25,
    stateful_step_count=15,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
TestLaptop = Laptop.TestCase
