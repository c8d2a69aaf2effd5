"""The page of promises names only tests that exist, and the field guides say what is not promised."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]


def test_every_test_that_the_security_page_names_exists():
    named = set(re.findall(r"`(test_\w+)`", (ROOT / "SECURITY.md").read_text(encoding="utf-8")))
    written = {
        name
        for file in (ROOT / "tests").rglob("test_*.py")
        for name in re.findall(
            r"^\s*def (test_\w+)", file.read_text(encoding="utf-8"), re.MULTILINE
        )
    }
    assert len(named) > 30
    assert named - written == set()


def test_every_row_of_threats_and_promises_names_a_test():
    lines = (ROOT / "SECURITY.md").read_text(encoding="utf-8").splitlines()
    rows = [
        line
        for line in lines
        if re.match(r"\| \*\*", line) or (line.startswith("| ") and "`test_" in line)
    ]
    promises = _between(lines, "## Promises about not losing anything", "Survival of a")
    rows += [line for line in promises if re.match(r"\| [^PT-]", line)]
    assert len(rows) > 40
    assert [row[:60] for row in rows if not re.search(r"`test_\w+`", row)] == []


def test_what_is_not_promised_stands_in_both_field_guides_in_the_same_order():
    page = (ROOT / "SECURITY.md").read_text(encoding="utf-8").splitlines()
    told = [
        line for line in _between(page, "## Not promised, first", "## The keys") if _is_item(line)
    ]
    english = _items("field-guide.md", "## What this program does not promise")
    urdu = _items("field-guide.ur.md", "## یہ پروگرام کس بات کا وعدہ نہیں کرتا")
    assert len(told) == len(KEY_WORDS) == len(english) == len(urdu)
    for line, item, of_hers, (word, urdu_word) in zip(told, english, urdu, KEY_WORDS, strict=True):
        assert word[0] in line
        assert word[1] in item
        assert urdu_word in of_hers


KEY_WORDS = (
    (("malware", "spies"), "جاسوسی"),
    (("Disguise", "hides"), "چھپاتا"),
    (("memory", "memory"), "یادداشت"),
    (("Deleted", "Deleted"), "بیک اپ"),
    (("true", "true"), "سچا"),
    (("Anonymity", "recognised"), "پہچانی"),
    (("phone", "phone"), "فون"),
    (("study key", "study key"), "چابی"),
    (("new passphrase", "new passphrase"), "خفیہ عبارت"),
)


def _items(guide, heading):
    lines = (ROOT / "docs" / guide).read_text(encoding="utf-8").splitlines()
    return [line for line in _between(lines, heading, "## ") if _is_item(line)]


def _is_item(line):
    return bool(re.match(r"[-*] ", line))


def _between(lines, first, last):
    start = lines.index(first) + 1
    end = next(at for at in range(start, len(lines)) if lines[at].startswith(last))
    return lines[start:end]


def test_every_page_that_the_security_page_points_to_exists():
    links = re.findall(r"\]\((docs/[^)#]+)", (ROOT / "SECURITY.md").read_text(encoding="utf-8"))
    assert [link for link in links if not (ROOT / link).is_file()] == []
