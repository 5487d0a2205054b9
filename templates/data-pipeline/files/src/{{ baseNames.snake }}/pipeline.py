"""A run: extract, validate, transform, stage; check; publish all or nothing; export."""

import logging
from collections.abc import Iterable, Iterator
from itertools import islice
from threading import Event
from typing import TypeVar

from .checks import judge
from .export import export
from .logs import correlation
from .records import Run
from .settings import Settings
from .sources import Fields, Source, find, rows
from .visits import InvalidRowError, WarehouseVisit, transform, validate
from .warehouse import COLUMNS, Warehouse

_log = logging.getLogger(__name__)
_T = TypeVar("_T")


class InterruptedRunError(Exception):
    """Told to stop in between: the next run goes on from there."""


def run(settings: Settings, warehouse: Warehouse, stop: Event) -> Run | None:
    """Publishes what is new in the inbox. Returns the record of the run; None where nothing is new.

    Raises `InterruptedRunError`, and `BusyError` where another process is at it.
    """
    with warehouse.alone():
        run_id = warehouse.resume()
        new = [source for source in find(settings.inbox) if not warehouse.is_published(source)]
        if run_id is None and not new:
            return None
        run_id = run_id or warehouse.begin()
        correlation.set(f"run-{run_id}")
        try:
            return _run(run_id, new, settings, warehouse, stop)
        finally:
            correlation.set(None)


def _run(run_id: str, new: list[Source], settings: Settings, warehouse: Warehouse, stop: Event) -> Run:
    _log.info("Begun or resumed", extra={"sources": [source.name for source in new]})
    if _record(warehouse, run_id).state == "staging":
        for source in new:
            _stage(run_id, source, settings, warehouse, stop)
        checks = judge(warehouse.figures(run_id), settings.max_rejected_percent)
        failed = [check for check in checks if not check.passed]
        if failed:
            warehouse.fail(run_id, checks)
            for check in failed:
                _log.error("Check failed", extra={"check": check.name, "detail": check.detail})
            return _record(warehouse, run_id)
        warehouse.publish(run_id, checks)
    warehouse.complete(run_id, export(settings.outbox, "visits", COLUMNS, warehouse.published()))
    record = _record(warehouse, run_id)
    _log.info("Complete", extra={"read": sum(source.read for source in record.inputs)})
    return record


def _stage(run_id: str, source: Source, settings: Settings, warehouse: Warehouse, stop: Event) -> None:
    skip = warehouse.checkpoint(run_id, source)
    for batch in _batches(rows(source, skip=skip), settings.batch_rows):
        if stop.is_set():
            raise InterruptedRunError
        sound, rejected = _sort(batch, settings.pseudonym_key)
        warehouse.stage(run_id, source, sound, rejected)


def _sort(
    batch: list[tuple[int, Fields]], pseudonym_key: bytes
) -> tuple[list[tuple[int, WarehouseVisit]], list[tuple[int, str]]]:
    sound, rejected = [], []
    for number, fields in batch:
        try:
            sound.append((number, transform(validate(fields), pseudonym_key)))
        except InvalidRowError as error:
            rejected.append((number, str(error)))
    return sound, rejected


def _batches(items: Iterable[_T], size: int) -> Iterator[list[_T]]:
    iterator = iter(items)
    while batch := list(islice(iterator, size)):
        yield batch


def _record(warehouse: Warehouse, run_id: str) -> Run:
    record = warehouse.run(run_id)
    if record is None:
        raise LookupError(run_id)
    return record
