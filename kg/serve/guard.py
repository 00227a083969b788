"""What every request passes first: host, token, size; and what every answer carries: headers that keep pages safe."""

from __future__ import annotations

import hmac

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kg.serve.settings import Settings

__all__ = ["Guard"]

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


class _TooLargeError(Exception):
    """The body is larger than allowed."""


class Guard:
    """ASGI middleware. A foreign Host is refused, so that no web page can reach the server by DNS rebinding."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self.app = app
        self.settings = settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        started = False

        async def sending(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                answer = MutableHeaders(scope=message)
                answer.setdefault("Content-Security-Policy", POLICY)
                answer["X-Content-Type-Options"] = "nosniff"
                answer["Referrer-Policy"] = "no-referrer"
                if self.settings.cors:
                    answer["Access-Control-Allow-Origin"] = "*"
                    answer["Access-Control-Allow-Headers"] = "Accept, Authorization, Content-Type"
                    answer["Access-Control-Allow-Methods"] = "GET, POST, OPTIONS"
            await send(message)

        refusal = self._refusal(scope, headers)
        if refusal is not None:
            await refusal(scope, receive, sending)
            return
        received = 0

        async def receiving() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            if received > self.settings.max_request:
                raise _TooLargeError
            return message

        try:
            await self.app(scope, receiving, sending)
        except _TooLargeError:
            if not started:
                await self._too_large()(scope, receive, sending)

    def _refusal(self, scope: Scope, headers: Headers) -> PlainTextResponse | None:
        host = headers.get("host", "").lower()
        name = host.rsplit(":", 1)[0] if not host.endswith("]") else host
        if self.settings.hosts and name not in self.settings.hosts:
            return PlainTextResponse("This server does not answer under that name.\n", 421)
        if self.settings.cors and scope["method"] == "OPTIONS":
            return PlainTextResponse("", 204)
        if self.settings.token is not None:
            given = headers.get("authorization", "").removeprefix("Bearer ")
            if not hmac.compare_digest(given.encode("utf-8"), self.settings.token.encode("utf-8")):
                return PlainTextResponse(
                    "Give the token as: Authorization: Bearer TOKEN.\n", 401, headers={"WWW-Authenticate": "Bearer"}
                )
        length = headers.get("content-length", "0")
        if not length.isdigit() or int(length[:20]) > self.settings.max_request:
            return self._too_large()
        if len(scope.get("query_string", b"")) > self.settings.max_request:
            return PlainTextResponse("The address is too long; send the query by POST.\n", 414)
        return None

    def _too_large(self) -> PlainTextResponse:
        return PlainTextResponse(f"A request may have {self.settings.max_request} bytes.\n", 413)
