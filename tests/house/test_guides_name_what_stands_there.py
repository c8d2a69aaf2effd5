"""What a field guide sets in italics is what a button, a heading or a key says, in its language."""

import re
from pathlib import Path

import polib
import pytest

ROOT = Path(__file__).parents[2]
WORDS = polib.pofile(str(ROOT / "translations/ur/LC_MESSAGES/messages.po"))
ENGLISH = frozenset(entry.msgid for entry in WORDS)
URDU = frozenset(entry.msgstr for entry in WORDS)
KEYS = {"Tab", "+", "−"}
BEGINNINGS = re.compile(r"[:.]| on |؛|۔| ہو گیا")
"""Where a longer sentence on a page may be cut in a guide: *Not saved*, *Only this part*."""


@pytest.mark.parametrize(
    ("guide", "known"), [("field-guide.md", ENGLISH), ("field-guide.ur.md", URDU)]
)
def test_every_name_in_the_guide_stands_on_a_page(guide, known):
    text = (ROOT / "docs" / guide).read_text(encoding="utf-8")
    named = {" ".join(name.split()) for name in re.findall(r"(?<!\*)\*([^*]+)\*(?!\*)", text)}
    cut = {BEGINNINGS.split(one)[0].strip() for one in known}
    assert named - known - {one.rstrip(".") for one in known} - cut - KEYS == set()


def test_the_coordinator_guide_counts_questions_of_the_questionnaire_that_it_packs():
    text = (ROOT / "docs/coordinator-guide.md").read_text(encoding="utf-8")
    [form] = set(re.findall(r"--form (\S+)", text))
    words = (ROOT / form / "form.md").read_text(encoding="utf-8")
    [counted] = re.findall(r"^survey-app dashboard \./merged (.*?) --to", text, re.MULTILINE)
    [(variable, label)] = re.findall(r'--population "(\w+)=(\w+)=', text)
    assert [one for one in counted.split() if f" {one} | {one} |" not in words] == []
    assert f"| {variable} | {label} |" in words
