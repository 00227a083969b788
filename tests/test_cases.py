"""Sentences by relation: the facts each one states are found, and no others of that relation."""

from __future__ import annotations

from collections import Counter

import pytest
from relation_cases import Case, complaints, read_cases

from kg.extract import Extractor
from kg.ontology.ontology import Ontology

CASES = read_cases()


def test_each_relation_has_its_cases() -> None:
    relations = {case.relation for case in CASES}
    assert relations == set(Ontology.load().model.relations)
    positive = Counter(case.relation for case in CASES if case.facts)
    negative = Counter(case.relation for case in CASES if not case.facts and not case.optional)
    assert min(positive[relation] for relation in relations) >= 12
    assert min(negative[relation] for relation in relations) >= 6
    assert (sum(positive.values()), sum(negative.values())) == (364, 185)


def test_names_of_the_facts_stand_in_the_text() -> None:
    def lacking(case: Case) -> list[str]:
        return [
            name for fact in (*case.facts, *case.optional) for name in (fact["s"], fact["o"]) if name not in case.text
        ]

    assert {case.id: names for case in CASES if (names := lacking(case))} == {}


def test_no_text_comes_twice() -> None:
    assert [text for text, count in Counter(case.text for case in CASES).items() if count > 1] == []


@pytest.mark.parametrize(
    "case",
    [
        pytest.param(case, id=case.id, marks=[pytest.mark.xfail(strict=True, reason=case.xfail)] if case.xfail else [])
        for case in CASES
    ],
)
def test_the_facts_of_the_text_are_found_and_no_others(case: Case, extractor: Extractor) -> None:
    """A case that begins to pass, or fails in a new way: ``python tests/relation_cases.py --mark``."""
    assert complaints(case, extractor) == []
