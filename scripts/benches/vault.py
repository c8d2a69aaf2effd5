"""Sealing and opening, without the disk."""

from measure import timed

from survey_app.vault import kem
from survey_app.vault.context import Context
from survey_app.vault.records import open_sealed, seal_record

seed = kem.new_seed()
public = kem.public_of(seed)
answers = "گھر اور روزمرہ زندگی ".encode() * 250
context = Context("study", "device", "0" * 32, 1, "form")
sealed = seal_record(public, answers, context)
timed("seal a record of 10 KiB", lambda: seal_record(public, answers, context), times=200)
timed("open a record of 10 KiB", lambda: open_sealed(seed, sealed), times=200)
