"""Earlier packs of a laptop that hold nothing of their own any more: they are let go.

Room: workflows.
Spec: docs/adr/0192-packs-that-repeat-are-let-go.md.
Promise: every questionnaire that ever was on the laptop stays, byte for byte with its files; a
pack that cannot be read is left where it is.
"""

from contextlib import suppress
from pathlib import Path

from survey_app.store.safe_copy import has_step_back
from survey_app.store.store import Store
from survey_app.workflows.errors import NotAPackError, PackDamagedError
from survey_app.workflows.study.packs import Pack, read_pack

BEFORE_KEY = "packs-before"


def let_go_of_repeated(data: Path, store: Store, newest: Pack) -> None:
    """Remove the packs whose questionnaires all stand in `newest`, once it is in place.

    That they were here is noted first: `was_here` tells an older pack from a new one. While one
    step back is possible all stay: the database of that day names the pack of that day.
    """
    if has_step_back(data):
        return
    held = {(form.form_id, form.xform): form.files for form in newest.forms}
    for path in sorted((data / "packs").glob("*.pack")):
        if path.stem == newest.pack_hash:
            continue
        with suppress(NotAPackError, PackDamagedError, OSError):  # one that is held goes next time
            earlier = read_pack(path)
            if all(held.get((one.form_id, one.xform)) == one.files for one in earlier.forms):
                noted = {*_noted(store), path.stem.encode()}
                store.set_meta(BEFORE_KEY, b" ".join(sorted(noted)))
                path.unlink()


def was_here(data: Path, store: Store, pack_hash: str) -> bool:
    """Say whether the laptop ever had this pack."""
    return (data / "packs" / f"{pack_hash}.pack").is_file() or pack_hash.encode() in _noted(store)


def _noted(store: Store) -> list[bytes]:
    return (store.get_meta(BEFORE_KEY) or b"").split()
