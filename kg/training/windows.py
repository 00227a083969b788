"""Windows of annotated articles with their pairs of names and what the gold says: what the branch learns from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np

from kg.extract.document import Document
from kg.extract.mentions.encoder.model import shipped_encoder
from kg.extract.statements.pairs import Learned, Pair, between, pairs_in
from kg.training.candidates import Annotated, Reader

__all__ = ["PairWindow", "load_windows", "pair_windows", "save_windows"]

Array = np.ndarray[Any, Any]


@dataclass(frozen=True, slots=True)
class PairWindow:
    """A window of an article of the part ``source``: ``trunk`` has a row for each piece, all others one for each pair.

    ``right`` tells for each relation whether the gold has it, ``asked`` whether the gold settles that.
    """

    source: int
    trunk: Array
    between: Array
    ends: Array
    kinds: Array
    shape: Array
    right: Array
    asked: Array


def pair_windows(article: Annotated, part: int, reader: Reader, learned: Learned) -> Iterator[PairWindow]:
    """The windows of an article, which belongs to ``part``, that have a pair."""
    reading = shipped_encoder().read(Document.of(article.doc).view)
    sentences = reader.extractor.facts.sentences(article.doc)
    model = reader.model
    by_window: dict[int, list[tuple[Pair, list[bool | None]]]] = {}
    for view, pairs in zip(sentences, pairs_in(sentences, reading.windows, model, learned), strict=True):
        place = article.place(view)
        for pair in pairs:
            one, other = pair.subject, pair.object
            verdicts = [
                article.settle(one.entity, relation, other.entity, place)
                if model.allows(one.type, relation, other.type)
                else None
                for relation in learned.relations
            ]
            by_window.setdefault(pair.window, []).append((pair, verdicts))
    for window, rows in sorted(by_window.items()):
        yield _window(part, reading.trunk[window], [pair for pair, _ in rows], [row for _, row in rows])


def _window(source: int, trunk: Array, pairs: Sequence[Pair], verdicts: Sequence[Sequence[bool | None]]) -> PairWindow:
    return PairWindow(
        source,
        trunk.astype(np.float16),
        between(pairs, len(trunk)).astype(np.float16),
        np.array([pair.ends for pair in pairs], dtype=np.int64),
        np.array([pair.kinds for pair in pairs], dtype=np.int64),
        np.array([(pair.distance, pair.flags) for pair in pairs], dtype=np.int64),
        np.array([[verdict is True for verdict in row] for row in verdicts], dtype=bool),
        np.array([[verdict is not None for verdict in row] for row in verdicts], dtype=bool),
    )


def save_windows(windows: Sequence[PairWindow], path: Path) -> None:
    """Writes ``windows`` to ``path`` in one go."""
    scratch = path.with_suffix(".part.npz")
    named = [field.name for field in fields(PairWindow)]
    arrays = {f"{n}-{name}": getattr(window, name) for n, window in enumerate(windows) for name in named}
    np.savez(scratch, count=len(windows), **arrays)
    scratch.replace(path)


def load_windows(path: Path) -> list[PairWindow]:
    """What ``save_windows`` wrote."""
    named = [field.name for field in fields(PairWindow)]
    with np.load(path) as data:
        rows = [{name: data[f"{n}-{name}"] for name in named} for n in range(int(data["count"]))]
    return [PairWindow(**{**row, "source": int(row["source"])}) for row in rows]
