"""How the worker is: whether it moves (`/healthz`), and whether it has its database (`/readyz`)."""

import time
from datetime import timedelta
from http import HTTPStatus

from .status_server import Answer, problem


class Health:
    """Kept by the worker, read by the threads of the server."""

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

    def answer(self, path: str) -> Answer:
        match path:
            case "/healthz":
                return _answer(good=self.well())
            case "/readyz":
                return _answer(good=self.connected)
            case _:
                return problem(HTTPStatus.NOT_FOUND)


def _answer(*, good: bool) -> Answer:
    return (HTTPStatus.OK, {"status": "ok"}) if good else problem(HTTPStatus.SERVICE_UNAVAILABLE)
