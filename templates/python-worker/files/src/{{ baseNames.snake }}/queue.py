"""A queue in PostgreSQL: no broker to run, and a job is put into it in the transaction that it belongs to."""

from dataclasses import dataclass
from datetime import timedelta
from importlib.resources import files
from typing import Any, LiteralString

import psycopg
from psycopg import sql
from psycopg.rows import class_row
from psycopg.types.json import Jsonb

Connection = psycopg.Connection[Any]


@dataclass(frozen=True)
class Job:
    """A job that was taken."""

    id: int
    kind: str
    payload: Any
    #: Counts from 1.
    attempt: int


@dataclass(frozen=True)
class DeadJob:
    """A job that is not tried again unless somebody revives it."""

    id: int
    kind: str
    payload: Any
    attempts: int
    error: str


def connect(url: str) -> Connection:
    """A connection whose statements are kept at once, but for those in a `connection.transaction()`."""
    return psycopg.connect(url, autocommit=True, connect_timeout=10)


class LostJobError(Exception):
    """Its time ran out, and it is no longer this worker's."""


class Queue:
    """One queue of the table `jobs`. Each method is one statement, in whichever transaction there is."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._channel = f"jobs_{name}"

    def listen(self, connection: Connection) -> None:
        """From now on the connection is told when a job is put into the queue."""
        connection.execute(sql.SQL("LISTEN {}").format(sql.Identifier(self._channel)))

    def put(
        self,
        connection: Connection,
        kind: str,
        payload: Any,
        *,
        key: str | None = None,
        delay: timedelta = timedelta(),
    ) -> int | None:
        """Returns the job's id; None where there is one with this key. Workers hear of it on COMMIT."""
        row = connection.execute(
            """
            WITH added AS (
              INSERT INTO jobs (queue, kind, payload, key, due) VALUES (%s, %s, %s, %s, now() + %s)
              ON CONFLICT (queue, key) DO NOTHING RETURNING id
            )
            SELECT id, pg_notify(%s, '') FROM added
            """,
            (self.name, kind, Jsonb(payload), key, delay, self._channel),
        ).fetchone()
        return None if row is None else int(row[0])

    def take(self, connection: Connection, lease: timedelta) -> Job | None:
        """Takes the job that is longest due, for as long as `lease`; None where none is due."""
        with connection.cursor(row_factory=class_row(Job)) as cursor:
            return cursor.execute(
                """
                UPDATE jobs SET state = 'taken', attempts = attempts + 1, due = now() + %s
                WHERE id = (
                  SELECT id FROM jobs WHERE queue = %s AND state IN ('waiting', 'taken') AND due <= now()
                  ORDER BY due, id LIMIT 1 FOR UPDATE SKIP LOCKED
                )
                RETURNING id, kind, payload, attempts AS attempt
                """,
                (lease, self.name),
            ).fetchone()

    def finish(self, connection: Connection, job: Job) -> None:
        """Raises `LostJobError`, so that whatever else the transaction did is undone."""
        self._settle(connection, job, "state = 'done', finished = now(), error = NULL", ())

    def put_back(self, connection: Connection, job: Job, error: str, delay: timedelta) -> None:
        """To be tried again after `delay`. Raises `LostJobError`."""
        self._settle(connection, job, "state = 'waiting', error = %s, due = now() + %s", (error, delay))

    def bury(self, connection: Connection, job: Job, error: str) -> None:
        """Not to be tried again. Raises `LostJobError`."""
        self._settle(connection, job, "state = 'dead', finished = now(), error = %s", (error,))

    def dead(self, connection: Connection, limit: int = 100) -> list[DeadJob]:
        """The newest first."""
        with connection.cursor(row_factory=class_row(DeadJob)) as cursor:
            return cursor.execute(
                """
                SELECT id, kind, payload, attempts, error FROM jobs
                WHERE queue = %s AND state = 'dead' ORDER BY finished DESC LIMIT %s
                """,
                (self.name, limit),
            ).fetchall()

    def revive(self, connection: Connection, job_id: int) -> bool:
        """Gives a dead job all its attempts again; False where there is no such dead job."""
        row = connection.execute(
            """
            WITH revived AS (
              UPDATE jobs SET state = 'waiting', attempts = 0, due = now(), finished = NULL
              WHERE queue = %s AND id = %s AND state = 'dead' RETURNING id
            )
            SELECT pg_notify(%s, '') FROM revived
            """,
            (self.name, job_id, self._channel),
        ).fetchone()
        return row is not None

    def prune(self, connection: Connection, older_than: timedelta) -> int:
        """Removes jobs that were done longer ago than that, and their keys; returns how many."""
        return connection.execute(
            "DELETE FROM jobs WHERE queue = %s AND state = 'done' AND finished < now() - %s",
            (self.name, older_than),
        ).rowcount

    def _settle(
        self, connection: Connection, job: Job, change: LiteralString, values: tuple[Any, ...]
    ) -> None:
        # Was it taken by another worker since, its attempt is another one.
        statement = sql.SQL("UPDATE jobs SET {} WHERE id = %s AND state = 'taken' AND attempts = %s")
        done = connection.execute(statement.format(sql.SQL(change)), (*values, job.id, job.attempt))
        if done.rowcount == 0:
            raise LostJobError(f"job {job.id} took longer than its lease")


def migrate(connection: Connection) -> None:
    """Makes the tables that are missing; at the same time by several processes, too."""
    with connection.transaction():
        connection.execute("SELECT pg_advisory_xact_lock(hashtext('jobs'))")
        connection.execute((files(__package__) / "schema.sql").read_bytes())
