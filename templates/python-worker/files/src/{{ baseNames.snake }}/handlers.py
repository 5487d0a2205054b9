"""What the jobs do, by kind. Put your own in the place of `count_words`.

A handler writes with the connection that it is given: what it wrote is kept if the job is finished, and only
then. What it does elsewhere (a mail, a request) may happen twice, where a worker dies in between: send an id
along by which the other side knows that it is the same.
"""

from collections.abc import Callable, Mapping
from typing import Any

from .queue import Connection

Handler = Callable[[Connection, Any], None]


class RejectedError(Exception):
    """The job can never be done: trying again would not help."""


def count_words(connection: Connection, payload: Any) -> None:
    """Payload: `{"document": "visit-7", "text": "..."}`."""
    match payload:
        case {"document": str(document), "text": str(text)}:
            connection.execute(
                """
                INSERT INTO word_counts (document, words) VALUES (%s, %s)
                ON CONFLICT (document) DO UPDATE SET words = excluded.words
                """,
                (document, len(text.split())),
            )
        case _:
            raise RejectedError('The payload must have a "document" and a "text".')


HANDLERS: Mapping[str, Handler] = {"count_words": count_words}
