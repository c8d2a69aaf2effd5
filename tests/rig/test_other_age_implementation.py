"""What is sealed here opens with npm's `age-encryption`, and the reverse.

`scripts/test.py` installs it, pinned, where Node.js is; elsewhere these tests are skipped.
"""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from survey_app.vault import age_keys, kem
from survey_app.vault.age import decrypt_file, encrypt_file
from survey_app.vault.attachments import seal_attachment
from survey_app.vault.context import Context

SCRIPT = Path(__file__).resolve().parents[1] / "support" / "interop" / "age.mjs"
SEED = bytes(range(32))
PUBLIC = kem.public_of(SEED)
SIZES = [0, 1, 65_536, 65_537, 200_000]

pytestmark = pytest.mark.skipif(
    not (os.environ.get("SURVEY_APP_NPM") and shutil.which("node")),
    reason="SURVEY_APP_NPM names no folder with age-encryption, or there is no Node.js",
)


def other(verb, key, data, folder):
    """Let the other implementation work on bytes; return its bytes and whether it agreed."""
    given, made = folder / "given", folder / "made"
    given.write_bytes(data)
    done = subprocess.run(
        ["node", SCRIPT, verb, key, given, made], capture_output=True, text=True, check=False
    )
    return (made.read_bytes() if done.returncode == 0 else None), done.stderr


@pytest.mark.parametrize("size", SIZES)
def test_the_other_opens_what_is_sealed_here(tmp_path, size):
    plaintext = os.urandom(size)
    found, said = other(
        "open", age_keys.identity_text(SEED), encrypt_file(plaintext, [PUBLIC]), tmp_path
    )
    assert found == plaintext, said


@pytest.mark.parametrize("size", SIZES)
def test_what_the_other_seals_opens_here(tmp_path, size):
    plaintext = os.urandom(size)
    sealed, said = other("seal", age_keys.recipient_text(PUBLIC), plaintext, tmp_path)
    assert sealed, said
    assert decrypt_file(sealed, SEED) == plaintext


def test_the_other_opens_an_attachment_as_the_store_keeps_it(tmp_path):
    context = Context(study="s", device="d", record="r", revision=1, form="f")
    row = seal_attachment(PUBLIC, "voice.ogg", b"a voice", context)
    found, said = other("open", age_keys.identity_text(SEED), row.envelope + row.body, tmp_path)
    assert found, said
    assert found.startswith(b"a voice\0")


def test_the_other_refuses_what_was_changed(tmp_path):
    sealed = bytearray(encrypt_file(b"x", [PUBLIC]))
    sealed[-1] ^= 1
    assert other("open", age_keys.identity_text(SEED), bytes(sealed), tmp_path)[0] is None
