"""The words that tell of references, made ready for looking up."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from kg.ontology.definitions import Model
from kg.ontology.lexicon import Lexicon
from kg.ontology.nouns import Nouns
from kg.phrases import PhraseSet, PhraseTable

__all__ = ["ReferenceWords"]

Cut = Callable[[str], Sequence[str]]


class ReferenceWords:
    """Lists of ``nouns.yaml``, whose head says what each is for, and classes of the model that the rules speak of.

    ``cut`` makes tokens of a phrase. ``lexicon`` says which posts are one ("CEO", "giám đốc điều hành").
    """

    def __init__(self, nouns: Nouns, model: Model, cut: Cut, lexicon: Lexicon) -> None:
        self.references = _by_class(nouns.references, cut)
        self.heads = _by_class(nouns.heads, cut)
        self.pronouns = _by_class(nouns.pronouns, cut)
        self.posts = PhraseSet(nouns.positions, cut=cut)
        #: Posts by which people are told apart, with what is one post: its own relation, or the words.
        self.held = {
            " ".join(form): trigger.relation if trigger.relation not in lexicon.titled else " ".join(form)
            for form, triggers in lexicon.forms.items()
            for trigger in triggers
            if trigger.frame == "role"
            and not lexicon.titled.isdisjoint((trigger.relation, *model.relations[trigger.relation].parents))
        }
        self.determiners = frozenset(nouns.determiners)
        self.prepositional = nouns.prepositional
        self.own = frozenset(nouns.own)
        self.alone = nouns.alone
        self.plural = frozenset(nouns.plural)
        self.predicative = frozenset(nouns.predicative)
        self.attributive = frozenset(nouns.attributive)
        self.defining = frozenset(nouns.defining)
        self.clauses = frozenset(nouns.clauses)
        self.times = frozenset(nouns.times)
        self.fronting = frozenset(nouns.fronting)
        self.genitive = nouns.genitive
        self.seats = nouns.seats
        self.enumerating = nouns.enumerating
        self.coordinating = nouns.coordinating
        self.continuing = nouns.continuing
        self.collective = nouns.collective
        self.following = nouns.following
        self.parting = nouns.parting
        self.roles = {word: role for role, words in nouns.roles.items() for word in words}
        self.honorifics = frozenset(_phrases(nouns.honorifics))
        self.people = model.below("Person")
        self.employers = model.below("Organization")
        self.places = model.below("Place")
        self.countries = model.below("Country")
        #: Kinds of expressions -> classes whose names tell who is meant ("CEO Tesla").
        self.telling = {kind: model.below(*classes) for kind, classes in nouns.told_by.items()}
        self.origins = model.below(*nouns.origins)


def _by_class(phrases: Mapping[str, Iterable[str]], cut: Cut) -> PhraseTable[str]:
    return PhraseTable(((phrase, kind) for kind, group in phrases.items() for phrase in group), cut=cut)


def _phrases(by_class: Mapping[str, Iterable[str]]) -> Iterable[str]:
    return (phrase for group in by_class.values() for phrase in group)
