"""Where the lexicon's triggers stand in a Doc."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from spacy.tokens import Span

from kg.ontology.lexicon import Lexicon, Trigger

__all__ = ["Hit", "find_triggers"]

#: Frames whose forms are nouns that name a role: there the longest form wins over all shorter ones in it
#: ("phó tổng giám đốc" holds no "tổng giám đốc").
ROLES = frozenset({"role", "bearer"})


@dataclass(frozen=True, slots=True, order=True)
class Hit:
    """The tokens ``start:end`` of the Doc are a form of ``trigger``."""

    start: int
    end: int
    trigger: Trigger


def find_triggers(sent: Span, lexicon: Lexicon, taken: Collection[int]) -> list[Hit]:
    """All triggers in ``sent`` by place. Tokens in ``taken`` belong to names and hold no trigger.

    A form of one syllable has to be a word of its own ("bán" is none in "bán dẫn"); of the forms of one
    relation that begin at one place the longest counts.
    """
    hits: list[Hit] = []
    for start, end, triggers in _matches(sent, lexicon, taken):
        hits.extend(Hit(start, end, trigger) for trigger in triggers)
    longest: dict[tuple[int, str], int] = {}
    for hit in hits:
        key = (hit.start, hit.trigger.relation)
        longest[key] = max(longest.get(key, 0), hit.end)
    nominal = [(hit.start, hit.end) for hit in hits if hit.trigger.frame in ROLES]
    kept = []
    for hit in hits:
        if hit.trigger.frame != "of" and hit.end < longest[hit.start, hit.trigger.relation]:
            continue
        inside = any(
            start <= hit.start and hit.end <= end and (end - start) > (hit.end - hit.start) for start, end in nominal
        )
        if inside and hit.trigger.frame != "of":
            continue
        kept.append(hit)
    return sorted(kept)


def _matches(sent: Span, lexicon: Lexicon, taken: Collection[int]) -> Iterator[tuple[int, int, tuple[Trigger, ...]]]:
    tokens = [token for token in sent if not token.is_space]
    lower = [token.lower_ for token in tokens]
    places = [token.i for token in tokens]
    lengths, forms = lexicon.lengths, lexicon.forms
    for i, first in enumerate(lower):
        for length in lengths.get(first, ()):
            if i + length > len(lower):
                break
            triggers = forms.get(tuple(lower[i : i + length]))
            if triggers is None or any(place in taken for place in places[i : i + length]):
                continue
            # A single syllable inside a longer word is another word.
            if length == 1 and not (tokens[i]._.word_start and (i + 1 == len(tokens) or tokens[i + 1]._.word_start)):
                continue
            yield places[i], places[i + length - 1] + 1, triggers
