"""Hard pairs of names: the same, two entities, or two entities and a doubt that is reported."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from making import made_entity, made_extraction, made_statement

from kg.linking import link_explained
from kg.linking.measure import quality
from kg.records import Extraction

PAIRS = Path(__file__).parent / "resolution" / "pairs.csv"
ROWS = list(csv.DictReader(line for line in PAIRS.read_text(encoding="utf-8").splitlines() if not line.startswith("#")))


def side(row: dict[str, str], which: str, article: str) -> Extraction:
    """The article that one side of a row tells of; its entity has the id ``it``."""
    entities = [made_entity("it", row[f"class_{which}"], row[f"names_{which}"])]
    statements = []
    for n, near in enumerate(filter(None, row[f"near_{which}"].split("|"))):
        name, rest = near.split("/", 1)
        forward, backward = rest.split(">"), rest.split("<")
        type_ = min(forward[0], backward[0], key=len)
        entities.append(made_entity(f"near{n}", type_, name))
        relation = (forward + backward)[1 if len(forward) > 1 else -1]
        if len(forward) + len(backward) > 2:
            near_first = len(forward) > 1 and relation != "country"
            ends = (f"near{n}", "it") if near_first else ("it", f"near{n}")
            statements.append(made_statement(ends[0], relation, ends[1]))
    return made_extraction(article, entities, statements)


def test_there_are_enough_pairs() -> None:
    assert len(ROWS) == 100
    assert {row["expect"] for row in ROWS} == {"same", "apart", "doubt"}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['names_a']} ~ {row['names_b']} ({row['why']})")
def test_a_pair_is_what_it_is(row: dict[str, str]) -> None:
    # A few other articles, so that what stands near both is nothing that stands everywhere.
    others = [made_extraction(f"x{n}", []) for n in range(9)]
    linked = link_explained([side(row, "a", "1"), side(row, "b", "2"), *others]).resolution
    a, b = ("article-1", "it"), ("article-2", "it")
    one = any({a, b} <= {local.ref for local in cluster} for cluster in linked.clusters)
    doubted = any({a, b} == {link.a, link.b} for link in linked.candidates)
    assert ("same" if one else "doubt" if doubted else "apart") == row["expect"] or (
        row["expect"] == "apart" and not one
    )


def test_pairs_side_by_side_do_not_spoil_each_other() -> None:
    """All pairs in one graph; only pairs of one row are compared, as rows use each other's names."""
    made, gold = [], {}
    for n, row in enumerate(ROWS):
        for which in "ab":
            extraction = side(row, which, f"{n:03}{which}")
            made.append(extraction)
            for entity in extraction.entities:
                same = row["expect"] == "same" and entity.id == "it"
                gold[extraction.article.id, entity.id] = f"{n} {'it' if same else which + entity.id}"
    linked = link_explained(made).resolution
    found = {local.ref: k for k, cluster in enumerate(linked.clusters) for local in cluster}
    own = {ref: number for ref, number in gold.items() if ref[1] == "it"}
    within = {ref: (found[ref], ref[0][8:11]) for ref in own}
    result = quality(within, own)
    assert result.recall >= 0.9
    assert result.precision >= 0.96  # other rows outvote one about the class of its name
