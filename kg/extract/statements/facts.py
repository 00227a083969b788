"""From an annotated Doc to its statements."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from spacy.tokens import Doc
from spacy.tokens import Span as DocSpan

from kg.extract.document import Document
from kg.extract.mentions.encoder.model import Encoder
from kg.extract.modality.reader import ModalityRules, attribution
from kg.extract.statements.barriers import regional
from kg.extract.statements.candidates import Candidate
from kg.extract.statements.dating import DATING, Scene, SceneReader, date_of
from kg.extract.statements.groups import Features
from kg.extract.statements.memory import Memory
from kg.extract.statements.pairs import PairReader
from kg.extract.statements.posts import Posts
from kg.extract.statements.qualifiers import amount_of, purpose_of
from kg.extract.statements.reading import CandidateReader, Reading
from kg.extract.statements.rules import rules_of
from kg.extract.statements.scorer import Scorer, load_scorer
from kg.extract.statements.sentence import SentenceView
from kg.extract.statements.tally import Tally
from kg.extract.statements.trees import Matrix
from kg.extract.view import TokenView
from kg.ontology.lexicon import NOMINAL
from kg.ontology.ontology import Ontology
from kg.phrases import PhraseSet
from kg.records import Evidence, LocalMeasurement, LocalStatement, Modality, Span

__all__ = ["FAST", "WEIGHTS", "FactFinder"]

#: The weights of candidates of which the encoder says how likely they are, and of those that it does not see.
WEIGHTS = Path(__file__).resolve().parents[2] / "models" / "statements.json.gz"
FAST = WEIGHTS.with_name("statements-fast.json.gz")
#: Where a sentence begins, the fact that it states, and its modality.
_Key = tuple[int, str, str, str, str]


class FactFinder:
    """Holds what the frames need; ``statements`` is a function of the Doc. ``scorer`` weighs the candidates, the
    shipped one when none is given; ``encoder``, where one is given, is heard."""

    def __init__(self, ontology: Ontology, scorer: Scorer | None = None, encoder: Encoder | None = None) -> None:
        self._scorer = scorer
        self._tallied: tuple[Scorer, Tally] | None = None
        self._candidates = CandidateReader(ontology, encoder)
        self._model = ontology.model
        self._lexicon = ontology.lexicon
        self._modality = ModalityRules.of(ontology)
        self._words = ontology.grammar.function_words
        self._ranks = ontology.grammar.ranks
        self._posts = Posts(ontology)
        self._spelt = ontology.model.below(*ontology.grammar.spelt_out)
        self._against = {name: PhraseSet(words) for name, words in ontology.lexicon.against.items()}
        self._currencies = frozenset(ontology.units.currencies)

    def _tally(self) -> Tally:
        """What adds up the weights of candidates."""
        if self._tallied is None or self._tallied[0] is not self.scorer:
            self._tallied = self.scorer, self.scorer.tally()
        return self._tallied[1]

    @property
    def scorer(self) -> Scorer:
        # Only asked for where facts are found: candidates can be read, to learn from, before there are weights.
        return self._scorer or load_scorer(FAST if self._candidates.pairs is None else WEIGHTS)

    def ask(self, pairs: PairReader) -> None:
        """From now on ``pairs`` says what the encoder makes of two names."""
        self._candidates.pairs = pairs

    def remember(self, memory: Memory) -> None:
        """From now on ``memory`` says what was told before."""
        self._candidates.memory = memory

    def sentences(self, doc: Doc) -> list[SentenceView]:
        """The sentences of ``doc`` that may state a fact, in order."""
        return self._candidates.sentences(doc)

    def readings(self, doc: Doc) -> Iterator[Reading]:
        """Each sentence of ``doc`` that may state a fact, with its candidates, in order."""
        return self._candidates.readings(doc)

    def statements(self, doc: Doc, measurements: Sequence[LocalMeasurement] = ()) -> tuple[LocalStatement, ...]:
        """The facts that ``doc`` states, each once a sentence, in order of their places.

        ``measurements`` are those of the article: a fact that has a price names its sum among them.
        """
        qualifiers = _Qualifiers(doc, self._modality, self._words)
        found: dict[_Key, LocalStatement] = {}
        nominal: set[_Key] = set()
        unsaid: set[_Key] = set()
        surest: dict[_Key, tuple[Candidate, Features, Matrix | None]] = {}
        readings = list(self._candidates.readings(doc, self._tally()))
        for reading, chances in zip(readings, self.scorer.chances(readings), strict=True):
            for (candidate, features), chance in zip(reading.candidates, chances, strict=True):
                if chance.probability < self.scorer.threshold or self._is_unsaid(candidate):
                    continue
                statement = self._statement(reading, candidate, qualifiers)
                if statement is None:
                    continue
                priced = statement.relation in self._lexicon.priced
                statement = replace(
                    statement,
                    confidence=round(chance.probability, 2),
                    amount=amount_of(statement, measurements, self._currencies) if priced else None,
                )
                key = _key(statement, symmetric=self._model.symmetric(statement.relation))
                known = found.get(key)
                found[key] = statement if known is None else self._with_post(known, statement)
                if known is None or known.confidence < statement.confidence:
                    surest[key] = candidate, features, chance.row
                    (unsaid.add if candidate.trigger.frame == "pair" else unsaid.discard)(key)
                    (nominal.add if candidate.trigger.frame in NOMINAL else nominal.discard)(key)
        denials = [statement for statement in found.values() if statement.modality == "negated"]
        # What no word of a sentence says is told where the article tells it best. What stands already is no plan.
        best: dict[tuple[str, str, str], float] = {}
        for key, statement in found.items():
            best[key[1:4]] = max(statement.confidence, best.get(key[1:4], 0.0))
        told = {
            key: statement
            for key, statement in found.items()
            if not self._is_told(key, found)
            and not (key in nominal and _is_denied(statement, denials))
            and not _is_stated(key, found)
            and not self._is_another(key, found)
            and not (key[-1] == "planned" and key[2] in self._lexicon.standing and (*key[:-1], "asserted") in found)
            and not (key in unsaid and not statement.time and statement.confidence < best[key[1:4]])
        }
        places = {key: (key[0], statement.evidence.trigger or (0, 0), key) for key, statement in told.items()}
        ordered = sorted(told, key=places.__getitem__)
        rules = rules_of([surest[key] for key in ordered], self.scorer)
        return tuple(replace(told[key], rule=rule) for key, rule in zip(ordered, rules, strict=True))

    def _is_unsaid(self, candidate: Candidate) -> bool:
        """Does the sentence leave out somebody whom none leaves out that tells something of him?"""
        return any(side.context and side.type in self._spelt for side in (candidate.subject, candidate.object))

    def _with_post(self, known: LocalStatement, other: LocalStatement) -> LocalStatement:
        """The surer of two tellings of a fact, with the post where one of them tells it: better than a rank or none."""
        surer, less = (other, known) if known.confidence < other.confidence else (known, other)
        return replace(surer, position=less.position) if self._post(less) > self._post(surer) else surer

    def _post(self, statement: LocalStatement) -> int:
        """Is a post told right before its body (3), or elsewhere (2), a rank that is none (1), or nothing?"""
        if statement.position is None or statement.position.lower() in self._ranks:
            return 0 if statement.position is None else 1
        trigger, body = statement.evidence.trigger, statement.evidence.object
        return 3 if trigger and body and trigger[1] <= body[0] <= trigger[1] + 1 else 2

    def _is_told(self, key: _Key, found: Collection[_Key]) -> bool:
        """Does the sentence tell the fact more exactly? A CTO needs no post beside that."""
        start, subject, relation, object_, modality = key
        exact = (name for name in self._model.relations if name != relation and self._model.is_a(name, relation))
        return any((start, subject, name, object_, modality) in found for name in exact)

    def _is_another(self, key: _Key, found: Mapping[_Key, LocalStatement]) -> bool:
        """Is it surer that the sentence tells another one of relations that exclude each other?"""
        start, subject, relation, object_, modality = key
        return any(
            (other := found.get((start, subject, name, object_, modality))) is not None
            and other.confidence > found[key].confidence
            for name in self._lexicon.either.get(relation, ())
        )

    def _is_contrary(self, candidate: Candidate, tokens: TokenView) -> bool:
        """Does the sentence say the contrary ("A bán cổ phần của B")?"""
        words = self._against.get(candidate.relation)
        if words is None:
            return False
        for i in range(candidate.subject.end, candidate.start + 1):
            behind = i + words.size(tokens.low, i, len(tokens))
            if behind > i and tokens.begins[i] and (behind == len(tokens) or tokens.begins[behind]):
                return True
        return False

    def _statement(self, reading: Reading, candidate: Candidate, qualifiers: _Qualifiers) -> LocalStatement | None:
        """The candidate as a statement without its sum and confidence; None when the text asks or supposes it."""
        modality = qualifiers.modality(candidate)
        if modality is None or self._is_contrary(candidate, qualifiers.tokens):
            return None
        if (above := self._model.relations[candidate.relation].parents) and regional(
            candidate.subject, candidate.object, reading.view
        ):
            candidate = replace(candidate, relation=above[0])
        subject, object_ = candidate.subject.entity, candidate.object.entity
        evidence = _evidence(reading.sent, candidate)
        sentence = (reading.view.start, reading.view.end)
        standing = candidate.relation in self._lexicon.standing
        never = candidate.relation in self._lexicon.unplanned and modality == "planned"
        if never or (standing and modality == "reported"):
            modality = "asserted"
        said_by = qualifiers.said_by(candidate, quoted=standing)
        titled = candidate.relation in self._lexicon.titled
        purposes = self._lexicon.purposes.get(candidate.relation)
        return LocalStatement(
            subject=subject,
            relation=candidate.relation,
            object=object_,
            evidence=evidence,
            modality=modality,
            time=date_of(
                load_scorer(DATING),
                qualifiers.scene(reading.view),
                candidate,
                qualifiers.clause(candidate, sentence),
                modality,
            ),
            attributed_to=said_by if said_by != subject else None,
            position=self._posts.of(qualifiers.tokens, candidate, qualifiers.names, sentence) if titled else None,
            purpose=purpose_of(qualifiers.tokens, candidate, sentence, purposes) if purposes else None,
        )


def _key(statement: LocalStatement, *, symmetric: bool) -> _Key:
    """What makes two statements one: the same fact of one modality in one sentence; a denial and its positive are.

    Of a ``symmetric`` relation both ways round are.
    """
    modality = "asserted" if statement.modality == "negated" else statement.modality
    subject, object_ = statement.subject, statement.object
    if symmetric:
        subject, object_ = sorted((subject, object_))
    return statement.evidence.start, subject, statement.relation, object_, modality


def _is_stated(key: _Key, found: Collection[_Key]) -> bool:
    """Does the sentence state outright what it tells by hearsay as well ("mô hình X của A được cho là mô hình …")?"""
    return key[-1] == "reported" and (*key[:-1], "asserted") in found


def _is_denied(statement: LocalStatement, denials: Iterable[LocalStatement]) -> bool:
    """Does a verb between its two names deny something of them ("A không dùng mô hình B": nor has A made B)?"""
    subject, object_ = statement.evidence.subject, statement.evidence.object
    return statement.modality != "negated" and any(
        subject[1] <= verb[0] and verb[1] <= object_[0]
        for denial in denials
        if (verb := denial.evidence.trigger) and subject and object_
        if (denial.subject, denial.object) == (statement.subject, statement.object)
    )


class _Qualifiers:
    """What the steps before found in an article that may qualify a fact."""

    def __init__(self, doc: Doc, modality: ModalityRules, words: Collection[str]) -> None:
        self.tokens = Document.of(doc).view
        self._scenes = SceneReader(doc, words)
        self.names = frozenset(span.start for span in doc.spans["mentions"])
        self._doc = doc
        self._reader = modality.reader(doc)

    def modality(self, candidate: Candidate) -> Modality | None:
        subject, object_ = candidate.subject, candidate.object
        return self._reader.modality(
            _trigger(candidate),
            subject=(subject.start, subject.end),
            object=(object_.start, object_.end),
            nominal=candidate.trigger.frame in NOMINAL,
        )

    def clause(self, candidate: Candidate, sentence: Span) -> Span:
        """The clause that the candidate's trigger is in."""
        clauses = self._reader.clauses(self._reader.sentence_of(candidate.start))
        return next((clause for clause in clauses if clause[0] <= candidate.start < clause[1]), sentence)

    def scene(self, view: SentenceView) -> Scene:
        """The sentence with its times and names."""
        return self._scenes.read((view.start, view.end), view.label)

    def said_by(self, candidate: Candidate, *, quoted: bool) -> str | None:
        return attribution(self._doc, *_trigger(candidate), quoted=quoted)


def _trigger(candidate: Candidate) -> Span:
    """The trigger's tokens; of a wordless one the token that it stands at."""
    return candidate.start, max(candidate.end, candidate.start + 1)


def _evidence(sent: DocSpan, candidate: Candidate) -> Evidence:
    doc = sent.doc
    text = Document.text_of(doc)[sent.start_char : sent.end_char]

    def place(first: int, last: int) -> Span | None:
        return (doc[first].idx, doc[last - 1].idx + len(doc[last - 1].text)) if last > first else None

    return Evidence(
        start=sent.start_char + len(text) - len(text.lstrip()),
        end=sent.start_char + len(text.rstrip()),
        text=text.strip(),
        subject=place(candidate.subject.start, candidate.subject.end),
        object=place(candidate.object.start, candidate.object.end),
        trigger=place(candidate.start, candidate.end),
    )
