"""How long a connection may keep the server waiting for its request, and how many may at once.

uvicorn waits for ever: some hundred connections that send half a request, by mistake or not, would keep out all others.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol

__all__ = ["MOST", "PATIENCE", "Patient", "Waiting"]

#: Seconds in which a whole request must have come.
PATIENCE = 10.0
#: Connections that may be waited for.
MOST = 200

TOO_LATE = b"HTTP/1.1 408 Request Timeout\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"


class Waiting:
    """The connections of which no whole request has come, the oldest first, each with its peer.

    Beyond ``most`` the oldest one of the peer that has most of them is closed: an honest request is whole at once.
    """

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._peers: dict[Patient, str] = {}

    def enter(self, connection: Patient, peer: str) -> None:
        self._peers[connection] = peer
        if len(self._peers) > self._most:
            worst, _ = Counter(self._peers.values()).most_common(1)[0]
            next(other for other, its in self._peers.items() if its == worst).give_up()

    def leave(self, connection: Patient) -> None:
        self._peers.pop(connection, None)


class Patient(H11Protocol):
    """uvicorn's HTTP, with a time limit on requests; ``waiting`` is made anew by ``kg.serve.server``."""

    waiting = Waiting()
    patience = PATIENCE

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._timer: asyncio.TimerHandle | None = None
        self._wait()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        self._look()

    def on_response_complete(self) -> None:
        super().on_response_complete()
        if not self.transport.is_closing():
            self._wait()
            self._look()

    def connection_lost(self, exc: Exception | None) -> None:
        self._done()
        super().connection_lost(exc)

    def give_up(self) -> None:
        """Close the connection; who waits for the rest of its request learns that it has gone."""
        self._done()
        if self.cycle is None or self.cycle.response_complete:
            self.transport.write(TOO_LATE)
        self.transport.close()

    def _look(self) -> None:
        """Whether the request is whole."""
        cycle: Any = self.cycle
        if cycle is not None and not cycle.response_complete and not cycle.more_body:
            self._done()

    def _wait(self) -> None:
        self._done()
        self._timer = self.loop.call_later(self.patience, self.give_up)
        self.waiting.enter(self, self.client[0] if self.client else "")

    def _done(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        self.waiting.leave(self)
