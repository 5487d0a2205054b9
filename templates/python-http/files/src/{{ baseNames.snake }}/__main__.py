"""Serves until it is told to stop (SIGTERM, Ctrl+C); requests that have begun are answered first."""

import logging
import os
import signal
import sys

import uvicorn

from .app import create_app
from .environment import InvalidEnvironmentError
from .logs import log_to_stdout
from .notes import NotesInMemory
from .settings import Settings

_log = logging.getLogger(__package__)


def main() -> None:
    try:
        settings = Settings.read(os.environ)
    except InvalidEnvironmentError as error:
        sys.exit(f"Cannot start:\n{error}")
    log_to_stdout(settings.log_level)
    for stop in (signal.SIGTERM, signal.SIGINT):
        # uvicorn takes these over while it serves, and gives them back when it is done.
        signal.signal(stop, lambda *_: sys.exit())
    config = uvicorn.Config(
        create_app(settings, NotesInMemory()),
        settings.host,
        settings.port,
        log_config=None,
        log_level="warning",
        access_log=False,
        server_header=False,
    )
    with config.bind_socket() as socket:
        # From here on callers wait in line. With PORT=0 the system has chosen a port.
        socket.listen()
        _log.info("Listening", extra={"host": settings.host, "port": socket.getsockname()[1]})
        try:
            uvicorn.Server(config).run([socket])
        finally:
            _log.info("Stopped")


if __name__ == "__main__":
    main()
