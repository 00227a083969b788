"""Where triggers stand in sentences made by hand."""

from __future__ import annotations

import pytest
from making import hand_made

from kg.extract.document import Document
from kg.extract.statements.triggers import TriggerFinder
from kg.ontology.lexicon import Lexicon, Trigger

TRIGGERS = (
    Trigger("supplies", "active", "bán"),
    Trigger("uses", "active", "dùng"),
    Trigger("uses", "active", "dùng thử"),
    Trigger("availableOn", "active", "dùng"),
    Trigger("ceoOf", "role", "tổng giám đốc"),
    Trigger("ceoOf", "of", "của", "SO"),
    Trigger("holdsPositionAt", "role", "phó tổng giám đốc"),
    Trigger("holdsPositionAt", "of", "của", "SO"),
    Trigger("owns", "of", "của mình", "SO"),
    Trigger("acquired", "active", "mua lại"),
)
LEXICON = Lexicon(
    forms={
        tuple(form.split()): tuple(trigger for trigger in TRIGGERS if trigger.form == form)
        for form in dict.fromkeys(trigger.form for trigger in TRIGGERS)
    },
    wordless=(),
    purposes={},
    titled=frozenset(),
    priced=frozenset(),
    longer=frozenset({"mua lại quả", "dùng bữa"}),
)


def test_a_post_of_several_people_is_nobody_s() -> None:
    lexicon = Lexicon(
        forms={("lãnh", "đạo"): (Trigger("holdsPositionAt", "role", "lãnh đạo"),)},
        wordless=(),
        purposes={},
        titled=frozenset({"holdsPositionAt"}),
        priced=frozenset(),
    )
    finder = TriggerFinder(lexicon, {"các"})
    for text, found in (("Lãnh_đạo/N các/L Ban/N", 0), ("Lãnh_đạo/N Ban/N", 1)):
        tokens = Document.of(hand_made(text)).view
        assert len(finder.find(tokens, tokens.sentences[0], set())) == found


def hits(text: str, taken: frozenset[int] = frozenset()) -> list[tuple[int, int, str, str]]:
    """The triggers in the first sentence: tokens, form, relation."""
    tokens = Document.of(hand_made(text)).view
    found = TriggerFinder(LEXICON).find(tokens, tokens.sentences[0], taken)
    return [(hit.start, hit.end, hit.trigger.form, hit.trigger.relation) for hit in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hãng/N mua_lại/V Brisken/Np ./F", [(1, 3, "mua lại", "acquired")]),
        # Whatever words the syllables were taken for.
        ("Hãng/N Mua/V lại/R Brisken/Np ./F", [(1, 3, "mua lại", "acquired")]),
        # A single syllable inside a longer word is another word, at its beginning and at its end.
        ("Hãng/N bán/V chip/N", [(1, 2, "bán", "supplies")]),
        ("Hãng/N bán_dẫn/N", []),
        ("Hãng/N mua_bán/V chip/N", []),
        ("Hãng/N bán/V", [(1, 2, "bán", "supplies")]),
        # Where a phrase begins that means something else no shorter form is read.
        ("Hãng/N dùng/V bữa/N", []),
        ("Hãng/N mua_lại/V bữa/N", [(1, 3, "mua lại", "acquired")]),
        # Of one relation's forms at one place the longest counts; other relations keep theirs.
        ("Hãng/N dùng_thử/V Qwen/Np", [(1, 3, "dùng thử", "uses")]),
        ("Hãng/N dùng/V thử/V Qwen/Np", [(1, 2, "dùng", "availableOn"), (1, 3, "dùng thử", "uses")]),
        # A role within a longer role is none, a link word always stays.
        (
            "tổng_giám_đốc/N của/E",
            [(0, 3, "tổng giám đốc", "ceoOf"), (3, 4, "của", "ceoOf"), (3, 4, "của", "holdsPositionAt")],
        ),
        ("phó_tổng_giám_đốc/N", [(0, 4, "phó tổng giám đốc", "holdsPositionAt")]),
        ("của/E mình/P", [(0, 1, "của", "ceoOf"), (0, 1, "của", "holdsPositionAt"), (0, 2, "của mình", "owns")]),
        # Only the sentence that is asked for, to its last token.
        ("Hãng/N mua/V | lại/R bán/V", []),
        # A line break between two syllables is passed over.
        ("Hãng/N mua/V \n/ lại/R", [(1, 4, "mua lại", "acquired")]),
    ],
)
def test_triggers_by_place(text: str, expected: list[tuple[int, int, str, str]]) -> None:
    assert hits(text) == expected


def test_names_hold_no_trigger() -> None:
    text = "Hãng/N mua_lại/V Brisken/Np ./F"
    assert hits(text, frozenset({2})) == []
    assert hits(text, frozenset({3})) == [(1, 3, "mua lại", "acquired")]


def test_triggers_are_found_behind_other_sentences() -> None:
    tokens = Document.of(hand_made("Mua_lại/V ./F | Hãng/N bán/V chip/N")).view
    (hit,) = TriggerFinder(LEXICON).find(tokens, tokens.sentences[1], set())
    assert (hit.start, hit.end, hit.trigger.form) == (4, 5, "bán")
