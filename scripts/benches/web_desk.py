"""A desk in a process of its own, with interviews already open for a load of phones.

    web_desk.py FOLDER PHONES queue|connections [--form FORM.xml]

`queue` is the desk as it is: one connection that threads use in turn, two answers at a time;
`connections` gives each thread a connection of its own and lets all in at once, to see what the
turns are good for. Prints one line of JSON, serves until its input
ends. With `--form` one more interview of that XForm stands open for a browser.
"""

import argparse
import gc
import json
import os
import socket
import sys
import threading
from dataclasses import replace
from pathlib import Path
from typing import Any

from survey_app.clock import SystemClock
from survey_app.store import writer
from survey_app.store.store import DATABASE_NAME
from survey_app.vault.passphrase import new_passphrase
from survey_app.web.field import turnstile
from survey_app.web.field.app import create_field_app
from survey_app.web.field.asking.place import sit_down
from survey_app.web.field.desk import EXTENSION
from survey_app.web.field.listening import serve_until
from survey_app.workflows.collect import start
from survey_app.workflows.demo import LOWEST_COST
from survey_app.workflows.enrol import NewPerson, enrol_laptop, install_pack
from survey_app.workflows.field_laptop.laptop import InstalledForm, Role, unlock
from survey_app.workflows.packing import make_pack
from survey_app.workflows.places import shipped_forms, shipped_translations
from survey_app.workflows.study.studies import create_study
from survey_app.xform.parsing import parse

FORM = "mothers_after_prison"
ANSWERS = {"m0_private": "yes", "m0_free": "free", "m1_adult": "yes", "m1_mother": "yes"}
AT = "m1_mother"


def main() -> int:
    """Make a study, open an interview for each phone, serve."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("phones", type=int)
    parser.add_argument("store", choices=("queue", "connections"))
    parser.add_argument("--form", type=Path)
    wish = parser.parse_args()
    words = _enrolled(wish.folder)
    if wish.store == "connections":
        writer.Writer._ask = _in_this_thread  # noqa: SLF001 - what is compared
        turnstile._ANSWERS = turnstile.Turnstile(sys.maxsize)  # noqa: SLF001 - and nobody in a row
    listener = socket.create_server(("127.0.0.1", 0), backlog=128)
    port = listener.getsockname()[1]
    data = wish.folder / "data"
    app = create_field_app(
        data, translations=shipped_translations(), forms=[], clock=SystemClock(), port=port
    )
    desk = app.extensions[EXTENSION]
    laptop = desk.laptop()
    gc.collect()
    gc.freeze()  # as the desk's own process does when its forms are loaded
    person = unlock(laptop, words)
    told: dict[str, Any] = {"port": port, "cookie": f"visit-{port}"}
    told["phones"] = [_phone(desk, laptop, person) for _ in range(wish.phones)]
    if wish.form is not None:
        told["big"] = _big(desk, laptop, person, wish.form)
    print(json.dumps(told), flush=True)
    ending = threading.Event()
    threading.Thread(target=_until_input_ends, args=(ending,), daemon=True).start()
    serve_until(ending, app, listener, threading.Event())
    return 0


def _enrolled(folder: Path) -> str:
    words = new_passphrase("digits")
    create_study(folder / "s", words, title="B", cover_titles={}, demo=True, cost=LOWEST_COST)
    pack = make_pack(
        folder / "s", words, form_folders=shipped_forms(), translations=shipped_translations()
    )
    install_pack(folder / "data", pack)
    enrol_laptop(folder / "data", [NewPerson(Role.SOLO, words)], cost=LOWEST_COST)
    return words


def _phone(desk, laptop, person) -> str:
    """Open an interview in a visit of its own at a question with a few choices."""
    sitting = start(laptop, person, FORM, "ur")
    for name, value in ANSWERS.items():
        refs = [one.path for one in sitting.interview.form.questions.values() if one.name == name]
        sitting.answer({refs[0]: value})
    screens = sitting.interview.screens()
    sitting.go(next(one.key for one in screens if one.key.endswith(AT)))
    return _seated(desk, person, sitting, "ur")


def _big(desk, laptop, person, form: Path) -> dict[str, str]:
    """Open an interview of a big form twice: at its start, and at its first choice."""
    definition = parse(form.read_bytes())
    installed = InstalledForm(definition, form.stem, {}, (), {})
    with_form = replace(laptop, forms={**laptop.forms, definition.form_id: installed})
    first = start(with_form, person, definition.form_id, "en")
    choosing = start(with_form, person, definition.form_id, "en")
    for screen in choosing.interview.screens():
        controls = [choosing.interview.question(ref).control for ref in screen.refs]
        if controls == ["select1"]:
            choosing.go(screen.key)
            break
    return {
        "first": _seated(desk, person, first, "en"),
        "choosing": _seated(desk, person, choosing, "en"),
    }


def _seated(desk, person, sitting, language) -> str:
    visit = desk.visits.begin(language)
    visit.person = person
    sit_down(desk.visits, visit, sitting)
    return visit.token


_own = threading.local()


def _in_this_thread(self, job) -> Any:
    """Do the work of a store on a connection of the calling thread."""
    if not hasattr(_own, "db"):
        _own.db = writer.connect(self._copies.folder / DATABASE_NAME)
    self._serve_alike(_own.db, [job])
    if job.outcome.error is not None:
        raise job.outcome.error
    return job.outcome.value


def _until_input_ends(ending: threading.Event) -> None:
    while os.read(0, 64):
        pass
    ending.set()


if __name__ == "__main__":
    sys.exit(main())
