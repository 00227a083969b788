"""One endpoint that speaks the chat-completions protocol: a question in, an answer out, whatever the server is like.

What a server does not know is left out of the next try: JSON schema, then JSON mode, then plain text. It says "later"
(429, with ``Retry-After``) or is ill (5xx, time-outs): it is asked again, with growing pauses. A key that it refuses
ends everything at once.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit

from kg.errors import FailureError, UsageError
from kg.readers.llm.answer import LONGEST
from kg.readers.llm.prices import tokens
from kg.readers.llm.store import Try

__all__ = ["Client", "NoAnswerError"]

#: How often a question is asked at most while the server is ill, and the longest pause in seconds.
TRIES, LONG = 5, 120.0
#: The longest pause that a server may ask for; one that wants more gives no answer.
PATIENCE = 600.0


class NoAnswerError(Exception):
    """Why the server gave no answer to one question; others may be answered."""


@dataclass(frozen=True, slots=True)
class _Manner:
    """How a question is put: the form that is asked for, and whether usual settings are sent."""

    form: str = "schema"
    settings: bool = True
    bound: str = "max_tokens"

    def tamer(self, complaint: str) -> _Manner | None:
        """The manner to try when the server complains of this one; None when there is none left."""
        if self.bound == "max_tokens" and "max_completion_tokens" in complaint:
            return replace(self, bound="max_completion_tokens")
        if self.settings and ("temperature" in complaint or "seed" in complaint):
            return replace(self, settings=False)
        lower = {"schema": "json", "json": "text"}
        return replace(self, form=lower[self.form]) if self.form in lower else None


class Client:
    """Asks ``model`` at ``endpoint``. The key is shown nowhere, not even by an error of the server."""

    def __init__(
        self,
        endpoint: str,
        model: str,
        schema: Mapping[str, Any],
        *,
        key: str | None = None,
        timeout: float = 600.0,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        parts = urlsplit(endpoint)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise UsageError(f"{endpoint!r} is no endpoint.", remedy="Give one such as http://localhost:11434/v1.")
        if parts.username or parts.password:
            raise UsageError("The endpoint holds a password.", remedy="Put the key into KG_API_KEY or --key-file.")
        try:
            import openai
        except ImportError as error:
            raise UsageError("Asking a language model needs more packages.", remedy="pip install 'kg[llm]'") from error
        self.endpoint = endpoint.rstrip("/").removesuffix("/chat/completions")
        self.model = model
        self._schema = schema
        self._key = key or ""
        self._pause = pause
        self._manner = _Manner()
        self._openai = openai
        self._client = openai.OpenAI(
            base_url=self.endpoint, api_key=key or "none", max_retries=0, timeout=timeout, organization="", project=""
        )

    def __repr__(self) -> str:
        return f"Client({self.endpoint!r}, {self.model!r})"

    def close(self) -> None:
        """End the connections; left to the collector, they would end at any moment, in the middle of anything."""
        self._client.close()

    def ask(self, messages: Sequence[Mapping[str, str]], most: int) -> Try:
        """The answer, of ``most`` tokens at most.

        Raises NoAnswerError when there is none, UsageError when key or model are refused, FailureError when nobody is
        there.
        """
        manner, tries = self._manner, 0
        while True:
            try:
                answer = self._asked(messages, most, manner)
            except self._openai.APITimeoutError:
                wait, why = self._grown(tries), "it took too long"
            except self._openai.APIConnectionError as error:
                if tries + 1 >= TRIES:
                    raise FailureError(
                        f"Nobody answers at {self.endpoint}.",
                        remedy="Start the server, or mend --endpoint; then go on with the same command.",
                    ) from error
                wait, why = self._grown(tries), "the connection broke"
            except self._openai.APIStatusError as error:
                complaint = self._complaint(error)
                status = error.status_code
                if status in (401, 403):
                    raise UsageError(
                        f"{self.endpoint} refuses the key ({status}).",
                        remedy="Put a valid one into KG_API_KEY or --key-file.",
                    ) from None
                if status == 404:
                    raise UsageError(
                        f"{self.endpoint} has no model {self.model!r}, or is no such endpoint (404).",
                        remedy="Mend --model or --endpoint.",
                    ) from None
                if status in (400, 415, 422, 501):
                    tamer = manner.tamer(complaint)
                    if tamer is None:
                        raise NoAnswerError(f"the server refuses the question ({status}): {complaint}") from None
                    manner = tamer
                    continue
                wait, why = self._told(error, tries), f"the server says {status}"
            except (ValueError, TypeError, AttributeError, LookupError):
                wait, why = self._grown(tries), "the server sends no answer of the protocol"
            else:
                self._manner = manner
                return answer
            tries += 1
            if tries >= TRIES or wait > PATIENCE:
                raise NoAnswerError(f"{why}, {tries} times" if tries > 1 else why)
            self._pause(wait)

    def _asked(self, messages: Sequence[Mapping[str, str]], most: int, manner: _Manner) -> Try:
        wanted: dict[str, Any] = {manner.bound: most}
        if manner.settings:
            wanted |= {"temperature": 0, "seed": 1}
        if manner.form == "schema":
            named = {"name": "reading", "schema": self._schema, "strict": False}
            wanted["response_format"] = {"type": "json_schema", "json_schema": named}
        elif manner.form == "json":
            wanted["response_format"] = {"type": "json_object"}
        create: Any = self._client.chat.completions.create
        found: Any = create(model=self.model, messages=list(messages), **wanted)
        choice = found.choices[0]
        message = choice.message
        # Servers put what a model that thinks has written beside the answer, and sometimes the answer with it.
        thoughts = getattr(message, "reasoning", None) or getattr(message, "reasoning_content", None)
        text = message.content or thoughts or ""
        if not isinstance(text, str):
            raise TypeError("not a text")
        usage = found.usage
        return Try(
            text=self._clean(text)[: LONGEST + 1],
            finish=str(choice.finish_reason or "")[:20],
            read=_count(usage, "prompt_tokens") or sum(tokens(item["content"]) for item in messages),
            written=_count(usage, "completion_tokens") or tokens(text),
        )

    def _complaint(self, error: Any) -> str:
        """What the server says, without the key, as one short line."""
        text = " ".join(str(getattr(error, "message", "") or "").split())
        return self._clean("".join(char if char.isprintable() else " " for char in text))[:300]

    def _clean(self, text: str) -> str:
        return text.replace(self._key, "(the key)") if self._key else text

    def _told(self, error: Any, tries: int) -> float:
        """How long the server wants to be left alone; by itself, longer each time."""
        header = str(error.response.headers.get("retry-after", "")).strip()
        try:
            return max(float(header), 0.0)
        except ValueError:
            pass
        try:
            return max(parsedate_to_datetime(header).timestamp() - time.time(), 0.0)
        except (TypeError, ValueError):
            return self._grown(tries)

    @staticmethod
    def _grown(tries: int) -> float:
        return min(float(2**tries), LONG)


def _count(usage: Any, name: str) -> int:
    value = getattr(usage, name, None)
    return value if isinstance(value, int) and value > 0 else 0
