"""Notes, and where they are kept."""

from dataclasses import dataclass
from datetime import UTC, datetime
from threading import Lock
from typing import Protocol
from uuid import UUID, uuid4


@dataclass(frozen=True)
class Note:
    id: UUID
    text: str
    created: datetime


class Notes(Protocol):
    """What the service asks of whatever keeps notes."""

    def ready(self) -> bool:
        """Whether it can be asked now."""

    def add(self, text: str) -> Note: ...

    def find(self, note_id: UUID) -> Note | None: ...

    def newest(self, limit: int) -> list[Note]: ...


class NotesInMemory:
    """Forgets when the process ends. FastAPI calls from several threads, hence the lock."""

    def __init__(self) -> None:
        self._notes: dict[UUID, Note] = {}
        self._lock = Lock()

    def ready(self) -> bool:
        return True

    def add(self, text: str) -> Note:
        note = Note(id=uuid4(), text=text, created=datetime.now(UTC))
        with self._lock:
            self._notes[note.id] = note
        return note

    def find(self, note_id: UUID) -> Note | None:
        return self._notes.get(note_id)

    def newest(self, limit: int) -> list[Note]:
        with self._lock:
            notes = list(self._notes.values())
        return notes[::-1][:limit]
