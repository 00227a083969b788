"""What the classes of both sides of a candidate tell, and the words that their names begin with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kg.extract.statements.arguments import Argument
from kg.extract.statements.candidates import Candidate
from kg.extract.statements.groups import Group
from kg.extract.statements.sentence import SentenceView

__all__ = ["kinds_features", "opening_words"]


def kinds_features(candidate: Candidate, classes: Mapping[str, str]) -> Group:
    """The classes of both sides; ``classes``: as which one each is read."""
    relation, form = candidate.relation, candidate.trigger.form or candidate.trigger.frame
    kinds = f"{classes.get(candidate.subject.type, '')}:{classes.get(candidate.object.type, '')}"
    return f"kinds={relation}:{kinds}", f"kinds={relation}:{form}:{kinds}"


def opening_words(candidate: Candidate, view: SentenceView) -> Group:
    """The words that longer names begin with ("tập" of "Tập đoàn X"); empty where neither is longer."""
    words = _first_word(candidate.subject, view), _first_word(candidate.object, view)
    if words == (None, None):
        return ()
    form = candidate.trigger.form or candidate.trigger.frame
    key = ("opening", candidate.relation, form, words)
    found = view.told.get(key)
    if found is None:
        found = view.told[key] = tuple(_opening(candidate.relation, form, words))
    return found


def _opening(relation: str, form: str, words: tuple[str | None, str | None]) -> Iterator[str]:
    for name, word in zip("SO", words, strict=True):
        if word is not None:
            yield from (f"{name}-word={relation}:{word}", f"{name}-word={relation}:{form}:{word}")


def _first_word(argument: Argument, view: SentenceView) -> str | None:
    """What a name of several words begins with."""
    return view.tokens.low[argument.start] if argument.end - argument.start > 1 and not argument.reference else None
