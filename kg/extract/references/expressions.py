"""Nouns and pronouns that may stand for an entity: where they are and what they can mean."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kg.extract.mentions.phrases import Phrases
from kg.ontology.nouns import Nouns

__all__ = ["Expression", "Expressions", "Text"]

MADE = frozenset({"AIModel", "Product", "Platform"})
MODIFIERS = 6
VERBAL = frozenset({"V", "R", "C", "CC", "T", "X"})
GOING = frozenset({"V", "R", "CH", "C", "CC", "T", "E", "P"})


@dataclass(frozen=True, slots=True)
class Text:
    """Tokens of a Doc as lists; ``begins``: a word begins here. ``names``: start -> (end, class, entity)."""

    words: Sequence[str]
    lower: Sequence[str]
    tags: Sequence[str]
    begins: Sequence[bool]
    names: Mapping[int, tuple[int, str, str]]


@dataclass(frozen=True, slots=True)
class Expression:
    """Tokens ``[start, end)`` that mean something of class ``type``.

    ``form``: determined ("công ty này"), bare ("hãng"), national ("hãng Mỹ"), own ("công ty mình"),
    owned ("công ty của ông") or pronoun.
    ``places`` are the countries and cities inside it; ``noun`` its noun or pronoun.
    """

    start: int
    end: int
    type: str
    form: str
    noun: str
    places: tuple[str, ...] = ()


class Expressions:
    """Finds expressions with the lists of ``nouns.yaml``."""

    def __init__(self, nouns: Nouns) -> None:
        self.nouns_at: Phrases[str] = Phrases(
            [(phrase, kind) for kind, phrases in nouns.references.items() for phrase in phrases]
        )
        self.posts: Phrases[bool] = Phrases((phrase, True) for phrase in nouns.positions)
        self.heads: Phrases[str] = Phrases(
            (phrase, kind) for kind, phrases in nouns.heads.items() for phrase in phrases
        )
        self.pronouns: Phrases[str] = Phrases(
            (phrase, kind) for kind, phrases in nouns.pronouns.items() for phrase in phrases
        )
        self.determiners = frozenset(nouns.determiners)
        self.own = frozenset(nouns.own)
        self.alone = frozenset(phrase for phrases in nouns.alone.values() for phrase in phrases)
        self.opening = frozenset(phrase for phrases in nouns.opening.values() for phrase in phrases)
        self.plural = frozenset(nouns.plural)
        self.predicative = frozenset(nouns.predicative)
        self.attributive = frozenset(nouns.attributive)
        self.defining = frozenset(nouns.defining)
        self.clauses = frozenset(nouns.clauses)
        self.times = frozenset(nouns.times)

    def find(self, text: Text, start: int, end: int) -> Iterator[Expression]:
        """Expressions of the sentence ``[start, end)``, none overlapping another."""
        i = start
        while i < end:
            if i in text.names:
                i = text.names[i][0]
                continue
            found = self._at(text, i, start, end) if text.begins[i] else None
            if found is None:
                i += 1
            else:
                yield found
                i = found.end

    def _at(self, text: Text, i: int, start: int, end: int) -> Expression | None:
        hit = self.nouns_at.at(text.lower, i)
        if hit is not None and hit[0] <= end:
            found = self._noun(text, i, hit[0], hit[1], start, end)
            if found is not None:
                return found
        post = self.posts.at(text.lower, i)
        if (
            post is not None
            and post[0] < end
            and text.lower[post[0]] in self.determiners
            and (post[0] not in text.names)
        ):
            return Expression(i, post[0] + 1, "Person", "determined", " ".join(text.lower[i : post[0]]))
        pronoun = self.pronouns.at(text.lower, i)
        if pronoun is not None and pronoun[0] <= end:
            return self._pronoun(text, i, pronoun[0], pronoun[1], start, end)
        return None

    def _noun(self, text: Text, i: int, j: int, kind: str, start: int, end: int) -> Expression | None:
        lower = text.lower
        before = lower[i - 1] if i > start else ""
        if before in self.plural or (before and before[0].isdigit()):
            return None
        if before in {",", "và", "hay", "hoặc"} and any(word in self.plural for word in lower[max(start, i - 5) : i]):
            return None
        noun = " ".join(lower[i:j])
        places: list[str] = []
        k = j
        while k < end and k - j <= MODIFIERS:
            if k in text.names:
                stop, name_kind, entity = text.names[k]
                if name_kind not in {"Country", "City", "Place"}:
                    break
                if "trụ" not in lower[j:k]:
                    places.append(entity)
                k = stop
                continue
            word = lower[k]
            if word in self.determiners:
                if word == "trên" and (k > j or not self._pauses(text, k + 1, end)):
                    break
                return Expression(i, k + 1, kind, "determined", noun, tuple(places))
            if word in self.own and k == j:
                return Expression(i, k + 1, kind, "own", noun)
            if not word[0].isalpha() or word in self.plural or text.tags[k] in {"R", "P", "C", "CC"}:
                break
            k += 1
        if before in self.predicative:
            return None
        if j in text.names:
            stop, name_kind, entity = text.names[j]
            if name_kind in {"Country", "City"} and stop not in text.names and self._ends(text, stop, end):
                return Expression(i, stop, kind, "national", noun, (entity,))
            return None
        head = self.heads.at(lower, i)
        if head is not None and head[0] > j:
            return None
        if j < end and (not text.begins[j] or text.words[j][0].isupper()):
            return None
        owner = self._owner(text, j, end)
        if owner:
            return Expression(i, owner, kind, "owned", noun)
        bare = noun in self.alone or (noun in self.opening and (i == start or (before == "của" and kind in MADE)))
        if bare and self._goes_on(text, i, j, start, end):
            return Expression(i, j, kind, "bare", noun)
        return None

    def _owner(self, text: Text, j: int, end: int) -> int:
        """The end of ``của ông``, ``bà`` behind a noun, or 0."""
        k = j + 1 if j < end and text.lower[j] == "của" else j
        if k < end and k not in text.names:
            hit = self.pronouns.at(text.lower, k)
            if (
                hit is not None
                and hit[1] in {"male", "female"}
                and hit[0] not in text.names
                and (self._free(text, hit[0] - 1, end))
            ):
                return hit[0]
        return 0

    def _pauses(self, text: Text, k: int, end: int) -> bool:
        return k >= end or not text.lower[k][0].isalnum() or text.tags[k] in VERBAL

    def _ends(self, text: Text, k: int, end: int) -> bool:
        """The noun phrase is over at ``k``."""
        if k >= end:
            return True
        return text.lower[k] not in {"như", "và"} and (
            text.tags[k] in GOING or text.lower[k] in {",", ".", "”", '"', ")", ":"} or text.lower[k] in self.times
        )

    def _goes_on(self, text: Text, i: int, j: int, start: int, end: int) -> bool:
        """Behind a bare noun comes what follows a whole subject or object, not more of the noun."""
        if j >= end:
            return True
        word, tag = text.lower[j], text.tags[j]
        if not word[0].isalnum():
            return word in {",", ".", ";", "?", "!", "”", '"', ":", "…"} and i > start
        if word in self.times:
            return True
        if tag in {"R", "CC", "C", "T"}:
            return word not in self.attributive
        if tag == "V":
            before = text.lower[i - 1] if i > start else ""
            if not before and word in self.attributive - self.defining:
                return not any(k in text.names for k in range(j, min(j + 5, end)))
            return not before or ((before in self.clauses or before == ",") and word not in self.attributive)
        return tag == "E" and i > start and word in {"với", "vào", "cho", "để", "từ"}

    def _pronoun(self, text: Text, i: int, j: int, kind: str, start: int, end: int) -> Expression | None:
        if j in text.names:
            return None
        before = text.lower[i - 1] if i > start else ""
        if before in self.plural:
            return None
        head = self.heads.at(text.lower, i)
        if (head is not None and head[0] > j) or (before and before in '“"‘'):
            return None
        noun = " ".join(text.lower[i:j])
        if j - i == 1 and not self._free(text, i, end):
            return None
        return Expression(i, j, {"people": "people", "thing": "thing"}.get(kind, kind), "pronoun", noun)

    def _free(self, text: Text, i: int, end: int) -> bool:
        """A single word is a pronoun when no noun or name follows it."""
        if i + 1 >= end:
            return True
        following, tag = text.words[i + 1], text.tags[i + 1]
        if following[0].isupper():
            return False
        if not following[0].isalnum():
            return following != "-"
        return tag in {"V", "R", "C", "CC", "T", "E", "X"} or text.lower[i + 1] in self.times
