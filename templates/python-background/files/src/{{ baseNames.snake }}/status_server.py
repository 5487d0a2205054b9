"""A few answers over HTTP, to read only, for whoever starts and watches the program."""

import json
import logging
from collections.abc import Callable
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import urlsplit

#: The status of an answer, and what is written as JSON.
Answer = tuple[HTTPStatus, Any]

_log = logging.getLogger(__name__)


def problem(status: HTTPStatus) -> Answer:
    """An answer that is an error, as RFC 9457 has it."""
    return status, {"title": status.phrase, "status": status}


class StatusServer(ThreadingHTTPServer):
    """Answers `GET` from threads of its own, while the program works."""

    daemon_threads = True

    def __init__(self, host: str, port: int, answer: Callable[[str], Answer]) -> None:
        class Handler(BaseHTTPRequestHandler):
            server_version = "status"
            sys_version = ""
            timeout = 10

            def do_GET(self) -> None:
                try:
                    status, content = answer(urlsplit(self.path).path)
                except Exception:
                    _log.exception("Could not answer", extra={"path": self.path})
                    status, content = problem(HTTPStatus.INTERNAL_SERVER_ERROR)
                body = json.dumps(content).encode()
                self.send_response(status)
                kind = "json" if status < HTTPStatus.BAD_REQUEST else "problem+json"
                self.send_header("Content-Type", f"application/{kind}")
                self.send_header("Content-Length", str(len(body)))
                self.send_header("Cache-Control", "no-store")
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002
                """Asked every few seconds: not worth a line each."""

        super().__init__((host, port), Handler)

    def start(self) -> None:
        Thread(target=self.serve_forever, name="status", daemon=True).start()
