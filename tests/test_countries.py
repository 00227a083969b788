"""Countries by other names: short ones beside a dash, states, capitals."""

from __future__ import annotations

import pytest
from making import made_article

from kg.extract import Extractor
from kg.ontology.ontology import Ontology


def countries(extractor: Extractor, text: str) -> set[str]:
    return {one.label for one in extractor.extract(made_article(text)).entities if one.type == "Country"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Cuộc cạnh tranh AI Mỹ - Trung ngày càng gay gắt.", {"Mỹ", "Trung Quốc"}),
        ("Căng thẳng thương mại Mỹ-Trung leo thang.", {"Mỹ", "Trung Quốc"}),
        ("Quan hệ Việt – Nhật ấm lên.", {"Việt Nam", "Nhật Bản"}),
        # Part of a longer name, or of a person's.
        ("Ông nằm tại Bệnh viện Hữu nghị Việt - Đức.", set()),
        ("Tập đoàn Việt - Trung mở nhà máy.", set()),
        ("Ông Trung gặp đối tác Mỹ.", {"Mỹ"}),
    ],
)
def test_short_names_of_countries_stand_beside_another_country(
    extractor: Extractor, text: str, expected: set[str]
) -> None:
    assert countries(extractor, text) == expected


def test_every_place_of_a_country_is_one_of_it(extractor: Extractor) -> None:
    text = "Trung Quốc mua chip. Quan hệ Mỹ - Trung xấu đi."
    extraction = extractor.extract(made_article(text))
    (china,) = (one for one in extraction.entities if one.label == "Trung Quốc")
    words = [text[one.start : one.end] for one in extraction.mentions if one.entity == china.id]
    assert words == ["Trung Quốc", "Trung"]
    assert "Trung" not in china.aliases


@pytest.mark.parametrize(
    ("text", "country", "places"),
    [
        ("Chính phủ Trung Quốc cấm các công ty dùng chip Nvidia.", "Trung Quốc", ["Chính phủ Trung Quốc"]),
        ("Cộng hòa Ấn Độ ký thỏa thuận với Cuba.", "Ấn Độ", ["Cộng hòa Ấn Độ"]),
        ("Washington áp lệnh hạn chế xuất khẩu với Huawei.", "Mỹ", ["Washington"]),
        ("Nhà Trắng im lặng. Washington cấm Huawei mua chip của Mỹ.", "Mỹ", ["Washington", "Mỹ"]),
    ],
)
def test_a_state_and_a_capital_that_acts_are_the_country(
    extractor: Extractor, text: str, country: str, places: list[str]
) -> None:
    extraction = extractor.extract(made_article(text))
    (found,) = (one for one in extraction.entities if one.label == country)
    assert [text[one.start : one.end] for one in extraction.mentions if one.entity == found.id] == places
    # Of all articles together a capital is no name of its country.
    assert not {"Washington", "Bắc Kinh"} & set(found.aliases)


def test_a_capital_where_something_is_stays_a_city(extractor: Extractor) -> None:
    extraction = extractor.extract(made_article("Công ty Orvane đặt trụ sở tại Bắc Kinh."))
    assert {"Bắc Kinh"} == {one.label for one in extraction.entities if one.type == "City"}


def test_every_capital_is_a_city_and_stands_for_a_country() -> None:
    ontology = Ontology.load()
    known = {
        kind: {n for one in ontology.gazetteer if one.type == kind for n in one.names} for kind in ("City", "Country")
    }
    assert ontology.nouns.capitals.keys() <= known["City"]
    assert set(ontology.nouns.capitals.values()) <= known["Country"]
