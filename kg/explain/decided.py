"""What people decided about a graph, as its build has kept it (``decisions`` of linking.json), in sentences."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.errors import InputError
from kg.explain.sentences import fact_words
from kg.explain.words import Words
from kg.files import built_file
from kg.ontology.definitions import Model
from kg.records import Modality

__all__ = ["Decided", "ReadFact", "decided_in", "read_decided"]

_DECISIONS = b'\n "decisions": '
"""How their line in linking.json begins; no other does, since a line within a text has no end there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadFact:
    """A statement as it was read before somebody decided about it; ``source`` is its article's."""

    __pydantic_config__ = {"extra": "forbid"}  # noqa: RUF012

    subject: str
    relation: str
    object: str
    labels: tuple[str, str]
    article: str
    source: str
    evidence: str
    modality: Modality
    time: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """One decision and what it is about (``kg.linking.effects``)."""

    __pydantic_config__ = {"extra": "forbid"}  # noqa: RUF012

    action: str
    a: str
    b: str
    who: str
    why: str
    file: str
    about: tuple[str, ...]
    was: str
    fact: ReadFact | None = None

    def concerns(self, *ids: str) -> bool:
        """Whether it is about one of these statements or entities, or about a fact of one of the entities."""
        sides = (self.fact.subject, self.fact.object) if self.fact else ()
        return bool({*self.about, *sides} & {*ids})

    def words(self, words: Words, model: Model) -> str:
        """Who decided what, for which reason, in one sentence."""
        what = self._what(words, model)
        why = words.say("because", x=self.why) if self.why else ""
        where = words.say("in.file", x=self.file) if self.file else ""
        more = ", ".join(filter(None, (why, where)))
        who = self.who or words.say("somebody")
        return (
            words.say("decided", who=who, more=more, what=what)
            if more
            else words.say("decided.bare", who=who, what=what)
        )

    def _what(self, words: Words, model: Model) -> str:
        if not self.about:
            return words.say("decided.gone", rule=", ".join(filter(None, (self.action, self.a, self.b))))
        key = f"decided.{self.action}"
        if self.fact is None:
            return words.say(
                key,
                a=self.a,
                b=self._class(self.b, model, words),
                was=self._class(self.was, model, words),
            )
        subject, object_ = self.fact.labels
        fact = fact_words(words, model, subject, self.fact.relation, object_)
        if self.action == "modality":
            if self.b == self.fact.modality:
                return words.say("decided.same.value", fact=fact)
            now, was = (words.say(f"modality.{name}.name") for name in (self.b, self.fact.modality))
            return words.say(key, fact=fact, now=now, was=was)
        if self.action == "time":
            if self.b == (self.fact.time or ""):
                return words.say("decided.same.value", fact=fact)
            was = words.when(self.fact.time) if self.fact.time else ""
            form = f"{key}.none" if not self.b else key if was else f"{key}.new"
            return words.say(form, fact=fact, time=words.when(self.b) if self.b else "", was=was)
        return words.say(key, fact=fact)

    def _class(self, name: str, model: Model, words: Words) -> str:
        known = model.classes.get(name) if self.action == "class" else None
        return known.labels.get(words.language, name) if known else name


def read_decided(rows: object) -> list[Decided]:
    """The decisions of linking.json's rows. Raises ValueError for other rows."""
    if rows == []:
        return []
    from pydantic import TypeAdapter

    return TypeAdapter(list[Decided]).validate_python(rows)


def decided_in(source: Path) -> list[Decided]:
    """The decisions that the build of the graph in ``source`` kept to; none where no build stands beside it.

    Raises InputError when linking.json is damaged or of another build.
    """
    path = built_file(source, "linking.json") if source.is_dir() else source.with_name("linking.json")
    if not path.is_file() or not (source.is_dir() or source.name == "graph.ttl"):
        return []
    try:
        content = path.read_bytes()
        # They stand behind all merges, of which there are many.
        at = max(content.rfind(_DECISIONS), 0)
        read: dict[str, Any] = json.loads(b"{" + content[at:] if at else content)
        return read_decided(read.get("decisions", []))
    except (OSError, ValueError, AttributeError) as error:
        raise InputError(f"{path} cannot be read: {error}.", remedy="Run kg build again.") from error
