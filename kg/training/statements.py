"""Train the scorer of candidates: ``python -m kg.training.statements tests/corpus``.

Reads the corpus' articles as a build does, calls a candidate right when the gold annotation has it, and fits the
conditional logit of ``kg.extract.statements.scorer``. The same corpus gives the same bytes, in a few minutes.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from kg.evaluate.gold import read_gold
from kg.evaluate.matching import norm
from kg.extract import Extractor, annotate
from kg.extract.statements.facts import WEIGHTS
from kg.extract.statements.scorer import Scorer, log_odds, rival_key, save_scorer, unit_key
from kg.ontology.definitions import Model
from kg.records import Article
from kg.training.passages import annotate_passage, read_passages

__all__ = ["Example", "examples", "fit"]

PENALTY = 4.0
#: A feature that was seen less often says nothing.
LEAST = 2
THRESHOLD = 0.55
#: For the calibration, each source is judged by weights learned without it.
FOLDS = 4
#: Candidates less probable than this are left out of the calibration: nearly all are, and rightly.
DOUBTFUL = 0.1

Vector = np.ndarray[Any, np.dtype[np.float64]]


@dataclass(frozen=True, slots=True)
class Example:
    """A candidate of the corpus. Those with one ``rivals`` key compete; list members share a ``unit``.

    ``source`` is the article or passage: what is learned from one is never tested on it.
    """

    source: Hashable
    rivals: Hashable
    unit: Hashable
    names: tuple[str, ...]
    right: bool


def examples(corpus: Path) -> Iterator[Example]:
    """Every candidate of the corpus' articles that the gold settles; optional facts settle nothing."""
    extractor = Extractor()
    model = extractor.ontology.model
    for path in sorted(corpus.glob("*.json")):
        for item in read_gold(path):
            text = (corpus / "articles" / item["article"]).read_text(encoding="utf-8-sig")
            doc = extractor.annotate(
                Article(id=item["article"], source=item["article"], text=text, date=item.get("date"))
            )
            gold = _index(item, model)
            keys = _keys(item, doc.user_data["kg_entities"])
            for n, reading in enumerate(extractor.readings(doc)):
                place = (reading.sent.start_char, reading.sent.end_char)
                for candidate, names in reading.candidates:
                    verdict = _verdict(
                        gold, keys, candidate.subject.entity, candidate.relation, candidate.object.entity, text, place
                    )
                    if verdict is not None:
                        where = (item["article"], n)
                        key = (where, rival_key(candidate))
                        yield Example(item["article"], key, (*key, unit_key(candidate)), tuple(names), verdict)


def passage_examples(corpus: Path) -> Iterator[Example]:
    """Every candidate of the corpus' short passages, whose names and references are given."""
    extractor = Extractor()
    model, nlp = extractor.ontology.model, extractor.nlp
    # The passage itself says what is named and meant.
    nlp.select_pipes(enable=["kg_structure", "kg_words", "kg_times"])
    for path in sorted((corpus / "passages").glob("*.txt")):
        for number, passage in enumerate(read_passages(path)):
            doc = annotate_passage(annotate(nlp, Article(id="passage", source=path.name, text=passage.text)), passage)
            facts = dict(passage.facts)
            facts |= {(o, p, s): optional for (s, p, o), optional in passage.facts.items() if model.symmetric(p)}
            for n, reading in enumerate(extractor.readings(doc)):
                where = (path.name, number, n)
                for candidate, names in reading.candidates:
                    optional = facts.get((candidate.subject.entity, candidate.relation, candidate.object.entity))
                    if optional is not True:
                        key = (where, rival_key(candidate))
                        yield Example(where[:2], key, (*key, unit_key(candidate)), tuple(names), optional is False)


def _index(item: dict[str, Any], model: Model) -> dict[tuple[str, str, str], dict[str, Any]]:
    found: dict[tuple[str, str, str], dict[str, Any]] = {}
    for fact in item["facts"]:
        for s in (fact["s"], *fact.get("alt_s", [])):
            for o in (fact["o"], *fact.get("alt_o", [])):
                for p in (fact["p"], *fact.get("alt_p", [])):
                    found.setdefault((s, p, o), fact)
                    if model.symmetric(p):
                        found.setdefault((o, p, s), fact)
    return found


def _keys(item: dict[str, Any], entities: dict[str, Any]) -> dict[str, list[str]]:
    """The gold keys that each extracted entity may be, by name."""
    names = {key: {norm(name) for name in value["names"]} for key, value in item["entities"].items()}
    return {
        id_: [
            key
            for key, known in names.items()
            if known & {norm(name) for name in (entity["label"], *entity["aliases"])}
        ]
        for id_, entity in entities.items()
    }


def _verdict(
    gold: dict[tuple[str, str, str], dict[str, Any]],
    keys: dict[str, list[str]],
    subject: str,
    relation: str,
    object_: str,
    text: str,
    place: tuple[int, int],
) -> bool | None:
    for s in keys.get(subject, ()):
        for o in keys.get(object_, ()):
            fact = gold.get((s, relation, o))
            if fact is None:
                continue
            words = fact.get("evidence", "")
            start = text.find(words)
            here = start >= 0 and start < place[1] and start + len(words) > place[0]
            # Elsewhere in the article the pair may or may not stand for the same fact.
            return None if fact.get("optional") or not here else True
    return False


