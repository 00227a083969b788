"""Asks about articles, several at a time, and keeps each answer as soon as it is there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass, replace
from threading import Event

from kg.errors import FailureError
from kg.readers.llm.answer import Answer, UnusableError, read_answer
from kg.readers.llm.budget import Budget, LimitError
from kg.readers.llm.client import Client, NoAnswerError
from kg.readers.llm.places import Places
from kg.readers.llm.prices import tokens
from kg.readers.llm.prompt import Message
from kg.readers.llm.store import Key, Part, Record, Store, Try

__all__ = ["Question", "ask_all", "best_answer", "most_tokens", "settled"]

#: How often a part is asked about when its answers are unusable.
ASKED = 2
#: How long an answer is for its article, and at most (a model that thinks needs more), in tokens for one of the text;
#: and the shortest such bound. Recorded answers have 0.8 to 4.8 times the characters of their articles, mostly 2.3.
LONG, TIMES, LEAST = 2.5, 8, 6_000
#: So many articles one after the other without an answer, and the server is given up.
LOST = 8


@dataclass(frozen=True, slots=True)
class Question:
    """All that is asked about one article: its name for people, where its answers are kept, and its parts."""

    source: str
    text: str
    key: Key
    record: Record
    parts: Sequence[tuple[tuple[int, int], Sequence[Message]]]

    def estimate(self) -> tuple[int, int]:
        """About how many tokens are read and written for the parts that have no answer yet."""
        asked = [part for part in self.parts if not settled(self.record, part[0], self.text)]
        read = sum(tokens(item["content"]) for _, messages in asked for item in messages)
        return read, int(LONG * sum(tokens(messages[-1]["content"]) for _, messages in asked))


def most_tokens(messages: Sequence[Message]) -> int:
    """How long an answer may be."""
    return max(LEAST, TIMES * tokens(messages[-1]["content"]))


def best_answer(part: Part, text: str) -> Answer:
    """The first usable answer to a part of an article whose text is ``text``.

    Raises UnusableError with the reason when none is.
    """
    if part.failure:
        raise UnusableError(part.failure)
    reason = "there is no answer"
    for answer in part.tries:
        try:
            return _about(read_answer(answer.text), text)
        except UnusableError as error:
            reason = str(error)
    raise UnusableError(reason)


def _about(answer: Answer, text: str) -> Answer:
    """The answer, when it speaks of this text: it names something, and something of that the text names, too."""
    if not answer.entities:
        raise UnusableError("the answer names nothing")
    places = Places(text)
    if not any(places.names(name) for entity in answer.entities for name in entity.names):
        raise UnusableError("the answer speaks of nothing that the article names")
    return answer


def ask_all(
    questions: Sequence[Question],
    client: Client,
    store: Store,
    budget: Budget,
    *,
    parallel: int,
    tell: Callable[[str], None] = lambda line: None,
) -> None:
    """Ask all that has no answer yet. What was answered is kept, whatever happens.

    Raises FailureError when a limit is reached or the server is gone, UsageError when it refuses key or model: what is
    on its way then is waited for, and kept.
    """
    asker = _Asker(client, store, budget)
    waiting = iter(questions)
    running: dict[Future[bool], Question] = {}
    lost, done = 0, 0
    with ThreadPoolExecutor(parallel) as threads, _stopping(asker):
        try:
            while True:
                for question in _some(waiting, parallel - len(running)):
                    running[threads.submit(asker.ask, question)] = question
                if not running:
                    return
                finished, _ = wait(running, return_when=FIRST_COMPLETED)
                for future in finished:
                    question = running.pop(future)
                    answered = future.result()
                    lost, done = 0 if answered else lost + 1, done + 1
                    tell(f"{question.source} ({budget}; {len(questions) - done} to ask)")
                if lost >= LOST:
                    raise FailureError(
                        f"{client.endpoint} gave no answer to {lost} articles one after the other.",
                        remedy="What was answered is kept; go on with the same command and --retry-failed.",
                    )
        except LimitError as limit:
            left = len(questions) - done
            raise FailureError(
                f"Asking on could go over {limit}: {budget} are spent, {left} of {len(questions)} articles are left.",
                remedy="What was answered is kept; go on with the same command and a higher limit.",
            ) from limit


@contextmanager
def _stopping(asker: _Asker) -> Iterator[None]:
    """Whatever ends it early, nothing more is asked: only what is on its way is waited for."""
    try:
        yield
    except BaseException:
        asker.stopped.set()
        raise


class _Asker:
    def __init__(self, client: Client, store: Store, budget: Budget) -> None:
        self.stopped = Event()
        self._client = client
        self._store = store
        self._budget = budget

    def ask(self, question: Question) -> bool:
        """Ask about one article, part by part, each kept as soon as it is answered; False when one had no answer."""
        record, whole = question.record, True
        for (start, end), messages in question.parts:
            if settled(record, (start, end), question.text):
                continue
            part = Part(start=start, end=end)
            while len(part.tries) < ASKED and not part.failure:
                if self.stopped.is_set():
                    return True
                part = self._tried(part, messages)
                kept = tuple(other for other in record.parts if (other.start, other.end) != (start, end))
                record = replace(record, parts=tuple(sorted((*kept, part), key=lambda item: item.start)))
                self._store.put(question.key, record)
                if _is_usable(part, question.text):
                    break
            whole = whole and not part.failure
        return whole

    def _tried(self, part: Part, messages: Sequence[Message]) -> Part:
        most = most_tokens(messages)
        held = self._budget.hold(sum(tokens(item["content"]) for item in messages), most)
        answer: Try | None = None
        try:
            answer = self._client.ask(messages, most)
        except NoAnswerError as error:
            return replace(part, failure=f"no answer: {error}")
        finally:
            self._budget.settle(held, answer.read if answer else 0, answer.written if answer else 0)
        return replace(part, tries=(*part.tries, answer))


def settled(record: Record, span: tuple[int, int], text: str) -> bool:
    """Whether a part of an article needs no more asking: it is answered, or has been asked about often enough."""
    found = next((part for part in record.parts if (part.start, part.end) == span), None)
    return found is not None and (bool(found.failure) or len(found.tries) >= ASKED or _is_usable(found, text))


def _is_usable(part: Part, text: str) -> bool:
    try:
        best_answer(part, text)
    except UnusableError:
        return False
    return True


def _some(questions: Iterable[Question], number: int) -> list[Question]:
    found = []
    if number > 0:
        for question in questions:
            found.append(question)
            if len(found) == number:
                break
    return found
