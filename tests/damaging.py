"""Answers of language models damaged at random, and what must be true of whatever is read of them."""

from __future__ import annotations

import json
import random
from collections.abc import Mapping, Sequence
from typing import Any

from kg.ontology.ontology import Ontology
from kg.readers.llm.answer import UnusableError, read_answer
from kg.readers.llm.reading import read
from kg.records import Article, Extraction

__all__ = ["damage", "is_true"]


def is_true(found: Extraction) -> None:
    """Every place in an extraction is a place of its article, and nothing is named that the article does not have."""
    text = found.article.text
    flat = " ".join(text.split())
    keys = {entity.id for entity in found.entities}
    for entity in found.entities:
        assert all(name in flat for name in (entity.label, *entity.aliases))
    for st in found.statements:
        assert {st.subject, st.object} <= keys and st.subject != st.object
        assert st.attributed_to is None or st.attributed_to in keys
        assert st.evidence.text and text[st.evidence.start : st.evidence.end] == st.evidence.text
        for span in (st.evidence.subject, st.evidence.object):
            assert span is None or (st.evidence.start <= span[0] < span[1] <= st.evidence.end)
        assert st.position is None or st.position in flat
        assert 0 <= st.confidence <= 1
    for claim in found.claims:
        assert claim.speaker in keys and text[claim.start : claim.end] == claim.text
    for m in found.measurements:
        assert m.subject in keys and text[m.evidence.start : m.evidence.end] == m.evidence.text


def damaged(text: str, chance: random.Random, others: Sequence[str]) -> str:
    """An answer with some damage: bytes, fields, ids, names, or parts of one of ``others``."""
    data = json.loads(text)
    kind = chance.choice(["bytes", "cut", "field", "id", "name", "swap", "type", "other"])
    if kind == "bytes":
        raw = bytearray(text.encode())
        for _ in range(chance.randint(1, 30)):
            raw[chance.randrange(len(raw))] = chance.randrange(256)
        return raw.decode("utf-8", "replace")
    if kind == "cut":
        return text[: chance.randrange(len(text))]
    rows: list[dict[str, Any]] = [row for part in data.values() for row in part]
    for _ in range(chance.randint(1, 4)):
        row = chance.choice(rows)
        key = chance.choice(sorted(row)) if row else ""
        if kind == "field" and key:
            del row[key]
        elif kind == "id":
            ids = [entity.get("id", "") for entity in data["entities"]] + ["nobody"]
            for side in ("s", "o", "by", "speaker", "subject", "id"):
                if side in row:
                    row[side] = chance.choice(ids)
        elif kind == "name" and "names" in row:
            row["names"] = [chance.choice(["Tập đoàn Không Có", "và", "", "Velmora Brisken", "1", "công ty này"])]
        elif kind == "swap" and "evidence" in row:
            row["evidence"], row["s_as"] = (
                chance.choice(rows).get("evidence", "x"),
                chance.choice(["và", "của", "hãng"]),
            )
        elif kind == "type" and key:
            row[key] = chance.choice([None, 7, -1e400, True, [], {}, [[]], "\ud800", "\x00", 10**400, {"a": {"b": []}}])
        elif kind == "other":
            other = json.loads(chance.choice(others))
            part = chance.choice(sorted(other))
            data[part] = other[part]
    return json.dumps(data, ensure_ascii=chance.random() < 0.5)


def damage(answered: Mapping[str, tuple[Article, str]]) -> None:
    """1,000 damages of answers to articles: what is read is true, and no other article is touched by any of it."""
    ontology = Ontology.load()

    def reading(article: Article, text: str) -> Extraction:
        return read(article, [read_answer(text)], ontology, reader="m")

    before = {name: reading(*pair) for name, pair in answered.items()}
    others = [text for _, text in answered.values()]
    read_at_all = 0
    for seed in range(1000):
        chance = random.Random(seed)
        about, text = answered[chance.choice(sorted(answered))]
        try:
            found = reading(about, damaged(text, chance, others))
        except UnusableError:
            continue
        read_at_all += 1
        is_true(found)
    assert read_at_all > 500
    assert {name: reading(*pair) for name, pair in answered.items()} == before
