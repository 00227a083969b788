"""A real HTTP server that speaks the chat-completions protocol, plays what it is told to, and counts the questions."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

__all__ = ["Endpoint", "Reply", "asked_text", "playing"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What is sent: an answer's ``text``, or ``body`` as it stands; after ``delay`` seconds."""

    text: str = ""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes | None = None
    delay: float = 0.0
    finish: str = "stop"
    message: Mapping[str, Any] | None = None
    usage: bool = True

    def content(self) -> bytes:
        if self.body is not None:
            return self.body
        if self.status != 200:
            return json.dumps({"error": {"message": self.text, "type": "error"}}).encode()
        message = self.message if self.message is not None else {"role": "assistant", "content": self.text}
        done: dict[str, Any] = {
            "id": "x",
            "object": "chat.completion",
            "created": 1,
            "model": "m",
            "choices": [{"index": 0, "message": message, "finish_reason": self.finish}],
        }
        if self.usage:
            done["usage"] = {"prompt_tokens": 1000, "completion_tokens": 500, "total_tokens": 1500}
        return json.dumps(done).encode("utf-8")


#: What is replied to the body of a request, and to how manieth with its text.
Script = Callable[[Mapping[str, Any], int], Reply]


@dataclass
class Endpoint:
    """The server's address; ``questions`` counts what was asked by text, ``answered`` what was delivered whole,
    ``connected`` the connections that are open."""

    url: str
    questions: list[Mapping[str, Any]] = field(default_factory=list)
    answered: list[str] = field(default_factory=list)
    keys: set[str] = field(default_factory=set)
    together: int = 0
    connected: int = 0

    def asked(self) -> list[str]:
        return [asked_text(body) for body in self.questions]


def asked_text(body: Mapping[str, Any]) -> str:
    """The article's text in a question."""
    content = str(body["messages"][-1]["content"])
    return content.split(">\n", 1)[1].rsplit("\n</article", 1)[0]


@contextmanager
def playing(script: Script) -> Iterator[Endpoint]:
    """An endpoint that answers by ``script``."""
    lock = threading.Lock()
    running = 0

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def setup(self) -> None:
            super().setup()
            with lock:
                endpoint.connected += 1

        def finish(self) -> None:
            super().finish()
            with lock:
                endpoint.connected -= 1

        def do_POST(self) -> None:
            nonlocal running
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            with lock:
                running += 1
                endpoint.together = max(endpoint.together, running)
                endpoint.keys.add(self.headers.get("Authorization", ""))
                text = asked_text(body)
                number = endpoint.asked().count(text)
                endpoint.questions.append(body)
            reply = script(body, number)
            time.sleep(reply.delay)
            content = reply.content()
            with lock:
                running -= 1
            try:
                self.send_response(reply.status)
                for name, value in {"Content-Type": "application/json", **reply.headers}.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)
                self.wfile.flush()
            except (BrokenPipeError, ConnectionResetError):
                return
            if reply.status == 200:
                with lock:
                    endpoint.answered.append(text)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    endpoint = Endpoint(f"http://127.0.0.1:{server.server_port}/v1")
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield endpoint
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
