"""Asking a program to stop, from a signal or another thread, even while it waits."""

import select
import socket
from types import TracebackType
from typing import Self


class Stop:
    """Once requested it stays so."""

    def __init__(self) -> None:
        self.requested = False
        self._reader, self._writer = socket.socketpair()

    def request(self) -> None:
        self.requested = True
        self._writer.send(b"\0")

    def wait(self, seconds: float, *readable: int) -> None:
        """Waits until it is requested, something can be read from a file descriptor, or the time is over."""
        select.select([self._reader.fileno(), *readable], [], [], seconds)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._reader.close()
        self._writer.close()
