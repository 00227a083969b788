"""Which pairs of names the encoder is asked about, where they stand in its windows, and what its answer does."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from making import hand_made

from kg.errors import FailureError
from kg.extract.document import Document
from kg.extract.mentions.encoder.model import shipped_encoder
from kg.extract.mentions.encoder.windows import Window
from kg.extract.statements.candidates import LIKELY, CandidateFinder
from kg.extract.statements.context import Context
from kg.extract.statements.features import FeatureNamer
from kg.extract.statements.pairs import BEFORE, FAR, Learned, Pair, PairReader, between, pairs_in
from kg.extract.statements.sentence import SentenceReader, SentenceView
from kg.ontology.lexicon import Trigger
from kg.ontology.ontology import Ontology

ONTOLOGY = Ontology.load()
LEARNED = Learned(("ceoOf", "uses"), ("Organization", "Person", "Product"))


def views_of(text: str) -> list[SentenceView]:
    doc = hand_made(text)
    tokens = Document.of(doc).view
    reader, context = SentenceReader(ONTOLOGY.grammar, ONTOLOGY.model), Context(ONTOLOGY.model, ("Company",))
    found = []
    for sentence in tokens.sentences:
        view = reader.read(tokens, sentence, doc.spans["mentions"], doc.spans["references"])
        view.context = context.read(view)
        found.append(view)
    return found


def one_window(*tokens: int, size: int = 1) -> Window:
    """A window of ``tokens``, each of ``size`` pieces."""
    firsts = [1 + place * size for place in range(len(tokens))]
    return Window([0] * (2 + len(tokens) * size), list(tokens), firsts)


def pairs(text: str, *windows: Window) -> list[list[Pair]]:
    return list(pairs_in(views_of(text), windows, ONTOLOGY.model, LEARNED))


def test_both_ways_round_where_a_relation_may_join_them() -> None:
    ((pair,),) = pairs("A/Np@Company dùng/V B/Np@Product", one_window(0, 1, 2, size=2))
    assert (pair.subject.entity, pair.object.entity) == ("A", "B")
    # Two pieces a token behind the one that begins the window.
    assert pair.ends == (1, 2, 5, 6)
    # A company is read as the organization that was learned.
    assert pair.kinds == (1, 3)
    assert pair.distance == FAR + 1


def test_no_relation_that_was_learned_joins_two_products() -> None:
    assert pairs("A/Np@Product dùng/V B/Np@Product", one_window(0, 1, 2)) == [[]]


def test_two_names_in_two_windows_are_not_asked_about() -> None:
    assert pairs("A/Np@Company dùng/V B/Np@Product", one_window(0, 1), one_window(2)) == [[]]


def test_who_is_left_out_is_seen_where_the_sentence_before_names_him() -> None:
    _, second = pairs("A/Np@Company | Dùng/V B/Np@Product", one_window(0, 1, 2))
    (pair,) = second
    assert pair.subject.entity == "A"
    assert pair.ends == (1, 1, 3, 3)
    assert pair.flags & BEFORE


def test_the_mean_of_what_stands_between_two_names() -> None:
    ((pair,),) = pairs("A/Np@Company đang/R dùng/V B/Np@Product", one_window(0, 1, 2, 3))
    assert between([pair], 6).tolist() == [[0, 0, 0.5, 0.5, 0, 0]]


def test_a_missing_file_says_how_to_make_it(tmp_path: Path) -> None:
    reader = PairReader(ONTOLOGY.model, shipped_encoder(), tmp_path / "pairs.onnx")
    with pytest.raises(FailureError, match=r"pairs\.onnx is missing"):
        assert reader.learned


def proposed(odds: float, *wordless: Trigger) -> list[tuple[str, str, list[str]]]:
    """What a sentence with such log-odds might state: frame, relation and the features of the encoder."""
    (view,) = views_of("A/Np@Company dùng/V B/Np@Product")
    one, other = view.arguments
    view.odds = {(one.place, other.place): {"uses": odds}}
    namer = FeatureNamer(ONTOLOGY.model)
    return [
        (found.trigger.frame, found.relation, [name for name in namer.names(found, view) if name.startswith("read")])
        for found in CandidateFinder(wordless, ONTOLOGY.model).find(view, ())
    ]


def test_what_the_encoder_thinks_likely_is_proposed_without_a_trigger() -> None:
    ((frame, relation, names),) = proposed(0.4)
    assert (frame, relation) == ("pair", "uses")
    assert {"read>=0", "read>=-1", "read>=0:uses", "read>=0:pair"} <= set(names)
    assert "read>=1" not in names


def test_what_it_thinks_unlikely_is_not() -> None:
    assert proposed(LIKELY - 0.1) == []


def test_what_a_trigger_proposes_is_not_proposed_twice() -> None:
    assert [frame for frame, _, _ in proposed(2.0, Trigger("uses", "adjacent", ""))] == ["adjacent"]


def test_the_shipped_branch_sees_who_uses_what() -> None:
    doc = hand_made("Velmora/Np@Company sử_dụng/V mô_hình/N Kestra/Np@AIModel của/E Ombrix/Np@Company")
    reader = PairReader(ONTOLOGY.model, shipped_encoder())
    views = views_of("Velmora/Np@Company sử_dụng/V mô_hình/N Kestra/Np@AIModel của/E Ombrix/Np@Company")
    (odds,) = reader.read(Document.of(doc).view, views)
    assert np.isfinite([score for row in odds.values() for score in row.values()]).all()
