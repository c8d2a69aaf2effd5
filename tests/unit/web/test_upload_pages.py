"""Pages that ask for photographs and recordings: as they work without JavaScript."""

import re
import sqlite3
import tempfile
from contextlib import closing
from io import BytesIO

import media_files
import pytest
from cheap_argon2 import cheap_argon2  # noqa: F401
from field_client import FieldClient
from people import INTERVIEWER
from pictures_study import pictures_pack
from scenario import xform_of

from survey_app.store.errors import StoreFullError
from survey_app.store.store import DATABASE_NAME
from survey_app.web.field.app import LARGEST_UPLOAD, create_field_app
from survey_app.web.field.asking.uploading import scripts_of
from survey_app.web.field.desk import EXTENSION
from survey_app.workflows import collect
from survey_app.workflows.field_laptop import laptop
from survey_app.workflows.interviewing import cards
from survey_app.workflows.interviewing.attaching import Bounds
from survey_app.xform import parse

MARKER = b"MARKER-of-a-voice-5d0e"


@pytest.fixture(scope="module")
def pack(tmp_path_factory, cheap_argon2):  # noqa: F811
    return pictures_pack(tmp_path_factory.mktemp("study"), cost=cheap_argon2)


@pytest.fixture
def page(interviewer):
    interviewer.send("/begin", form="pictures", language="en")
    return interviewer.wish("next", consent_given="yes")


def _file(data, name="IMG_20240101_Rabia.jpg"):
    return [(BytesIO(data), name)]


def _at(page, asked):
    for _ in range(20):
        if page.asked == asked:
            return page
        page.wish("skip" if 'value="skip"' in page.html else "next")
    raise AssertionError(page.text)


def _sound():
    return media_files.wav() + media_files.riff_chunk(b"data", MARKER * 400)


def _draft(app):
    opened = app.extensions[EXTENSION].laptop()
    person = laptop.unlock(opened, INTERVIEWER)
    (card,) = cards.drafts(opened, person)
    return collect.resume(opened, person, card.draft_id)


def _kept(app, name):
    sitting = _draft(app)
    value = sitting.interview.value(f"/data/{name}")
    return sitting.files.open(value) if value else None


def test_a_photograph_is_kept_when_the_page_says_so_under_another_name(page, app):
    page.wish("keep", photo=_file(media_files.jpeg()))
    assert page.status == 200
    assert "Kept on the laptop, encrypted." in page.text
    assert "Rabia" not in page.html
    assert _kept(app, "photo").startswith(b"\xff\xd8")
    assert media_files.PLACE not in _kept(app, "photo")


@pytest.mark.parametrize(
    ("asked", "needed"),
    [
        ("text", ()),
        ("file", ("uploads",)),
        ("audio", ("uploads", "recorder")),
        ("image", ("uploads",)),
        ("image | signature", ("uploads", "drawing")),
    ],
)
def test_a_page_loads_the_scripts_that_its_form_needs(asked, needed):
    kind, _, appearance = asked.partition(" | ")
    table = f"""
        | survey | type   | name | label | appearance   |
        |        | {kind} | a    | A     | {appearance} |
    """
    assert scripts_of(parse(xform_of(table))) == needed


def test_going_on_without_a_choice_leaves_what_is_kept(page, app):
    page.wish("keep", photo=_file(media_files.jpeg()))
    page.wish("next")
    assert page.asked == "Tell it in your own voice"
    page.wish("back")
    assert "Kept on the laptop" in page.text
    assert _kept(app, "photo") is not None


def test_the_kept_picture_is_shown_to_this_visit_only_and_kept_by_no_browser(page, app):
    page.wish("keep", photo=_file(media_files.png()))
    address = re.search(r'src="(/interview/kept/\w+)"', page.html).group(1)
    name = _draft(app).interview.value("/data/photo")
    assert name.partition(".")[0] not in page.html
    page.get(address)
    assert page.status == 200
    assert page.reply.data.startswith(b"\x89PNG")
    assert page.reply.headers["Content-Type"] == "image/png"
    assert page.reply.headers["Cache-Control"] == "no-store, max-age=0"
    assert page.reply.headers["X-Content-Type-Options"] == "nosniff"
    assert "ETag" not in page.reply.headers
    assert FieldClient(app).get(address).asked != ""
    assert not FieldClient(app).get(address).reply.data.startswith(b"\x89PNG")
    other = FieldClient(app).get("/unlock").send("/unlock", passphrase=INTERVIEWER)
    other.send("/resume", draft=_draft(app).draft_id)
    assert other.get(address).status == 404


