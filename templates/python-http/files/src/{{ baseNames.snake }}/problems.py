"""Errors as problem details (RFC 9457): one shape for all of them, and nothing of the inside in it."""

from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

MEDIA_TYPE = "application/problem+json"

_SCHEMA = {
    "type": "object",
    "required": ["title", "status"],
    "properties": {
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
    },
}


def documented(*statuses: HTTPStatus) -> dict[int | str, dict[str, Any]]:
    """What an operation's `responses` say of the problems that it may answer with."""
    return {
        int(status): {"description": status.phrase, "content": {MEDIA_TYPE: {"schema": _SCHEMA}}}
        for status in statuses
    }


def answer_with_problems(app: FastAPI) -> None:
    """Makes the application answer every error with problem details."""

    @app.exception_handler(HTTPException)
    async def refused(_: Request, error: HTTPException) -> JSONResponse:
        return problem(error.status_code, error.detail, error.headers)

    @app.exception_handler(RequestValidationError)
    async def invalid(_: Request, error: RequestValidationError) -> JSONResponse:
        faults = [(".".join(map(str, fault["loc"])), fault["msg"]) for fault in error.errors()]
        detail = "; ".join(f"{place}: {message}" for place, message in faults)
        return problem(HTTPStatus.UNPROCESSABLE_ENTITY, detail)

    @app.exception_handler(Exception)
    async def failed(_: Request, __: Exception) -> JSONResponse:
        return problem(HTTPStatus.INTERNAL_SERVER_ERROR)


def problem(status: int, detail: str | None = None, headers: Any = None) -> JSONResponse:
    """An answer that is an error."""
    title = HTTPStatus(status).phrase
    body = {"title": title, "status": int(status)}
    if detail and detail != title:
        body["detail"] = detail
    return JSONResponse(body, status, headers, MEDIA_TYPE)
