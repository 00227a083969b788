"""What a token alone tells: its shape, and the word lists it stands in."""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping, Sequence
from functools import lru_cache

from kg.language import find_language
from kg.names import words_of
from kg.ontology.lexicon import Lexicon
from kg.ontology.ontology import Ontology
from kg.phrases import PhraseSet, PhraseTable

__all__ = ["Lexis", "shape_of"]


@lru_cache(maxsize=65536)
def shape_of(token: str) -> str:
    """``Xx`` capitalised, ``X`` one capital, ``XX`` all capitals, ``xX`` mixed, ``x`` small, ``X9``, ``9``."""
    if token.isalpha():
        if token.islower():
            return "x"
        if token.isupper():
            return "X" if len(token) == 1 else "XX"
        if token[0].isupper() and token[1:].islower():
            return "Xx"
        return "xX"
    if any(char.isdigit() for char in token):
        return "X9" if any(char.isalpha() for char in token) else "9"
    if any(char.isalpha() for char in token):
        return "X-" if any(char.isupper() for char in token) else "x-"
    return "_"


class Lexis:
    """Word lists made ready for looking up, and the features of single tokens.

    ``trained`` are the classes that the learned parts know (``trained_classes()``; all classes of the ontology when
    they are to be trained). What names a class in a feature names one of them: ``learned``.
    """

    def __init__(self, ontology: Ontology, trained: Container[str]) -> None:
        nouns = ontology.nouns
        language = find_language(ontology.language)
        #: A phrase as the tokens that texts are cut into.
        self.cut = language.syllables
        self._is_native = language.is_native
        self.model = ontology.model
        self.trained = trained
        self.nouns = nouns
        self._learned: dict[str, str] = {}
        self.heads = self._by_class(nouns.heads)
        self.name_heads = self._by_class(nouns.name_heads)
        self.positions = PhraseSet(nouns.positions, cut=self.cut)
        self.honorifics: PhraseTable[str] = PhraseTable(
            ((phrase, kind) for kind, phrases in nouns.honorifics.items() for phrase in phrases), cut=self.cut
        )
        self.legal_forms: PhraseTable[str] = PhraseTable(((form, form) for form in nouns.legal_forms), cut=self.cut)
        #: Classes whose names an article calls again without their first words, or without their last.
        self.cut_front = self.model.below(*nouns.shortened.front)
        self.cut_behind = self.model.below(*nouns.shortened.behind)
        self.sectors = PhraseSet(nouns.sectors, cut=self.cut)
        #: What stands between the members of a list.
        self.listing = frozenset((*nouns.enumerating, ","))
        #: Nouns before lists, with the class of what is listed; what makes many of them, and what opens a list.
        self.listed = self._by_class(nouns.listed)
        self.many = frozenset(nouns.plural)
        self.opening = nouns.opening
        self.meeting = PhraseSet(nouns.meeting, cut=self.cut)
        self.landmarks = self._by_class(nouns.landmarks)
        self.numbered = self._by_class(nouns.numbered)
        self.states = PhraseSet(nouns.states, cut=self.cut)
        self.triggers = _triggers(ontology.lexicon, self.cut)
        #: The two honorifics that are nothing else when written with a capital inside a sentence.
        self.sir = frozenset(phrases[0] for kind, phrases in nouns.honorifics.items() if kind != "person")
        self.skipped = frozenset(nouns.skipped)
        self.common = frozenset(nouns.common)
        self.given = frozenset(nouns.given)
        self.generic = frozenset(nouns.generic)
        self.parts = nouns.parts
        self.formal = nouns.formal
        self.surnames = {tradition: frozenset(names) for tradition, names in nouns.surnames.items()}
        self.suffixes: dict[str, str] = {}
        for kind, words in nouns.suffixes.items():
            for word in words:
                self.suffixes.setdefault(word, self.learned(kind))
        self._numbering = frozenset(key for word in nouns.numbering for key in words_of(word))
        self._own: dict[str, tuple[str, ...]] = {}

    def key(self, name: str) -> tuple[str, ...]:
        """What a name is known by: its words without capitals, marks and the word before a number ("số")."""
        words = words_of(name)
        return tuple(
            word
            for word, after in zip(words, [*words[1:], ""], strict=True)
            if word not in self._numbering or not after[:1].isdigit()
        )

    def learned(self, kind: str) -> str:
        """The nearest class at or above ``kind`` that the learned parts know; ``kind`` where there is none."""
        found = self._learned.get(kind)
        if found is None:
            found = self._learned[kind] = self.model.nearest(kind, self.trained) or kind
        return found

    def refines(self, kind: str, learned: str) -> bool:
        """Is ``kind`` a class below ``learned`` that the learned parts do not know, and take for ``learned``?"""
        return kind != learned and self.learned(kind) == learned

    def _by_class(self, nouns: Mapping[str, Sequence[str]]) -> PhraseTable[str]:
        """Nouns with their class. One of a class that no learned part knows comes before the same of one that is known:
        it is by its nouns that such a class is told.
        """
        classes = sorted(nouns, key=lambda kind: kind in self.trained)
        return PhraseTable(((phrase, kind) for kind in classes for phrase in nouns[kind]), cut=self.cut)

    def features(self, token: str) -> tuple[str, ...]:
        """The features of a token by itself, kept from one article to the next."""
        found = self._own.get(token)
        if found is None:
            found = self._own[token] = self._features(token)
        return found

    def lists(self, lower: str) -> list[str]:
        """The word lists that hold a token written small."""
        found = [f"sn={tradition[:2]}" for tradition, names in self.surnames.items() if lower in names]
        if lower in self.given:
            found.append("given")
        if lower in self.suffixes:
            found.append(f"suf={self.suffixes[lower]}")
        if lower in self.generic:
            found.append("gen")
        return found

    def _features(self, token: str) -> tuple[str, ...]:
        lower = token.lower()
        shape = shape_of(token)
        row = [f"w={lower}", f"s={shape}"]
        if shape[0] not in "x_9" or shape == "xX":
            row += [f"p3={lower[:3]}", f"e3={lower[-3:]}", f"e2={lower[-2:]}", f"p1={token[0]}"]
            row += self.lists(lower)
            if shape != "XX":
                row.append("foreign" if not self._is_native(lower) else "marked" if not lower.isascii() else "plain")
            if len(lower) > 7:
                row.append("long")
        return tuple(row)


def _triggers(lexicon: Lexicon, cut: Callable[[str], Sequence[str]]) -> PhraseTable[str]:
    """The lexicon's forms with relation and frame; a form's strong meanings before its weak ones."""
    items = []
    for form in sorted(lexicon.forms):
        first = min(lexicon.forms[form], key=lambda trigger: (trigger.weak, trigger.relation, trigger.frame))
        items.append((" ".join(form), f"{first.relation} {first.frame}"))
    return PhraseTable(items, cut=cut)
