"""Notes over HTTP. `openapi.yaml` is the contract; `tests/test_openapi.py` holds this file to it."""

from datetime import datetime
from http import HTTPStatus
from uuid import UUID

from fastapi import APIRouter, HTTPException, Query, Response
from pydantic import BaseModel, Field

from .notes import Note, Notes
from .problems import documented


class NewNoteBody(BaseModel, extra="forbid"):
    text: str = Field(min_length=1, max_length=500)


class NoteBody(BaseModel):
    id: UUID
    text: str
    created: datetime


class NotesBody(BaseModel):
    items: list[NoteBody]


def notes_router(notes: Notes) -> APIRouter:
    """The operations on these notes."""
    router = APIRouter(prefix="/notes")

    @router.get("", operation_id="listNotes", responses=documented(HTTPStatus.UNPROCESSABLE_ENTITY))
    def list_notes(limit: int = Query(default=20, ge=1, le=100)) -> NotesBody:
        return NotesBody(items=[_body(note) for note in notes.newest(limit)])

    @router.post(
        "",
        operation_id="addNote",
        status_code=HTTPStatus.CREATED,
        responses=documented(HTTPStatus.UNPROCESSABLE_ENTITY),
    )
    def add_note(new: NewNoteBody, response: Response) -> NoteBody:
        note = notes.add(new.text)
        response.headers["Location"] = f"/notes/{note.id}"
        return _body(note)

    @router.get(
        "/{note_id}",
        operation_id="findNote",
        responses=documented(HTTPStatus.NOT_FOUND, HTTPStatus.UNPROCESSABLE_ENTITY),
    )
    def find_note(note_id: UUID) -> NoteBody:
        note = notes.find(note_id)
        if note is None:
            raise HTTPException(HTTPStatus.NOT_FOUND, f"There is no note {note_id}.")
        return _body(note)

    return router


def _body(note: Note) -> NoteBody:
    return NoteBody(id=note.id, text=note.text, created=note.created)
