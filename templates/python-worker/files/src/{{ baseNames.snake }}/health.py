"""How the worker is, over HTTP, for whoever starts and watches it."""

import json
import time
from datetime import timedelta
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread


class Health:
    """Kept by the worker, read by the server."""

    def __init__(self, patience: timedelta) -> None:
        self.connected = False
        self._patience = patience.total_seconds()
        self._beat = time.monotonic()

    def beat(self) -> None:
        """To be called before every job, and while there is none."""
        self._beat = time.monotonic()

    def well(self) -> bool:
        """False once nothing has moved for longer than any job may take: a restart helps."""
        return time.monotonic() - self._beat < self._patience


class HealthServer(ThreadingHTTPServer):
    """Answers `/healthz` and `/readyz` from a thread of its own."""

    daemon_threads = True

    def __init__(self, host: str, port: int, health: Health) -> None:
        class Handler(BaseHTTPRequestHandler):
            timeout = 10

            def do_GET(self) -> None:
                match self.path:
                    case "/healthz":
                        self._answer(HTTPStatus.OK if health.well() else HTTPStatus.SERVICE_UNAVAILABLE)
                    case "/readyz":
                        self._answer(HTTPStatus.OK if health.connected else HTTPStatus.SERVICE_UNAVAILABLE)
                    case _:
                        self._answer(HTTPStatus.NOT_FOUND)

            def _answer(self, status: HTTPStatus) -> None:
                body = json.dumps({"status": "ok" if status == HTTPStatus.OK else status.phrase}).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002
                """Asked every few seconds: not worth a line each."""

        super().__init__((host, port), Handler)

    def start(self) -> None:
        Thread(target=self.serve_forever, name="health", daemon=True).start()
