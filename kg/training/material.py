"""The candidates of all annotated articles, packed: what the scorer is learned from."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

import numpy as np

from kg.ontology.ontology import Ontology
from kg.records import stable_hash
from kg.training.candidates import Example, Reader, facts_of, told_alone
from kg.training.memory import told
from kg.training.packed import Flags, Packed, chosen, join, load, pack, save
from kg.training.real import real_articles
from kg.training.samples import corpus

__all__ = ["Material", "material"]

#: So many real articles are read and kept together.
PART = 160


@dataclass(frozen=True, slots=True)
class Material:
    """Packed candidates of the invented articles and passages, behind them those of the real articles.

    ``whole`` says which candidates are of articles, ``real`` of real ones, ``alone`` of those that share no fact with
    another; ``expected`` and ``expected_alone`` facts are to be found in the former and in the latter.
    """

    packed: Packed
    whole: Flags
    real: Flags
    alone: Flags
    expected: int
    expected_alone: int

    @property
    def judged(self) -> Flags:
        """The candidates that calibration and threshold are taken from: the real ones, where there are any."""
        return self.real if self.real.any() else np.ones(len(self.packed), dtype=bool)

    @property
    def settled(self) -> Flags:
        """The candidates that the gold says of whether they are right."""
        return self.packed.right >= 0

    def of(self, rows: Flags) -> Material:
        """The candidates ``rows`` alone; as many facts are to be found."""
        packed = chosen(self.packed, rows)
        return replace(self, packed=packed, whole=self.whole[rows], real=self.real[rows], alone=self.alone[rows])


def material(
    folder: Path | None,
    *,
    shared: Path | None = None,
    folds: Path | None = None,
    encoders: Path | None = None,
    branches: Path | None = None,
    cache: Path | None = None,
) -> Material:
    """Everything that there is to learn from; with ``branches`` the encoder is heard; without ``folder`` no corpus, and
    the shipped memory, which knows none of the articles, is asked.
    """
    remembered = None
    if folder is not None and shared is not None:
        remembered = told((item for item, _ in real_articles(shared)), Ontology.load().model)
    reader = Reader(folds, encoder=branches is not None, encoders=encoders, branches=branches, told=remembered)
    parts = []
    if folder is not None:
        parts = [
            _kept(cache, "invented", lambda: reader.examples(reader.articles(corpus(folder)))),
            _kept(cache, "passages", lambda: reader.examples(reader.passages(folder))),
        ]
    articles_end, invented = sum(map(len, parts[:1])), sum(map(len, parts))
    read = []
    articles = iter(real_articles(shared)) if shared is not None else iter(())
    while batch := list(islice(articles, PART)):
        read += [item for item, _ in batch]
        name = "real-" + stable_hash([item.source for item, _ in batch])
        parts.append(_kept(cache, name, lambda batch=batch: reader.examples(reader.articles(batch))))  # type: ignore[misc]
    packed = join(parts)
    alone = told_alone(read)
    number = np.arange(len(packed))
    return Material(
        packed,
        (number < articles_end) | (number >= invented),
        number >= invented,
        np.array([source in alone for source in packed.sources], dtype=bool)[packed.source],
        sum(map(facts_of, read)),
        sum(facts_of(item) for item in read if item.source in alone),
    )


def _kept(cache: Path | None, name: str, examples: Callable[[], Iterable[Example]]) -> Packed:
    """The packed ``examples``, from the folder ``cache`` where they are."""
    if cache is None:
        return pack(examples())
    path = cache / f"{name}.npz"
    if not path.is_file():
        cache.mkdir(parents=True, exist_ok=True)
        save(pack(examples()), path)
    return load(path)
