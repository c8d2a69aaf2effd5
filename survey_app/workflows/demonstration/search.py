"""Read every file that left a laptop as an attacker with all the keys would.

Room: workflows. Only the demo and its tests use this: a search in ciphertext proves little, so
bundles are opened and Parquet tables are read before anything is sought in them.
"""

import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path

from survey_app.bundle.container import SUFFIX, payload_in
from survey_app.merge.parquet import read_parquet
from survey_app.vault import age


def readable_texts(paths: Iterable[Path], analyst_seed: bytes) -> Iterator[str]:
    """Return the text of each file, decrypted and decoded as far as the key allows."""
    for path in paths:
        yield _readable(path, analyst_seed)


def _readable(path: Path, seed: bytes) -> str:
    if path.suffix == ".parquet":
        return repr(read_parquet(path))
    data = path.read_bytes()
    if path.suffix == SUFFIX:
        data += zlib.decompress(age.decrypt_file(payload_in(data), seed))
    return data.decode("utf-8", errors="replace")
