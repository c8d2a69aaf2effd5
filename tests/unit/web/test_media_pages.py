"""Pictures, sounds, films and drawings of a form, as they stand on the page and travel to it."""

import re
from pathlib import Path

import pytest
from cheap_argon2 import cheap_argon2  # noqa: F401
from field_client import FieldClient
from one_study import pack_of
from people import INTERVIEWER

from survey_app.web.field.desk import EXTENSION

HERE = Path(__file__).resolve().parent
BOOK = HERE / "forms" / "picture_book"
ROOT = HERE.parents[2]


@pytest.fixture(scope="module")
def pack(tmp_path_factory, cheap_argon2):  # noqa: F811
    return pack_of(tmp_path_factory.mktemp("study"), BOOK, cost=cheap_argon2)


@pytest.fixture
def book(interviewer):
    return interviewer.send("/begin", form="picture_book", language="en")


@pytest.fixture
def picture(book):
    return book.wish("next", book__called="<b>Bee</b>")


def at(browser, asked):
    while browser.asked != asked:
        browser.wish("skip" if 'value="skip"' in browser.html else "next")
    return browser


def sitting_of(app):
    (visit,) = [one for one in app.extensions[EXTENSION].visits._visits.values() if one.sitting]
    return visit.sitting


def test_a_label_with_markdown_has_its_heading_and_the_rest_below(book):
    assert "Your <strong>name</strong></label>" in book.html
    assert re.search(
        r'id="q-book-called-more">Any name\.|id="q-book-called-more"><p>Any name\.', book.html
    )
    assert "<ul><li>Ask softly</li><li>Wait</li></ul>" in book.html
    assert (
        'aria-describedby="q-book-called-more q-book-called-hint q-book-called-note"' in book.html
    )
    assert '<p class="section">A book of <em>pictures</em></p>' in book.html


def test_an_answer_in_a_label_is_no_markup_and_a_colour_is_a_class(picture):
    assert "<bdi>&lt;b&gt;Bee&lt;/b&gt;</bdi>, look at the" in picture.html
    assert '<span class="ink-red">red</span>' in picture.html
    assert "style=" not in picture.html


def test_a_question_shows_its_picture_and_plays_nothing_by_itself(picture):
    assert (
        '<img src="/interview/media/well.png" alt="&lt;b&gt;Bee&lt;/b&gt;, look at the red well."'
        in picture.html
    )
    audio = re.search(r"<audio[^>]*>", picture.html)[0]
    video = re.search(r"<video[^>]*>", picture.html)[0]
    assert "controls" in audio
    assert 'preload="none"' in audio
    assert 'aria-label="Sound: ' in audio
    assert 'aria-label="Film: ' in video
    assert "autoplay" not in picture.html


def test_a_big_picture_waits_until_it_is_wanted(picture):
    larger = re.search(r'<details class="larger".*?</details>', picture.html, re.DOTALL)[0]
    assert "/interview/media/well-large.png" in larger
    assert 'loading="lazy"' in larger


def test_choices_show_their_pictures_and_sounds_beside_their_words(picture):
    page = at(picture, "Which fruit?")
    assert 'class="pictures"' in page.html
    label = re.search(
        r'<label class="opt">(?:(?!</label>).)*value="apple".*?</label>', page.html, re.DOTALL
    )[0]
    assert "<strong>Red</strong> apples" in label
    assert '<img src="/interview/media/apple.png" alt="">' in label
    assert "<audio" not in label
    assert 'aria-label="Sound: \u2068Red apples\u2069"' in page.html
    assert 'aria-label="Film: \u2068Mangoes\u2069"' in page.html


