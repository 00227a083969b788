"""What a build would ask, and what that would cost: known before anything is spent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kg.readers.llm.asking import Question
from kg.readers.llm.prices import Price

__all__ = ["Plan"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """``kept`` articles have answers, ``failed`` have unusable ones, ``questions`` is what is to be asked.

    ``otherwise`` counts those of them that were asked before with another prompt or model.
    """

    articles: int
    kept: int
    failed: int
    otherwise: int
    questions: Sequence[Question]
    price: Price | None

    @property
    def tokens(self) -> tuple[int, int]:
        """About how many are read and written."""
        estimates = [question.estimate() for question in self.questions]
        return sum(read for read, _ in estimates), sum(written for _, written in estimates)

    @property
    def cost(self) -> float | None:
        """In US dollars; None when the price is not known."""
        return self.price.of(*self.tokens) if self.price else None

    def __str__(self) -> str:
        read, written = self.tokens
        cost = "at a price that is not known" if self.cost is None else f"{self.cost:.4f} USD"
        if self.price and self.price.seen and self.cost is not None:
            cost = f"{cost} (prices of {self.price.seen})"
        told = f"{self.articles} articles: {self.kept} answered, {self.failed} badly, {len(self.questions)} to ask"
        return f"{told}; about {read:,} tokens to read and {written:,} to write, {cost}."
