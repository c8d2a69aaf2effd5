"""Find the bundles where a person points: a file, a stick, the folder of a hub.

Room: bundle (floor 6).
Spec: docs/spec/objects-on-a-target.md section 2.
Promise: what is found is not believed yet; every bundle still has to be verified.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from survey_app.bundle.container import LARGEST_BUNDLE, SUFFIX, file_name_of
from survey_app.bundle.errors import DamagedBundleError, NotABundleError
from survey_app.bundle.folder_target import object_path
from survey_app.bundle.objects import LARGEST_PARCEL, BadParcelError, assemble, read_parcel
from survey_app.canonical import is_sha256_hex


@dataclass(frozen=True)
class FoundBundle:
    """Something that may be a bundle: its name for people, and how to get its bytes.

    `read` raises NotABundleError or DamagedBundleError.
    """

    name: str
    read: Callable[[], bytes]


def find_bundles(place: Path) -> Iterator[FoundBundle]:
    """Return what may be a bundle at `place`, in order of name; nothing where there is nothing.

    A file is taken whatever its name; in a folder, files that end in .bundle and the lists of
    pieces that a push or a hub left there. A hidden file is none: a Mac leaves one beside each
    file on a stick, with the same ending.
    """
    if place.is_file():
        yield FoundBundle(place.name, partial(_read_file, place))
        return
    if not place.is_dir():
        return
    for path in sorted(place.glob(f"*{SUFFIX}")):
        if not path.name.startswith("."):
            yield FoundBundle(path.name, partial(_read_file, path))
    lists = place / "bundles"
    for path in sorted(lists.iterdir()) if lists.is_dir() else []:
        if is_sha256_hex(path.name):
            yield FoundBundle(file_name_of(path.name), partial(_read_pieces, place, path))


def _read_file(path: Path) -> bytes:
    try:
        if path.stat().st_size > LARGEST_BUNDLE:
            raise NotABundleError(bundle=path.name)
        return path.read_bytes()
    except OSError as error:
        raise DamagedBundleError(bundle=path.name) from error


def _read_pieces(place: Path, path: Path) -> bytes:
    name = file_name_of(path.name)
    try:
        if path.stat().st_size > LARGEST_PARCEL:
            raise DamagedBundleError(bundle=name)
        parcel = read_parcel(path.read_bytes())
        if parcel.bundle != path.name:
            raise DamagedBundleError(bundle=name)
        return assemble(parcel, lambda piece: object_path(place, piece).read_bytes())
    except (OSError, BadParcelError) as error:
        raise DamagedBundleError(bundle=name) from error