def test_the_chosen_choice_is_read_back_with_its_markup(picture):
    page = at(picture, "Which fruit?").wish("next", book__fruit="apple")
    page.get("/interview/answers")
    assert '<dd id="q-book-fruit-said"><strong>Red</strong> apples</dd>' in page.html


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("well.png", "image/png"),
        ("song.wav", "audio/wav"),
        ("film.webm", "video/webm"),
        ("mango.svg", "image/svg+xml"),
    ],
)
def test_a_file_of_the_form_is_sent_as_what_it_is_and_kept_by_nobody(picture, name, kind):
    picture.get(f"/interview/media/{name}")
    assert picture.status == 200
    assert picture.reply.mimetype == kind
    assert "no-store" in picture.reply.headers["Cache-Control"]
    assert picture.reply.headers["X-Content-Type-Options"] == "nosniff"
    if not name.endswith(".svg"):
        assert picture.reply.get_data() == (BOOK / "media" / name).read_bytes()


def test_a_sound_is_sent_in_parts_so_that_it_can_be_wound(picture):
    picture.get("/interview/media/song.wav", Range="bytes=100-199")
    assert picture.status == 206
    assert picture.reply.get_data() == (BOOK / "media" / "song.wav").read_bytes()[100:200]


@pytest.mark.parametrize(
    "name",
    [
        "absent.png",
        "../form.md",
        "%2e%2e%2fform.md",
        "..%5cform.md",
        "form.md",
        "media/well.png",
        "WELL.PNG",
        "",
    ],
)
def test_what_did_not_come_with_the_form_by_this_very_name_is_not_there(picture, name):
    picture.get(f"/interview/media/{name}")
    assert picture.status == 404


def test_a_list_that_came_with_the_form_is_no_picture(picture, app):
    sitting = sitting_of(app)
    sitting.media = {**sitting.media, "villages.csv": b"name,label"}
    assert picture.get("/interview/media/villages.csv").status == 404


def test_a_picture_is_never_a_page_of_its_own(picture):
    picture.get("/interview/media/well.png", **{"Sec-Fetch-Dest": "document"})
    assert picture.status == 404


def test_media_are_behind_the_door_and_gone_with_the_interview(picture, app, browser):
    stranger = FieldClient(app).get("/interview/media/well.png")
    assert stranger.asked == "Unlock"
    other = FieldClient(app).get("/unlock").send("/unlock", passphrase=INTERVIEWER)
    assert other.get("/interview/media/well.png").status == 404
    picture.get("/").send("/lock")
    assert picture.get("/interview/media/well.png").asked == "Unlock"


def test_a_missing_file_is_one_line_for_the_researcher_and_no_dead_control(picture, app):
    sitting = sitting_of(app)
    sitting.media = {"well.png": b"", "film.webm": sitting.media["film.webm"]}
    picture.get("/interview")
    assert "The file <bdi>song.wav</bdi> did not come with the form." in picture.html
    assert "The file <bdi>well.png</bdi> did not come with the form." in picture.html
    assert "<audio" not in picture.html
    assert "<img" not in picture.html
    assert "<video" in picture.html


def test_a_drawing_sent_as_a_picture_has_lost_what_could_act(picture):
    picture.get("/interview/media/mango.svg")
    assert "<ellipse" in picture.html
    assert 'fill="#e8a317"' in picture.html
    for word in ("script", "onload", "example.org", "<style", "import"):
        assert word not in picture.html


def test_an_image_map_stands_in_the_page_with_the_plain_list_below(picture):
    page = at(picture, "Where does it hurt?")
    drawing = re.search(r'<div class="drawing".*?</svg>', page.html, re.DOTALL)[0]
    assert 'role="img" aria-label="Where does it hurt?"' in drawing
    assert 'data-choice="head"' in drawing
    assert 'data-choice="hand"' in drawing
    assert 'fill="url(#q-book-parts-drawing-shade)"' in drawing
    for word in ("script", "onclick", "example.org", "foreignObject", "style=", "href", "animate"):
        assert word not in drawing
    assert page.html.count('type="checkbox" id="q-book-parts-') == 3
    page.wish("next", book__parts=["head", "other"]).wish("back")
    drawing = re.search(r'<div class="drawing".*?</svg>', page.html, re.DOTALL)[0]
    assert drawing.count("is-chosen") == 1
    assert re.search(r'data-choice="head" class="region is-chosen"', drawing)


