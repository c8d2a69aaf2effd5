"""The thread that owns the connection and commits whatever is waiting, together.

Room: store.
Spec: docs/spec/store.md section 4.
Promise: a caller gets its result after the commit is on the disk, or an error and no trace.
"""

import sqlite3
import threading
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any, TypeVar

from sqlite_utils import Database

from survey_app.store.connection import connect, may_be_full, store_error, truncate_log
from survey_app.store.errors import (
    NEEDED_MEBIBYTES,
    AlreadyInStoreError,
    StoreClosedError,
    StoreFullError,
    StoreUnwritableError,
)
from survey_app.store.folder import Ballast
from survey_app.store.safe_copy import SafeCopies
from survey_app.store.schema import bring_up_to_date

T = TypeVar("T")

_MOST_TOGETHER = 64


@dataclass(frozen=True)
class _Job:
    """A piece of work on the database, and where its result is awaited.

    `work` may be called twice (a commit that failed for want of room is tried again), so
    it depends on the database alone.
    """

    work: Callable[[Database], Any]
    writes: bool = True
    grows: bool = False
    destroys: bool = False
    result: "Future[Any]" = field(default_factory=Future)


class Writer:
    """The one owner of the connection.

    Rules it keeps: work runs in the order it was asked for; writes that wait together
    share one transaction, each inside a savepoint; what destroys a key is followed by
    the emptying of the write-ahead log before its caller goes on; a commit that finds
    the disk full gives the ballast back and is tried once more.
    """

    def __init__(self, file: Path, ballast: Ballast) -> None:
        """Open the database in a thread of its own. Raises: as `Store.open`."""
        self._ballast = ballast
        self._copies = SafeCopies(file.parent)
        self._jobs: SimpleQueue[_Job | None] = SimpleQueue()
        self._gate = threading.Lock()
        self._closed = False
        self._residue = False
        opened: Future[None] = Future()
        self._thread = threading.Thread(
            target=self._run, args=(file, opened), name="store writer", daemon=True
        )
        self._thread.start()
        opened.result()

    def read(self, work: Callable[[Database], T]) -> T:
        """Return what `work` reads, after all writes asked for before."""
        result: T = self._ask(_Job(work, writes=False))
        return result

    def write(
        self, work: Callable[[Database], T], *, grows: bool = False, destroys: bool = False
    ) -> T:
        """Return what `work` returned, once its commit is durable.

        `grows`: refused while the disk has no room to spare. `destroys`: followed by an
        emptied write-ahead log. Raises: StoreFullError and its kin; what `work` raises.
        """
        result: T = self._ask(_Job(work, grows=grows, destroys=destroys))
        return result

    def close(self) -> None:
        """Finish what was asked for, empty the write-ahead log, and end."""
        with self._gate:
            if not self._closed:
                self._closed = True
                self._jobs.put(None)
        self._thread.join()

    def _ask(self, job: _Job) -> Any:
        if threading.current_thread() is self._thread:
            raise RuntimeError("work inside the writer must not wait for the writer")
        with self._gate:
            if self._closed:
                raise StoreClosedError
            self._jobs.put(job)
        return job.result.result()

    def _run(self, file: Path, opened: "Future[None]") -> None:
        try:
            db = _opened(file, self._ballast, self._copies)
        except BaseException as error:  # noqa: BLE001 - raised again where it is awaited
            opened.set_exception(error)
            return
        opened.set_result(None)
        try:
            self._serve_until_closed(db)
        finally:
            db.close()
            self._refuse_the_rest()

    def _serve_until_closed(self, db: Database) -> None:
        ends = False
        while not ends and (first := self._jobs.get()) is not None:
            batch, ends = self._waiting(first)
            try:
                self._serve(db, batch)
            finally:  # nobody waits for ever, whatever happened here
                _refuse(job for job in batch if not job.result.done())
        self._empty_log(db)

    def _refuse_the_rest(self) -> None:
        with self._gate:
            self._closed = True
            while not self._jobs.empty():
                _refuse([job] if (job := self._jobs.get_nowait()) is not None else [])

    def _waiting(self, first: _Job) -> tuple[list[_Job], bool]:
        batch = [first]
        while len(batch) < _MOST_TOGETHER:
            try:
                job = self._jobs.get_nowait()
            except Empty:
                break
            if job is None:
                return batch, True
            batch.append(job)
        return batch, False

    def _serve(self, db: Database, batch: Sequence[_Job]) -> None:
        """Serve in order: reads alone, and runs of writes together."""
        at = 0
        while at < len(batch):
            end = at + 1
            while end < len(batch) and batch[at].writes and batch[end].writes:
                end += 1
            self._serve_alike(db, batch[at:end])
            at = end

    def _serve_alike(self, db: Database, jobs: Sequence[_Job]) -> None:
        if not jobs[0].writes:
            _settle(jobs[0], _outcome(jobs[0], db))
            return
        refused = [job for job in jobs if job.grows and not self._ballast.hold()]
        for job in refused:
            job.result.set_exception(StoreFullError(mebibytes=NEEDED_MEBIBYTES))
        accepted = [job for job in jobs if job not in refused]
        if accepted:
            self._commit(db, accepted)

    def _commit(self, db: Database, jobs: Sequence[_Job]) -> None:
        try:
            if any(job.destroys for job in jobs):
                self._copies.wipe()  # first: a cut between the two must leave no older key
            outcomes = self._with_relief(db, jobs)
        except sqlite3.Error as error:
            if len(jobs) > 1:  # one of them may be too big: the others need not suffer
                for job in jobs:
                    self._commit(db, [job])
            else:
                jobs[0].result.set_exception(store_error(error))
            return
        except OSError:
            for job in jobs:
                job.result.set_exception(StoreUnwritableError())
            return
        self._residue = self._residue or any(job.destroys for job in jobs)
        self._empty_log(db)
        for job, outcome in zip(jobs, outcomes, strict=True):
            _settle(job, outcome)

    def _with_relief(self, db: Database, jobs: Sequence[_Job]) -> list["_Outcome"]:
        try:
            return _transaction(db, jobs)
        except sqlite3.Error as error:
            if may_be_full(error) and self._ballast.release():
                return _transaction(db, jobs)
            raise

    def _empty_log(self, db: Database) -> None:
        """Empty the log when something was destroyed; what hinders it is tried again later.

        The commit is durable already, so a failure here is no failure of the caller's.
        """
        if not self._residue:
            return
        try:
            self._residue = not truncate_log(db)
        except sqlite3.Error as error:
            if may_be_full(error) and self._ballast.release():
                self._empty_log(db)