@dataclass(frozen=True, slots=True)
class _Table:
    """Examples as the arrays that the fit works on."""

    matrix: csr_matrix
    right: Vector
    group: np.ndarray[Any, np.dtype[np.int64]]
    share: Vector
    unit: np.ndarray[Any, np.dtype[np.int64]]
    groups: int

    @classmethod
    def of(cls, rows: Sequence[Example], index: Mapping[str, int]) -> _Table:
        columns = [[index[name] for name in row.names if name in index] for row in rows]
        starts = np.concatenate([[0], np.cumsum([len(column) for column in columns])])
        flat = np.fromiter(chain.from_iterable(columns), dtype=np.int64, count=int(starts[-1]))
        numbers: dict[Hashable, int] = {}
        sizes = Counter(row.unit for row in rows)
        units: dict[Hashable, int] = {}
        return cls(
            csr_matrix((np.ones(len(flat)), flat, starts), shape=(len(rows), len(index))),
            np.array([row.right for row in rows], dtype=float),
            np.array([numbers.setdefault(row.rivals, len(numbers)) for row in rows], dtype=np.int64),
            np.array([1.0 / sizes[row.unit] for row in rows]),
            np.array([units.setdefault(row.unit, len(units)) for row in rows], dtype=np.int64),
            len(numbers),
        )

    def strengths(self, weights: Vector) -> tuple[Vector, Vector]:
        """Each candidate's strength and, by group, the sum of all with that of "no fact"."""
        strength: Vector = np.exp(np.clip(self.matrix @ weights, -30, 30)).astype(np.float64)
        return strength, np.asarray(1.0 + np.bincount(self.group, self.share * strength, self.groups), dtype=np.float64)

    def probabilities(self, weights: Vector) -> Vector:
        """As ``Scorer`` gives them, before calibration: each member of a list by itself."""
        strength, total = self.strengths(weights)
        mean = np.bincount(self.unit, self.share * strength)
        return np.asarray(strength / (total[self.group] - mean[self.unit] + strength), dtype=np.float64)


def _weights(table: _Table, penalty: float) -> Vector:
    """The weights that make the right candidates most probable, held small by ``penalty``."""
    transposed = table.matrix.T.tocsr()
    answered = np.bincount(table.group, table.right, table.groups) > 0

    def loss(weights: Vector) -> tuple[float, Vector]:
        strength, total = table.strengths(weights)
        strength = table.share * strength
        hit = np.bincount(table.group, strength * table.right, table.groups)
        value = np.log(total).sum() - np.log(hit[answered]).sum() + 0.5 * penalty * (weights @ weights)
        pull = np.where(table.right > 0, strength / np.maximum(hit[table.group], 1e-300), 0.0)
        return float(value), transposed @ (strength / total[table.group] - pull) + penalty * weights

    start = np.zeros(table.matrix.shape[1])
    return np.asarray(minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 150}).x)


def _calibration(rows: Sequence[Example], index: Mapping[str, int], penalty: float) -> tuple[float, float]:
    """Slope and offset that make probabilities true for articles that the weights have not seen."""
    order = {source: n for n, source in enumerate(sorted({row.source for row in rows}, key=repr))}
    odds: list[float] = []
    right: list[bool] = []
    for fold in range(FOLDS):
        weights = _weights(_Table.of([row for row in rows if order[row.source] % FOLDS != fold], index), penalty)
        unseen = [row for row in rows if order[row.source] % FOLDS == fold]
        table = _Table.of(unseen, index)
        for row, probability in zip(unseen, table.probabilities(weights), strict=True):
            if probability >= DOUBTFUL:
                odds.append(log_odds(float(probability)))
                right.append(row.right)
    x, y = np.array(odds), np.array(right, dtype=float)

    def loss(line: Vector) -> float:
        z = line[0] * x + line[1]
        return float((np.logaddexp(0.0, z) - y * z).sum())

    slope, offset = minimize(loss, np.array([1.0, 0.0]), method="BFGS").x
    return round(float(slope), 3), round(float(offset), 3)


def fit(rows: Sequence[Example], *, penalty: float = PENALTY, threshold: float = THRESHOLD) -> Scorer:
    """The calibrated scorer of ``rows``."""
    counts = Counter(name for row in rows for name in row.names)
    index = {name: i for i, name in enumerate(sorted(name for name, n in counts.items() if n >= LEAST))}
    weights = _weights(_Table.of(rows, index), penalty)
    slope, offset = _calibration(rows, index, penalty)
    return Scorer({name: float(weights[i]) for name, i in index.items()}, threshold, slope, offset)


def main() -> None:
    corpus = Path(sys.argv[1]) if len(sys.argv) > 1 else Path("tests/corpus")
    save_scorer(fit([*examples(corpus), *passage_examples(corpus)]), WEIGHTS)


if __name__ == "__main__":
    main()
