"""What a language model is told that reads articles for kg: rules and examples in the articles' language."""

from __future__ import annotations

from typing import Any

from kg.ontology.files import DataModel

__all__ = ["Example", "PromptWords"]


class Example(DataModel):
    """An invented article and the answer to it."""

    text: str
    answer: dict[str, Any]


class PromptWords(DataModel):
    """``language`` is what the articles are written in; ``rules`` are told as they stand."""

    language: str
    rules: tuple[str, ...]
    examples: tuple[Example, ...] = ()
