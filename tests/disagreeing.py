"""Articles that may disagree with each other, for the tests of conflicts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from making import made_entity, made_evidence, made_extraction, made_measurement, made_statement

from kg.graph import Graph
from kg.linking import link
from kg.records import Evidence, Extraction, Modality

__all__ = ["DATES", "Case", "Fact", "agree", "article", "figure", "kinds", "stated", "told"]

Case = tuple[str, list[Extraction], list[str]]
"""What is tested, the articles, and the kinds of the conflicts that are found."""
TYPES = {
    "Deepseek": "Company",
    "Velmora": "Company",
    "R1": "AIModel",
    "Hà Nội": "City",
    "Huế": "City",
    "Việt Nam": "Country",
    "Lê An": "Person",
    "Vũ Bình": "Person",
    "Qwen": "AIModel",
    "Orrery": "Company",
    "Lê Ann": "Person",
    "Wei An Li": "Person",
    "Trần Cả": "Person",
    "Hà Nộị": "City",
    "Chỉ thị 23/CT-VX": "Policy",
    "Bộ Y tế": "GovernmentBody",
    "Wei Binh": "Person",
    "C.C. Wei": "Person",
}
Fact = tuple[str, str, str] | tuple[str, str, str, str] | tuple[str, str, str, str, Modality]


def article(
    number: int,
    facts: Sequence[Fact] = (),
    *,
    date: str | None = "2025-12-20",
    figures: Sequence[tuple[str, str, str, str]] = (),
    one_sentence: bool = False,
) -> Extraction:
    """An article with facts (subject, relation, object[, time[, modality]]) and figures
    (subject, metric, value, time)."""
    places = [made_evidence(0 if one_sentence else 10 * n, 9) for n in range(max(len(facts), len(figures)))]
    statements = [
        made_statement(
            *fact[:3],
            evidence=place,
            time=(fact[3] or None) if len(fact) > 3 else None,
            modality=fact[4] if len(fact) > 4 else "asserted",
        )
        for fact, place in zip(facts, places, strict=False)
    ]
    measurements = tuple(
        made_measurement(*figure[:3], time=figure[3] or None, evidence=place)
        for figure, place in zip(figures, places, strict=False)
    )
    entities = [made_entity(name, kind, name) for name, kind in TYPES.items()]
    return made_extraction(str(number), entities, statements, measurements=measurements, date=date)


def kinds(graph: Graph) -> list[str]:
    return [conflict.kind for conflict in graph.conflicts.values()]


DATES = ("2025-03-01", "2025-03-20", "2026-03-01")
"""Two articles of one month, and one of a year later."""


def told(number: int, fact: Fact, date: str = DATES[0], *, trigger: str = "", confidence: float = 1.0) -> Extraction:
    """An article of a day with one fact, whose sentence is the words that state it."""
    found = article(number, [fact], date=date)
    (st,) = found.statements
    words = trigger or "x"
    evidence = replace(st.evidence, text=words, end=st.evidence.start + len(words))
    if trigger:
        evidence = replace(evidence, trigger=(evidence.start, evidence.end))
    return replace(found, statements=(replace(st, evidence=evidence, confidence=confidence),))


def stated(number: int, text: str, date: str, relation: str = "ceoOf", position: str | None = None) -> Extraction:
    """An article of a day with one fact, read from a sentence: "Ông [Lê An], {CEO} <Velmora>, đã đến." """
    places: dict[str, tuple[int, int]] = {}
    plain = ""
    for char in text:
        if char in "[{<":
            places[char] = (len(plain), 0)
        elif char in "]}>":
            opening = "[{<"["]}>".index(char)]
            places[opening] = (places[opening][0], len(plain))
        else:
            plain += char
    evidence = Evidence(
        start=0, end=len(plain), text=plain, subject=places["["], trigger=places["{"], object=places["<"]
    )
    subject, object_ = (plain[slice(*places[mark])] for mark in "[<")
    st = made_statement(
        subject, relation, object_, evidence=evidence, position=position, confidence=0.9, rule="role: x"
    )
    entities = [made_entity(name, kind, name) for name, kind in TYPES.items()]
    return made_extraction(str(number), entities, [st], date=date)


def figure(
    number: int, value: str, text: str, *, metric: str = "revenue", date: str = DATES[0], year: str = "2024"
) -> Extraction:
    """An article of a day with a figure for a year in a sentence."""
    found = article(number, figures=[("Velmora", metric, value, year)], date=date)
    (m,) = found.measurements
    return replace(found, measurements=(replace(m, evidence=replace(m.evidence, text=text, end=len(text))),))


def agree(articles: list[Extraction], expected: list[str]) -> None:
    """The articles give conflicts of these kinds, in whatever order they come."""
    assert kinds(link(articles)) == expected
    assert kinds(link(articles[::-1])) == expected
