"""Invented graphs for the explorer's tests."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from kg.graph import Graph
from kg.records import Article, Claim, Conflict, Entity, Evidence, Measurement, Modality, Statement

TEXT = (
    "Công ty Sao Mai ra mắt mô hình Ánh Dương vào tháng 3/2025. "
    "Theo bà Lê Thị Đào, Sao Mai sẽ mua lại Biển Xanh. "
    "Ngân hàng Đà Giang không đầu tư vào Biển Xanh. "
    "Biển Xanh được cho là dùng Ánh Dương. "
    "Sao Mai có 1.200 người, doanh thu 2,3 tỷ đồng. "
    "“Chúng tôi đi rất nhanh”, bà Đào nói."
)
OTHER = (
    "Ông Trần Văn Ấn là CEO của Sao Mai từ năm 2024. Sao Mai có trụ sở tại Huế. "
    "Công ty Sao Mai công bố mô hình Ánh Dương tháng 4/2025."
)


def evidence(text: str, sentence: str, subject: str = "", trigger: str = "", object_: str = "") -> Evidence:
    start = text.index(sentence)

    def span(words: str) -> tuple[int, int] | None:
        return (at := text.index(words, start), at + len(words)) if words else None

    return Evidence(
        start=start,
        end=start + len(sentence),
        text=sentence,
        subject=span(subject),
        object=span(object_),
        trigger=span(trigger),
    )


def small() -> Graph:
    """Seven entities, two articles, every modality, a claim, two figures and a conflict."""
    articles = [
        Article(
            id="article-1",
            source="tin/mot.txt",
            text=TEXT,
            title="Sao Mai và Biển Xanh",
            date="2025-03-20",
            outlet="Báo Sông",
            url="https://bao-song.example/mot",
        ),
        Article(id="article-2", source="tin/hai.txt", text=OTHER, title="Người của Sao Mai", date="2025-05-02"),
    ]
    entities = [
        Entity(id="Sao_Mai", type="Company", label="Sao Mai", aliases=("Tập đoàn Sao Mai", "SM Group")),
        Entity(id="Anh_Duong", type="AIModel", label="Ánh Dương"),
        Entity(id="Bien_Xanh", type="Company", label="Biển Xanh"),
        Entity(id="Le_Thi_Dao", type="Person", label="Lê Thị Đào", aliases=("bà Đào",)),
        Entity(id="Ngan_hang_Da_Giang", type="Company", label="Ngân hàng Đà Giang"),
        Entity(id="Tran_Van_An", type="Person", label="Trần Văn Ấn"),
        Entity(id="Hue", type="City", label="Huế"),
        Entity(id="Ao_Ca", type="Place", label="Ao Cá"),
    ]

    def fact(
        key: str,
        subject: str,
        relation: str,
        object_: str,
        article: str,
        found: Evidence,
        modality: Modality = "asserted",
        time: str | None = None,
        by: str | None = None,
        confidence: float = 0.93,
        position: str | None = None,
    ) -> Statement:
        return Statement(
            id=f"st-{key}",
            subject=subject,
            relation=relation,
            object=object_,
            article=article,
            evidence=found,
            modality=modality,
            time=time,
            attributed_to=by,
            confidence=confidence,
            position=position,
            rule="test",
        )

    statements = [
        fact(
            "1",
            "Sao_Mai",
            "released",
            "Anh_Duong",
            "article-1",
            evidence(
                TEXT, "Công ty Sao Mai ra mắt mô hình Ánh Dương vào tháng 3/2025.", "Sao Mai", "ra mắt", "Ánh Dương"
            ),
            time="2025-03",
        ),
        fact(
            "2",
            "Sao_Mai",
            "acquired",
            "Bien_Xanh",
            "article-1",
            evidence(TEXT, "Theo bà Lê Thị Đào, Sao Mai sẽ mua lại Biển Xanh.", "Sao Mai", "mua lại", "Biển Xanh"),
            modality="planned",
            by="Le_Thi_Dao",
            confidence=0.7,
        ),
        fact(
            "3",
            "Ngan_hang_Da_Giang",
            "investedIn",
            "Bien_Xanh",
            "article-1",
            evidence(TEXT, "Ngân hàng Đà Giang không đầu tư vào Biển Xanh."),
            modality="negated",
        ),
        fact(
            "4",
            "Bien_Xanh",
            "uses",
            "Anh_Duong",
            "article-1",
            evidence(TEXT, "Biển Xanh được cho là dùng Ánh Dương."),
            modality="reported",
            confidence=0.45,
        ),
        fact(
            "5",
            "Tran_Van_An",
            "ceoOf",
            "Sao_Mai",
            "article-2",
            evidence(OTHER, "Ông Trần Văn Ấn là CEO của Sao Mai từ năm 2024."),
            time="2024",
        ),
        fact("6", "Sao_Mai", "headquarteredIn", "Hue", "article-2", evidence(OTHER, "Sao Mai có trụ sở tại Huế.")),
        fact(
            "7",
            "Sao_Mai",
            "released",
            "Anh_Duong",
            "article-2",
            evidence(OTHER, "Công ty Sao Mai công bố mô hình Ánh Dương tháng 4/2025."),
            time="2025-04",
        ),
    ]
    claims = [
        Claim(
            id="claim-1",
            speaker="Le_Thi_Dao",
            text="Chúng tôi đi rất nhanh",
            article="article-1",
            start=TEXT.index("Chúng"),
            end=TEXT.index("Chúng") + 22,
        )
    ]
    figures = evidence(TEXT, "Sao Mai có 1.200 người, doanh thu 2,3 tỷ đồng.")
    measurements = [
        Measurement(
            id="m-1",
            subject="Sao_Mai",
            metric="nhân viên",
            value="1200",
            unit="người",
            article="article-1",
            evidence=figures,
        ),
        Measurement(
            id="m-2",
            subject="Sao_Mai",
            metric="doanh thu",
            value="2300000000",
            unit="VND",
            article="article-1",
            evidence=figures,
        ),
    ]
    conflict = Conflict(
        id="conflict-1", kind="functionalInTime", statements=("st-1", "st-7"), entities=("Sao_Mai", "Anh_Duong")
    )
    return Graph(
        articles={item.id: item for item in articles},
        entities={item.id: item for item in entities},
        statements={item.id: item for item in statements},
        claims={item.id: item for item in claims},
        measurements={item.id: item for item in measurements},
        mentions={"article-1": ("Sao_Mai", "Bien_Xanh", "Ao_Ca"), "article-2": ("Sao_Mai", "Hue")},
        conflicts={conflict.id: conflict},
    )


def doubted(graph: Graph, confidence: float, *keys: str) -> Graph:
    """``graph`` with that confidence in the statements ``keys``, in all where none is named."""
    statements = {
        key: replace(st, confidence=confidence) if not keys or key in keys else st
        for key, st in graph.statements.items()
    }
    return replace(graph, statements=statements)


def long_names(graph: Graph) -> Graph:
    """The same, everybody with a name that needs much room."""
    named = {
        key: replace(entity, label=f"Tổng công ty Một Tên Rất Dài Số {k}")
        for k, (key, entity) in enumerate(graph.entities.items())
    }
    return replace(graph, entities=named)


def ring(count: int, *, chords: int = 2) -> Graph:
    """``count`` entities in communities of 25, with ``chords`` facts each: big on purpose, no chance involved."""
    kinds = ("Company", "Person", "AIModel", "City", "Report", "Technology")
    relations = ("uses", "develops", "released", "partnersWith", "investedIn", "owns", "ceoOf")
    outlets = ("Báo Sông", "Báo Núi", "Báo Biển")
    articles: dict[str, Article] = {}
    entities: dict[str, Entity] = {}
    statements: dict[str, Statement] = {}
    names = [f"Thực thể số {i}" for i in range(count)]
    for i in range(count):
        entities[f"E{i}"] = Entity(id=f"E{i}", type=kinds[i % len(kinds)], label=names[i])
    serial = 0
    for i in range(1, count):
        community = i - i % 25
        ends = {max(community, 0) if i % 25 else max(0, i - 25)}
        ends |= {community + (i * (k + 3) * 7) % max(1, i - community) for k in range(chords - 1) if i > community}
        for j in sorted(ends - {i}):
            serial += 1
            article = f"article-{serial % 997:04}"
            sentence = f"{names[i]} và {names[j]} ký thỏa thuận số {serial} hôm qua, theo lời kể của người trong cuộc."
            statements[f"st-{serial:06}"] = Statement(
                id=f"st-{serial:06}",
                subject=f"E{i}",
                relation=relations[serial % len(relations)],
                object=f"E{j}",
                article=article,
                time=f"{2010 + serial % 16}-{1 + serial % 12:02}" if serial % 3 else None,
                modality=("asserted", "asserted", "asserted", "reported", "planned", "negated")[serial % 6],
                confidence=0.5 + serial % 50 / 100,
                evidence=Evidence(start=0, end=len(sentence), text=sentence),
            )
            articles.setdefault(
                article,
                Article(
                    id=article,
                    source=f"tin/{article}.txt",
                    text=sentence,
                    title=f"Bài {serial}",
                    outlet=outlets[serial % 3],
                ),
            )
    return Graph(articles=articles, entities=entities, statements=statements)


def plainly(entities: list[Entity], ends: list[tuple[str, str]]) -> Graph:
    """These entities, each pair of ``ends`` said to work together in one article without a text; all of it sure."""
    by_id = {entity.id: entity for entity in entities}
    article = Article(id="article-1", source="tin/mot.txt", text="", title="Tin", date="2025-03-20", outlet="Báo Sông")
    statements = {}
    for serial, (a, b) in enumerate(ends):
        sentence = f"{by_id[a].label} hợp tác với {by_id[b].label}."
        statements[f"st-{serial:03}"] = Statement(
            id=f"st-{serial:03}",
            subject=a,
            relation="partnersWith",
            object=b,
            article=article.id,
            confidence=0.95,
            evidence=Evidence(start=0, end=len(sentence), text=sentence),
        )
    return Graph(articles={article.id: article}, entities=by_id, statements=statements)


def roundabout() -> Graph:
    """Two people in one country, whom two companies connect as well."""
    entities = [
        Entity(id="A", type="Person", label="Bà A"),
        Entity(id="B", type="Person", label="Ông B"),
        Entity(id="X", type="Company", label="Công ty X"),
        Entity(id="Y", type="Company", label="Công ty Y"),
        Entity(id="N", type="Country", label="Nước Nọ"),
    ]
    return plainly(entities, [("A", "N"), ("N", "B"), ("A", "X"), ("X", "Y"), ("Y", "B")])


def scattered(pairs: int = 30) -> Graph:
    """A star of nine entities, and so many pairs that have nothing to do with it; all of it sure."""
    names = ["Trung tâm", *(f"Cánh {i}" for i in range(1, 9)), *(f"Lẻ {i}" for i in range(2 * pairs))]
    ends = [(0, i) for i in range(1, 9)] + [(9 + 2 * i, 10 + 2 * i) for i in range(pairs)]
    entities = [Entity(id=f"E{i}", type="Company", label=name) for i, name in enumerate(names)]
    return plainly(entities, [(f"E{i}", f"E{j}") for i, j in ends])


def circles(count: int = 3, size: int = 6) -> Graph:
    """So many circles of entities that all work with one another, each circle joined to the next by one fact."""
    first = [number * size for number in range(count)]
    entities = [
        Entity(id=f"E{start + i}", type="Company", label=f"Vòng {start // size + 1} số {i + 1}")
        for start in first
        for i in range(size)
    ]
    within = [(start + i, start + j) for start in first for i in range(size) for j in range(i + 1, size)]
    between = list(pairwise(first))
    return plainly(entities, [(f"E{i}", f"E{j}") for i, j in [*within, *between]])


def chain(count: int) -> Graph:
    """So many companies one after the other, and a country that joins the first to the last."""
    companies = [Entity(id=f"C{i}", type="Company", label=f"Công ty {i}") for i in range(count)]
    country = Entity(id="N", type="Country", label="Nước Nọ")
    ends = [(f"C{i}", f"C{i + 1}") for i in range(count - 1)]
    return plainly([*companies, country], [*ends, ("C0", "N"), ("N", f"C{count - 1}")])
