"""Names in running text: found, bounded, typed, and gathered into entities."""

from __future__ import annotations

import pytest

from kg.extraction import Extractor
from kg.records import Article, Extraction


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return Extractor()


def names(extraction: Extraction) -> dict[str, str]:
    return {entity.label: entity.type for entity in extraction.entities}


def read(extractor: Extractor, text: str) -> Extraction:
    return extractor.extract(Article(id="article-test", source="test.txt", text=text))


def test_head_nouns_and_titles_are_no_part_of_a_name(extractor: Extractor) -> None:
    found = names(read(extractor, "Công ty khởi nghiệp Mistral của Pháp ra mắt mô hình R-1, theo ông Trần Văn Lực."))
    assert found == {"Mistral AI": "Company", "Pháp": "Country", "R-1": "AIModel", "Trần Văn Lực": "Person"}


def test_a_name_that_belongs_to_its_head_noun_stays_whole(extractor: Extractor) -> None:
    found = names(read(extractor, "Bộ Thông tin và Truyền thông hợp tác với Đại học Stanford."))
    assert found == {"Bộ Thông tin và Truyền thông": "GovernmentBody", "Đại học Stanford": "University"}


def test_a_surname_means_the_person_named_in_full(extractor: Extractor) -> None:
    extraction = read(extractor, "Nick Brennan rời công ty Orvane hồi tháng 5. Ông Brennan nói Orvane đã đổi khác.")
    people = [entity for entity in extraction.entities if entity.type == "Person"]
    assert [(entity.label, entity.aliases) for entity in people] == [("Nick Brennan", ("Brennan",))]
    assert sum(mention.entity == people[0].id for mention in extraction.mentions if mention.kind == "name") == 2
