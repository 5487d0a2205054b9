"""The runs over HTTP, to read only. `tests/test_status.py` holds this file to `openapi.yaml`."""

import json
import re
from contextlib import closing
from dataclasses import asdict
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

from . import lineage
from .warehouse import Warehouse

_RUN = re.compile(r"/runs/([0-9a-f-]{36})(/lineage)?")


class StatusServer(ThreadingHTTPServer):
    """Answers from threads of its own, while the pipeline runs."""

    daemon_threads = True

    def __init__(self, host: str, port: int, warehouse: Path, *, namespace: str, job: str) -> None:
        class Handler(BaseHTTPRequestHandler):
            timeout = 10

            def do_GET(self) -> None:
                status, answer = _answer(self.path, warehouse, namespace, job)
                body = json.dumps(answer).encode()
                self.send_response(status)
                kind = "json" if status == HTTPStatus.OK else "problem+json"
                self.send_header("Content-Type", f"application/{kind}")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002
                """Asked every few seconds: not worth a line each."""

        super().__init__((host, port), Handler)

    def start(self) -> None:
        Thread(target=self.serve_forever, name="status", daemon=True).start()


def _answer(path: str, file: Path, namespace: str, job: str) -> tuple[HTTPStatus, Any]:
    if path == "/healthz":
        return HTTPStatus.OK, {"status": "ok"}
    with closing(Warehouse(file)) as warehouse:
        if path == "/runs":
            return HTTPStatus.OK, {"items": [asdict(run) for run in warehouse.runs()]}
        if (found := _RUN.fullmatch(path)) and (run := warehouse.run(found[1])):
            wanted = lineage.event(run, namespace=namespace, job=job) if found[2] else asdict(run)
            return HTTPStatus.OK, wanted
    return HTTPStatus.NOT_FOUND, {"title": HTTPStatus.NOT_FOUND.phrase, "status": 404}
