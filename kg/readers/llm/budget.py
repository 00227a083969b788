"""What may be spent, and what is: nothing is asked that could go over it."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field

from kg.readers.llm.prices import Price

__all__ = ["Budget", "LimitError"]


class LimitError(Exception):
    """The next question could cost more than is left; the text says of what."""


@dataclass(slots=True)
class Budget:
    """``price`` (None: not known), the limits, and what was spent; questions on their way are held at their most."""

    price: Price | None = None
    max_cost: float | None = None
    max_tokens: int | None = None
    read: int = 0
    written: int = 0
    _held: list[tuple[int, int]] = field(default_factory=list)
    _free: threading.Condition = field(default_factory=threading.Condition)

    def hold(self, read: int, written: int) -> tuple[int, int]:
        """Put that many tokens aside for a question, at the most that it can take.

        While others are on their way it waits for what they really take. Raises LimitError when it is not there then.
        """
        with self._free:
            while (limit := self._passed(read, written)) and self._held:
                self._free.wait()
            if limit:
                raise LimitError(limit)
            self._held.append((read, written))
            return read, written

    def settle(self, held: tuple[int, int], read: int, written: int) -> None:
        """A question is answered (or not: nothing was spent), which had ``held`` put aside."""
        with self._free:
            self._held.remove(held)
            self.read += read
            self.written += written
            self._free.notify_all()

    def _passed(self, read: int, written: int) -> str:
        """The limit that one question more could go over; empty when there is none."""
        held = [*self._held, (read, written)]
        if self.max_tokens is not None and self.tokens + sum(one + two for one, two in held) > self.max_tokens:
            return f"{self.max_tokens:,} tokens"
        cost = self.cost + sum(self._cost(*pair) for pair in held)
        return f"{self.max_cost:.2f} USD" if self.max_cost is not None and cost > self.max_cost else ""

    @property
    def tokens(self) -> int:
        return self.read + self.written

    @property
    def cost(self) -> float:
        return self._cost(self.read, self.written)

    def _cost(self, read: int, written: int) -> float:
        return self.price.of(read, written) if self.price else 0.0

    def __str__(self) -> str:
        told = f"{self.tokens:,} tokens"
        return told if self.price is None else f"{told}, {self.cost:.4f} USD"
