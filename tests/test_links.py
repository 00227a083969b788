"""What links of real articles are measured by: pairs that count neither way, halves, annotated and read entities."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from making import made_entity, made_extraction, made_statement

from kg.evaluate.links import Links, is_for_measuring, measure, read_links
from kg.ontology.ontology import Ontology
from kg.records import Extraction

ONTOLOGY = Ontology.load()


def article(number: int, *entities: tuple[str, str, str]) -> Extraction:
    return made_extraction(str(number), [made_entity(*entity) for entity in entities])


def test_open_pairs_and_what_is_apart_or_not_count_neither_way(tmp_path: Path) -> None:
    file = tmp_path / "links.json"
    data = {
        "entities": [[["1", "a"], ["2", "a"], ["3", "a"]], [["1", "b"], ["2", "b"]], [["1", "c"]]],
        "open": [[0, 1, "firm or app"]],
        "apart_or_not": [[[["3", "a"]], "one or two"]],
        "undecided": [["1", "c"]],
    }
    file.write_text(json.dumps(data), encoding="utf-8")
    links = read_links(file)
    assert links.things == {("1", "a"): 0, ("2", "a"): 0, ("3", "a"): 3, ("1", "b"): 1, ("2", "b"): 1}
    assert links.open_pairs == {(0, 1), (0, 3), (1, 3)}


def test_articles_are_parted_by_the_hash_of_their_name() -> None:
    assert [is_for_measuring(name) for name in ("a", "b", "c")] == [True, True, False]


def test_entities_that_were_read_are_measured_by_the_names_they_share_with_annotated_ones() -> None:
    gold = [
        article(1, ("v", "Company", "Velmora"), ("o", "Company", "Orrery"), ("x", "Company", "Xanadu")),
        article(2, ("v", "Company", "Velmora"), ("o", "Company", "Orrery")),
    ]
    links = Links({(str(n), key): "vox".index(key) for n in (1, 2) for key in "vox"}, frozenset())
    names = {"article-1": "1", "article-2": "2"}
    perfect = measure(gold, gold, links, ONTOLOGY, names)
    assert (perfect.found, perfect.entities, perfect.quality.pairs) == (5, 5, 2)
    assert perfect.quality.precision == perfect.quality.recall == perfect.quality.b_cubed_f1 == 1
    # One entity is not met, and one article takes two for one: its pairs, inside and with the other article, are wrong.
    read = [
        article(1, ("1", "Company", "Velmora|Orrery")),
        article(2, ("1", "Company", "Velmora"), ("2", "Company", "Orrery")),
    ]
    measured = measure(read, gold, links, ONTOLOGY, names)
    assert (measured.found, measured.entities) == (4, 5)
    assert measured.quality.precision == pytest.approx(1 / 3)
    assert any("Velmora = Orrery" in line for line in measured.errors())


def test_a_wrong_pair_weighs_by_the_facts_that_hang_on_it() -> None:
    entities = [made_entity("v", "Company", "Velmora"), made_entity("p", "Person", "Lê An")]
    fact = made_statement("p", "ceoOf", "v")
    gold = [
        made_extraction("1", entities, [fact]),
        made_extraction("2", entities, [fact]),
        article(3, ("v", "Company", "Velmora")),
    ]
    things = {("1", "v"): 0, ("2", "v"): 0, ("3", "v"): 1, ("1", "p"): 2, ("2", "p"): 2}
    found = measure(gold, gold, Links(things, frozenset()), ONTOLOGY, {f"article-{n}": str(n) for n in (1, 2, 3)})
    assert found.quality.precision == pytest.approx(2 / 4)
    assert found.quality.weighed == pytest.approx(6 / 10)  # two right pairs of three each, two wrong ones of two each
