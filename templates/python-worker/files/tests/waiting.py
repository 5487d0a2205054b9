import time
from collections.abc import Callable


def eventually(condition: Callable[[], bool]) -> None:
    """Waits for it, a minute at most."""
    deadline = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < deadline, "It has not come about for a minute."
        time.sleep(0.02)
