"""The worker, and what one does to its queue by hand: `--help` lists the commands."""

import argparse
import json
import logging
import os
import signal
import sys
from datetime import timedelta

import psycopg

from .environment import InvalidEnvironmentError
from .handlers import HANDLERS
from .health import Health
from .logs import log_to_stdout
from .queue import Connection, Queue, connect, migrate
from .settings import Settings
from .status_server import StatusServer
from .stop import Stop
from .worker import Worker

_log = logging.getLogger(__package__)


def main() -> None:
    arguments = _parser().parse_args()
    try:
        settings = Settings.read(os.environ)
    except InvalidEnvironmentError as error:
        sys.exit(f"Cannot start:\n{error}")
    log_to_stdout(settings.log_level)
    try:
        if arguments.command == "run":
            _run(settings)
            return
        with connect(settings.database_url) as connection:
            _by_hand(arguments, Queue(settings.queue), connection)
    except psycopg.errors.UndefinedTable:
        sys.exit("The tables are missing: run `migrate` first.")
    except psycopg.Error as error:
        sys.exit(f"The database says: {error}")


def _run(settings: Settings) -> None:
    # A job may take as long as its lease; after that and a minute something hangs.
    health = Health(settings.lease + timedelta(minutes=1))
    with Stop() as stop, StatusServer(settings.host, settings.port, health.answer) as server:

        def told_to_stop(*_: object) -> None:
            # Told twice, it leaves the job to its lease: another worker takes it then.
            if stop.requested:
                sys.exit(1)
            stop.request()

        signal.signal(signal.SIGTERM, told_to_stop)
        signal.signal(signal.SIGINT, told_to_stop)
        server.start()
        _log.info("Listening", extra={"host": settings.host, "port": server.server_address[1]})
        Worker(settings, HANDLERS, health, stop).run()
        server.shutdown()
    _log.info("Stopped")


def _by_hand(arguments: argparse.Namespace, queue: Queue, connection: Connection) -> None:
    match arguments.command:
        case "migrate":
            migrate(connection)
        case "put":
            job = queue.put(
                connection,
                arguments.kind,
                arguments.payload,
                key=arguments.key,
                delay=timedelta(seconds=arguments.delay),
            )
            print("There is already a job with this key." if job is None else job)
        case "dead":
            for letter in queue.dead(connection):
                print(json.dumps(vars(letter)))
        case "revive":
            if not queue.revive(connection, arguments.id):
                sys.exit(f"There is no dead job {arguments.id}.")
        case "prune":
            print(queue.prune(connection, timedelta(days=arguments.days)))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog=__package__, description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("run", help="do jobs until told to stop")
    commands.add_parser("migrate", help="make the tables that are missing")
    put = commands.add_parser("put", help="put a job into the queue")
    put.add_argument("kind", choices=sorted(HANDLERS))
    put.add_argument("payload", type=json.loads, help="JSON")
    put.add_argument("--key", help="a job with the same key is put in once")
    put.add_argument("--delay", type=float, default=0, metavar="SECONDS")
    commands.add_parser("dead", help="list what is not tried again, as JSON lines")
    revive = commands.add_parser("revive", help="try a dead job again")
    revive.add_argument("id", type=int)
    prune = commands.add_parser("prune", help="remove jobs that were done long ago")
    prune.add_argument("days", type=int)
    return parser


if __name__ == "__main__":
    main()
