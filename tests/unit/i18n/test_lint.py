"""Rules for what the lint of translations finds, and what it leaves alone."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey_app.i18n import locales
from survey_app.i18n.lint import LINT_RULES, lint
from survey_app.i18n.locales import Language


def codes(source, text, **options):
    return [remark.rule.code for remark in lint(source, text, **options)]


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("How old are you?", "آپ کی عمر کتنی ہے؟"),
        ("Wait {n} days.", "{n} دن رکیں۔"),
        ("How old is ${child}?", "${child} کی عمر کتنی ہے؟"),
        ("From 0 to 20.", "0 سے 20 تک۔"),
        ("If so, then what?", "اگر ایسا ہے تو کیا؟"),
        ("Yes", "ہاں"),
        ("Brothers", "بھائی"),
        ("Write to a@b.org", "a@b.org پر لکھیں"),
    ],
)
def test_a_sound_translation_is_left_alone(source, text):
    assert codes(source, text, is_heard=True) == []


@pytest.fixture
def pashto(monkeypatch):
    """A further language, named as the translator guide says."""
    spoken = Language("ps", "rtl", "پښتو", "Pashto", "ps_PK")
    monkeypatch.setattr(locales, "LANGUAGES", locales.LANGUAGES | {"ps": spoken})


def test_letters_and_words_of_another_language_are_its_own(pashto):
    assert codes("Girl", "نجلۍ، كه تم.", tag="ps") == []
    assert codes("Is it so?", "{n} \u200fدا, څنګه", tag="ps") == [
        "LINT-001",
        "LINT-007",
        "LINT-005",
        "LINT-006",
    ]


@pytest.mark.parametrize(
    ("code", "source", "text"),
    [
        ("LINT-001", "Wait {n} days.", "رکیں۔"),
        ("LINT-001", "How old is ${child}?", "${bachcha} کی عمر کتنی ہے؟"),
        ("LINT-001", "Wait %(n)s days.", "%(m)s دن رکیں۔"),
        ("LINT-002", "Within 30 days.", "جلد۔"),
        ("LINT-003", "Within a month.", "30 دن میں۔"),
        ("LINT-004", "Who?", "كون؟"),
        ("LINT-004", "He said", "اس نے كہا"),
        ("LINT-004", "Ali", "علي"),
        ("LINT-005", "Is it so?", "کیا ایسا ہے?"),
        ("LINT-005", "Yes, well", "ہاں, ٹھیک"),
        ("LINT-005", "It is so.", "ایسا ہے."),
        ("LINT-006", "Is it so?", "ایسا ہے۔"),
        ("LINT-007", "Number", "\u200fنمبر"),
        ("LINT-008", "Write", "تم لکھو"),
        ("LINT-009", "A woman", "مجرمہ"),
        ("LINT-009", "Research", "تحقیقات"),
        ("LINT-010", "Bold", "<b>موٹا</b>"),
        ("LINT-011", "A short text", "یہ ایک بہت ہی لمبا ترجمہ ہے جو کسی بٹن پر نہیں آ سکتا"),
        ("LINT-012", "For", "کے لئے"),
        ("LINT-013", "So.", "ایسا ہے ۔"),
        ("LINT-015", "12", "۱۲"),
    ],
)
def test_a_mistake_is_found_by_its_rule(code, source, text):
    assert code in codes(source, text)


def test_brackets_count_only_where_a_text_is_read_aloud():
    assert "LINT-014" in codes("A (b)", "ا (ب)", is_heard=True)
    assert "LINT-014" not in codes("A (b)", "ا (ب)")


def test_urdu_digits_stand_for_the_same_number():
    assert "LINT-002" not in codes("Within 30 days.", "۳۰ دن میں۔")


@given(st.text(max_size=40), st.text(max_size=40))
def test_no_text_makes_the_lint_fail(source, text):
    for remark in lint(source, text, is_heard=True):
        assert remark.said


def test_every_lint_rule_is_explained_in_the_specification():
    page = Path(__file__).resolve().parents[3] / "docs" / "spec" / "translation-files.md"
    text = page.read_text(encoding="utf-8")
    assert not [rule.code for rule in LINT_RULES if rule.code not in text]
