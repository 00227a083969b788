"""What the trigger of a candidate and both its sides tell before their sentence is looked at.

Most of it is the same in every article, and tells of most candidates that they are hopeless.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache

from kg.extract.statements.arguments import Argument
from kg.extract.statements.candidates import Candidate
from kg.extract.statements.groups import RELATION, Group
from kg.extract.statements.sentence import SentenceView
from kg.ontology.definitions import Model

__all__ = ["FormNamer", "opening_words"]

#: So many groups are kept, those asked for last: 60 articles have 5,000.
KEPT = 8192


class FormNamer:
    """Names features of triggers between classes; ``classes``: as which one each class is read."""

    def __init__(self, model: Model, classes: Mapping[str, str]) -> None:
        self._letter, self._classes = model.letter, classes
        self._named, self._left_out = (lru_cache(maxsize=KEPT)(named) for named in (self._of_named, self._of_left_out))

    def named(self, candidate: Candidate, shape: str, strength: str) -> Group:
        """For a fact whose two sides the sentence names."""
        trigger, subject, object_ = candidate.trigger, candidate.subject.type, candidate.object.type
        return self._named(candidate.relation, trigger.form or trigger.frame, shape, strength, subject, object_)

    def left_out(self, candidate: Candidate, shape: str, side: str) -> Group:
        """For a fact whose subject (``side`` "S") or object ("O") the sentence leaves out."""
        trigger, subject, object_ = candidate.trigger, candidate.subject.type, candidate.object.type
        return self._left_out(candidate.relation, trigger.form, trigger.frame, shape, side, subject, object_)

    def _of_named(self, relation: str, form: str, shape: str, strength: str, subject: str, object_: str) -> Group:
        pair = f"{self._letter(subject)}{self._letter(object_)}"
        return (
            f"{RELATION}{relation}",
            "bias",
            f"form={relation}:{form}",
            f"shape={shape}",
            f"shape={shape}:{relation}",
            f"shape={shape}:{relation}:{form}",
            f"pair={relation}:{pair}",
            f"form+pair={relation}:{form}:{pair}",
            f"{strength}={shape}",
            f"{strength}={shape}:{relation}",
            *self._kinds(relation, form, subject, object_),
        )

    def _of_left_out(
        self, relation: str, form: str, frame: str, shape: str, side: str, subject: str, object_: str
    ) -> Group:
        return (
            f"{RELATION}{relation}",
            "bias-out",
            f"out={shape}",
            f"out={shape}:{relation}",
            f"out={relation}:{form}:{side}",
            f"out-pair={relation}:{self._letter(object_ if side == 'S' else subject)}",
            *self._kinds(relation, form or frame, subject, object_),
        )

    def _kinds(self, relation: str, form: str, subject: str, object_: str) -> Group:
        """The classes of both sides."""
        kinds = f"{self._classes.get(subject, '')}:{self._classes.get(object_, '')}"
        return f"kinds={relation}:{kinds}", f"kinds={relation}:{form}:{kinds}"


def opening_words(candidate: Candidate, view: SentenceView) -> Group:
    """The words that longer names begin with ("UBND"); empty where neither is longer."""
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
