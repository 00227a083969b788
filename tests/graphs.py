"""Graphs that the tests of stores and exports share, made from hand-annotated articles."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

from making import made_entity, made_extraction, made_statement

from kg.evaluate.gold import gold_extractions
from kg.graph import DEFAULT_BASE_IRI, Graph
from kg.linking import link
from kg.records import Article, Claim, Conflict, Entity, Evidence, Measurement, Statement

CORPUS = Path(__file__).parent / "corpus"


@cache
def corpus_graph() -> Graph:
    """The facts that people annotated in the articles of ``tests/corpus``: some 1,500 of 90 articles."""
    extractions = [
        found for gold in sorted(CORPUS.glob("*.json")) for found in gold_extractions(gold, CORPUS / "articles")
    ]
    return link(extractions)


@cache
def awkward_graph(base_iri: str = DEFAULT_BASE_IRI) -> Graph:
    """A few facts with everything that breaks writers: quotes, controls, odd ids, every optional field."""
    hostile = 'Ông nói: "A\\B" \t\u0001<b>&amp;</b> 😀 ^^<x> #\n@vi'
    evidence = Evidence(start=3, end=3 + len(hostile), text=hostile, subject=(3, 6), object=(8, 12), trigger=(7, 8))
    plain = Evidence(start=0, end=2, text='"^^<http://x>')
    statements = [
        Statement(
            id="st-1",
            subject="Z.AI",
            relation="released",
            object="GLM-4.6",
            article="article-1",
            evidence=evidence,
            modality="reported",
            time="2025-10",
            attributed_to="Chủ_tịch",
            position="CEO",
            purpose='để "thử"',
            amount="m-1",
            confidence=0.92,
            rule="released/ra-mắt",
        ),
        Statement(
            id="st-2",
            subject="Z.AI",
            relation="released",
            object="GLM-4.6",
            article="article-2",
            evidence=plain,
            modality="negated",
            confidence=1.0,
        ),
        Statement(
            id="st-3",
            subject="Inc.",
            relation="uses",
            object="GLM-4.6",
            article="article-2",
            evidence=plain,
            modality="planned",
            confidence=0.5,
        ),
        Statement(
            id="st-4",
            subject="Chủ_tịch",
            relation="ceoOf",
            object="Inc.",
            article="article-1",
            evidence=plain,
            time="XXXX-10",
            confidence=0.000001,
        ),
    ]
    entities = [
        Entity(id="Z.AI", type="Company", label="Z.AI", aliases=("Zhipu", "智谱"), known="zhipu"),
        Entity(id="GLM-4.6", type="AIModel", label="GLM-4.6"),
        Entity(id="Inc.", type="Company", label='a/b "Inc."', aliases=("a\\b", "x\ny")),
        Entity(id="Chủ_tịch", type="Person", label="Nguyễn Văn Đạt"),
        Entity(id="3M", type="Company", label="3M"),
    ]
    articles = [
        Article(
            id="article-1",
            source="a b/ü.txt",
            text="…",
            title="Tiêu đề “một”",
            date="2025-12-20",
            outlet="Báo Mới",
            url="https://example.net/?a=1&b=<2>",
        ),
        Article(id="article-2", source="b.txt", text="…", language="en"),
    ]
    return Graph(
        base_iri=base_iri,
        articles={a.id: a for a in articles},
        entities={e.id: e for e in entities},
        statements={s.id: s for s in statements},
        claims={
            "claim-1": Claim(
                id="claim-1",
                speaker="Chủ_tịch",
                text=hostile,
                article="article-1",
                start=3,
                end=9,
                time="2025",
                venue="3M",
            ),
            "claim-2": Claim(
                id="claim-2", speaker="Z.AI", text="Ừ", article="article-2", start=0, end=1, venue="truyền hình"
            ),
        },
        measurements={
            "m-1": Measurement(
                id="m-1",
                subject="Z.AI",
                metric="revenue",
                value="2300000000",
                unit="USD",
                article="article-1",
                evidence=evidence,
                time="2024",
                other_end="3500000000",
            ),
            "m-2": Measurement(
                id="m-2", subject="3M", metric="share", value="-0.5", unit="%", article="article-2", evidence=plain
            ),
        },
        mentions={"article-1": ("Chủ_tịch", "GLM-4.6", "Z.AI"), "article-2": ("3M", "GLM-4.6", "Inc.", "Z.AI")},
        conflicts={
            "conflict-1": Conflict(
                id="conflict-1", kind="assertedAndNegated", statements=("st-1", "st-2"), entities=("GLM-4.6", "Z.AI")
            )
        },
    )


@cache
def divided_graph() -> Graph:
    """One fact that an article of 2024 states; others only plan it (for 2020) and deny it (of 2026)."""
    extractions = [
        made_extraction(
            name,
            [made_entity("1", "Company", "Velmora"), made_entity("2", "AIModel", "Tarivo")],
            [made_statement("1", "uses", "2", modality=modality, time=time)],
        )
        for name, modality, time in (("a", "asserted", "2024"), ("b", "planned", "2020"), ("c", "negated", "2026"))
    ]
    return link(extractions)


def as_read(graph: Graph) -> Graph:
    """``graph`` as it comes back from a file: articles without their text, aliases in order of the alphabet."""
    return Graph(
        base_iri=graph.base_iri,
        statements=graph.statements,
        claims=graph.claims,
        measurements=graph.measurements,
        conflicts=graph.conflicts,
        articles={a.id: replace(a, text="") for a in graph.articles.values()},
        entities={e.id: replace(e, aliases=tuple(sorted(e.aliases))) for e in graph.entities.values()},
        mentions={a: graph.mentions.get(a, ()) for a in graph.articles},
        copies=graph.copies,
    )