def test_what_is_no_drawing_leaves_the_list_alone_and_one_line(picture, app):
    page = at(picture, "Where does it hurt?")
    sitting = sitting_of(app)
    sitting.media = {"body.svg": b"<html>"}
    page.get("/interview")
    assert "The file <bdi>body.svg</bdi> did not come with the form." in page.html
    assert "<svg" not in page.html
    assert page.html.count('type="checkbox"') == 3


def test_the_forms_own_closing_words_stand_on_the_last_page_and_on_no_other(picture):
    seen = []
    while picture.asked != "All answers":
        seen.append(picture.asked)
        picture.wish("next" if 'value="skip"' not in picture.html else "skip")
    assert "Thank you" not in " ".join(seen)
    picture.get("/interview/finish").send("/interview/finish")
    closing = re.search(
        r'<section class="card more" id="closing">.*?</section>', picture.html, re.DOTALL
    )[0]
    assert "<strong>Thank you</strong>, <bdi>&lt;b&gt;Bee&lt;/b&gt;</bdi>." in closing
    assert "The office is open on Mondays." in closing
    assert "You chose no fruit." in closing
    picture.send("/receipt")
    assert "Mondays" not in picture.get("/receipt").html


def test_closing_words_follow_their_condition(picture):
    page = at(picture, "Which fruit?").wish("next", book__fruit="apple")
    page.get("/interview/finish").send("/interview/finish")
    assert "You chose no fruit." not in page.html


def test_the_logo_stands_on_the_first_screen_of_the_interview_and_nowhere_else(interviewer):
    assert "logo" not in interviewer.html
    interviewer.send("/begin", form="picture_book", language="en")
    assert '<img class="logo" src="/interview/media/logo.svg" alt="">' in interviewer.html
    assert "logo" not in interviewer.wish("next").html
    assert "logo" not in interviewer.get("/interview/answers").html


def test_the_colour_of_the_form_is_there_while_its_interview_is_open(interviewer):
    assert "data-theme" not in interviewer.html
    interviewer.send("/begin", form="picture_book", language="en")
    assert 'data-theme="plum"' in interviewer.html
    interviewer.get("/interview/finish").send("/interview/finish")
    assert "data-theme" not in interviewer.html


@pytest.mark.parametrize("theme", ["sea", "leaf", "plum", "clay"])
def test_every_theme_can_be_read_on_every_ground(theme):
    css = (ROOT / "survey_app" / "web" / "static" / "css").joinpath
    sheet = (
        css("texts.css").read_text(encoding="utf-8")
        if theme != "sea"
        else css("page.css").read_text(encoding="utf-8")
    )
    rule = sheet.split(f'[data-theme="{theme}"]' if theme != "sea" else ":root")[1].split("}")[0]
    inks = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", rule))
    for ink in ("deep", "deep-dark"):
        for ground in ("#ffffff", "#f6f3ec", "#fbf3df", inks["deep-soft"]):
            assert contrast(inks[ink], ground) >= 4.5


@pytest.mark.parametrize(
    "ground", ["#ffffff", "#f6f3ec", "#fbf3df", "#e6f1f5", "#e7f2ea", "#fbebea"]
)
def test_every_ink_can_be_read_on_every_ground(ground):
    sheet = (ROOT / "survey_app" / "web" / "static" / "css" / "texts.css").read_text(
        encoding="utf-8"
    )
    inks = re.findall(r"\.(ink-[a-z]+) \{\s*color: (#[0-9a-f]{6});", sheet)
    assert len(inks) == 9
    assert {name for name, colour in inks if contrast(colour, ground) < 4.5} == set()


def contrast(one, other):
    lights = sorted((light(one), light(other)))
    return (lights[1] + 0.05) / (lights[0] + 0.05)


def light(colour):
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
