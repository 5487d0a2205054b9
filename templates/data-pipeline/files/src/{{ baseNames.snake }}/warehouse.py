"""Load: a SQLite file with what is published, what is on its way, and the record of every run."""

import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import asdict, astuple
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from uuid import uuid4

from .checks import Figures
from .records import Check, Input, Output, Run
from .sources import Source
from .visits import WarehouseVisit

COLUMNS = ("id", "clinic", "day", "minutes", "person")


class BusyError(Exception):
    """Another process is running the pipeline."""


class Warehouse:
    """One connection. Each method is a transaction; what is interrupted between two of them is resumed."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._path = path
        self._database = sqlite3.connect(path, isolation_level=None, timeout=30)
        self._database.execute("PRAGMA journal_mode = WAL")
        self._database.execute("PRAGMA foreign_keys = ON")
        self._database.executescript((files(__package__) / "schema.sql").read_text(encoding="utf-8"))

    def close(self) -> None:
        self._database.close()

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Keeps other processes out; `BusyError` where one is in. A process that dies lets go."""
        with closing(sqlite3.connect(f"{self._path}.lock", isolation_level=None, timeout=0)) as lock:
            try:
                lock.execute("BEGIN EXCLUSIVE")
            except sqlite3.OperationalError as error:
                raise BusyError("Another process is running the pipeline.") from error
            yield

    def begin(self) -> str:
        """A new run."""
        run = str(uuid4())
        self._database.execute(
            "INSERT INTO runs (id, state, started) VALUES (?, 'staging', ?)", (run, _now())
        )
        return run

    def resume(self) -> str | None:
        """The run that was interrupted, if there is one."""
        found = self._database.execute(
            "UPDATE runs SET resumed = resumed + 1 WHERE state IN ('staging', 'published') RETURNING id"
        ).fetchall()
        return str(found[0][0]) if found else None

    def is_published(self, source: Source) -> bool:
        """Whether a run published it, under whatever name."""
        return (
            self._database.execute(
                """
                SELECT 1 FROM sources JOIN runs ON runs.id = sources.run
                WHERE sources.sha256 = ? AND runs.state IN ('published', 'complete')
                """,
                (source.sha256,),
            ).fetchone()
            is not None
        )

    def checkpoint(self, run: str, source: Source) -> int:
        """How many rows of the source this run has taken already."""
        with self._transaction():
            self._database.execute(
                "INSERT INTO sources (run, sha256, name) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
                (run, source.sha256, source.name),
            )
            row = self._database.execute(
                "SELECT read FROM sources WHERE run = ? AND sha256 = ?", (run, source.sha256)
            ).fetchone()
        return int(row[0])

    def stage(
        self,
        run: str,
        source: Source,
        visits: Sequence[tuple[int, WarehouseVisit]],
        rejected: Sequence[tuple[int, str]],
    ) -> None:
        """Takes a batch of rows, by number, and moves the checkpoint."""
        with self._transaction():
            self._database.executemany(
                "INSERT INTO staged_visits VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                [(*astuple(visit), run, source.sha256, number) for number, visit in visits],
            )
            self._database.executemany(
                "INSERT INTO rejected (run, source, row, faults) VALUES (?, ?, ?, ?)",
                [(run, source.sha256, number, faults) for number, faults in rejected],
            )
            self._database.execute(
                "UPDATE sources SET read = read + ?, rejected = rejected + ? WHERE run = ? AND sha256 = ?",
                (len(visits) + len(rejected), len(rejected), run, source.sha256),
            )

    def figures(self, run: str) -> Figures:
        """What the checks look at."""
        read, rejected = self._database.execute(
            "SELECT ifnull(sum(read), 0), ifnull(sum(rejected), 0) FROM sources WHERE run = ?", (run,)
        ).fetchone()
        (repeated,) = self._database.execute(
            """
            SELECT count(*) FROM (
              SELECT 1 FROM staged_visits WHERE run = ? GROUP BY source, id HAVING count(*) > 1
            )
            """,
            (run,),
        ).fetchone()
        return Figures(read, rejected, repeated)

    def publish(self, run: str, checks: Sequence[Check]) -> None:
        """All that the run staged, at once. Of two rows with one id that of the later source holds."""
        with self._transaction():
            self._database.execute(
                """
                INSERT OR REPLACE INTO visits
                SELECT staged_visits.* FROM staged_visits
                JOIN sources ON sources.run = staged_visits.run AND sources.sha256 = staged_visits.source
                WHERE staged_visits.run = ? ORDER BY sources.name, staged_visits.row
                """,
                (run,),
            )
            self._leave(run, "published", checks)

    def fail(self, run: str, checks: Sequence[Check]) -> None:
        """Publishes nothing, and forgets what was staged; the record of the run stays."""
        with self._transaction():
            self._leave(run, "failed", checks)
            self._database.execute("UPDATE runs SET ended = ? WHERE id = ?", (_now(), run))

    def complete(self, run: str, outputs: Sequence[Output]) -> None:
        self._database.execute(
            "UPDATE runs SET state = 'complete', ended = ?, outputs = ? WHERE id = ?",
            (_now(), json.dumps([asdict(output) for output in outputs]), run),
        )

    def published(self) -> Iterator[tuple[str | int, ...]]:
        """What is published, by id."""
        return self._database.execute("SELECT id, clinic, day, minutes, person FROM visits ORDER BY id")

    def run(self, run: str) -> Run | None:
        row = self._database.execute(
            "SELECT id, state, started, ended, resumed, checks, outputs FROM runs WHERE id = ?", (run,)
        ).fetchone()
        if row is None:
            return None
        identity, state, started, ended, resumed, checks, outputs = row
        inputs = self._database.execute(
            "SELECT name, sha256, read, rejected FROM sources WHERE run = ? ORDER BY name", (run,)
        )
        return Run(
            identity,
            state,
            started,
            ended,
            resumed,
            inputs=[Input(*found) for found in inputs],
            checks=[Check(**check) for check in json.loads(checks)],
            outputs=[Output(**output) for output in json.loads(outputs)],
        )

    def runs(self, limit: int = 50) -> list[Run]:
        """The newest first."""
        newest = "SELECT id FROM runs ORDER BY started DESC, rowid DESC LIMIT ?"
        found = [self.run(run) for (run,) in self._database.execute(newest, (limit,)).fetchall()]
        return [run for run in found if run is not None]

    def _leave(self, run: str, state: str, checks: Sequence[Check]) -> None:
        self._database.execute("DELETE FROM staged_visits WHERE run = ?", (run,))
        self._database.execute(
            "UPDATE runs SET state = ?, checks = ? WHERE id = ?",
            (state, json.dumps([asdict(check) for check in checks]), run),
        )

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._database.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._database.execute("ROLLBACK")
            raise
        self._database.execute("COMMIT")


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")
