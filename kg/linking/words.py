"""The words by which one thing is named in several ways, ready for questions about names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property

from kg.linking.noted import Noted
from kg.names import Remembered, exact_key, plain_key, words_of
from kg.ontology.linking import LinkingData

__all__ = ["Core", "Words"]

MAX_FORM = 6
MAX_BODY = 4
"""Words by which the name of a body begins, at most."""
ABBREVIATED = 2
"""A kind of place of so few letters is written together with the place."""
SPACES = re.compile(r"[\s\-–]+")


def _phrases(phrases: Iterable[str]) -> re.Pattern[str]:
    """Finds any of these in a text, as whole words."""
    return re.compile(rf"(?<!\\w)(?:{'|'.join(map(re.escape, phrases))})(?!\\w)".replace("\\\\", "\\"), re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Core:
    """A name without the words that only say what kind of thing it is. ``kind`` "" says nothing."""

    words: tuple[str, ...]
    kind: str
    stripped: bool

    @property
    def key(self) -> str:
        return "".join(self.words)


class Words:
    """The data of linking.yaml, ready for questions about names."""

    def __init__(self, data: LinkingData, noted: Noted | None = None) -> None:
        self._data = data
        self.affiliations = frozenset(data.affiliations)
        self.makers = frozenset(data.makers)
        self.lines = frozenset(data.lines)
        self.homes = frozenset(data.homes)
        self.endings = frozenset(data.endings)
        self.compared = frozenset(data.compared)
        self.home = data.home
        self.class_kinds = dict(data.class_kinds)
        self.vague = frozenset(exact_key(metric) for metric in data.vague)
        self._fields = {field: _phrases(words) for field, words in data.fields.items()}
        self._forecasts = _phrases(data.forecasts)
        self._rounding = _phrases(data.rounding)
        self._changes = _phrases(data.changes)
        self._limits = _phrases((*data.past, *data.partly))
        self._posts = _phrases((*data.past, *data.partly, *data.beneath))
        self.within = frozenset(data.within)
        self._within = _phrases(data.within)
        self._sole = {words_of(post): tuple(map(words_of, at)) for post, at in data.sole.items()}
        self._cores = cache(self._core)
        self._fields_of = cache(self._field)
        #: The key of a metric, and -1 where it tells a fall of what another tells a rise of.
        self.direction = cache(self._direction)
        self._soles = cache(self._is_sole)
        #: The key of a name without one word that can often be left off; empty where there is none.
        self.without_suffix = cache(self._without_suffix)
        #: Whether a name begins like that of a body every state, every province, or only another country has.
        self._bodies = Remembered(self._body, noted.bodies if noted else None)
        self.noted = noted or Noted()
        self._before = self._forms(before=True)
        self._after = self._forms(before=False)
        #: Uppermost classes with the first words of forms before a name, and the last ones of those behind it.
        self._ends = {(top, words[0]) for top, words in self._before}, {(top, words[-1]) for top, words in self._after}
        self._parts = Remembered(self._part)

    def forget(self) -> None:
        """Let go of what was found out of single names."""
        for found in (self._cores, self._fields_of, self.without_suffix, self.direction, self._soles):
            found.cache_clear()
        self._bodies.clear()
        self._parts.clear()
        self.noted = Noted()

    @cached_property
    def _suffixes(self) -> frozenset[tuple[str, ...]]:
        return frozenset(words_of(suffix) for suffix in self._data.suffixes)

    @cached_property
    def _state(self) -> frozenset[tuple[str, ...]]:
        return frozenset(words_of(head) for head in self._data.state)

    @cached_property
    def _abroad(self) -> frozenset[tuple[str, ...]]:
        return frozenset(words_of(head) for head in self._data.abroad)

    @cached_property
    def _local(self) -> frozenset[tuple[str, ...]]:
        return frozenset(words_of(head) for head in self._data.local)

    @cached_property
    def _generic(self) -> frozenset[str]:
        return frozenset(exact_key(name) for name in self._data.generic)

    @cached_property
    def _small(self) -> frozenset[str]:
        return frozenset(exact_key(word) for word in self._data.small)

    def note(self, names: Iterable[str]) -> None:
        """Note what is known of ``names`` and of no others."""
        self.noted.bodies = {name: self._bodies[name] for name in names}

    def fields(self, posts: Iterable[str]) -> frozenset[str]:
        """What people in these posts do, as far as their names tell it."""
        return frozenset().union(*map(self._fields_of, posts))

    def _field(self, post: str) -> frozenset[str]:
        return frozenset(field for field, words in self._fields.items() if words.search(post))

    def foretells(self, text: str) -> bool:
        """Whether a sentence speaks of what is expected, aimed at or planned."""
        return self._forecasts.search(text) is not None

    def rounds(self, text: str) -> bool:
        """Whether a sentence says that its figures are not exact."""
        return self._rounding.search(text) is not None

    def changes(self, text: str) -> bool:
        """Whether a sentence that denies something tells that it was so until then."""
        return self._changes.search(text) is not None

    def limits(self, text: str) -> bool:
        """Whether a sentence speaks of who held a post before, or of a post or seat for a part of the world."""
        return self._limits.search(text) is not None

    def limits_post(self, text: str) -> bool:
        """The same, or of who is below whoever holds a post, or beside him: a deputy, an envoy, a wife."""
        return self._posts.search(text) is not None

    def is_local_post(self, text: str) -> bool:
        """Whether the words from a post to its holder and body name a place that it is for."""
        return self._within.search(text) is not None

    def is_sole(self, position: str, body: str) -> bool:
        """Whether one person alone holds such a post at the body."""
        return bool(position) and self._soles(position, body)

    def _is_sole(self, position: str, body: str) -> bool:
        words = words_of(position)
        return any(
            words[: len(post)] == post
            and (len(words) > len(post) or not at or any(words_of(body)[: len(head)] == head for head in at))
            for post, at in self._sole.items()
        )

    def post(self, name: str) -> str:
        """The key of a post, by whatever of its names it is called."""
        bare = "".join(word for word in words_of(name) if word not in self._bearing)
        return self._named.get(bare, bare)

    @cached_property
    def _bearing(self) -> frozenset[str]:
        return frozenset(word for phrase in self._data.bearing for word in words_of(phrase))

    @cached_property
    def _named(self) -> Mapping[str, str]:
        return {exact_key(name): exact_key(names[0]) for names in self._data.posts for name in names}

    def _direction(self, metric: str) -> tuple[str, int]:
        key = exact_key(metric)
        for up, down in self._data.directions.items():
            if down in key:
                return key.replace(down, up), -1
        return key, 1

    def is_change(self, metric: str) -> bool:
        """Whether the key of a metric (of ``direction``) says that something rose or fell, and not what."""
        return metric in map(exact_key, self._data.directions)

    def moves(self, metric: str) -> bool:
        """Whether the key of a metric (of ``direction``) says how far something rose or fell, and what."""
        return not self.is_change(metric) and any(exact_key(up) in metric for up in self._data.directions)

    def _forms(self, *, before: bool) -> Mapping[tuple[str, tuple[str, ...]], str]:
        return {
            (top, words_of(form)): entry.kind
            for entry in self._data.forms
            for top in entry.classes
            for form in (entry.before if before else entry.after)
        }

    def is_generic(self, name: str) -> bool:
        """Whether the name means whatever its article speaks of."""
        return exact_key(name) in self._generic

    def is_state_body(self, name: str) -> bool:
        """Whether the name begins like that of a body every state has (``Bộ Y tế``)."""
        return self._bodies[name][0]

    def is_abroad(self, name: str) -> bool:
        """Whether the name begins like that of a body that the home country has not."""
        return self._bodies[name][2]

    def is_local_body(self, name: str) -> bool:
        """Whether the name begins like that of a body every province or town has."""
        return self._bodies[name][1]

    def _body(self, name: str) -> tuple[bool, bool, bool]:
        words = words_of(name)
        heads = [words[:n] for n in range(1, MAX_BODY + 1)]
        state, local, abroad = (not of.isdisjoint(heads) for of in (self._state, self._local, self._abroad))
        return state or local, local, abroad

    def says_place(self, name: str) -> bool:
        """Whether the name goes on, behind its first word, with a kind of place and what it is called."""
        words = words_of(name)
        return any(
            words[n:m] in self._place_kinds and m < len(words)
            for n in range(1, len(words))
            for m in range(n + 1, n + 3)
        ) or any(word.startswith(kind) and word != kind for word in words[1:] for kind in self._place_abbreviations)

    def is_place_kind(self, word: str) -> bool:
        """Whether the word says what kind of place it stands before (``TP.``)."""
        return words_of(word) in self._place_kinds

    @cached_property
    def _place_kinds(self) -> frozenset[tuple[str, ...]]:
        return frozenset(words for top, words in self._before if top == "Place")

    @cached_property
    def _place_abbreviations(self) -> frozenset[str]:
        return frozenset("".join(words) for words in self._place_kinds if len("".join(words)) == ABBREVIATED)

    def core(self, name: str, top: str) -> Core:
        """The name of an entity of the uppermost class ``top`` without its legal form and kind."""
        return self._cores(name, top)

    def _core(self, name: str, top: str) -> Core:
        whole = words_of(name)
        words, kind = list(whole), ""
        first, last = self._ends
        changed = bool(whole) and ((top, whole[0]) in first or (top, whole[-1]) in last)
        while changed:
            changed = False
            for size in range(min(MAX_FORM, len(words) - 1), 0, -1):
                found = self._before.get((top, tuple(words[:size])))
                if found is not None:
                    words, kind, changed = words[size:], kind or found, True
                    break
            for size in range(min(MAX_FORM, len(words) - 1), 0, -1):
                found = self._after.get((top, tuple(words[-size:])))
                if found is not None:
                    words, kind, changed = words[:-size], kind or found, True
                    break
        stripped = len(words) < len(whole)
        return Core(tuple(words) if stripped else whole, kind, stripped)

    def initials(self, name: str) -> frozenset[str]:
        """The abbreviations a name of several words may have, with and without its small words."""
        parts = [self._parts[part] for part in SPACES.split(name)]
        every, long = [short for short, _ in parts if short], [short for short, small in parts if short and not small]
        return frozenset("".join(chosen) for chosen in (every, long) if len(chosen) > 1)

    def _part(self, part: str) -> tuple[str, bool]:
        """What a part of a name is abbreviated to, and whether it is a small word that may be left out."""
        plain = plain_key(part)
        return plain if part.isupper() else plain[:1], exact_key(part) in self._small

    def _without_suffix(self, name: str) -> str:
        words = words_of(name)
        for size in (2, 1):
            if len(words) > size and tuple(words[-size:]) in self._suffixes:
                return "".join(words[:-size])
        return ""
