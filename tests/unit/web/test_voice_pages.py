"""The voice desk: every text in its order, recorded, recorded again, and gone stale with its words."""

import shutil
from io import BytesIO

import pytest
from alone_study import FORM, ROOT, URDU, translated
from media_files import wav

from survey_app.web.voice.app import create_voice_app
from survey_app.xlsform.translating.recordings import LIST

PORT = 8790
PLACE = f"http://127.0.0.1:{PORT}"
OWN = {"Host": f"127.0.0.1:{PORT}", "Origin": PLACE, "Sec-Fetch-Site": "same-origin"}


@pytest.fixture
def form(tmp_path):
    shutil.copytree(FORM, tmp_path / "alone")
    return tmp_path / "alone"


@pytest.fixture
def client(form, tmp_path):
    texts = translated(tmp_path, form)
    app = create_voice_app(form, texts, "ur", translations=ROOT / "translations", port=PORT)
    return app.test_client()


def _get(client, path):
    return client.get(path, headers={"Host": OWN["Host"]})


def _send(client, number, data, **headers):
    return client.post(
        f"/text/{number}",
        data={"sound": (BytesIO(data), "take.wav")},
        headers={**OWN, **headers},
    )


def _states(client):
    html = _get(client, "/").get_data(as_text=True)
    return [part.partition('"')[0] for part in html.split('data-state="')[1:]]


def test_texts_stand_in_their_order_and_each_becomes_recorded(client, form):
    assert set(_states(client)) == {"missing"}
    assert _send(client, 2, wav()).status_code == 303
    assert _states(client)[:3] == ["missing", "recorded", "missing"]
    page = _get(client, "/text/2").get_data(as_text=True)
    assert URDU["Yes"] in page
    assert _get(client, "/text/2/sound").mimetype == "audio/wav"
    assert (form / "media" / LIST).is_file()


def test_a_text_that_changed_makes_its_recording_stale_and_a_re_take_replaces_it(client, form):
    _send(client, 2, wav())
    (first,) = (form / "media").glob("*.wav")
    (changed,) = form.parent.rglob("form-alone.po")
    changed.write_text(
        changed.read_text(encoding="utf-8").replace(URDU["Yes"], "ہاں جی"), encoding="utf-8"
    )
    assert _states(client)[1] == "stale"
    _send(client, 2, wav(seconds=0.2))
    assert _states(client)[1] == "recorded"
    assert [path.name for path in (form / "media").glob("*.wav")] != [first.name]
    assert not first.exists()


def test_what_is_no_sound_is_refused_and_the_recording_before_stays(client, form):
    _send(client, 1, wav())
    assert _send(client, 1, b"not a sound at all").status_code == 422
    assert _states(client)[0] == "recorded"
    assert _get(client, "/text/999").status_code == 404


def test_no_other_page_and_no_other_name_reaches_the_voice_desk(client):
    assert client.get("/", headers={"Host": "evil.example"}).status_code == 404
    assert _send(client, 1, wav(), Origin="http://evil.example").status_code == 400
    policy = _get(client, "/").headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
