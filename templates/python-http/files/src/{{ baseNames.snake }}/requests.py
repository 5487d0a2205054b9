"""Gives every request an id, and logs it once it is answered."""

import logging
import re
import time
from uuid import uuid4

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from .logs import correlation

HEADER = "X-Request-Id"
_ACCEPTED = re.compile(r"[\w.-]{1,64}", re.ASCII)
_log = logging.getLogger(__name__)


class RequestLog:
    """ASGI middleware. An id that the caller sent is kept, and follows the request through all services."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        sent = Headers(scope=scope).get(HEADER, "")
        request_id = sent if _ACCEPTED.fullmatch(sent) else str(uuid4())
        correlation.set(request_id)
        started = time.perf_counter()
        status = 500

        async def send_with_id(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)[HEADER] = request_id
            await send(message)

        try:
            await self._app(scope, receive, send_with_id)
        finally:
            _log.info(
                "%s %s",
                scope["method"],
                scope["path"],
                extra={"status": status, "milliseconds": round((time.perf_counter() - started) * 1000, 1)},
            )
