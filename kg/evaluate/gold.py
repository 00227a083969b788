"""Gold annotations (see the annotation guide) as records, so that they can be built, shown and compared."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, ClassVar

from pydantic import ConfigDict, Field, TypeAdapter, ValidationError

from kg.errors import InputError
from kg.ontology.definitions import Model
from kg.records import (
    Article,
    Entity,
    Evidence,
    Extraction,
    LocalClaim,
    LocalMeasurement,
    LocalStatement,
    Mention,
    Modality,
    stable_hash,
)

__all__ = [
    "GoldArticle",
    "GoldClaim",
    "GoldEntity",
    "GoldFact",
    "GoldMeasurement",
    "as_extracted",
    "gold_extractions",
    "read_gold",
]

#: How many faults of a file an error tells.
_LISTED = 5


class _Form:
    """What all of them have in common: a key that is not known is a slip of the pen."""

    __slots__ = ()
    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")


@dataclass(frozen=True, slots=True)
class GoldEntity(_Form):
    """What an article names: its class, with others that are right too, and what it may be called."""

    type: str
    names: Annotated[tuple[str, ...], Field(min_length=1)]
    alt_types: tuple[str, ...] = ()
    optional: bool = False


@dataclass(frozen=True, slots=True)
class GoldFact(_Form):
    """What an article states; ``alt_…`` are right in the place of subject, relation and object.

    ``subject_words`` and ``object_words`` are what stands in the evidence for a subject or object that is not named
    there, empty when nothing does.
    """

    subject: Annotated[str, Field(validation_alias="s")]
    relation: Annotated[str, Field(validation_alias="p")]
    object: Annotated[str, Field(validation_alias="o")]
    evidence: str
    modality: Modality = "asserted"
    time: str | None = None
    attributed_to: Annotated[str | None, Field(validation_alias="attributedTo")] = None
    position: str | None = None
    purpose: str | None = None
    amount: str | None = None
    optional: bool = False
    alt_subjects: Annotated[tuple[str, ...], Field(validation_alias="alt_s")] = ()
    alt_relations: Annotated[tuple[str, ...], Field(validation_alias="alt_p")] = ()
    alt_objects: Annotated[tuple[str, ...], Field(validation_alias="alt_o")] = ()
    subject_words: Annotated[str | None, Field(validation_alias="s_as")] = None
    object_words: Annotated[str | None, Field(validation_alias="o_as")] = None

    @property
    def negated(self) -> bool:
        return self.modality == "negated"

    def readings(self, model: Model) -> Iterator[tuple[str, str, str]]:
        """Every (subject, relation, object) that is this fact, a symmetric one both ways round."""
        for subject in (self.subject, *self.alt_subjects):
            for object_ in (self.object, *self.alt_objects):
                for relation in (self.relation, *self.alt_relations):
                    yield subject, relation, object_
                    if model.symmetric(relation):
                        yield object_, relation, subject


@dataclass(frozen=True, slots=True)
class GoldClaim(_Form):
    """What an article has somebody say."""

    speaker: str
    text: str
    time: str | None = None
    venue: str | None = None
    optional: bool = False


@dataclass(frozen=True, slots=True)
class GoldMeasurement(_Form):
    """A figure that an article gives of an entity."""

    subject: str
    metric: str
    value: int | float
    unit: str
    evidence: str = ""
    time: str | None = None
    optional: bool = False


@dataclass(frozen=True, slots=True)
class GoldArticle(_Form):
    """An annotated article: ``source`` is its file or id; all else names its ``entities`` by their keys.

    Claims and measurements are None where only facts were annotated.
    """

    source: Annotated[str, Field(validation_alias="article")]
    entities: Mapping[str, GoldEntity]
    facts: tuple[GoldFact, ...]
    claims: tuple[GoldClaim, ...] | None = None
    measurements: tuple[GoldMeasurement, ...] | None = None
    title: str | None = None
    date: str | None = None
    outlet: str | None = None


@dataclass(frozen=True, slots=True)
class _File(_Form):
    articles: tuple[GoldArticle, ...]


_FILE = TypeAdapter(_File)


def read_gold(path: Path) -> tuple[GoldArticle, ...]:
    """The annotated articles of a gold file.

    Raises ``InputError`` with the place of each of the first faults when it cannot be read, is not of the form, or
    names an entity that its article does not list.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise _not_gold(path, str(error)) from error
    try:
        articles = _FILE.validate_json(text).articles
    except ValidationError as error:
        raise _not_gold(path, *(_place(text, item["loc"]) + item["msg"] for item in error.errors())) from error
    unknown = [
        f"{article.source}, {part}, {number}: no entity {key!r}"
        for article in articles
        for part, number, key in _keys(article)
        if key not in article.entities
    ]
    if unknown:
        raise _not_gold(path, *unknown)
    return articles


