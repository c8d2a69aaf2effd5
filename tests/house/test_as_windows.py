"""The suite refuses what Windows refuses: its watch is awake."""

import os
import shutil
import sys

import pytest
from as_windows import OpenOnWindowsError

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows refuses by itself")


def test_a_handle_that_only_reads_is_not_synced(tmp_path):
    path = tmp_path / "answers"
    path.write_bytes(b"x")
    with path.open("rb") as file, pytest.raises(PermissionError):
        os.fsync(file.fileno())
    with path.open("rb+") as file:
        os.fsync(file.fileno())


@pytest.mark.parametrize(
    "deed",
    [
        lambda path: path.unlink(),
        lambda path: path.replace(path.with_name("other")),
        lambda path: path.with_name("newer").replace(path),
        lambda path: shutil.rmtree(path.parent),
    ],
)
def test_an_open_file_is_neither_removed_nor_replaced(tmp_path, deed):
    path = tmp_path / "folder" / "answers"
    path.parent.mkdir()
    path.with_name("newer").write_bytes(b"y")
    with path.open("wb"), pytest.raises(OpenOnWindowsError):
        deed(path)
    path.with_name("newer").write_bytes(b"y")
    deed(path)
