"""How plainly a sentence states a fact, and whether it names both sides itself."""

from __future__ import annotations

from dataclasses import replace

import pytest
from disagreeing import article

from kg.linking import link
from kg.linking.wording import POST, names, plainly
from kg.records import Evidence

PLAIN = "Ông Lê An, chủ tịch Velmora, đã đến."


@pytest.mark.parametrize(
    ("text", "frame", "expected"),
    [
        (PLAIN, "role", True),
        ("Lê An là chủ tịch của Velmora.", "role", True),
        ("Ông Lê An gặp ở Hà Nội một vị chủ tịch khác của Velmora.", "role", False),
        (PLAIN, "adjacent", False),
    ],
)
def test_what_is_told_plainly(text: str, frame: str, expected: bool) -> None:
    (st,) = link([article(1, [("Lê An", "chairOf", "Velmora")])]).statements.values()
    spans = {
        name: (text.index(word), text.index(word) + len(word))
        for name, word in (("subject", "Lê An"), ("trigger", "chủ tịch"), ("object", "Velmora"))
    }
    evidence = Evidence(start=0, end=len(text), text=text, **spans)
    assert plainly(replace(st, evidence=evidence, rule=f"{frame}: chủ tịch [x +1.0]"), POST) is expected


def test_a_sentence_that_names_both_sides() -> None:
    graph = link([article(1, [("Lê An", "chairOf", "Velmora")])])
    (st,) = graph.statements.values()
    sides = (graph.entities[st.subject], graph.entities[st.object])
    text = "Lê An là chủ tịch của hãng."
    named = Evidence(start=0, end=len(text), text=text, subject=(0, 5))
    assert names(replace(st, evidence=named), *sides)
    assert not names(replace(st, evidence=replace(named, object=(22, 26))), *sides)