def _not_gold(path: Path, *faults: str) -> InputError:
    more = [f"{len(faults) - _LISTED} more"] if len(faults) > _LISTED else []
    return InputError(
        f"{path} is not a gold file: {'; '.join([*faults[:_LISTED], *more])}.",
        remedy='Give a file of {"articles": […]}.',
    )


def _place(text: str, loc: tuple[int | str, ...]) -> str:
    """Where in the file ``loc`` is: the name of the article, then the keys."""
    if len(loc) < 2:
        return "".join(f"{step}: " for step in loc)
    article = json.loads(text)["articles"][loc[1]]
    name = article.get("article") if isinstance(article, dict) else None
    return f"{', '.join([name or f'article {loc[1]}', *map(str, loc[2:])])}: "


def _keys(article: GoldArticle) -> Iterator[tuple[str, int, str]]:
    """Each key of an entity that the facts, claims and measurements of the article name, with its place."""
    for number, fact in enumerate(article.facts):
        for key in (fact.subject, fact.object, *fact.alt_subjects, *fact.alt_objects):
            yield "facts", number, key
        if fact.attributed_to:
            yield "facts", number, fact.attributed_to
    for number, claim in enumerate(article.claims or ()):
        yield "claims", number, claim.speaker
    for number, measurement in enumerate(article.measurements or ()):
        yield "measurements", number, measurement.subject


def gold_extractions(path: Path, articles: Path) -> Iterator[Extraction]:
    """Each annotated article with its text from the folder ``articles``, as if it had been extracted."""
    for item in read_gold(path):
        found = next(articles.rglob(Path(item.source).name), None)
        if found is None:
            raise InputError(f"{item.source} is not below {articles}.", remedy="Give the articles' folder.")
        text = unicodedata.normalize("NFC", found.read_text(encoding="utf-8-sig"))
        yield as_extracted(item, found.name, text)


def as_extracted(item: GoldArticle, source: str, text: str) -> Extraction:
    """What is annotated of an article with this text, as if it had been extracted."""
    article = Article(id=f"article-{stable_hash([source])}", source=source, text=text, title=item.title, date=item.date)
    entities = [
        Entity(id=key, type=value.type, label=value.names[0], aliases=value.names[1:])
        for key, value in item.entities.items()
    ]
    mentions = [
        Mention(entity=key, start=found.start(), end=found.end(), rule="gold")
        for key, value in item.entities.items()
        for name in value.names
        for found in re.finditer(re.escape(name), text)
    ]
    statements = [
        LocalStatement(
            subject=fact.subject,
            relation=fact.relation,
            object=fact.object,
            evidence=_evidence(text, fact.evidence),
            modality=fact.modality,
            time=fact.time,
            attributed_to=fact.attributed_to,
            position=fact.position,
            purpose=fact.purpose,
            rule="gold",
        )
        for fact in item.facts
    ]
    claims = [
        LocalClaim(
            speaker=claim.speaker,
            text=claim.text,
            start=(start := max(text.find(claim.text), 0)),
            end=start + len(claim.text),
            time=claim.time,
            venue=claim.venue,
        )
        for claim in item.claims or ()
    ]
    measurements = [
        LocalMeasurement(
            subject=measurement.subject,
            metric=measurement.metric,
            value=str(measurement.value),
            unit=measurement.unit,
            time=measurement.time,
            evidence=_evidence(text, measurement.evidence),
        )
        for measurement in item.measurements or ()
    ]
    return Extraction(
        article=article,
        entities=tuple(entities),
        mentions=tuple(mentions),
        statements=tuple(statements),
        claims=tuple(claims),
        measurements=tuple(measurements),
    )


def _evidence(text: str, words: str) -> Evidence:
    start = max(text.find(words), 0)
    return Evidence(start=start, end=start + len(words), text=words)
