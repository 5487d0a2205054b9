"""Extract: CSV and JSON Lines, row by row, whatever their size."""

import csv
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Source:
    """A file. Its content is its identity: the same under another name is the same source."""

    path: Path
    name: str
    sha256: str


#: What stands in a row by name; None where it could not be read as one.
Fields = dict[str, Any] | None


def find(inbox: Path) -> list[Source]:
    """The sources in a folder, by name. Whoever writes there gives a file its ending once it is whole."""
    paths = sorted(path for path in inbox.glob("*") if path.suffix in (".csv", ".jsonl"))
    return [Source(path, path.name, sha256_of(path)) for path in paths]


def rows(source: Source, *, skip: int = 0) -> Iterator[tuple[int, Fields]]:
    """The rows of a source with their numbers from 1, without the first `skip` ones."""
    with source.path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        read = _csv(file) if source.path.suffix == ".csv" else _json_lines(file)
        yield from islice(enumerate(read, start=1), skip, None)


def sha256_of(path: Path) -> str:
    """The digest of a file, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _csv(lines: Iterator[str]) -> Iterator[Fields]:
    reader = csv.DictReader(lines)
    while True:
        try:
            fields = next(reader)
        except StopIteration:
            return
        except csv.Error:
            # Such as a field without end: this row is lost, those after it are not.
            yield None
            continue
        # Too many values stand under None, and where there are too few the last ones are None.
        whole = None not in fields and None not in fields.values()
        yield dict(fields) if whole else None


def _json_lines(lines: Iterator[str]) -> Iterator[Fields]:
    for line in lines:
        try:
            value = json.loads(line)
        except (ValueError, RecursionError):
            value = None
        yield value if isinstance(value, dict) else None
