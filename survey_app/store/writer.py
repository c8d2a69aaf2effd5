"""The one connection: who waits for it commits whatever is waiting, together.

Room: store.
Spec: docs/spec/store.md section 4, docs/adr/0111-who-waits-does-the-work.md.
Promise: a caller gets its result after the commit is on the disk, or an error and no trace.
"""

import errno
import os
import sqlite3
import threading
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from sqlite_utils import Database

from survey_app.errors import SurveyError
from survey_app.store.connection import connect, may_be_full, store_error, truncate_log
from survey_app.store.errors import (
    NEEDED_MEBIBYTES,
    AlreadyInStoreError,
    StoreClosedError,
    StoreFullError,
)
from survey_app.store.folder import Ballast, unwritable
from survey_app.store.safe_copy import SafeCopies
from survey_app.store.schema import bring_up_to_date

T = TypeVar("T")

_MOST_TOGETHER = 64


@dataclass(frozen=True)
class _Outcome:
    value: Any = None
    error: BaseException | None = None


@dataclass(eq=False)
class _Job:
    """A piece of work on the database, and its outcome once there is one.

    `work` may be called twice (a commit that failed for want of room is tried again), so
    it depends on the database alone.
    """

    work: Callable[[Database], Any]
    writes: bool = True
    grows: bool = False
    destroys: bool = False
    outcome: _Outcome | None = None


class Writer:
    """The one owner of the connection, which one thread at a time uses.

    Rules it keeps: work runs in the order it was asked for; writes that wait together
    share one transaction, each inside a savepoint, made by whichever of their threads
    comes first; a commit counts only when its files are still where the next start looks;
    what destroys a key is followed by the emptying of the write-ahead log before its caller
    goes on; a commit that finds the disk full gives the ballast back and is tried once more.
    """

    def __init__(self, file: Path, ballast: Ballast) -> None:
        """Open the database. Raises: as `Store.open`."""
        self._ballast = ballast
        self._copies = SafeCopies(file.parent)
        self._jobs: deque[_Job] = deque()
        self._gate = threading.Lock()
        self._turn = threading.Lock()
        self._at_work: int | None = None
        self._closed = False
        self._residue = False
        self._db = _opened(file, ballast, self._copies)
        self._files = (str(file), f"{file}-wal")

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
            closed_before, self._closed = self._closed, True
        with self._turn:
            if closed_before:
                return
            try:
                while self._jobs:
                    self._serve_waiting()
                self._empty_log(self._db)
            finally:
                self._db.close()

    def _ask(self, job: _Job) -> Any:
        if self._at_work == threading.get_ident():
            raise RuntimeError("work inside the writer must not wait for the writer")
        with self._gate:
            if self._closed:
                raise StoreClosedError
            self._jobs.append(job)
        with self._turn:  # meanwhile another thread may have done it with its own
            while job.outcome is None:
                self._serve_waiting()
        if job.outcome.error is not None:
            raise job.outcome.error
        return job.outcome.value

    def _serve_waiting(self) -> None:
        """Serve what waits now; whoever has the turn does it for all."""
        batch: list[_Job] = []
        while self._jobs and len(batch) < _MOST_TOGETHER:
            batch.append(self._jobs.popleft())
        self._at_work = threading.get_ident()
        try:
            self._serve(self._db, batch)
        finally:  # nobody waits for ever, whatever happened here
            self._at_work = None
            for job in batch:
                job.outcome = job.outcome or _Outcome(error=StoreClosedError())

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
            jobs[0].outcome = _outcome(jobs[0], db)
            return
        refused = [job for job in jobs if job.grows and not self._ballast.hold()]
        for job in refused:
            job.outcome = _Outcome(error=StoreFullError(mebibytes=NEEDED_MEBIBYTES))
        accepted = [job for job in jobs if job not in refused]
        if accepted:
            self._commit(db, accepted)

    def _commit(self, db: Database, jobs: Sequence[_Job]) -> None:
        try:
            if any(job.destroys for job in jobs):
                self._copies.wipe()  # first: a cut between the two must leave no older key
            outcomes = self._with_relief(db, jobs)
            self._look_where_it_went()
        except sqlite3.Error as error:
            if len(jobs) > 1:  # one of them may be too big: the others need not suffer
                for job in jobs:
                    self._commit(db, [job])
            else:
                jobs[0].outcome = _Outcome(error=_told(error, self._ballast))
            return
        except OSError as error:
            for job in jobs:
                job.outcome = _Outcome(error=unwritable(error))
            return
        self._residue = self._residue or any(job.destroys for job in jobs)
        self._empty_log(db)
        for job, outcome in zip(jobs, outcomes, strict=True):
            job.outcome = outcome

    def _look_where_it_went(self) -> None:
        """Raise OSError when somebody removed or moved the folder: what nobody finds is not saved.

        The system goes on writing into files that have no name any more, and says nothing. Not
        `stat`: of a file whose times were looked at, Linux writes the times anew at the next save.
        """
        for name in self._files:
            if not os.access(name, os.F_OK):
                raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT))

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
        raise _told(error, ballast) from error
    except OSError as error:
        raise unwritable(error) from error


def _told(error: sqlite3.Error, ballast: Ballast) -> SurveyError:
    """Return what to say of an error of SQLite, which calls a full disk by several names."""
    if may_be_full(error) and not ballast.room_at_all:
        return StoreFullError(mebibytes=NEEDED_MEBIBYTES)
    return store_error(error)


def _ready(file: Path, copies: SafeCopies) -> Database:
    db = connect(file, shared=True)
    try:
        bring_up_to_date(db, copies.keep)
    except BaseException:
        db.close()
        raise
    return db


def _transaction(db: Database, jobs: Sequence[_Job]) -> list[_Outcome]:
    """Run all jobs and commit them. One alone needs no savepoint: the transaction is its own."""
    if len(jobs) == 1:
        return [_outcome_of(lambda: _committed(db, [jobs[0].work])[0])]
    return _committed(db, [partial(_kept_apart, job.work) for job in jobs])


def _committed(db: Database, works: Sequence[Callable[[Database], T]]) -> list[T]:
    db.execute("BEGIN IMMEDIATE")
    try:
        done = [work(db) for work in works]
        db.execute("COMMIT")
    except BaseException:
        db.rollback()
        raise
    return done


def _kept_apart(work: Callable[[Database], Any], db: Database) -> _Outcome:
    """Run one job in a savepoint, so that its failure leaves the others whole."""

    def inside() -> Any:
        with db.atomic():
            return work(db)

    return _outcome_of(inside)


def _outcome_of(work: Callable[[], Any]) -> _Outcome:
    """Return what a job made or why it could not; where the database failed, all is in doubt.

    Raises: sqlite3.Error.
    """
    try:
        return _Outcome(work())
    except sqlite3.IntegrityError:
        return _Outcome(error=AlreadyInStoreError())
    except sqlite3.Error:
        raise
    except Exception as error:  # noqa: BLE001 - raised again where it is awaited
        return _Outcome(error=error)


def _outcome(job: _Job, db: Database) -> _Outcome:
    try:
        return _Outcome(job.work(db))
    except sqlite3.Error as error:
        return _Outcome(error=store_error(error))
    except Exception as error:  # noqa: BLE001 - raised again where it is awaited
        return _Outcome(error=error)
