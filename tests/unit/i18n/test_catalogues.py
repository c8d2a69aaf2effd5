"""Rules for translations that are read while the program runs."""

import os

import pytest

from survey_app.i18n.catalogues import Catalogues, po_path
from survey_app.i18n.errors import (
    CatalogueCharacterError,
    CatalogueDuplicateError,
    CatalogueError,
    CatalogueLineError,
    CatalogueMissingError,
    CatalogueOrderError,
    CataloguePlaceholderError,
    CatalogueUnreadableError,
    UnknownLanguageError,
)
from survey_app.i18n.po_files import damage_of
from survey_app.i18n.po_lines import po_damage

HEADER = """msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

"""
GOOD = (
    HEADER
    + """msgid "Next"
msgstr "آگے"

msgctxt "door"
msgid "Back"
msgstr "پیچھے"

msgid "1 month"
msgid_plural "{n} months"
msgstr[0] "1 مہینہ"
msgstr[1] "{n} مہینے"
"""
)


class Ticks:
    """A counter of seconds that the test moves."""

    def __init__(self):
        self.now = 0.0

    def __call__(self):
        return self.now


@pytest.fixture
def ticks():
    return Ticks()


@pytest.fixture
def folder(tmp_path):
    write(tmp_path, GOOD)
    return tmp_path


def write(root, text, *, domain="messages", age=0):
    path = po_path(root, "ur", domain)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    os.utime(path, ns=(10**18 + age * 10**9, 10**18 + age * 10**9))


def test_a_translation_is_found_by_text_by_context_and_by_number(folder):
    urdu = Catalogues(folder).translator("ur")
    assert urdu.gettext("Next") == "آگے"
    assert urdu.pgettext("door", "Back") == "پیچھے"
    assert urdu.gettext("Back") == "Back"
    assert urdu.ngettext("1 month", "{n} months", 1) == "1 مہینہ"
    assert urdu.ngettext("1 month", "{n} months", 3) == "{n} مہینے"
    assert urdu.ngettext("1 month", "{n} months", 3, n=3) == "\u20683\u2069 مہینے"


def test_english_needs_no_file(folder):
    english = Catalogues(folder).translator("en")
    assert english.gettext("Next") == "Next"
    assert english.ngettext("1 month", "{n} months", 0, n=0) == "\u20680\u2069 months"
    assert Catalogues(folder).problems() == ()


def test_a_header_and_line_ends_of_another_editor_change_no_text(folder):
    write(folder, GOOD.replace("UTF-8", "CHARSET").replace("\n", "\r"))
    catalogues = Catalogues(folder)
    assert catalogues.translator("ur").gettext("Next") == "آگے"
    assert catalogues.problems() == ()


def test_a_language_nobody_declared_is_refused_with_the_known_ones(folder):
    with pytest.raises(UnknownLanguageError, match="en, ur"):
        Catalogues(folder).translator("xx")


def test_a_new_text_shows_without_a_restart_within_a_second(folder, ticks):
    urdu = Catalogues(folder, ticks).translator("ur")
    write(folder, GOOD.replace("آگے", "اگلا"), age=1)
    ticks.now = 0.9
    assert urdu.gettext("Next") == "آگے"
    ticks.now = 1.1
    assert urdu.gettext("Next") == "اگلا"


@pytest.mark.parametrize(
    ("kind", "damaged", "error"),
    [
        ("closing quote lost", GOOD.replace('msgstr "آگے"', 'msgstr "آگے'), CatalogueLineError),
        ("typographic quotes", GOOD.replace('"آگے"', "“آگے”"), CatalogueLineError),
        ("bare quote inside", GOOD.replace('"آگے"', '"آ"گے"'), CatalogueLineError),
        ("same entry twice", GOOD + '\nmsgid "Next"\nmsgstr "اگلا"\n', CatalogueDuplicateError),
        ("msgstr lost", GOOD.replace('msgstr "آگے"\n', ""), CatalogueOrderError),
        ("a null", GOOD.replace("آگے", "آ\0گے"), CatalogueCharacterError),
        ("a form feed as an escape", GOOD.replace("آگے", "آ\\fگے"), CatalogueCharacterError),
        ("a line separator", GOOD.replace("آگے", "آ\u2028گے"), CatalogueCharacterError),
        ("a stray word", GOOD.replace("\nmsgctxt", "\nآگے\nmsgctxt"), CatalogueLineError),
        ("a plural form lost", GOOD.replace('msgstr[1] "{n} مہینے"\n', ""), CatalogueError),
    ],
)
def test_a_damaged_file_keeps_the_last_good_texts_and_is_said(folder, ticks, kind, damaged, error):
    catalogues = Catalogues(folder, ticks)
    urdu = catalogues.translator("ur")
    write(folder, damaged, age=1)
    ticks.now = 2
    assert urdu.gettext("Next") == "آگے", kind
    (problem,) = catalogues.problems()
    assert isinstance(problem, error), kind
    assert "messages.po" in str(problem)


