"""One release of a dataset at a time: two at once would not see each other.

Room: release (floor 7).
Spec: docs/spec/release-folder.md section 4, docs/spec/dashboard.md section 3.
Promise: whoever reads the ledger or the budget of a dataset is the only one until it is written;
    a process that dies leaves nothing locked.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from survey_app.locking import lock
from survey_app.merge.dataset import LIST
from survey_app.merge.errors import DatasetFullError, NotADatasetError
from survey_app.release.errors import OtherReleaseError

_LOCK = ".releases.lock"


@contextmanager
def turn(dataset: Path) -> Iterator[None]:
    """Hold the releases of `dataset` as long as the block lasts.

    Raises: NotADatasetError, OtherReleaseError, DatasetFullError.
    """
    if not (dataset / LIST).is_file():
        raise NotADatasetError(folder=str(dataset))
    try:
        file = (dataset / _LOCK).open("ab")
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise DatasetFullError(folder=str(dataset), reason=reason) from error
    with file:
        try:
            lock(file.fileno())
        except OSError as error:
            raise OtherReleaseError(folder=str(dataset)) from error
        yield
