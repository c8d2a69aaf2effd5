"""What a sealed object is, in one byte form that every seal binds.

Room: vault.
Spec: docs/spec/sealed-record.md section 2.
Promise: two contexts that differ in one field have different bytes, and no field stands
    in clear in a row of the store.
"""

from dataclasses import dataclass

from survey_app.canonical import length_prefixed
from survey_app.vault.errors import SealBrokenError

DRAFT, RECORD, VIEW, KEPT = "draft", "record", "view", "kept"
DRAFT_ATTACHMENT, ATTACHMENT = "draft attachment", "attachment"
AMENDMENT = "amendment"
NOTEBOOK = "notebook"

_APP, _FORMAT = b"survey_app", b"sealed/1"
_REVISION_BYTES = 8  # fixed width: a length must not tell how often something was saved


@dataclass(frozen=True)
class Context:
    """What is sealed, where it was made and to which key.

    `kind` and `key` are filled in by the verb that seals; leave them out.
    """

    study: str
    device: str
    record: str
    revision: int
    form: str
    kind: str = ""
    key: str = ""


def context_bytes(context: Context) -> bytes:
    """Return the bytes of `context` that are authenticated with the object.

    >>> one = Context("s", "d", "r", 1, "f", "view", "k")
    >>> read_context(context_bytes(one)) == one
    True
    """
    return length_prefixed(
        _APP,
        _FORMAT,
        context.study.encode(),
        context.device.encode(),
        context.record.encode(),
        context.revision.to_bytes(_REVISION_BYTES, "big"),
        context.form.encode(),
        context.kind.encode(),
        context.key.encode(),
    )


def read_context(data: bytes) -> Context:
    """Return the context of `context_bytes`.

    Raises: SealBrokenError when the bytes are not those of a context.
    """
    parts = split_prefixed(data)
    if parts[:2] != (_APP, _FORMAT) or len(parts) != 9 or len(parts[5]) != _REVISION_BYTES:  # noqa: PLR2004 - the nine parts above
        raise SealBrokenError
    try:
        study, device, record, form, kind, key = (parts[at].decode() for at in (2, 3, 4, 6, 7, 8))
    except UnicodeDecodeError as error:
        raise SealBrokenError from error
    revision = int.from_bytes(parts[5], "big")
    return Context(study, device, record, revision, form, kind, key)


def split_prefixed(data: bytes) -> tuple[bytes, ...]:
    """Return the parts that `length_prefixed` joined.

    Raises: SealBrokenError when a length does not fit.

    >>> split_prefixed(length_prefixed(b"ab", b""))
    (b'ab', b'')
    """
    parts = []
    at = 0
    while at < len(data):
        end = at + 8 + int.from_bytes(data[at : at + 8], "big")
        if at + 8 > len(data) or end > len(data):
            raise SealBrokenError
        parts.append(data[at + 8 : end])
        at = end
    return tuple(parts)
