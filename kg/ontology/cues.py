"""The cue words of ``ontology/<language>/cues.yaml`` and the speech words of ``ontology/<language>/speech.yaml``."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from kg.errors import Fault
from kg.ontology.files import DataModel, read_yaml

__all__ = ["Cue", "CueFile", "SpeechFile", "SpeechVerb", "read_cues"]

Kind = Literal["negation", "deny", "end", "refusal", "plan", "hedge", "question", "condition"]
Direction = Literal["forward", "backward"]
Scope = Literal["clause", "sentence", "word", "subject"]


class Cue(DataModel):
    """One cue as ``kg_cues`` finds it."""

    text: str
    kind: Kind
    direction: Direction
    scope: Scope


class CueGroup(DataModel):
    kind: Kind
    direction: Direction
    scope: Scope
    cues: tuple[str, ...]


class ClauseWords(DataModel):
    openers: tuple[str, ...]
    after_comma: tuple[str, ...]
    joiners: tuple[str, ...]


class CueFile(DataModel):
    """``cues.yaml``; the file's head says what each key means."""

    groups: tuple[CueGroup, ...]
    exceptions: tuple[str, ...]
    void_before: tuple[str, ...]
    complementizers: frozenset[str]
    nominalizers: frozenset[str]
    transparent: frozenset[str]
    copulas: frozenset[str]
    past: frozenset[str]
    clauses: ClauseWords
    nominal: frozenset[str]
    contrasts: frozenset[str]
    promises: frozenset[str]
    passives: frozenset[str]
    resuming: frozenset[str]

    def cues(self) -> tuple[Cue, ...]:
        return tuple(
            Cue(text=text, kind=group.kind, direction=group.direction, scope=group.scope)
            for group in self.groups
            for text in group.cues
        )


class SpeechVerb(DataModel):
    """A verb of saying. ``bare``: what is said may follow without "rằng", a colon or a quote."""

    verb: str
    bare: bool = False


class SpeechFile(DataModel):
    """``speech.yaml``; the file's head says what each key means."""

    verbs: tuple[SpeechVerb, ...]
    direct_only: tuple[str, ...]
    no_verbs: tuple[str, ...]
    finite_only: frozenset[str]
    bare_behind_comma: frozenset[str]
    not_bare_before: frozenset[str]
    bare_if_finite: frozenset[str]
    finite: frozenset[str]
    not_after: frozenset[str]
    sources: tuple[str, ...]
    no_sources: tuple[str, ...]
    subordinators: frozenset[str]
    conjunctions: tuple[str, ...]
    title_heads: tuple[str, ...]
    roles: tuple[str, ...]
    clausal_roles: frozenset[str]
    no_roles: tuple[str, ...]
    relating: frozenset[str]
    oblique: frozenset[str]
    breaks: frozenset[str]
    country_heads: frozenset[str]
    anaphors: tuple[str, ...]
    described: tuple[str, ...]
    speakers: frozenset[str]
    acting: frozenset[str]
    no_acting: frozenset[str]
    documents: tuple[str, ...]
    told_documents: tuple[str, ...]
    no_document_after: frozenset[str]
    publishers: frozenset[str]
    contrasts: frozenset[str]
    sharing: frozenset[str]
    joining: frozenset[str]
    naming: frozenset[str]
    calling: frozenset[str]
    passives: frozenset[str]
    pronouns: frozenset[str]
    conducting: tuple[str, ...]
    nominal_starts: frozenset[str]
    pointing: frozenset[str]
    about: frozenset[str]
    source_words: frozenset[str]
    agents: frozenset[str]
    unnamed: frozenset[str]
    me: frozenset[str]
    venues: tuple[str, ...]
    writers: frozenset[str]
    no_writers: frozenset[str]
    that: frozenset[str]
    that_at_once: frozenset[str]
    copulas: frozenset[str]
    thereby: frozenset[str]
    together: frozenset[str]
    owning: frozenset[str]
    apart: frozenset[str]
    breaks_in_clause: frozenset[str]
    breaks_at_start: frozenset[str]
    published: frozenset[str]
    topics: frozenset[str]
    posts: tuple[str, ...]
    spokes: tuple[str, ...]
    reports: tuple[str, ...]
    relaying: frozenset[str]
    spoken: frozenset[str]
    undergoing: frozenset[str]
    showing: frozenset[str]
    origins: frozenset[str]
    addressed: frozenset[str]
    many: frozenset[str]
    listing: frozenset[str]
    finite_first: frozenset[str]
    auxiliary: frozenset[str]
    asking: frozenset[str]
    whom: tuple[str, ...]
    adverbials: tuple[str, ...]
    addressing: frozenset[str]
    events: frozenset[str]
    happening: frozenset[str]
    relative: frozenset[str]


def read_cues(path: Path, *, faults: list[Fault]) -> CueFile | None:
    """The cue file at ``path``; faults are appended, and the file is None when it cannot be used."""
    model, _ = read_yaml(path, CueFile, faults=faults)
    return model
