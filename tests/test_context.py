"""Whom a sentence may leave out, by the sentences before it; all made by hand."""

from __future__ import annotations

from making import hand_made

from kg.extract.document import Document
from kg.extract.statements.context import Context
from kg.extract.statements.sentence import SentenceReader
from kg.ontology.ontology import Ontology

ONTOLOGY = Ontology.load()


def supplied(
    text: str, *, employers: dict[str, str] | None = None, left_out: tuple[str, ...] = ONTOLOGY.grammar.left_out
) -> list[dict[str, str]]:
    """For each sentence the entities that it may leave out, with how each one is known."""
    doc = hand_made(text)
    tokens = Document.of(doc).view
    reader = SentenceReader(ONTOLOGY.grammar, ONTOLOGY.model)
    context = Context(ONTOLOGY.model, left_out)
    found = []
    for sentence in tokens.sentences:
        view = reader.read(tokens, sentence, doc.spans["mentions"], doc.spans["references"], employers=employers)
        given = context.read(view)
        assert all(one.start == one.end == view.start and one.reference for one in given)
        found.append({one.entity: one.context for one in given})
    return found


def test_nothing_is_left_out_before_it_was_named() -> None:
    assert supplied("A/Np@Company ra_mắt/V B/Np@Product") == [{}]


def test_the_first_the_last_and_the_topic() -> None:
    text = "A/Np@Company | B/Np@Company cũng/R thế/P | Nói/V vậy/P | A/Np@Company và/C C/Np@Company | Nói/V vậy/P"
    assert supplied(text) == [
        {},
        {"A": "first+last+topic"},
        # First and last in the last sentence that names any; two that are named equally often are no topic.
        {"B": "first+last"},
        {"B": "first+last"},
        {"A": "first+topic", "C": "last"},
    ]


def test_a_reference_names_its_entity() -> None:
    text = "A/Np@Company | B/Np@Company | [ hãng/N này/P ]@Company:A | Nói/V vậy/P"
    assert supplied(text)[3] == {"A": "first+last+topic"}


def test_whom_the_sentence_names_it_does_not_leave_out() -> None:
    assert supplied("A/Np@Company | B/Np@Company | A/Np@Company")[2] == {"B": "first+last"}


def test_each_class_for_itself_in_the_order_of_the_data() -> None:
    text = "A/Np@AIModel Lan/Np@Person B/Np@Company Pháp/Np@Country | Nói/V vậy/P"
    assert list(supplied(text)[1]) == ["B", "Lan", "A"]
    assert list(supplied(text, left_out=("Country", "Product"))[1]) == ["Pháp", "A"]


def test_a_class_above_holds_all_below_it() -> None:
    text = "A/Np@University | B/Np@Company | Nói/V vậy/P"
    assert supplied(text)[2] == {"B": "first+last"}
    assert supplied(text, left_out=("Organization", "Company")) == supplied(text, left_out=("Organization",))


def test_the_employer_of_a_person_whom_the_sentence_names() -> None:
    text = "A/Np@Company B/Np@Company A/Np@Company | C/Np@Company | Giám_đốc/N Lan/Np@Person nói/V"
    assert supplied(text, employers={"Lan": "B"})[2] == {"C": "first+last", "A": "topic", "B": "employer"}
    # Of an employer that no sentence has named nothing is known.
    assert supplied(text, employers={"Lan": "Velmora"})[2] == {"C": "first+last", "A": "topic"}
    assert supplied(text, employers={"Hoa": "B"})[2] == {"C": "first+last", "A": "topic"}