def test_a_mended_file_is_no_longer_a_problem(folder, ticks):
    catalogues = Catalogues(folder, ticks)
    urdu = catalogues.translator("ur")
    write(folder, GOOD.replace('"آگے"', '"آگے'), age=1)
    ticks.now = 2
    assert len(catalogues.problems()) == 1
    write(folder, GOOD.replace("آگے", "اگلا"), age=2)
    ticks.now = 4
    assert catalogues.problems() == ()
    assert urdu.gettext("Next") == "اگلا"


def test_a_file_in_another_encoding_is_refused_whole(folder, ticks):
    catalogues = Catalogues(folder, ticks)
    urdu = catalogues.translator("ur")
    po_path(folder, "ur").write_bytes(GOOD.encode("utf-16"))
    ticks.now = 2
    assert urdu.gettext("Next") == "آگے"
    assert isinstance(catalogues.problems()[0], CatalogueUnreadableError)


def test_what_an_editor_of_windows_saves_is_read(folder):
    saved = GOOD.replace("\n", "\r\n").encode("utf-8-sig")
    po_path(folder, "ur").write_bytes(saved)
    assert list(damage_of(po_path(folder, "ur"))) == []
    assert Catalogues(folder).translator("ur").gettext("Next") == "آگے"


def test_a_file_that_vanished_leaves_its_texts(folder, ticks):
    catalogues = Catalogues(folder, ticks)
    urdu = catalogues.translator("ur")
    po_path(folder, "ur").unlink()
    ticks.now = 2
    assert urdu.gettext("Next") == "آگے"
    assert isinstance(catalogues.problems()[0], CatalogueMissingError)


@pytest.mark.parametrize(
    ("source", "translation"),
    [
        ("Wait {n} days", "رکیں"),
        ("Wait {n} days", "{m} دن رکیں"),
        ("Wait {n} days", "{n دن رکیں"),
        ("Wait %(n)s days", "%(nam)s دن رکیں"),
        ("Wait %(n)s days", "%(n) دن رکیں"),
        ("Half of it", "50% حصہ"),
        ("Half of it", "{} حصہ"),
    ],
)
def test_a_bad_placeholder_shows_the_source_text_and_is_said(tmp_path, source, translation):
    write(tmp_path, f'{HEADER}msgid "{source}"\nmsgstr "{translation}"\n')
    catalogues = Catalogues(tmp_path)
    urdu = catalogues.translator("ur")
    assert urdu.gettext(source) == source
    assert not urdu.has(source)
    assert isinstance(catalogues.problems()[0], CataloguePlaceholderError)


def test_a_fuzzy_or_empty_translation_is_not_shown(tmp_path):
    write(
        tmp_path,
        f'{HEADER}#, fuzzy\nmsgid "Next"\nmsgstr "آگے"\n\nmsgid "Back"\nmsgstr ""\n',
    )
    urdu = Catalogues(tmp_path).translator("ur")
    assert (urdu.gettext("Next"), urdu.gettext("Back")) == ("Next", "Back")


def test_the_text_of_a_form_is_found_by_its_context_alone(tmp_path):
    write(
        tmp_path,
        f'{HEADER}msgctxt "q:age:label"\nmsgid "How old?"\nmsgstr "عمر کتنی ہے؟"\n',
        domain="form-x",
    )
    urdu = Catalogues(tmp_path).translator("ur", "form-x")
    assert urdu.text("q:age:label") == "عمر کتنی ہے؟"
    assert urdu.text("q:age:hint") is None


def test_comments_wrapped_strings_and_retired_entries_are_no_damage():
    text = (
        HEADER
        + '# note\n#. NOTE: x\n#: survey:3\n#, fuzzy\n#| msgid "old"\nmsgctxt "a"\nmsgid ""\n'
        + '"long "\n"text"\nmsgstr "x"\n\n#~ msgid "gone"\n#~ msgstr "گیا"\n'
    )
    assert po_damage(text, "x.po") == ()
