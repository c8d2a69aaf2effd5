"""A bundle cut into small pieces that are named by their content.

Room: bundle (floor 6). Pure functions.
Spec: docs/spec/objects-on-a-target.md sections 1 and 2.
Promise: a piece that is not what its name says is never taken for it.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from survey_app.bundle.container import LARGEST_BUNDLE
from survey_app.canonical import (
    Json,
    NotCanonicalError,
    canonical_json,
    is_sha256_hex,
    read_canonical_json,
    sha256_hex,
)

FORMAT = "survey-app/parcel/1"
OBJECT_SIZE = 32 * 1024
LARGEST_PARCEL = 4 * 1024 * 1024
ASKED_AT_ONCE = 64  # names in one question to a hub


class BadParcelError(ValueError):
    """A list of pieces is malformed, or its pieces do not make the bundle it names."""


@dataclass(frozen=True)
class Parcel:
    """The list of pieces, written last: where it is, the whole bundle is."""

    bundle: str
    size: int
    objects: tuple[str, ...]

    def to_bytes(self) -> bytes:
        """Return the canonical text of the list."""
        fields: dict[str, Json] = {
            "format": FORMAT,
            "bundle": self.bundle,
            "size": self.size,
            "objects": list(self.objects),
        }
        return canonical_json(fields)


def parcel_of(data: bytes) -> Parcel:
    """Return the list of pieces of the bundle file `data`."""
    names = tuple(sha256_hex(piece) for piece in _pieces(data))
    return Parcel(bundle=sha256_hex(data), size=len(data), objects=names)


def pieces_of(data: bytes) -> Mapping[str, bytes]:
    """Return every piece of `data` by its name.

    >>> [len(piece) for piece in pieces_of(bytes(OBJECT_SIZE + 1)).values()]
    [32768, 1]
    """
    return {sha256_hex(piece): piece for piece in _pieces(data)}


def read_parcel(text: bytes) -> Parcel:
    """Return the list that `text` is, exactly.

    Raises: BadParcelError.
    """
    try:
        fields = cast("Mapping[str, Json]", read_canonical_json(text))
        bundle, size = cast("str", fields["bundle"]), cast("int", fields["size"])
        names = tuple(cast("Sequence[str]", fields["objects"]))
        fits = (
            set(fields) == {"format", "bundle", "size", "objects"}
            and fields["format"] == FORMAT
            and all(is_sha256_hex(name) for name in (bundle, *names))
            and 0 < size <= LARGEST_BUNDLE
            and len(names) == -(-size // OBJECT_SIZE)
        )
    except (NotCanonicalError, ValueError, TypeError, KeyError, RecursionError) as error:
        raise BadParcelError from error
    if not fits:
        raise BadParcelError
    return Parcel(bundle=bundle, size=size, objects=names)


def assemble(parcel: Parcel, fetch: Callable[[str], bytes]) -> bytes:
    """Return the bundle file that `parcel` lists; `fetch` gives a piece by its name.

    Raises: BadParcelError when a piece or the whole is not what its name says.
    """
    parts = []
    for name in parcel.objects:
        piece = fetch(name)
        if sha256_hex(piece) != name:
            raise BadParcelError(name)
        parts.append(piece)
    data = b"".join(parts)
    if len(data) != parcel.size or sha256_hex(data) != parcel.bundle:
        raise BadParcelError(parcel.bundle)
    return data


def _pieces(data: bytes) -> Iterator[bytes]:
    for start in range(0, len(data), OBJECT_SIZE):
        yield data[start : start + OBJECT_SIZE]