def test_a_player_may_ask_for_a_piece_of_a_recording(page):
    _at(page, "Tell it in your own voice").wish("keep", voice=_file(_sound()))
    address = re.search(r'<audio[^>]* src="([^"]+)"', page.html).group(1)
    page.get(address, Range="bytes=0-3")
    assert page.status == 206
    assert page.reply.data == b"RIFF"
    assert page.reply.headers["Content-Type"] == "audio/wav"


def test_a_phone_of_one_part_gets_no_file_of_another_though_it_remembers_its_address(page, app):
    page.wish("keep", photo=_file(media_files.png()))
    address = re.search(r'src="(/interview/kept/[^"]+)"', page.html).group(1)
    assert page.get(address).status == 200
    (visit,) = (one for one in app.extensions[EXTENSION].visits.all() if one.sitting)
    visit.module = "both"
    assert page.get(address).status == 404


def _yes_remove(page):
    return re.search(r'value="(remove-file-now:[^"]+)"', page.html).group(1)


def test_removing_asks_first_and_then_removes_for_good(page, app):
    page.wish("keep", photo=_file(media_files.png()))
    page.wish("remove-file:q-photo")
    assert "Remove it for good?" in page.text
    assert _kept(app, "photo") is not None
    page.wish("keep")
    assert "Remove it for good?" not in page.text
    page.wish("remove-file:q-photo").wish(_yes_remove(page))
    assert "Kept on the laptop" not in page.text
    assert _kept(app, "photo") is None


@pytest.mark.parametrize("verb", ["save", "next", "back"])
def test_what_is_to_be_erased_goes_with_whatever_wish_gets_through(page, app, verb):
    page.wish("keep", photo=_file(media_files.png())).wish("remove-file:q-photo")
    shown = _yes_remove(page).rpartition(":")[2]
    page.send("/interview", do=verb, erase=f"q-photo {shown}")
    assert _kept(app, "photo") is None


def test_skip_goes_with_the_reply_that_draws_the_kept_file(page):
    page.wish("save", htmx=True, photo=_file(media_files.png()))
    assert 'value="next"' in page.html
    assert 'value="skip"' not in page.html


def test_skip_never_takes_a_file_away(page):
    assert 'value="skip"' in page.html
    page.wish("keep", photo=_file(media_files.png()))
    assert 'value="skip"' not in page.html


def test_a_refusal_asks_before_it_takes_the_file_with_it(page, app):
    page.wish("keep", photo=_file(media_files.png()))
    page.wish("empty:91:q-photo")
    assert "Remove it for good?" in page.text
    assert _kept(app, "photo") is not None
    page.wish(_yes_remove(page)).wish("empty:91:q-photo").wish("back")
    assert 'aria-pressed="true"' in page.html
    assert _kept(app, "photo") is None


@pytest.mark.parametrize(
    "case",
    [
        ("A picture of the garden", "photo", b"MZ program", "not a picture"),
        ("Tell it in your own voice", "voice", b"<html>", "not a sound recording"),
        ("A film of the garden", "film", b"%PDF-", "not a film"),
        ("A picture of the garden", "photo", b"\xff\xd8\xff", "empty or damaged"),
    ],
)
def test_what_is_not_asked_for_is_refused_in_words_and_the_step_is_not_taken(page, app, case):
    asked, name, wrong, says = case
    _at(page, asked).wish("next", **{name: _file(wrong)})
    assert page.status == 422
    assert says in page.text
    assert page.asked == asked
    assert 'data-state="waiting"' in page.html
    assert f'href="#q-{name}"' in page.html
    assert _kept(app, name) is None


def test_a_refused_file_takes_nothing_else_of_the_page_with_it(page, app):
    for _ in range(20):
        if "A few words" in page.text:
            break
        page.wish("skip" if 'value="skip"' in page.html else "next")
    page.wish("next", both__words="some words", both__extra=_file(b"no picture"))
    assert page.status == 422
    said = "One more picture This file is not a picture"
    assert page.text.count(said) == 2  # among the problems the question is named, too
    assert _draft(app).interview.value("/data/both/words") == "some words"
    page.wish("next", both__words="some words", both__extra=_file(media_files.png()))
    assert page.status == 200
    assert _kept(app, "both/extra") is not None


def test_a_script_too_is_told_why_a_file_was_refused_because_its_field_is_empty_then(page):
    _at(page, "A picture of the garden").wish("save", htmx=True, photo=_file(b"MZ program"))
    assert page.reply.headers["HX-Trigger"] == "answer-waiting"
    assert page.reply.headers["HX-Retarget"] == "#asking"
    assert "not a picture" in page.text


