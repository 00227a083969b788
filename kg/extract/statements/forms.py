"""What the trigger of a candidate and both its sides tell before their sentence is looked at.

Most of it is the same in every article, and tells of most candidates that they are hopeless.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache

from kg.extract.statements.arguments import Argument
from kg.extract.statements.groups import RELATION, Group
from kg.extract.statements.sentence import SentenceView
from kg.extract.statements.tally import Tally
from kg.ontology.definitions import Model
from kg.ontology.lexicon import Trigger

__all__ = ["FORMS", "FormNamer", "Sieve", "opening_words", "order_of", "shape_of"]

#: So many groups are kept, those asked for last: 60 articles have 5,000.
KEPT = 8192
#: Of so many it is kept whether they are hopeless.
ASKED = 32_768
#: What stands in the order of a candidate one side of which its sentence leaves out.
OUT = "-out."
#: How the names of all these features begin: what stands before the mark "=".
FORMS = frozenset(
    {
        *(RELATION.removesuffix("="), "bias", "form", "shape", "pair", "form+pair", "weak", "strong", "kinds"),
        *("bias-out", "out", "out-pair"),
    }
)


class FormNamer:
    """Names features of triggers between classes; ``classes``: as which one each class is read."""

    def __init__(self, model: Model, classes: Mapping[str, str], tally: Tally) -> None:
        self._letter, self._classes, self._tally = model.letter, classes, tally
        #: As ``names``, with what they weigh.
        self.of = lru_cache(maxsize=KEPT)(self._of)

    def _of(self, trigger: Trigger, order: str, subject: str, object_: str) -> Group:
        return self._tally.group(self.names(trigger, order, subject, object_))

    def names(self, trigger: Trigger, order: str, subject: str, object_: str) -> tuple[str, ...]:
        """Of a fact with ``trigger`` between two classes, which stand in ``order``."""
        return (self._of_left_out if OUT in order else self._of_named)(trigger, order, subject, object_)

    def _of_named(self, trigger: Trigger, order: str, subject: str, object_: str) -> tuple[str, ...]:
        relation, form = trigger.relation, trigger.form or trigger.frame
        shape = shape_of(trigger, order)
        strength = "weak" if trigger.weak else "strong"
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

    def _of_left_out(self, trigger: Trigger, order: str, subject: str, object_: str) -> tuple[str, ...]:
        relation, form = trigger.relation, trigger.form
        shape, side = shape_of(trigger, order), order[0]
        return (
            f"{RELATION}{relation}",
            "bias-out",
            f"out={shape}",
            f"out={shape}:{relation}",
            f"out={relation}:{form}:{side}",
            f"out-pair={relation}:{self._letter(object_ if side == 'S' else subject)}",
            *self._kinds(relation, form or trigger.frame, subject, object_),
        )

    def _kinds(self, relation: str, form: str, subject: str, object_: str) -> tuple[str, str]:
        """The classes of both sides."""
        kinds = f"{self._classes.get(subject, '')}:{self._classes.get(object_, '')}"
        return f"kinds={relation}:{kinds}", f"kinds={relation}:{form}:{kinds}"


class Sieve:
    """Says which candidates are not worth being made: of most the trigger, the order and the classes of both sides tell
    that they are hopeless."""

    def __init__(self, forms: FormNamer, tally: Tally) -> None:
        self._forms, self._tally = forms, tally
        #: May a fact with a trigger be stated of subject and object of two classes in an order?
        self.passes = lru_cache(maxsize=ASKED)(self._passes)

    def _passes(self, trigger: Trigger, order: str, subject: str, object_: str) -> bool:
        return self._tally.passes(self._forms.names(trigger, order, subject, object_))


def order_of(start: int, subject: Argument, object_: Argument, view: SentenceView) -> str:
    """How a trigger that begins at token ``start`` (T) and the lists of subject (S) and object (O) follow each other;
    with ``=`` they are of one list. Where the sentence leaves a side out, which, and how the other (A) stands.
    """
    if subject.context or object_.context:
        side, present = ("S", object_) if subject.context else ("O", subject)
        return f"{side}{OUT}{'AT' if present.start < start else 'TA'}"
    if subject.group == object_.group:
        return f"{_order(subject.start, object_.start, start)}="
    return _order(view.group_start[subject.group], view.group_start[object_.group], start)


def _order(subject: int, object_: int, trigger: int) -> str:
    """Of what begins at one token the object comes first, then the subject."""
    if subject < object_:
        return "TSO" if trigger < subject else "STO" if trigger < object_ else "SOT"
    return "TOS" if trigger < object_ else "OTS" if trigger < subject else "OST"


def shape_of(trigger: Trigger, order: str) -> str:
    """What features call an order around a trigger."""
    return f"{trigger.frame}{'~' if trigger.weak and OUT in order else ''}.{order}"


def opening_words(
    trigger: Trigger, subject: Argument, object_: Argument, view: SentenceView, tally: Tally
) -> Group | None:
    """The words that longer names begin with ("UBND"); none where neither is longer."""
    words = _first_word(subject, view), _first_word(object_, view)
    if words == (None, None):
        return None
    form = trigger.form or trigger.frame
    key = ("opening", trigger.relation, form, words)
    found = view.told.get(key)
    if found is None:
        found = view.told[key] = tally.group(_opening(trigger.relation, form, words))
    return found


def _opening(relation: str, form: str, words: tuple[str | None, str | None]) -> Iterator[str]:
    for name, word in zip("SO", words, strict=True):
        if word is not None:
            yield from (f"{name}-word={relation}:{word}", f"{name}-word={relation}:{form}:{word}")


def _first_word(argument: Argument, view: SentenceView) -> str | None:
    """What a name of several words begins with."""
    return view.tokens.low[argument.start] if argument.end - argument.start > 1 and not argument.reference else None
