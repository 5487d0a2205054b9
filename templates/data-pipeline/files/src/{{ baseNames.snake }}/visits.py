"""Validate and transform: what a row must be, and what is kept of it. Put your own in the place of visits."""

import hashlib
import hmac
import re
from dataclasses import dataclass
from datetime import date

from .sources import Fields

_ID = re.compile(r"[A-Za-z0-9-]{1,40}")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+")


@dataclass(frozen=True)
class Visit:
    """A row that is sound, with everything that the source says of it."""

    id: str
    clinic: str
    day: date
    minutes: int
    email: str


@dataclass(frozen=True)
class WarehouseVisit:
    """What goes into the warehouse: nobody's name or address."""

    id: str
    clinic: str
    day: str
    minutes: int
    person: str


class InvalidRowError(ValueError):
    """What is wrong with a row; never what stood in it."""


def validate(fields: Fields) -> Visit:
    """Raises `InvalidRowError` with all that is wrong."""
    if fields is None:
        raise InvalidRowError("it is not a row")
    text = {name: "" if value is None else str(value).strip() for name, value in fields.items()}
    faults: list[str] = []

    def matching(name: str, pattern: re.Pattern[str], kind: str) -> str:
        value = text.get(name, "")
        if not pattern.fullmatch(value):
            faults.append(f"{name} is not {kind}")
        return value

    identity = matching("id", _ID, "an id")
    clinic = matching("clinic", _ID, "the name of a clinic")
    email = matching("email", _EMAIL, "an address")
    try:
        day = _day(text.get("day", ""))
    except ValueError:
        faults.append("day is not a date")
        day = date.min
    minutes = int(text["minutes"]) if re.fullmatch(r"[0-9]{1,4}", text.get("minutes", "")) else 0
    if not 1 <= minutes <= 1440:
        faults.append("minutes is not from 1 to 1440")
    if faults:
        raise InvalidRowError("; ".join(faults))
    return Visit(identity, clinic, day, minutes, email)


def transform(visit: Visit, pseudonym_key: bytes) -> WarehouseVisit:
    """Keeps what is counted. One address makes one person, and only who has the key can tell whose it is."""
    person = hmac.new(pseudonym_key, visit.email.lower().encode(), hashlib.sha256).hexdigest()[:32]
    return WarehouseVisit(visit.id, visit.clinic.lower(), visit.day.isoformat(), visit.minutes, person)


def _day(text: str) -> date:
    # Python itself takes more forms than ISO 8601 has, and which ones differs between releases.
    if not _DAY.fullmatch(text):
        raise ValueError(text)
    return date.fromisoformat(text)
