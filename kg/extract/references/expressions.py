"""Nouns and pronouns that may stand for an entity: where they are and what they can mean."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from heapq import merge
from typing import Literal

from kg.extract.references.names import Names
from kg.extract.references.words import ReferenceWords
from kg.extract.view import TokenView, inside

__all__ = ["Expression", "ExpressionFinder", "Form"]

Form = Literal["determined", "national", "role", "own", "owned", "bare", "pronoun", "post"]
#: So many words, one more for a name, may stand between a noun and what points back.
MODIFIERS = 6
#: So many words before a noun another one of its list may be many.
LISTED = 5
#: So many words behind an attributive word a name may stand.
ATTRIBUTE = 5
#: So many words may stand between a noun and where it is from, with these tags.
QUALIFIERS = 5
QUALIFYING = frozenset({"N", "A", "V"})
#: So many words of a title may stand before the name of an apposition, which is so long at most.
TITLE, LONGEST = 2, 8
#: Tokens of the longest post.
POST = 6
APPOSING = frozenset({",", "(", "-", "–", ":"})
VERBAL = frozenset({"V", "R", "C", "CC", "T", "X"})
GOING = frozenset({"V", "R", "CH", "C", "CC", "T", "E", "P"})


@dataclass(frozen=True, slots=True)
class Expression:
    """Tokens ``[start, end)`` that mean something of class or group ``type``.

    ``form``: determined ("công ty này"), bare ("hãng"), national ("hãng Mỹ"), own ("công ty mình"),
    role ("ông chủ Amazon", "công ty mẹ Facebook": told by another), owned ("công ty của ông"), pronoun, or the post
    before a name, which leaves out where it is held.
    ``places`` are the countries and cities inside it, ``other`` who tells a role; ``noun`` its noun or pronoun;
    ``goes``: behind it comes what follows a whole subject or object; ``posted``: it says where a post before it is held
    ("hiệu trưởng nhà trường"). The name that tells a role is no part of it.
    """

    start: int
    end: int
    type: str
    form: Form
    noun: str
    places: tuple[str, ...] = ()
    other: str = ""
    goes: bool = True
    posted: bool = False


class ExpressionFinder:
    """Finds expressions in one article."""

    def __init__(self, words: ReferenceWords, view: TokenView, names: Names) -> None:
        self._rules = words
        self._names = names
        self._words, self._low, self._tags, self._begins = view.words, view.low, view.tags, view.begins
        self._nouns, self._posts, self._pronouns = (
            view.hits(words.references),
            view.hits(words.posts),
            view.hits(words.pronouns),
        )
        self._heads = view.hits(words.heads)
        #: Where an expression may begin, and where names do.
        self._places = sorted({*self._nouns, *self._posts, *self._pronouns})
        self._starts = sorted(names)

    def find(self, start: int, end: int) -> Iterator[Expression]:
        """Expressions of the sentence ``[start, end)``, none overlapping another."""
        behind = start
        for i in merge(inside(self._places, start, end), inside(self._starts, start, end)):
            if i < behind:
                continue
            if i in self._names:
                behind = self._names[i].end
                continue
            found = self._at(i, start, end) if self._begins[i] else None
            if found is not None:
                yield found
                behind = found.end

    def _at(self, i: int, start: int, end: int) -> Expression | None:
        low, rules = self._low, self._rules
        hit = self._nouns.get(i)
        if hit is not None and hit[0] <= end:
            found = self._noun(i, hit[0], hit[1], start, end)
            if found is not None:
                return found
        post = self._posts.get(i)
        if post is not None and post[0] < end and not self._is_many(i, start):  # "một lãnh đạo X" is nobody named
            if low[post[0]] in rules.determiners and post[0] not in self._names:
                return Expression(i, post[0] + 1, "Person", "determined", self._text(i, post[0]))
            found = self._role(i, post[0], "Person", end)
            if found is not None:
                return found
        pronoun = self._pronouns.get(i)
        if pronoun is not None and pronoun[0] <= end:
            return self._pronoun(i, pronoun[0], pronoun[1], start, end)
        return None

    def _noun(self, i: int, j: int, kind: str, start: int, end: int) -> Expression | None:
        before = self._low[i - 1] if i > start else ""
        if self._is_many(i, start):
            return None
        noun = self._text(i, j)
        found = self._determined(i, j, kind, end)
        if found is not None:
            return found
        if before in self._rules.predicative:
            return None
        found = self._national(i, j, kind, end)
        if found is not None:
            return found if found.goes else None
        found = self._role(i, j, kind, end)
        if found is not None or j in self._names:
            return found
        head = self._heads.get(i)
        if head is not None and head[0] > j:
            return None
        if j < end and (not self._begins[j] or self._words[j][0].isupper() or self._is_own(j, end)):
            return None
        owner = self._owner(j, end)
        if owner:
            return Expression(i, owner, kind, "owned", noun)
        goes = self._goes_on(i, j, start, end)
        if not goes and j < end and (self._low[j] in self._rules.attributive or self._qualifies(j)):
            return None
        return Expression(i, j, kind, "bare", noun, goes=goes, posted=self._is_posted(i, start))

    def _is_posted(self, i: int, start: int) -> bool:
        """A post stands directly before a noun."""
        posts = self._posts
        return any(k in posts and posts[k][0] == i for k in range(max(start, i - POST), i))

    def _qualifies(self, j: int) -> bool:
        """A word behind a noun that makes it another one ("công ty mới", "mô hình ngôn ngữ")."""
        return self._tags[j].startswith(("N", "A", "M")) and self._low[j] not in self._rules.times

    def _is_many(self, i: int, start: int) -> bool:
        """The noun at ``i`` means no single thing."""
        if i == start:
            return False
        before, plural = self._low[i - 1], self._rules.plural
        if before in plural or before[0].isdigit():
            return True
        listed = before == "," or before in self._rules.enumerating
        return listed and any(
            self._low[k] in plural and k + 1 in self._heads for k in range(max(start, i - LISTED), i - 1)
        )

    def _determined(self, i: int, j: int, kind: str, end: int) -> Expression | None:
        """The noun ``[i, j)`` up to a word that points back ("công ty chip Mỹ này", "công ty mình")."""
        low, rules = self._low, self._rules
        places: list[str] = []
        k = j
        while k < end and k - j <= MODIFIERS:
            name = self._names.get(k)
            if name is not None:
                if name.type not in rules.places:
                    return None
                if rules.seats.isdisjoint(low[j:k]):
                    places.append(name.entity)
                k = name.end
                continue
            word = low[k]
            if word in rules.determiners:
                if word in rules.prepositional and (k > j or not self._pauses(k + 1, end)):
                    return None
                return Expression(i, k + 1, kind, "determined", self._text(i, j), tuple(places))
            if word in rules.own and k == j:
                return Expression(i, k + 1, kind, "own", self._text(i, j))
            if not word[0].isalpha() or word in rules.plural or self._tags[k] in {"R", "P", "C", "CC"}:
                return None
            k += 1
        return None

    def _national(self, i: int, j: int, kind: str, end: int) -> Expression | None:
        """The noun ``[i, j)`` with the name of a country or city behind it ("hãng Mỹ", "hãng chip lớn nhất Mỹ")."""
        if self._text(i, j) in self._rules.collective:
            return None
        k = j
        while k < end and k - j < QUALIFIERS and k not in self._names and self._tags[k] in QUALIFYING:
            if self._low[k] in self._rules.plural or self._words[k][0].isupper():
                return None
            k += 1
        name = self._names.get(k)
        if name is not None and name.type in self._rules.origins and name.end not in self._names:
            goes = self._ends(name.end, end)
            return Expression(i, name.end, kind, "national", self._text(i, j), (name.entity,), goes=goes)
        return None

    def _role(self, i: int, j: int, kind: str, end: int) -> Expression | None:
        """The noun ``[i, j)`` before the name of what tells who is meant ("CEO Tesla", "công ty mẹ Facebook")."""
        at = j + 1 if j < end and self._low[j] in self._rules.genitive else j
        name = self._names.get(at)
        telling = self._rules.telling.get(kind, frozenset())
        if name is None or name.type not in telling or not self._ends(name.end, end) or name.end in self._names:
            return None
        if self._apposed(i, name.end, end):
            return None
        return Expression(i, j, kind, "role", self._text(i, j), other=name.entity)

    def _apposed(self, i: int, j: int, end: int) -> bool:
        """The role ``[i, j)`` is that of a person named beside it ("CEO Tesla, ông X", "X, CEO Tesla")."""
        near = range(j + 1, min(j + 2 + TITLE, end)) if j < end and self._low[j] in APPOSING else range(0)
        if any(k in self._names and self._names[k].type in self._rules.people for k in near):
            return True
        if i > 0 and self._low[i - 1] in APPOSING:
            return any(
                name.end in (i - 1, i - 2) and name.type in self._rules.people
                for k in range(max(0, i - LONGEST), i)
                if (name := self._names.get(k)) is not None
            )
        return False

    def _is_own(self, j: int, end: int) -> bool:
        """Behind a noun stands "của (chính) mình": it is none that the text has named."""
        return self._low[j] in self._rules.genitive and not self._rules.own.isdisjoint(
            self._low[j + 1 : min(j + 3, end)]
        )

    def _owner(self, j: int, end: int) -> int:
        """The end of ``của ông``, ``bà`` behind a noun, or 0."""
        k = j + 1 if j < end and self._low[j] in self._rules.genitive else j
        if k < end and k not in self._names:
            hit = self._pronouns.get(k)
            if (
                hit is not None
                and hit[1] in {"male", "female"}
                and hit[0] not in self._names
                and self._free(hit[0] - 1, end)
            ):
                return hit[0]
        return 0

    def _pauses(self, k: int, end: int) -> bool:
        return k >= end or not self._low[k][0].isalnum() or self._tags[k] in VERBAL

    def _ends(self, k: int, end: int) -> bool:
        """The noun phrase is over at ``k``."""
        if k >= end:
            return True
        word = self._low[k]
        return word not in self._rules.continuing and (
            self._tags[k] in GOING or word in {",", ".", "”", '"', ")", ":"} or word in self._rules.times
        )

    def _goes_on(self, i: int, j: int, start: int, end: int) -> bool:
        """Behind a bare noun comes what follows a whole subject or object, not more of the noun."""
        rules = self._rules
        if j >= end:
            return True
        word, tag = self._low[j], self._tags[j]
        if not word[0].isalnum():
            return word in {",", ".", ";", "?", "!", "”", '"', ":", "…"} and i > start
        if word in rules.times:
            return True
        if tag in {"R", "CC", "C", "T"}:
            return word not in rules.attributive
        if tag == "V":
            before = self._low[i - 1] if i > start else ""
            if not before and word in rules.attributive - rules.defining:
                return not any(k in self._names for k in range(j, min(j + ATTRIBUTE, end)))
            return not before or ((before in rules.clauses or before == ",") and word not in rules.attributive)
        return tag == "E" and i > start and word in rules.following

    def _pronoun(self, i: int, j: int, kind: str, start: int, end: int) -> Expression | None:
        if j in self._names:
            return None
        before = self._low[i - 1] if i > start else ""
        if before in self._rules.plural:
            return None
        head = self._heads.get(i)
        if (head is not None and head[0] > j) or (before and before in '“"‘'):
            return None
        if j - i == 1 and not self._free(i, end):
            return None
        return Expression(i, j, kind, "pronoun", self._text(i, j))

    def _free(self, i: int, end: int) -> bool:
        """A single word is a pronoun when no noun or name follows it."""
        if i + 1 >= end:
            return True
        following, tag = self._words[i + 1], self._tags[i + 1]
        if following[0].isupper():
            return False
        if not following[0].isalnum():
            return following != "-"
        return tag in {"V", "R", "C", "CC", "T", "E", "X"} or self._low[i + 1] in self._rules.times

    def _text(self, start: int, end: int) -> str:
        return " ".join(self._low[start:end])
