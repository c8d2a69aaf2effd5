"""Recordings are tied to the words they speak."""

import pytest
from alone_study import FORM, URDU, translated

from survey_app.workflows.author import load_form, open_form
from survey_app.xform import parse
from survey_app.xlsform.translating.recordings import (
    LIST,
    Heard,
    Recording,
    mark_of,
    prompts,
    read_recordings,
    recordings_bytes,
    with_recording,
)
from survey_app.xlsform.translating.tongues import spoken

INSULT = "q:quiet_words:label"
WORDS = URDU["Did anyone insult you?"]


@pytest.fixture(scope="module")
def texts(tmp_path_factory):
    return translated(tmp_path_factory.mktemp("texts"), FORM)


def _tongue(texts, tag):
    form = open_form(FORM, texts)
    return form.workbook, {one.tag: one for one in spoken(form.workbook, form.translations)[0]}[tag]


def _state(texts, ctx, recordings, files):
    workbook, tongue = _tongue(texts, "ur")
    return {one.ctx: one.heard for one in prompts(workbook, tongue, recordings, files)}[ctx]


def test_a_recording_of_other_words_is_stale_and_one_without_a_file_is_missing(texts):
    good = with_recording({}, "ur", INSULT, Recording("a.mp3", mark_of(WORDS)))
    old = with_recording({}, "ur", INSULT, Recording("a.mp3", mark_of("other words")))
    assert _state(texts, INSULT, good, {"a.mp3"}) is Heard.RECORDED
    assert _state(texts, INSULT, old, {"a.mp3"}) is Heard.STALE
    assert _state(texts, INSULT, good, set()) is Heard.MISSING
    assert read_recordings({LIST: recordings_bytes(good)}) == good


def test_prompts_come_in_the_order_in_which_she_hears_them_and_none_is_the_researchers(texts):
    workbook, tongue = _tongue(texts, "ur")
    contexts = [one.ctx for one in prompts(workbook, tongue, {}, ())]
    assert contexts[:3] == ["q:consent_given:label", "c:yes_no:yes:label", "c:yes_no:no:label"]
    assert contexts[contexts.index(INSULT) + 1] == "c:times:never:label"
    assert "q:quiet_place:label" not in contexts
    assert len(contexts) == len(set(contexts))


@pytest.mark.parametrize("damaged", [b"", b"{}", b"[1]", b'{"format":"other","languages":{}}'])
def test_a_damaged_list_attaches_nothing(damaged):
    assert read_recordings({LIST: damaged}) == {}


def test_only_a_current_recording_is_heard_and_only_in_its_own_language(texts, tmp_path):
    form = tmp_path / "alone"
    (form / "media").mkdir(parents=True)
    (form / "form.md").write_bytes((FORM / "form.md").read_bytes())
    said = with_recording({}, "ur", INSULT, Recording("a.mp3", mark_of(WORDS)))
    said = with_recording(
        said, "ur", "c:times:never:label", Recording("b.mp3", mark_of("other words"))
    )
    said = with_recording(
        said, "en", "q:hopes:label", Recording("c.mp3", mark_of("Do you hope for something?"))
    )
    (form / "media" / LIST).write_bytes(recordings_bytes(said))
    for name in ("a.mp3", "b.mp3", "c.mp3"):
        (form / "media" / name).write_bytes(b"ID3")
    compiled = load_form(form, texts)
    definition = parse(compiled.xform, compiled.files)

    def heard(language, path):
        text_id = definition.nodes[path].label.text_id
        return definition.translations.find(text_id, language, "audio")

    words = "/data/quiet/quiet_asked/quiet_words"
    assert "a.mp3" in str(heard("Urdu (ur)", words))
    assert not heard("English (en)", words)
    assert "c.mp3" in str(heard("English (en)", "/data/last/hopes"))
    assert not heard("Urdu (ur)", "/data/last/hopes")
    assert b"b.mp3" not in compiled.xform
