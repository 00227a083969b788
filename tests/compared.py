"""A small graph that was compared with its gold by hand."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from kg.graph import Graph
from kg.records import Article, Claim, Entity, Evidence, Measurement, Modality, Statement

__all__ = ["DATA", "A", "graph"]

DATA = Path(__file__).parent / "data" / "evaluate"
A = "article-1"


def graph() -> Graph:
    text = (DATA / "one.txt").read_text(encoding="utf-8")
    entities = [
        Entity(id="Kirigumo", type="Company", label="Kirigumo"),
        Entity(id="Uguisu", type="Product", label="Uguisu"),
        Entity(id="Sato_Haruki", type="Person", label="Haruki", aliases=("SATO Haruki",)),
        Entity(id="Nhat_Ban", type="City", label="Nhật Bản"),
        Entity(id="Qwen", type="Company", label="“Qwen”"),
        Entity(id="Norvik", type="Company", label="Norvik"),
        Entity(id="Startup", type="Organization", label="Startup"),
        Entity(id="mo_hinh_AI", type="Technology", label="mô hình AI"),
        Entity(id="Oslo", type="City", label="Oslo"),
    ]
    statements = [
        statement(text, "Sato_Haruki", "founderOf", "Kirigumo", "Sato Haruki lập", time="2018", confidence=0.95),
        statement(text, "Kirigumo", "develops", "Uguisu", "Kirigumo phát triển", confidence=0.9),
        statement(text, "Kirigumo", "released", "Uguisu", "Kirigumo phát triển", confidence=0.4),
        statement(text, "Uguisu", "basedOn", "Qwen", "Kirigumo phát triển", confidence=0.9),
        statement(text, "Qwen", "surpassed", "Uguisu", "Mô hình này", confidence=0.7),
        statement(text, "Norvik", "competesWith", "Kirigumo", "Đối thủ", confidence=0.85),
        statement(text, "Kirigumo", "country", "Nhat_Ban", "Startup Kirigumo", "reported", confidence=0.8),
        statement(text, "Kirigumo", "uses", "mo_hinh_AI", "Norvik Motors sẽ", confidence=0.55),
        statement(text, "Sato_Haruki", "holdsPositionAt", "Kirigumo", "Sato Haruki lập", confidence=0.3),
        statement(text, "Sato_Haruki", "holdsPositionAt", "Kirigumo", "Startup Kirigumo", confidence=0.6),
        statement(text, "Sato_Haruki", "left", "Startup", "Sato Haruki lập", confidence=0.1),
    ]
    shifted = replace(statements[-1].evidence, start=statements[-1].evidence.start + 3)
    statements[-1] = replace(statements[-1], evidence=shifted)
    claims = [
        Claim(
            id="claim-1",
            speaker="Sato_Haruki",
            text="Chúng tôi viết từ đầu, mùa hè rất nóng",
            article=A,
            start=0,
            end=1,
        ),
        Claim(id="claim-2", speaker="Kirigumo", text="chưa có thỏa thuận nào", article=A, start=0, end=1),
    ]
    measurements = [
        figure("m-1", "Kirigumo", "30000000", "USD"),
        figure("m-2", "Uguisu", "7000000000", "người"),
        figure("m-3", "Kirigumo", "12.50", "%"),
    ]
    return Graph(
        articles={A: Article(id=A, source="another/folder/one.txt", text=text)},
        entities={entity.id: entity for entity in entities},
        statements={f"st-{number:02}": replace(st, id=f"st-{number:02}") for number, st in enumerate(statements)},
        claims={claim.id: claim for claim in claims},
        measurements={m.id: m for m in measurements},
        mentions={A: tuple(entity.id for entity in entities if entity.id != "Oslo")},
    )


def statement(
    text: str,
    subject: str,
    relation: str,
    object_: str,
    words: str,
    modality: Modality = "asserted",
    *,
    time: str | None = None,
    confidence: float = 1.0,
) -> Statement:
    start = text.index(words)
    end = text.index(".", start) + 1
    return Statement(
        id="",
        subject=subject,
        relation=relation,
        object=object_,
        article=A,
        modality=modality,
        evidence=Evidence(start=start, end=end, text=text[start:end]),
        time=time,
        confidence=confidence,
        rule="hand",
    )


def figure(id_: str, subject: str, value: str, unit: str) -> Measurement:
    return Measurement(
        id=id_,
        subject=subject,
        metric="",
        value=value,
        unit=unit,
        article=A,
        evidence=Evidence(start=0, end=1, text="x"),
    )
