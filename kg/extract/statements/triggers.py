"""Where the lexicon's triggers stand in a sentence."""

from __future__ import annotations

from collections.abc import Collection, Container, Iterator
from dataclasses import dataclass

from kg.extract.view import TokenView
from kg.ontology.lexicon import Lexicon, Trigger
from kg.phrases import PhraseTable
from kg.records import Span

__all__ = ["Hit", "TriggerFinder"]

#: Frames whose forms are nouns that name a role: there the longest form wins over all shorter ones in it
#: ("phó tổng giám đốc" holds no "tổng giám đốc").
ROLES = frozenset({"role", "bearer"})


@dataclass(frozen=True, slots=True, order=True)
class Hit:
    """The tokens ``start:end`` of the article are a form of ``trigger``."""

    start: int
    end: int
    trigger: Trigger


class TriggerFinder:
    """Finds the forms of a lexicon; a post beside a word of ``several`` is none ("các giáo sư", "lãnh đạo các sở")."""

    def __init__(self, lexicon: Lexicon, several: Collection[str] = ()) -> None:
        self._several = several
        self._titled = lexicon.titled
        self._table = PhraseTable((" ".join(form), triggers) for form, triggers in lexicon.forms.items())
        self._longer = PhraseTable((phrase, phrase) for phrase in sorted(lexicon.longer))

    def find(
        self, tokens: TokenView, sentence: Span, taken: Collection[int], wanted: Container[str] | None = None
    ) -> list[Hit]:
        """All triggers in ``sentence`` by place. Tokens in ``taken`` belong to names and hold no trigger.

        Of relations that are not ``wanted``, where that is given, only the roles: they say whose the others are.

        A form of one syllable has to be a word of its own ("bán" is none in "bán dẫn"); of the forms of one
        relation that begin at one place the longest counts.
        """
        hits = list(self._hits(tokens, sentence, taken, wanted))
        longest: dict[tuple[int, str], int] = {}
        for hit in hits:
            key = (hit.start, hit.trigger.relation)
            longest[key] = max(longest.get(key, 0), hit.end)
        nominal = [(hit.start, hit.end) for hit in hits if hit.trigger.frame in ROLES]
        posts = [(hit.start, hit.end) for hit in hits if hit.trigger.relation in self._titled]
        counting = [
            hit
            for hit in hits
            if hit.trigger.frame == "of"
            or (
                hit.end == longest[hit.start, hit.trigger.relation]
                and not _is_inside(hit, nominal)
                and not (hit.trigger.frame in ROLES and _goes_on(hit, posts))
            )
        ]
        return sorted(counting, key=lambda hit: (hit.start, hit.end, hit.trigger))

    def _hits(
        self, tokens: TokenView, sentence: Span, taken: Collection[int], wanted: Container[str] | None
    ) -> Iterator[Hit]:
        """Every form, blanks between its syllables left out."""
        places = [i for i in range(*sentence) if not tokens.words[i].isspace()]
        low = [tokens.low[i] for i in places]
        for first in self._table.begins(low):
            longer = self._longer.at(low, first)
            for behind, triggers in self._table.all_at(low, first):
                matched = places[first:behind]
                if (longer and behind < longer[0]) or any(place in taken for place in matched):
                    continue
                if len(matched) == 1 and not self._is_word(tokens, places, first):
                    continue
                beside = {*low[max(first - 1, 0) : first], *low[behind : behind + 1]}
                many = not beside.isdisjoint(self._several)
                for trigger in triggers:
                    role = trigger.frame in ROLES
                    if role and many and trigger.relation in self._titled:
                        continue
                    if not role and wanted is not None and trigger.relation not in wanted:
                        continue
                    yield Hit(matched[0], matched[-1] + 1, trigger)

    @staticmethod
    def _is_word(tokens: TokenView, places: list[int], i: int) -> bool:
        """Is the syllable at ``places[i]`` a word of its own? The last one of a sentence ends where that ends."""
        return tokens.begins[places[i]] and (i + 1 == len(places) or tokens.begins[places[i + 1]])


def _is_inside(hit: Hit, spans: Collection[Span]) -> bool:
    """Does ``hit`` lie within a longer one of ``spans``?"""
    return any(start <= hit.start and hit.end <= end and end - start > hit.end - hit.start for start, end in spans)


def _goes_on(hit: Hit, posts: Collection[Span]) -> bool:
    """Does a post begin before ``hit`` and reach into it ("Phó Tổng Giám đốc | Công nghệ" is no head of technology)?"""
    return any(start < hit.start < end < hit.end for start, end in posts)
