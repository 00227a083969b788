"""``kg_references``: nouns and pronouns that stand for an entity of the article ("công ty này", "hãng", "ông")."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from spacy.language import Language
from spacy.tokens import Doc, Span

from kg.extract.factories import DEFAULT, Place
from kg.extract.mentions.component import word_starts
from kg.extract.mentions.lexis import Lexis, load_lexis
from kg.extract.references.discourse import Discourse, Seen, Subject
from kg.extract.references.expressions import Expression, Expressions, Text
from kg.ontology.gazetteer import load_gazetteer

__all__ = ["References"]

#: How well an entity's class fits the class that an expression speaks of.
FITS: dict[str, dict[str, float]] = {
    "Company": {"Company": 1.0, "Organization": 0.6, "University": 0.15, "MediaOutlet": 0.2},
    "Organization": {"Organization": 1.0, "GovernmentBody": 0.8, "University": 0.8, "Company": 0.5, "MediaOutlet": 0.3},
    "University": {"University": 1.0, "Organization": 0.3},
    "GovernmentBody": {"GovernmentBody": 1.0, "Organization": 0.7},
    "MediaOutlet": {"MediaOutlet": 1.0},
    "Person": {"Person": 1.0},
    "AIModel": {"AIModel": 1.0, "Product": 0.6},
    "Product": {"Product": 1.0, "AIModel": 0.6, "Company": 0.2},
    "Platform": {"Product": 1.0, "Company": 0.6, "MediaOutlet": 0.3},
    "City": {"City": 1.0, "Place": 0.5},
    "Country": {"Country": 1.0},
    "Place": {"Place": 1.0, "City": 0.4},
    "Report": {"Report": 1.0, "Work": 0.5},
    "Policy": {"Policy": 1.0, "Work": 0.5},
    "people": {"Company": 1.0, "Organization": 0.9, "Group": 0.8, "GovernmentBody": 0.5},
    "thing": {"Product": 1.0, "AIModel": 1.0},
}
REACH = {"determined": 4, "national": 4, "own": 2, "owned": 3, "bare": 8, "pronoun": 4}
#: Between two names: the second plays the part of the first.
JOINING = frozenset({"và", "hay", "hoặc", "lẫn", "cùng"})
OPENING, CLOSING = frozenset("“«"), frozenset("”»")
#: An entity that the article has called by the very noun, or only by others.
CALLED, OTHERWISE = 1.8, 0.9
EMPLOYED = 1.6
EMPLOYERS = frozenset({"Company", "Organization", "University", "GovernmentBody", "MediaOutlet"})
PLACES = frozenset({"Country", "City"})


class References:
    """Writes ``doc.spans["references"]``: label the entity's class, id the entity.

    ``doc.user_data["kg_employers"]`` tells for people named behind a post ("CEO Sam Altman") whom they hold it at:
    person's entity id -> the organisation's. Where no name stands between, it is the one spoken of.
    """

    def __init__(self, lexis: Lexis) -> None:
        self.lexis = lexis
        self.expressions = Expressions(lexis.nouns)
        self.homes = {entry.key: entry.country for entry in load_gazetteer() if entry.country}
        self.roles = {word: role for role, words in lexis.nouns.roles.items() for word in words}
        self.fronting = frozenset(lexis.nouns.fronting)
        self.sex = {phrase: sex for sex, phrases in lexis.nouns.honorifics.items() for phrase in phrases}

    def __call__(self, doc: Doc) -> Doc:
        words = [token.text for token in doc]
        text = Text(
            words,
            [word.lower() for word in words],
            [token.tag_ for token in doc],
            word_starts(doc),
            {span.start: (span.end, span.label_, span.id_) for span in doc.spans["mentions"]},
        )
        reader = _Reader(self, text, doc.user_data["kg_entities"])
        spans = []
        for number, sent in enumerate(doc.sents):
            for expression, entity in reader.read(number, sent.start, sent.end):
                spans.append(
                    Span(
                        doc,
                        expression.start,
                        expression.end,
                        span_id=entity,
                        label=doc.user_data["kg_entities"][entity]["type"],
                    )
                )
        doc.spans["references"] = spans
        doc.user_data["kg_employers"] = reader.employers
        return doc


class _Reader:
    """Reads the sentences of one article in their order."""

    def __init__(self, rules: References, text: Text, entities: Mapping[str, Mapping[str, str]]) -> None:
        self.rules = rules
        self.text = text
        self.subjects = {key: Subject(entity["type"]) for key, entity in entities.items()}
        self.discourse = Discourse(self.subjects)
        self.ends = {end: start for start, (end, _, _) in text.names.items()}
        self.employers: dict[str, str] = {}
        for start, (end, _, entity) in text.names.items():
            self._learn(start, end, entity)
        self._homes(entities)

    def read(self, number: int, start: int, end: int) -> list[tuple[Expression, str]]:
        """The expressions of a sentence that mean an entity, with it."""
        found = []
        expressions = {item.start: item for item in self.rules.expressions.find(self.text, start, end)}
        i = start
        while i < end:
            if i in self.text.names:
                stop, _, entity = self.text.names[i]
                if self.subjects[entity].type == "Person" and entity not in self.employers:
                    self._employ(entity, i, number, start)
                self.discourse.add(Seen(entity, i, stop, number, self._role(i, start)))
                i = stop
            elif i in expressions:
                item = expressions[i]
                entity = self._resolve(item, number, start)
                if entity:
                    found.append((item, entity))
                    self.discourse.add(Seen(entity, item.start, item.end, number, self._role(i, start)))
                i = item.end
            else:
                i += 1
        return found

    def _learn(self, start: int, end: int, entity: str) -> None:
        """What stands directly around a name: honorific, nouns, countries."""
        text, rules = self.text, self.rules
        subject = self.subjects[entity]
        subject.count += 1
        lower = text.lower
        for back in range(max(0, start - 7), start):
            if any(not word[0].isalpha() for word in lower[back:start]):
                continue
            head = rules.lexis.heads.at(lower, back)
            if head is not None and head[0] <= start:
                between = range(head[0], start)
                if all(self._place_at(k) or text.tags[k] in {"N", "A", "Np", "V"} for k in between):
                    subject.nouns.add(" ".join(lower[back : head[0]]))
                    subject.countries.update(place for k in between if (place := self._place_at(k)))
        if start > 0:
            honorific = lower[start - 1]
            if honorific in rules.sex:
                subject.honorifics[honorific] += 1
        if end + 1 < len(lower):
            after = lower[end]
            if after in {",", "(", "-", "–"}:
                head = rules.lexis.heads.at(lower, end + 1)
                if head is not None:
                    subject.nouns.add(" ".join(lower[end + 1 : head[0]]))
                    for k in range(head[0], min(head[0] + 4, len(lower))):
                        if place := self._place_at(k):
                            subject.countries.add(place)
            if after in {"của", "("} and (place := self._place_at(end + 1)):
                subject.countries.add(place)

    def _homes(self, entities: Mapping[str, Mapping[str, str]]) -> None:
        """Countries of well-known entities, and cities of head offices that the text names."""
        countries = {entity["known"]: key for key, entity in entities.items() if entity["type"] == "Country"}
        for key, record in entities.items():
            home = countries.get(self.rules.homes.get(record["known"], ""))
            if home:
                self.subjects[key].countries.add(home)
        before = ""
        at = 0
        for start, (end, kind, entity) in sorted(self.text.names.items()):
            if kind in EMPLOYERS:
                before, at = entity, end
            elif kind in PLACES and before and start - at < 8 and "trụ" in self.text.lower[at:start]:
                self.subjects[before].countries.add(entity)

    def _place_at(self, index: int) -> str:
        hit = self.text.names.get(index)
        return hit[2] if hit is not None and hit[1] in PLACES else ""

    def _role(self, start: int, first: int) -> str:
        """The part that what begins at ``start`` plays in its clause, by the words before it."""
        text = self.text
        rules = self.rules
        if sum(word in OPENING for word in text.lower[first:start]) > sum(
            word in CLOSING for word in text.lower[first:start]
        ):
            return "quoted"
        for back in range(max(first, start - 4), start):
            for phrases in (rules.expressions.posts, rules.lexis.heads):
                hit = phrases.at(text.lower, back)
                if (
                    hit is not None
                    and hit[0] == start
                    and hit[1] in {True, "Person"}
                    and (start in text.names and text.names[start][1] != "Person")
                ):
                    return "affiliation"
        for i in range(start - 1, max(first - 1, start - 7), -1):
            word, tag = text.lower[i], text.tags[i]
            role = rules.roles.get(word)
            if role is not None:
                return role
            if word in rules.expressions.clauses:
                return "subject"
            if not word[0].isalnum():
                return "subject" if word not in {"(", "[", "/"} else "other"
            if tag in {"V"}:
                return "object"
            if word in JOINING and i in self.ends:
                return self._role(self.ends[i], first)
            if tag in {"C", "CC", "R"}:
                return "subject"
        return "subject"

    def _resolve(self, item: Expression, number: int, first: int) -> str:
        fits = self._fits(item)
        if item.form in {"bare", "own", "owned"}:
            employer = self._employer_here(number, item.start)
            if employer in fits:
                fits[employer] *= EMPLOYED if item.form == "bare" else 3.0
            elif item.form == "owned":
                return ""
        if not fits:
            return ""
        role = self._role(item.start, first)
        barred = []
        if item.form in {"determined", "national"} and role in {"object", "other"}:
            barred = [
                seen.entity
                for seen in self.discourse.seen
                if seen.sentence == number
                and seen.role in {"subject", "agent"}
                and not any(
                    self.text.lower[k] in {",", ";", "rằng", "khi", "mà", "nhưng"} for k in range(seen.end, item.start)
                )
            ]
        near = item.form in {"determined", "national"} or item.type == "people"
        reach = REACH[item.form] if item.type != "people" else 1
        fronted = (
            item.form in {"determined", "bare"}
            and item.start > first
            and (
                self.text.lower[item.start - 1] == ","
                and (self.text.lower[first] in self.rules.fronting or self.text.tags[first] == "V")
            )
        )
        return self.discourse.best(fits, number, near=near, reach=reach, barred=barred, fronted=fronted)

    def _employ(self, person: str, start: int, number: int, first: int) -> None:
        """Whom a person named behind a post works for: what stands between them, else the firm spoken of."""
        lower = self.text.lower
        for back in range(max(first, start - 12), start):
            hit = self.rules.expressions.posts.at(lower, back)
            if hit is None or hit[0] > start:
                continue
            between = [
                entity
                for at, (stop, kind, entity) in self.text.names.items()
                if hit[0] <= at and stop <= start and kind in EMPLOYERS
            ]
            if between:
                self.employers[person] = between[0]
            elif hit[0] == start:
                fits = {entity: 1.0 for entity in self.discourse.counts if self.subjects[entity].type in EMPLOYERS}
                found = self.discourse.best(fits, number, near=False, reach=4)
                if found:
                    self.employers[person] = found
            if person in self.employers:
                return

    def _employer_here(self, number: int, before: int) -> str:
        """The employer of the person that the sentence speaks of last before a place."""
        for seen in reversed(self.discourse.seen):
            if seen.sentence < number - 1:
                return ""
            if seen.start < before and seen.entity in self.employers:
                return self.employers[seen.entity]
        return ""

    def _fits(self, item: Expression) -> dict[str, float]:
        sex = item.type if item.type in {"male", "female"} else ""
        kind = "Person" if item.type in {"male", "female", "person"} else item.type
        classes = FITS.get(kind, {})
        fits = {}
        for entity in sorted(self.discourse.counts):
            subject = self.subjects[entity]
            fit = classes.get(subject.type, 0.0)
            if fit == 0.0:
                continue
            if sex:
                fit *= self._sex(subject, sex, item.noun)
            if item.places:
                shared = set(item.places) & subject.countries
                fit *= 2.0 if shared else 0.0 if subject.countries or item.form == "national" else 0.6
            if item.form != "pronoun" and subject.nouns:
                fit *= CALLED if item.noun in subject.nouns else OTHERWISE
            fits[entity] = fit
        return fits

    def _sex(self, subject: Subject, sex: str, noun: str) -> float:
        known = {self.rules.sex[word] for word in subject.honorifics} - {"person"}
        if noun.split()[0] in subject.honorifics:
            return 1.2
        if sex in known:
            return 0.9
        return 0.0 if known else 0.8


@Language.factory("kg_references", assigns=["doc.spans"], default_config=DEFAULT)
def create_references(nlp: Language, name: str, ontology: Place) -> Callable[[Doc], Doc]:
    return References(load_lexis())
