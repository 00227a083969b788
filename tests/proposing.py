"""What a sentence made by hand might state, before anything learned weighs it."""

from __future__ import annotations

from making import hand_made

from kg.extract.document import Document
from kg.extract.statements.candidates import Candidate, CandidateFinder
from kg.extract.statements.sentence import SentenceReader, SentenceView
from kg.extract.statements.triggers import TriggerFinder
from kg.ontology.lexicon import Lexicon, Trigger
from kg.ontology.ontology import Ontology

__all__ = ["ONTOLOGY", "active", "candidates", "pairs", "view_of"]

ONTOLOGY = Ontology.load()


def view_of(text: str, ontology: Ontology = ONTOLOGY) -> SentenceView:
    doc = hand_made(text)
    tokens = Document.of(doc).view
    reader = SentenceReader(ontology.grammar, ontology.model)
    return reader.read(tokens, tokens.sentences[0], doc.spans["mentions"], doc.spans["references"])


def candidates(view: SentenceView, *triggers: Trigger) -> list[Candidate]:
    worded = {trigger.form: trigger for trigger in triggers if trigger.form}
    lexicon = Lexicon(
        forms={tuple(form.split()): (trigger,) for form, trigger in worded.items()},
        wordless=tuple(trigger for trigger in triggers if not trigger.form),
        purposes={},
        titled=frozenset(),
        priced=frozenset(),
    )
    taken = {i for argument in view.arguments for i in range(argument.start, argument.end)}
    hits = TriggerFinder(lexicon).find(view.tokens, (view.start, view.end), taken)
    return list(CandidateFinder(lexicon.wordless, ONTOLOGY.model).find(view, hits))


def pairs(text: str, *triggers: Trigger) -> list[tuple[str, str]]:
    return [(one.subject.entity, one.object.entity) for one in candidates(view_of(text), *triggers)]


def active(relation: str, form: str) -> Trigger:
    return Trigger(relation, "active", form)
