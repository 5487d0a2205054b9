"""Takes jobs and does them, one at a time. More of them at a time are more processes."""

import logging
import random
from collections.abc import Mapping
from datetime import timedelta

import psycopg

from .handlers import Handler, RejectedError
from .health import Health
from .logs import correlation
from .queue import Connection, Job, LostJobError, Queue, connect
from .settings import Settings
from .stop import Stop

_log = logging.getLogger(__name__)

#: How often it looks by itself: for jobs whose delay or lease is over, of which nobody is told.
_LOOK_SECONDS = 5.0
_FIRST_DELAY = timedelta(seconds=2)
_LONGEST_DELAY = timedelta(minutes=10)


def backoff(attempt: int) -> timedelta:
    """How long to wait after this attempt: about twice as long as after the last, and no two jobs in step."""
    delay = min(_FIRST_DELAY * 2.0 ** min(attempt - 1, 30), _LONGEST_DELAY)
    return delay * random.uniform(0.5, 1)  # noqa: S311


class Worker:
    """Works until it is told to stop, and connects again where the database was away."""

    def __init__(
        self, settings: Settings, handlers: Mapping[str, Handler], health: Health, stop: Stop
    ) -> None:
        self._settings = settings
        self._queue = Queue(settings.queue)
        self._handlers = handlers
        self._health = health
        self._stop = stop
        self._told = False

    def run(self) -> None:
        """Returns once it was told to stop and the job that it was doing is finished."""
        failures = 0
        while not self._stop.requested:
            try:
                with connect(self._settings.database_url) as connection:
                    self._queue.listen(connection)
                    connection.add_notify_handler(self._notified)
                    failures = 0
                    self._health.connected = True
                    _log.info("Working", extra={"queue": self._queue.name})
                    self._work(connection)
            except psycopg.OperationalError as error:
                failures += 1
                delay = backoff(failures).total_seconds()
                _log.warning(
                    "The database is away", extra={"reason": str(error), "again_in": round(delay, 1)}
                )
                self._health.beat()
                self._stop.wait(delay)
            finally:
                self._health.connected = False

    def _work(self, connection: Connection) -> None:
        while not self._stop.requested:
            self._health.beat()
            self._told = False
            job = self._queue.take(connection, self._settings.lease)
            if job is not None:
                self._do(connection, job)
            elif not self._told:
                self._stop.wait(_LOOK_SECONDS, connection.fileno())

    def _notified(self, _: psycopg.Notify) -> None:
        """Came while a statement ran, which may have begun before the job was there."""
        self._told = True

    def _do(self, connection: Connection, job: Job) -> None:
        correlation.set(f"job-{job.id}")
        try:
            self._attempt(connection, job)
        except LostJobError:
            _log.warning("Took longer than its lease: undone", extra={"kind": job.kind})
        finally:
            correlation.set(None)

    def _attempt(self, connection: Connection, job: Job) -> None:
        extra = {"kind": job.kind, "attempt": job.attempt}
        try:
            self._handle(connection, job)
            _log.info("Done", extra=extra)
        except LostJobError:
            raise
        except RejectedError as error:
            self._queue.bury(connection, job, str(error))
            _log.error("Dead", extra={**extra, "reason": str(error)})
        except Exception as error:
            if connection.broken:
                raise
            reason = f"{type(error).__name__}: {error}"
            if job.attempt >= self._settings.max_attempts:
                self._queue.bury(connection, job, reason)
                _log.exception("Dead", extra=extra)
            else:
                self._queue.put_back(connection, job, reason, backoff(job.attempt))
                _log.warning("Failed, to be tried again", extra={**extra, "reason": reason})

    def _handle(self, connection: Connection, job: Job) -> None:
        if job.attempt > self._settings.max_attempts:
            raise RejectedError("Every worker that took it ended before it was done.")
        # What the handler writes and that the job is done: both are kept, or neither.
        with connection.transaction():
            self._handlers[job.kind](connection, job.payload)
            self._queue.finish(connection, job)
