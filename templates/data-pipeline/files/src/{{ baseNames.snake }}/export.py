"""Writes what is published to files: CSV, and Parquet where pyarrow is installed (the extra `parquet`)."""

import csv
import os
from collections.abc import Callable, Iterable
from importlib.util import find_spec
from pathlib import Path

from .records import Output
from .sources import sha256_of

Row = tuple[str | int, ...]
Writer = Callable[[Path, tuple[str, ...], list[Row]], None]


def writers() -> dict[str, Writer]:
    """Those that can be used here, by the ending of the files that they write."""
    usable: dict[str, Writer] = {"csv": _csv}
    if find_spec("pyarrow"):
        usable["parquet"] = _parquet
    return usable


def export(outbox: Path, name: str, columns: tuple[str, ...], rows: Iterable[Row]) -> list[Output]:
    """Replaces the files at once: whoever reads them sees the old ones or the new ones, and never a part."""
    outbox.mkdir(parents=True, exist_ok=True)
    table = list(rows)
    outputs = []
    for ending, write in writers().items():
        path = outbox / f"{name}.{ending}"
        unfinished = path.with_name(f".{path.name}")
        write(unfinished, columns, table)
        os.replace(unfinished, path)
        outputs.append(Output(path.name, sha256_of(path), len(table)))
    return outputs


def _csv(path: Path, columns: tuple[str, ...], rows: list[Row]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)


def _parquet(path: Path, columns: tuple[str, ...], rows: list[Row]) -> None:
    import pyarrow
    import pyarrow.parquet

    table = pyarrow.table({name: [row[index] for row in rows] for index, name in enumerate(columns)})
    pyarrow.parquet.write_table(table, path)
