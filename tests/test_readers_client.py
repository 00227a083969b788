"""The client against a real server that is slow, ill, full, strict, or of another kind."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import pytest

pytest.importorskip("openai")

from endpoint import Endpoint, Reply, Script, playing

from kg.errors import FailureError, UsageError
from kg.readers.llm.client import TRIES, Client, NoAnswerError

MESSAGES = ({"role": "system", "content": "x"}, {"role": "user", "content": "<article 1>\nA.\n</article 1>"})
SCHEMA = {"type": "object", "properties": {}}


CLIENTS: list[Client] = []


@pytest.fixture(autouse=True)
def closed() -> Iterator[None]:
    """Every client is closed behind its test."""
    yield
    while CLIENTS:
        CLIENTS.pop().close()


class Asked:
    """A client with what it pauses noted, not waited."""

    def __init__(self, endpoint: Endpoint, **options: Any) -> None:
        self.pauses: list[float] = []
        given = {"key": "geheim-1", "timeout": 5.0, "pause": self.pauses.append} | options
        self.client = Client(endpoint.url, "m", SCHEMA, **given)
        CLIENTS.append(self.client)

    def answer(self) -> str:
        return self.client.ask(MESSAGES, 100).text


def in_turn(*replies: Reply) -> Script:
    return lambda body, number: replies[min(number, len(replies) - 1)]


OK = Reply(text="{}")


def test_a_server_that_says_later_is_left_alone_as_long_as_it_says() -> None:
    later = format_datetime(datetime.now(UTC) + timedelta(seconds=30), usegmt=True)
    busy = [Reply(status=429, text="slow down", headers={"Retry-After": value}) for value in ("7", later)]
    with playing(in_turn(*busy, Reply(status=429, text="slow down"), OK)) as endpoint:
        asked = Asked(endpoint)
        assert asked.answer() == "{}"
    assert asked.pauses[0] == 7.0 and 20 < asked.pauses[1] <= 30 and asked.pauses[2] == 4.0


def test_a_server_that_wants_hours_gives_no_answer() -> None:
    with playing(in_turn(Reply(status=429, text="quota", headers={"Retry-After": "7200"}))) as endpoint:
        asked = Asked(endpoint)
        with pytest.raises(NoAnswerError, match="429"):
            asked.answer()
    assert asked.pauses == [] and len(endpoint.questions) == 1


@pytest.mark.parametrize(
    "ill",
    [
        Reply(status=500, text="oops"),
        Reply(status=503, text="loading model"),
        Reply(body=b'{"choices": [{"mess'),
        Reply(body=b"<html>proxy</html>", headers={"Content-Type": "text/html"}),
        Reply(body=b'{"choices": []}'),
        Reply(body=b"[1]"),
    ],
    ids=["500", "503", "cut", "html", "nothing", "list"],
)
def test_an_ill_server_is_asked_again_with_growing_pauses(ill: Reply) -> None:
    with playing(in_turn(ill, ill, OK)) as endpoint:
        asked = Asked(endpoint)
        assert asked.answer() == "{}"
    assert asked.pauses == [1.0, 2.0]
    with playing(in_turn(ill)) as endpoint:
        asked = Asked(endpoint)
        with pytest.raises(NoAnswerError, match=f"{TRIES} times"):
            asked.answer()
    assert asked.pauses == [1.0, 2.0, 4.0, 8.0]


def test_a_slow_server_is_waited_for_and_then_asked_again() -> None:
    with playing(in_turn(Reply(delay=1.0), OK)) as endpoint:
        asked = Asked(endpoint, timeout=0.3)
        assert asked.answer() == "{}"
    assert asked.pauses == [1.0]


@pytest.mark.parametrize("status", [401, 403])
def test_a_refused_key_ends_it_at_once_and_is_not_shown(status: int) -> None:
    with playing(in_turn(Reply(status=status, text="Incorrect API key: geheim-1"))) as endpoint:
        asked = Asked(endpoint)
        with pytest.raises(UsageError, match="refuses the key") as caught:
            asked.answer()
    assert len(endpoint.questions) == 1 and asked.pauses == []
    assert "geheim" not in f"{caught.value} {caught.value!r} {caught.value.__cause__!r} {asked.client!r}"


def test_the_key_is_not_shown_by_an_answer_or_a_complaint() -> None:
    with playing(in_turn(Reply(text="geheim-1!"))) as endpoint:
        assert Asked(endpoint).answer() == "(the key)!"
    complaint = Reply(status=400, text="bad \u001b[31m geheim-1")
    with playing(in_turn(complaint)) as endpoint, pytest.raises(NoAnswerError) as caught:
        Asked(endpoint).answer()
    assert "geheim" not in str(caught.value) and "\u001b" not in str(caught.value)


def test_an_unknown_model_ends_it_at_once() -> None:
    unknown = Reply(status=404, text="model not found")
    with playing(in_turn(unknown)) as endpoint, pytest.raises(UsageError, match="has no model 'm'"):
        Asked(endpoint).answer()
    assert len(endpoint.questions) == 1


def test_nobody_there() -> None:
    with playing(in_turn(OK)) as endpoint:
        pass
    asked = Asked(endpoint)
    with pytest.raises(FailureError, match="Nobody answers"):
        asked.answer()
    assert asked.pauses == [1.0, 2.0, 4.0, 8.0]


def knows(*forms: str, bound: str = "max_tokens", settings: bool = True) -> Script:
    """A server that knows only these forms of answers, this bound, and temperatures or none."""

    def script(body: Mapping[str, Any], _: int) -> Reply:
        form = body.get("response_format", {}).get("type", "text")
        if bound not in body:
            return Reply(status=400, text=f"Unsupported parameter: 'max_tokens'. Use '{bound}' instead.")
        if not settings and "temperature" in body:
            return Reply(status=400, text="temperature does not support 0")
        return OK if form in forms else Reply(status=400, text=f"response_format {form} is not supported")

    return script


@pytest.mark.parametrize(
    ("server", "form"),
    [
        (knows("json_schema"), "json_schema"),
        (knows("json_object"), "json_object"),
        (knows("text"), "text"),
        (knows("json_object", bound="max_completion_tokens", settings=False), "json_object"),
    ],
    ids=["schema", "json", "text", "picky"],
)
def test_a_server_is_asked_in_the_manner_that_it_knows(server: Script, form: str) -> None:
    with playing(server) as endpoint:
        asked = Asked(endpoint)
        assert asked.answer() == "{}"
        first = len(endpoint.questions)
        assert asked.answer() == "{}"
        assert len(endpoint.questions) == first + 1  # what it knows is remembered
    assert endpoint.questions[-1].get("response_format", {}).get("type", "text") == form
    assert asked.pauses == []


@pytest.mark.parametrize("name", ["reasoning", "reasoning_content"])
def test_an_answer_beside_the_content_is_found(name: str) -> None:
    with playing(in_turn(Reply(message={"role": "assistant", "content": "", name: '{"a": 1}'}))) as endpoint:
        assert Asked(endpoint).answer() == '{"a": 1}'


def test_tokens_are_counted_by_the_server_or_else_estimated() -> None:
    with playing(in_turn(Reply(text="abc" * 50), Reply(text="abc" * 50, usage=False))) as endpoint:
        client = Asked(endpoint).client
        told, estimated = client.ask(MESSAGES, 100), client.ask(MESSAGES, 100)
    assert (told.read, told.written) == (1000, 500)
    assert 0 < estimated.read < 100 and 30 < estimated.written < 100


@pytest.mark.parametrize("url", ["localhost:11434", "ftp://x/v1", "http://", "http://me:secret@x/v1"])
def test_what_is_no_endpoint(url: str) -> None:
    with pytest.raises(UsageError) as caught:
        Client(url, "m", SCHEMA)
    assert "secret" not in str(caught.value)