@dataclass(frozen=True)
class _Outcome:
    value: Any = None
    error: BaseException | None = None


def _opened(file: Path, ballast: Ballast, copies: SafeCopies) -> Database:
    """Open the database, giving the ballast back where a full disk hinders even that."""
    try:
        try:
            return _ready(file, copies)
        except sqlite3.Error as error:
            if not (may_be_full(error) and ballast.release()):
                raise
            return _ready(file, copies)
    except sqlite3.Error as error:
        raise store_error(error) from error
    except OSError as error:
        raise StoreUnwritableError from error


def _ready(file: Path, copies: SafeCopies) -> Database:
    db = connect(file)
    try:
        bring_up_to_date(db, copies.keep)
    except BaseException:
        db.close()
        raise
    return db


def _transaction(db: Database, jobs: Sequence[_Job]) -> list[_Outcome]:
    db.execute("BEGIN IMMEDIATE")
    try:
        outcomes = [_kept_apart(job, db) for job in jobs]
        db.execute("COMMIT")
    except BaseException:
        db.rollback()
        raise
    return outcomes


def _kept_apart(job: _Job, db: Database) -> _Outcome:
    """Run one job in a savepoint, so that its failure leaves the others whole."""
    try:
        with db.atomic():
            return _Outcome(job.work(db))
    except sqlite3.IntegrityError:
        return _Outcome(error=AlreadyInStoreError())
    except sqlite3.Error:
        raise  # the whole transaction is in doubt
    except Exception as error:  # noqa: BLE001 - raised again where it is awaited
        return _Outcome(error=error)


def _outcome(job: _Job, db: Database) -> _Outcome:
    try:
        return _Outcome(job.work(db))
    except sqlite3.Error as error:
        return _Outcome(error=store_error(error))
    except Exception as error:  # noqa: BLE001 - raised again where it is awaited
        return _Outcome(error=error)


def _refuse(jobs: Iterable[_Job]) -> None:
    for job in jobs:
        job.result.set_exception(StoreClosedError())


def _settle(job: _Job, outcome: _Outcome) -> None:
    if outcome.error is not None:
        job.result.set_exception(outcome.error)
    else:
        job.result.set_result(outcome.value)
