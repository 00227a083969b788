"""Gold files: read into records, or told where they are not of the form."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from kg.errors import InputError
from kg.evaluate.gold import GoldArticle, GoldEntity, GoldFact, GoldMeasurement, read_gold
from kg.ontology.ontology import Ontology

ARTICLE = {"article": "1.txt", "entities": {"a": {"type": "Company", "names": ["A"]}}, "facts": []}


def test_gold_is_read_into_records(tmp_path: Path) -> None:
    fact = {"s": "a", "p": "uses", "o": "a", "evidence": "A dùng A", "alt_o": ["a"], "attributedTo": "a", "o_as": ""}
    figure = {"subject": "a", "metric": "vốn", "value": 30000000, "unit": "USD"}
    whole = ARTICLE | {"facts": [fact], "measurements": [figure]}
    (tmp_path / "gold.json").write_text(json.dumps({"articles": [whole, ARTICLE]}), encoding="utf-8")
    entities = {"a": GoldEntity("Company", ("A",))}
    first = GoldFact("a", "uses", "a", "A dùng A", attributed_to="a", alt_objects=("a",), object_words="")
    measurements = (GoldMeasurement("a", "vốn", 30000000, "USD"),)
    assert read_gold(tmp_path / "gold.json") == (
        GoldArticle("1.txt", entities, (first,), measurements=measurements),
        GoldArticle("1.txt", entities, ()),
    )


def test_a_fact_is_read_with_its_alternatives_and_a_mutual_one_both_ways_round() -> None:
    fact = GoldFact("a", "uses", "b", "", alt_subjects=("c",), alt_relations=("partnersWith",))
    assert list(fact.readings(Ontology.load().model)) == [
        ("a", "uses", "b"),
        ("a", "partnersWith", "b"),
        ("b", "partnersWith", "a"),
        ("c", "uses", "b"),
        ("c", "partnersWith", "b"),
        ("b", "partnersWith", "c"),
    ]


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"facts": None}, "1.txt, facts: Input should be a valid array."),
        ({"facts": [{"s": "a", "p": "uses", "o": "c", "evidence": "A dùng C"}]}, "1.txt, facts, 0: no entity 'c'."),
        (
            {"claims": [{"speaker": "a", "txet": "C"}]},
            "1.txt, claims, 0, text: Field required; 1.txt, claims, 0, txet: ",
        ),
        ({"article": None}, "article 0, article: Input should be a valid string."),
        ({"claims": [{}] * 4}, "; 1.txt, claims, 2, speaker: Field required; 3 more."),
    ],
)
def test_a_gold_file_that_is_not_of_the_form_says_where(changed: dict[str, Any], fault: str, tmp_path: Path) -> None:
    (tmp_path / "gold.json").write_text(json.dumps({"articles": [ARTICLE | changed]}), encoding="utf-8")
    with pytest.raises(InputError, match=r"gold\.json is not a gold file: ") as error:
        read_gold(tmp_path / "gold.json")
    assert fault in str(error.value)


@pytest.mark.parametrize("text", ["{", "[]", '{"artikles": []}', "\x00"])
def test_what_is_not_json_of_articles_is_not_gold(text: str, tmp_path: Path) -> None:
    (tmp_path / "gold.json").write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match="is not a gold file"):
        read_gold(tmp_path / "gold.json")
