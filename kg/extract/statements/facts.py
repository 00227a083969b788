"""From an annotated Doc to its statements."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

from spacy.tokens import Doc, Span

from kg.extract.modality.reader import ModalityReader, attribution
from kg.extract.statements.candidates import Candidate
from kg.extract.statements.qualifiers import amount_of, position_of, purpose_of, time_of
from kg.extract.statements.reading import Reading, read
from kg.extract.statements.scorer import Scorer, load_scorer
from kg.ontology.files import data_dir
from kg.ontology.grammar import load_grammar
from kg.ontology.lexicon import NOMINAL, Lexicon, load_lexicon
from kg.ontology.model import Model, load_model
from kg.ontology.values import load_units
from kg.records import Article, Evidence, Measurement, Statement, stable_hash

__all__ = ["WEIGHTS", "FactFinder", "load_fact_finder"]

#: So many features are kept with a fact.
REASONS = 3
WEIGHTS = Path(__file__).resolve().parents[2] / "models" / "statements.json.gz"


class FactFinder:
    """Holds what the frames need; ``statements`` is a function of the Doc and its article."""

    def __init__(self, lexicon: Lexicon, model: Model, scorer: Scorer) -> None:
        self.lexicon = lexicon
        self.model = model
        self.scorer = scorer

    def statements(self, doc: Doc, article: Article, measurements: Sequence[Measurement] = ()) -> tuple[Statement, ...]:
        """The facts that ``doc`` states, each once a sentence, in order of their places.

        ``measurements`` are those of the article: a fact that has a price names its sum among them.
        """
        modality = ModalityReader(doc)
        found: dict[str, Statement] = {}
        for reading in read(doc, self.lexicon, self.model):
            for candidate, names, probability in self._chosen(reading):
                statement = self._statement(doc, article, reading.sent, candidate, probability, modality)
                if statement is not None:
                    statement = replace(
                        statement,
                        rule=_rule(candidate, self.scorer.reasons(names, most=REASONS)),
                        amount=amount_of(statement, measurements, frozenset(load_units().currencies))
                        if statement.relation in self.lexicon.priced
                        else None,
                    )
                    before = found.get(statement.id)
                    if before is None or before.confidence < statement.confidence:
                        found[statement.id] = statement
        return tuple(sorted(found.values(), key=lambda st: (st.evidence.start, st.evidence.trigger or (0, 0), st.id)))

    def _chosen(self, reading: Reading) -> Iterator[tuple[Candidate, list[str], float]]:
        """What is probable enough, with its features."""
        for (candidate, names), probability in zip(
            reading.candidates, self.scorer.probabilities(reading.candidates), strict=True
        ):
            if probability >= self.scorer.threshold:
                yield candidate, names, probability

    def _statement(
        self, doc: Doc, article: Article, sent: Span, candidate: Candidate, probability: float, reader: ModalityReader
    ) -> Statement | None:
        subject, object_ = candidate.subject, candidate.object
        trigger = (candidate.start, max(candidate.end, candidate.start + 1))
        nominal = candidate.trigger.frame in NOMINAL
        modality = reader.modality(
            trigger, subject=(subject.start, subject.end), object=(object_.start, object_.end), nominal=nominal
        )
        if modality is None:
            return None
        evidence = _evidence(doc, sent, candidate)
        clauses = reader.clauses(reader.sentence_of(candidate.start))
        clause = next((c for c in clauses if c[0] <= candidate.start < c[1]), (sent.start, sent.end))
        said_by = attribution(doc, candidate.start, trigger[1])
        words = self.lexicon.purposes.get(candidate.relation)
        identity = [article.id, subject.entity, candidate.relation, object_.entity, str(evidence.start), modality]
        return Statement(
            id=f"st-{stable_hash(identity)}",
            subject=subject.entity,
            relation=candidate.relation,
            object=object_.entity,
            article=article.id,
            evidence=evidence,
            modality=modality,
            time=time_of(doc, candidate, modality, sent, clause),
            attributed_to=said_by if said_by != subject.entity else None,
            position=position_of(doc, candidate, doc.spans["mentions"], sent, load_grammar().title_ends)
            if candidate.relation in self.lexicon.titled
            else None,
            purpose=purpose_of(doc, candidate, sent, words) if words else None,
            confidence=round(probability, 2),
        )


def _evidence(doc: Doc, sent: Span, candidate: Candidate) -> Evidence:
    text = sent.text
    start = sent.start_char + len(text) - len(text.lstrip())
    end = sent.start_char + len(text.rstrip())

    def place(first: int, last: int) -> tuple[int, int] | None:
        return (doc[first].idx, doc[last - 1].idx + len(doc[last - 1].text)) if last > first else None

    return Evidence(
        start=start,
        end=end,
        text=text.strip(),
        subject=place(candidate.subject.start, candidate.subject.end),
        object=place(candidate.object.start, candidate.object.end),
        trigger=place(candidate.start, candidate.end),
    )


def _rule(candidate: Candidate, reasons: Sequence[tuple[str, float]]) -> str:
    """How the fact was found, to be read by people: the frame, its words, what was supplied, and the features that
    moved its confidence most, with their weights."""
    rule = f"{candidate.trigger.frame}: {candidate.trigger.form}" if candidate.trigger.form else candidate.trigger.frame
    supplied = candidate.subject.context or candidate.object.context
    if supplied:
        rule += f" (from the text before: {supplied})"
    return f"{rule} [{'; '.join(f'{name} {weight:+.1f}' for name, weight in reasons)}]"


@cache
def load_fact_finder() -> FactFinder:
    """The finder over the shipped ontology and weights, read once a process."""
    folder = data_dir()
    return FactFinder(load_lexicon(folder), load_model(folder), load_scorer(WEIGHTS))
