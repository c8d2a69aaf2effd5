"""Reviewed views in, one sealed and signed file out.

Room: bundle (floor 6). Effects: none; the caller writes the bytes.
Spec: docs/spec/bundle.md.
Promise: nothing that a person has not reviewed can be packed, and the laptop that packs
    cannot open what it packed.
"""

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from survey_app.bundle.container import Container, bundle_id_of, file_name_of, join
from survey_app.bundle.enrolment import EnrolmentProof
from survey_app.bundle.errors import UnreviewedError
from survey_app.bundle.manifest import PURPOSE, Manifest
from survey_app.bundle.rows import Feed, Put, Withdrawal, rows_of
from survey_app.canonical import Json, sha256_hex
from survey_app.disclosure.deidentified.review import ReviewedView
from survey_app.vault import age, signing
from survey_app.vault.chain import LogHead
from survey_app.vault.padding import BODY_BLOCK, pad

_LEAST_ROOM = 64 * 1024
_NOTHING = b"\x00\x00\x00\xff\xff"  # a stored block of no bytes (RFC 1951 section 3.2.4)


@dataclass(frozen=True, repr=False)
class Sender:
    """The laptop: its study, its signing seed, and the proof that the study let it in.

    `study_key` is the verify key of the study's authority: who knows it can read the cover.
    """

    study: str
    device_seed: bytes
    enrolment: EnrolmentProof
    study_key: bytes


@dataclass(frozen=True)
class SealedBundle:
    """One bundle ready to travel, and the feed as it stands after it."""

    bundle_id: str
    manifest: bytes
    data: bytes
    feed: Feed

    @property
    def file_name(self) -> str:
        """The neutral name under which the file travels."""
        return file_name_of(self.bundle_id)


def pack(
    views: Sequence[ReviewedView],
    withdrawals: Sequence[Withdrawal],
    *,
    sender: Sender,
    recipients: Sequence[bytes],
    feed: Feed,
    log: LogHead,
) -> SealedBundle:
    """Return the bundle of `views` and `withdrawals`, next on `feed`.

    Shape:  `recipients` are the public keys that may open it.
    Raises: UnreviewedError for anything that is not a reviewed view.
    """
    device = signing.verify_key_of(sender.device_seed).hex()
    rows = rows_of([*(_put(view) for view in views), *withdrawals], device=device, feed=feed)
    payload = age.encrypt_file(payload_of(rows), recipients)
    manifest = Manifest(
        study=sender.study,
        device=device,
        enrolment=sender.enrolment,
        seq=feed.bundles + 1,
        prev=feed.last_bundle,
        payload_sha256=sha256_hex(payload),
        payload_size=len(payload),
        log=log,
    ).to_bytes()
    signature = signing.sign(sender.device_seed, manifest, PURPOSE)
    data = join(Container(manifest, signature, payload), sender.study_key)
    bundle_id = bundle_id_of(data)
    after = Feed(feed.bundles + 1, feed.rows + len(rows), bundle_id)
    return SealedBundle(bundle_id, manifest, data, after)


def payload_of(rows: Sequence[bytes]) -> bytes:
    """Return rows as compressed JSON lines, filled up so that the size tells little.

    What fills it are empty blocks of the compressed stream: whatever opens one reads past them.
    """
    squeezer = zlib.compressobj(9)
    start = squeezer.compress(b"".join(row + b"\n" for row in rows))
    start += squeezer.flush(zlib.Z_FULL_FLUSH)
    end = squeezer.flush()
    size = len(start) + len(end)
    fill = _NOTHING * ((room_of(size + 1) - size - 1) // len(_NOTHING))
    return pad(start + fill + end, BODY_BLOCK)


def room_of(size: int) -> int:
    """Return how large what needs `size` bytes is made: one of four sizes between 2^n and 2^n+1.

    Nothing is smaller than 64 KiB, so that a withdrawal alone is as large as an interview.

    >>> [room_of(size) // 1024 for size in (1, 65_536, 65_537, 300_000)]
    [64, 64, 80, 320]
    """
    step = 1 << max((size - 1).bit_length() - 3, 0)
    return max(_LEAST_ROOM, -(-size // step) * step)


def _put(view: ReviewedView) -> Put:
    if not isinstance(view, ReviewedView):  # a caller without a type checker
        raise UnreviewedError
    body = cast("Mapping[str, Json]", view.to_json())
    return Put(view.record, view.form_id, view.form_hash, body)
