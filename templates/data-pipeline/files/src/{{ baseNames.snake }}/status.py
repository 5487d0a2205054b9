"""The runs over HTTP, to read only. `tests/test_status.py` holds this file to `openapi.yaml`."""

import re
import sqlite3
from contextlib import closing
from dataclasses import asdict, dataclass
from http import HTTPStatus
from pathlib import Path

from . import lineage
from .status_server import Answer, problem
from .warehouse import Warehouse

_RUN = re.compile(r"/runs/([0-9a-f-]{36})(/lineage)?")
_OK = (HTTPStatus.OK, {"status": "ok"})


@dataclass(frozen=True)
class Runs:
    """Each answer opens the warehouse anew: it comes from a thread of its own."""

    warehouse: Path
    namespace: str
    job: str

    def answer(self, path: str) -> Answer:
        match path:
            case "/healthz":
                return _OK
            case "/readyz":
                return self._ready()
            case _:
                return self._run(path)

    def _ready(self) -> Answer:
        try:
            with closing(Warehouse(self.warehouse)) as warehouse:
                warehouse.runs()
        except (OSError, sqlite3.Error):
            return problem(HTTPStatus.SERVICE_UNAVAILABLE)
        return _OK

    def _run(self, path: str) -> Answer:
        with closing(Warehouse(self.warehouse)) as warehouse:
            if path == "/runs":
                return HTTPStatus.OK, {"items": [asdict(run) for run in warehouse.runs()]}
            if (found := _RUN.fullmatch(path)) and (run := warehouse.run(found[1])):
                event = lineage.event(run, namespace=self.namespace, job=self.job)
                return HTTPStatus.OK, event if found[2] else asdict(run)
        return problem(HTTPStatus.NOT_FOUND)
