"""Other names have to earn it: what joins two articles' entities by them, and what keeps them apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from making import made_entity, made_extraction, made_statement

from kg.graph import Graph
from kg.linking import link, link_explained
from kg.records import Extraction, Mention

Named = tuple[str, str, str]


def article(number: int, *entities: Named, facts: Sequence[Named] = (), often: str = "") -> Extraction:
    """An article with entities (key, class, names parted by |) and facts; the one at ``often`` is named three times."""
    statements = [made_statement(*fact) for fact in facts]
    named = [key for key, *_ in entities] + [often] * 2 * bool(often)
    mentions = tuple(Mention(entity=key, start=n, end=n + 1) for n, key in enumerate(named))
    return made_extraction(str(number), [made_entity(*entity) for entity in entities], statements, mentions=mentions)


def groups(graph: Graph) -> list[str]:
    return sorted(f"{entity.label} {entity.type}" for entity in graph.entities.values())


BOTH = article(0, ("a", "Company", "Vạn Xuân|Orrery"))
APART = article(1, ("a", "Company", "Vạn Xuân"), ("b", "Company", "Orrery"))


def test_one_contrary_article_outweighs_another_name() -> None:
    assert len(groups(link([BOTH, article(2, ("a", "Company", "Orrery"))]))) == 1
    assert groups(link([BOTH, APART])) == ["Orrery Company", "Vạn Xuân Company"]


def test_many_articles_that_give_both_names_outweigh_one_that_tells_them_apart() -> None:
    many = [article(n, ("a", "Company", "Vạn Xuân|Orrery")) for n in range(10, 14)]
    assert len(groups(link([*many, APART]))) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("a", "Country", "Hoa Lục|Kinh Đô"), ("b", "City", "Kinh Đô")),
        (("a", "Country", "Hoa Lục|Chính phủ"), ("b", "Country", "Nam Lục|Chính phủ")),
        (("a", "Company", "Velmora|Orrery"), ("b", "Product", "Orrery")),
        (("a", "GovernmentBody", "Bộ Y tế|BYT"), ("b", "University", "BYT")),
    ],
)
def test_another_name_joins_nothing_across_classes_and_no_land_by_its_government(one: Named, other: Named) -> None:
    assert len(groups(link([article(1, one), article(2, other)]))) == 2


@pytest.mark.parametrize("name", ["Sở Y tế", "Ủy ban nhân dân Thành phố"])
def test_a_body_of_every_province_is_that_of_the_place_its_article_is_about(name: str) -> None:
    """Two of Nghệ An are one and say so; one of Huế is another; one whose place nothing tells stands alone."""

    def at(number: int, *places: str, often: str = "") -> Extraction:
        named = [(f"p{n}", "Place", place) for n, place in enumerate(places)]
        return article(number, ("s", "GovernmentBody", name), *named, often=often)

    graph = link([at(1, "Nghệ An"), at(2, "Nghệ An", "Huế", often="p0"), at(3, "Huế"), at(4, "Huế", "Nghệ An")])
    bodies = [entity.label for entity in graph.entities.values() if entity.type == "GovernmentBody"]
    assert sorted(bodies) == [name, f"{name} (Huế)", f"{name} (Nghệ An)"]


def test_bodies_of_two_provinces_are_not_one_by_what_both_are_called_for_short() -> None:
    """Each article has the long name and the short one, or the short one beside its place; all name one ministry."""
    ministry = ("m", "GovernmentBody", "Bộ Y tế")
    articles = [
        article(n, ("u", "GovernmentBody", name), ("p", "Place", place), ministry, often="p")
        for n, (name, place) in enumerate(
            (name, place)
            for place in ("Nghệ An", "Huế")
            for name in (f"UBND tỉnh {place}", "UBND tỉnh", f"UBND tỉnh|UBND tỉnh {place}")
        )
    ]
    graph = link(articles)
    bodies = [entity for entity in graph.entities.values() if "UBND tỉnh" in (entity.label, *entity.aliases)]
    assert len(bodies) == 2
    for entity in bodies:
        names = " ".join((entity.label, *entity.aliases))
        assert ("Nghệ An" in names) is not ("Huế" in names)


def test_a_body_is_of_the_place_that_the_other_bodies_of_its_article_name() -> None:
    here = article(1, ("c", "GovernmentBody", "Công an thành phố"), ("u", "GovernmentBody", "UBND TP. Hà Nội"))
    there = article(2, ("c", "GovernmentBody", "Công an thành phố"), ("p", "Place", "Hà Nội"))
    labels = [entity.label for entity in link([here, there]).entities.values()]
    assert sorted(labels) == ["Công an thành phố (Hà Nội)", "Hà Nội", "UBND TP. Hà Nội"]


def test_a_small_word_at_the_end_of_a_name_is_no_place() -> None:
    bodies = article(1, ("u", "GovernmentBody", "UBND tỉnh"), ("t", "GovernmentBody", "UBND trợ giúp pháp"))
    there = article(2, ("p", "Country", "Pháp"))
    assert "UBND tỉnh" in {entity.label for entity in link([bodies, there]).entities.values()}


def test_a_name_in_the_middle_of_another_things_is_short_for_that() -> None:
    firm = article(1, ("g", "Company", "Virgin Group"))
    isles = article(2, ("v", "Company", "Virgin"), ("b", "Place", "British Virgin Islands"))
    assert "Virgin Company" in groups(link([firm, isles]))
    assert len(groups(link([firm, article(3, ("v", "Company", "Virgin"))]))) == 1


def test_a_body_that_names_its_place_needs_no_other() -> None:
    one = article(1, ("s", "GovernmentBody", "Sở Y tế TP. Huế"), ("p", "Place", "Nghệ An"))
    two = article(2, ("s", "GovernmentBody", "Sở Y tế TP Huế"), ("p", "Place", "Hà Giang"))
    assert sum(entity.type == "GovernmentBody" for entity in link([one, two]).entities.values()) == 1


def test_a_body_of_state_is_that_of_the_country_its_article_is_about() -> None:
    here = [article(n, ("q", "GovernmentBody", "Quốc hội")) for n in (1, 2)]
    there = article(3, ("q", "GovernmentBody", "Quốc hội"), ("k", "Country", "Hàn Quốc"))
    assert sum(entity.type == "GovernmentBody" for entity in link([*here, there]).entities.values()) == 2


def test_where_several_countries_are_named_as_often_the_body_of_state_is_that_of_the_home_country() -> None:
    countries = [(name, "Country", name) for name in ("Đức", "Hàn Quốc", "Nhật Bản")]
    both = [article(1, ("q", "GovernmentBody", "Bộ Y tế")), article(2, ("q", "GovernmentBody", "Bộ Y tế"), *countries)]
    assert sum(entity.type == "GovernmentBody" for entity in link(both).entities.values()) == 1


def test_a_body_that_the_home_country_has_not_is_another_ones() -> None:
    articles = [
        article(n, ("q", "GovernmentBody", "Thượng viện"), ("v", "Country", "Việt Nam"), ("k", "Country", country))
        for n, country in enumerate(("Mỹ", "Campuchia"))
    ]
    assert sum(entity.type == "GovernmentBody" for entity in link(articles).entities.values()) == 2


FIRM, PRODUCT = ("f", "Company", "Velmora"), ("x", "Product", "Velmora")


def test_a_class_is_decided_over_all_articles() -> None:
    firms = [article(n, FIRM) for n in (1, 2)]
    assert groups(link([*firms, article(3, PRODUCT)])) == ["Velmora Company"]


def test_doubles_that_were_seen_are_one() -> None:
    """A town taken for a firm by one article; a bank with two abbreviations; one body of a province under one name."""
    town = [article(n, ("t", "City", "TP.HCM")) for n in (1, 2)]
    assert groups(link([*town, article(3, ("t", "Company", "TP.HCM"))])) == ["TP.HCM City"]
    banks = [article(n, ("b", "Company", f"Ngân hàng Vạn Xuân|{short}")) for n, short in enumerate(("VX", "VXB", "VX"))]
    assert groups(link(banks)) == ["Ngân hàng Vạn Xuân Company"]
    bodies = [article(n, ("b", "GovernmentBody", "UBND tỉnh"), ("p", "Place", "Nghệ An")) for n in range(7)]
    assert groups(link(bodies)) == ["Nghệ An Place", "UBND tỉnh (Nghệ An) GovernmentBody"]


def test_a_class_that_the_facts_need_is_kept() -> None:
    firms = [article(n, FIRM) for n in (1, 2)]
    made = article(3, PRODUCT, ("o", "Company", "Orrery"), facts=[("o", "develops", "x")])
    assert groups(link([*firms, made])) == ["Orrery Company", "Velmora Company", "Velmora Product"]


def test_one_article_that_has_a_name_twice_took_one_for_two_where_it_says_nothing_of_it() -> None:
    assert groups(link([article(1, FIRM, PRODUCT, often="f")])) == ["Velmora Company"]
    assert len(groups(link([article(1, FIRM, PRODUCT, often="x")]))) == 1
    fact = [("o", "develops", "x")]
    assert len(groups(link([article(1, FIRM, PRODUCT, ("o", "Company", "Orrery"), facts=fact, often="f")]))) == 3


def test_people_of_one_name_at_two_firms_are_two_and_at_two_bodies_of_state_one() -> None:
    def post(number: int, kind: str, body: str) -> Extraction:
        return article(number, ("p", "Person", "Lê Văn An"), ("b", kind, body), facts=[("p", "holdsPositionAt", "b")])

    def people(*articles: Extraction) -> int:
        return sum(entity.type == "Person" for entity in link(articles).entities.values())

    assert people(post(1, "Company", "Velmora"), post(2, "Company", "Orrery")) == 2
    assert people(post(1, "GovernmentBody", "Bộ Tài chính"), post(2, "GovernmentBody", "Chính phủ")) == 1
    assert people(post(1, "GovernmentBody", "UBND huyện Ba Vì"), post(2, "GovernmentBody", "UBND huyện Bến Lức")) == 2


PEOPLE = [
    ("one field at one body", ("tiền đạo", "2024", "Velmora"), ("tiền vệ", "2025", "Velmora"), 1),
    ("a striker and a director", ("tiền đạo", "2024", "Velmora"), ("giám đốc", "2025", "Velmora"), 2),
    ("a post that tells no field", ("thành viên", "2024", "Velmora"), ("giám đốc", "2025", "Velmora"), 1),
    ("a hundred years between", ("giám đốc", "1910", "Velmora"), ("giám đốc", "2025", "Velmora"), 2),
    (
        "two firms of one field",
        ("kỹ sư", "2020", "Công ty An ninh mạng Hải Vân"),
        ("kỹ sư", "2025", "Hội An ninh mạng"),
        1,
    ),
    ("two firms", ("kỹ sư", "2020", "Công ty Hải Vân"), ("kỹ sư", "2025", "Orrery"), 2),
    ("from a province to the state", ("chủ tịch", "2020", "UBND tỉnh Bắc Vân"), ("chủ nhiệm", "2025", "Quốc hội"), 1),
    ("a firm's chairman and a deputy minister", ("chủ tịch", "2024", "Orrery"), ("thứ trưởng", "2025", "Bộ Y tế"), 2),
    ("two provinces", ("chủ tịch", "2020", "UBND tỉnh Bắc Vân"), ("chủ tịch", "2025", "UBND tỉnh Nam Vân"), 2),
]


@pytest.mark.parametrize(("one", "other", "expected"), [row[1:] for row in PEOPLE], ids=[row[0] for row in PEOPLE])
def test_people_of_one_name_by_post_firm_field_and_time(
    one: tuple[str, str, str], other: tuple[str, str, str], expected: int
) -> None:
    articles = [
        made_extraction(
            str(n),
            [made_entity("p", "Person", "Lê Văn An"), made_entity("b", "Organization", body)],
            [made_statement("p", "holdsPositionAt", "b", position=post, time=year)],
        )
        for n, (post, year, body) in enumerate((one, other))
    ]
    graph = link(articles)
    assert sum(entity.type == "Person" for entity in graph.entities.values()) == expected


def test_reasons_are_few_worded_and_the_weakest_comes_first() -> None:
    """Fifty spellings and gazetteer's names say nothing; what an article alone gives is told, the weakest first."""
    known = replace(made_entity("a", "Country", "Mỹ|Hoa Kỳ|USA"), known="My")
    spelt = [article(n, ("a", "Company", "Vạn Xuân" if n % 2 else "VẠN XUÂN")) for n in range(10, 30)]
    named = article(1, ("a", "Company", "Vạn Xuân|Orrery"))
    shortened = article(2, ("a", "Company", "Công ty Vạn Xuân|Vạn Xuân"))
    report = link_explained([*spelt, named, shortened, made_extraction("k", [known])]).report()
    (rows,) = report["merges"].values()
    assert rows[0]["reason"] == "article"
    assert rows[0]["names"] == ["Vạn Xuân", "Orrery"]
    assert rows[0]["why"] == "an article calls it by both names"
    assert len(rows[0]["sentences"]) == 2
    assert rows == sorted(rows, key=lambda row: row["score"])
    assert len(rows) <= 3