def test_a_file_that_is_too_large_is_refused_with_its_limit(page, app):
    _at(page, "A paper about it")
    bounds = Bounds(file=1 << 20, interview=2 << 20)
    for visit in app.extensions[EXTENSION].visits._visits.values():
        if visit.sitting:
            visit.sitting.files.bounds = bounds
    body, boundary = _multipart([*page.fields, ("do", "next")], "q-paper", bytes((1 << 20) + 1))
    page.post("/interview", body, **{"Content-Type": f"multipart/form-data; boundary={boundary}"})
    assert page.status == 422
    assert "larger than 1 MB" in page.text


def test_what_no_page_can_take_ends_in_a_calm_page(page):
    body, boundary = _multipart(page.fields, "q-photo", bytes(LARGEST_UPLOAD))
    page.post("/interview", body, **{"Content-Type": f"multipart/form-data; boundary={boundary}"})
    assert page.status == 413
    assert "Nothing saved was lost" in page.text


def test_a_full_disk_keeps_the_earlier_file_and_says_so(page, app, monkeypatch):
    page.wish("keep", photo=_file(media_files.png()))
    store = app.extensions[EXTENSION].laptop().store
    kept = store.put_draft

    def full(draft, attached=None, dropped=(), **more):
        if attached is not None:
            raise StoreFullError(mebibytes=16)
        kept(draft, attached, dropped, **more)

    monkeypatch.setattr(store, "put_draft", full)
    page.wish("next", photo=_file(media_files.jpeg()))
    assert page.status == 422
    assert "The disk is full" in page.text
    monkeypatch.undo()
    assert _kept(app, "photo").startswith(b"\x89PNG")


def test_a_piece_of_a_recording_is_kept_behind_the_others_or_the_page_is_told_to_send_all(
    page, app
):
    begun = b"\x1a\x45\xdf\xa3" + MARKER
    _at(page, "Tell it in your own voice")
    page.wish("keep", voice=_file(begun, "recording"))
    for behind, follows in ((str(len(begun)), True), ("0", False), ("", False), ("9" * 30, False)):
        page.wish("keep", voice=_file(b" and on", "recording"), **{"voice-behind": behind})
        assert page.status == (200 if follows else 422)
        assert _kept(app, "voice") == begun + b" and on"
    page.wish("next")
    assert page.asked == "A film of the garden"


def test_a_large_recording_never_lies_in_a_temporary_file(page, app, monkeypatch):
    def refuse(*_args, **_kwargs):
        raise AssertionError("a temporary file was asked for")

    _at(page, "Tell it in your own voice")
    sound = media_files.wav() + media_files.riff_chunk(b"data", MARKER * 100_000)
    assert len(sound) > 2_000_000
    body, boundary = _multipart([*page.fields, ("do", "next")], "q-voice", sound)
    monkeypatch.setattr(tempfile, "TemporaryFile", refuse)
    monkeypatch.setattr(tempfile, "SpooledTemporaryFile", refuse)
    monkeypatch.setattr("werkzeug.formparser.SpooledTemporaryFile", refuse)
    page.post("/interview", body, **{"Content-Type": f"multipart/form-data; boundary={boundary}"})
    assert page.asked == "A film of the garden"
    assert _kept(app, "voice").endswith(MARKER)


def _multipart(fields, name, data):
    """Return the body of a form as a browser sends it; the test client uses temporary files."""
    boundary = "a-boundary-of-our-own"
    start = f'--{boundary}\r\nContent-Disposition: form-data; name="'.encode()
    parts = [start + f'{one}"\r\n\r\n{value}\r\n'.encode() for one, value in fields]
    head = f'{name}"; filename="a.wav"\r\nContent-Type: audio/wav\r\n\r\n'.encode()
    return b"".join([*parts, start, head, data, f"\r\n--{boundary}--\r\n".encode()]), boundary


def test_no_choice_of_a_file_is_no_answer_and_takes_none_away(page, app):
    page.wish("keep", photo=_file(media_files.png()))
    body, boundary = _multipart([*page.fields, ("do", "next")], "q-photo", b"")
    body = body.replace(b'filename="a.wav"', b'filename=""')
    page.post("/interview", body, **{"Content-Type": f"multipart/form-data; boundary={boundary}"})
    assert page.asked == "Tell it in your own voice"
    assert _kept(app, "photo") is not None


