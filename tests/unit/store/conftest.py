import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from survey_app.store import Store

sys.path.append(str(Path(__file__).resolve().parents[2] / "support"))

SMALL_BALLAST = 1 << 16


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Callable[..., Store]]:
    """Yield a way to open stores under a folder; what is still open is closed afterwards."""
    stores: list[Store] = []

    def open_store(name: str = "vault", ballast_bytes: int = SMALL_BALLAST) -> Store:
        stores.append(Store.open(tmp_path / name, ballast_bytes=ballast_bytes))
        return stores[-1]

    yield open_store
    for store in stores:
        store.close()


@pytest.fixture
def store(opened: Callable[..., Store]) -> Store:
    return opened()


@pytest.fixture
def in_memory(tmp_path: Path) -> Iterator[Path]:
    """Yield a folder on a disk in memory, for hundreds of stores that no power cut threatens."""
    shm = Path("/dev/shm")
    if not shm.is_dir() or shutil.disk_usage(shm).free < 1 << 28:
        yield tmp_path
        return
    with tempfile.TemporaryDirectory(dir=shm) as folder:
        yield Path(folder)