def test_the_camera_the_kinds_and_the_tools_follow_the_form(page):
    assert 'capture="environment"' in page.html
    assert 'accept="image/jpeg,image/png,image/webp"' in page.html
    assert 'data-most-pixels="64"' in page.html
    assert 'enctype="multipart/form-data"' in page.html
    _at(page, "Tell it in your own voice")
    assert 'data-bits="24000"' in page.html
    assert 'accept="audio/*' in page.html
    _at(page, "A film of the garden")
    assert 'capture="user"' in page.html
    _at(page, "A paper about it")
    assert "accept=" not in page.html
    for asked, tool in (
        ("Draw the garden", "draw"),
        ("Mark the best tree", "annotate"),
        ("Sign here", "signature"),
    ):
        _at(page, asked)
        assert f'data-tool="{tool}"' in page.html
        assert re.search(r'<div class="drawing"[^>]* hidden>', page.html)


def test_only_a_form_that_asks_for_a_sound_may_use_the_microphone(page, app):
    assert "microphone=(self)" in page.reply.headers["Permissions-Policy"]
    assert "camera=()" in page.reply.headers["Permissions-Policy"]
    page.get("/interview/answers")
    assert "microphone=()" in page.reply.headers["Permissions-Policy"]


def test_all_answers_say_that_a_file_is_kept_and_it_can_be_taken_back(page, app):
    page.wish("keep", photo=_file(media_files.png()))
    page.get("/interview/answers")
    assert "A picture is kept, encrypted." in page.text
    page.send("/interview/answers", do="strike-now:q-photo")
    assert "A picture is kept" not in page.text
    assert _draft(app).interview.attachments() == ()


def test_a_row_brought_back_brings_its_picture_back(page, app):
    for _ in range(20):
        if "A picture of the tree" in page.text:
            break
        page.wish("skip" if 'value="skip"' in page.html else "next")
    page.wish("next", trees__1__tree=_file(media_files.png()))
    page.wish("remove:1").wish("remove-now:1").wish("undo")
    assert _kept(app, "trees[1]/tree").startswith(b"\x89PNG")


def test_finishing_seals_the_files_and_forgets_the_drafts(page, app):
    page.wish("keep", photo=_file(media_files.png()))
    page.get("/interview/finish").send("/interview/finish")
    store = app.extensions[EXTENSION].laptop().store
    (record,) = store.records()
    assert len(store.attachments(record.record_id)) == 1


def test_urdu_pages_ask_in_urdu(interviewer):
    page = interviewer.send("/begin", form="pictures", language="ur")
    page.wish("next", consent_given="yes").wish("keep", photo=_file(media_files.png()))
    page.wish("remove-file:q-photo")
    assert page.asked == "باغ کی تصویر"
    for english in ("Kept on", "Remove", "About", "replaces", "too large"):
        assert english not in page.text
    page.wish("next").wish("keep", voice=_file(_sound()))
    for english in ("Record", "Stop", "microphone"):
        assert english not in page.text


def test_the_desk_takes_every_request_into_memory(data, clock, pytestconfig):
    root = pytestconfig.rootpath
    app = create_field_app(
        data, translations=root / "translations", forms=[], clock=clock, port=8765
    )
    body, boundary = _multipart([], "f", bytes(3_000_000))
    kind = f"multipart/form-data; boundary={boundary}"
    with app.test_request_context("/", method="POST", data=body, content_type=kind) as context:
        assert type(context.request.files["f"].stream) is BytesIO
    app.extensions[EXTENSION].close()


def test_a_damaged_recording_is_told_on_its_page_and_what_can_be_heard_is_kept_with_one_press(
    page, app, data
):
    _at(page, "Tell it in your own voice")
    said = media_files.voice(*range(40), note=bytes(99)) * 30
    page.wish("keep", voice=_file(said))
    assert "damaged on the disk" not in page.text
    with closing(sqlite3.connect(data / DATABASE_NAME)) as db:
        ((body,),) = db.execute("SELECT body FROM draft_attachments")
        db.execute("UPDATE draft_attachments SET body = ?", [b"x" + body[1:]])
        db.commit()
    page.get("/").send("/resume", draft=re.search(r'name="draft" value="([^"]+)"', page.html)[1])
    assert "A part of this was damaged on the disk." in page.text
    page.wish(re.search(r'value="(keep-rest:[^"]+)"', page.html)[1])
    assert "damaged on the disk" not in page.text
    assert 60_000 < len(_kept(app, "voice")) < len(said) - 60_000
