"""The words of ``ontology/<language>/speech.yaml``, made ready for looking them up in a text."""

from __future__ import annotations

from collections.abc import Iterator

from kg.extract.view import TokenView
from kg.ontology.ontology import Ontology
from kg.phrases import PhraseSet, PhraseTable

__all__ = ["Rules"]


class Rules:
    """``data`` is the file itself; the other attributes are its lists as phrases, and classes by what they do.

    ``speakers`` can say something, ``people``, ``countries`` and ``documents`` among them, and ``acting`` right before
    the verb; ``writers`` are those whose text a sentence may go on with, ``media`` the first choice among them.
    """

    def __init__(self, ontology: Ontology) -> None:
        data, model, nouns = ontology.speech, ontology.model, ontology.nouns
        self.nouns = PhraseTable((noun, kind) for kind, group in nouns.references.items() for noun in group)
        self.fits = nouns.fits
        self.data = data
        self.bare = frozenset(verb.verb for verb in data.verbs if verb.bare)
        self.verbs = PhraseSet([*(verb.verb for verb in data.verbs), *data.direct_only])
        self.no_verbs = PhraseSet(data.no_verbs)
        self.sources = PhraseSet(data.sources)
        self.no_sources = PhraseSet(data.no_sources)
        self.roles = PhraseSet({*data.roles, *_held(ontology)})
        self.no_roles = PhraseSet(data.no_roles)
        self.conjunctions = PhraseSet(data.conjunctions)
        self.title_heads = PhraseSet(data.title_heads)
        self.anaphors = PhraseSet(data.anaphors)
        self.described = PhraseSet(data.described)
        self.posts = PhraseSet(data.posts)
        self.whom = PhraseSet(data.whom)
        self.adverbials = PhraseSet(data.adverbials)
        self.spokes = PhraseSet(data.spokes)
        self.reports = PhraseSet(data.reports)
        self.introducing = data.that | data.that_at_once
        self.speakers = model.below(*data.speakers)
        self.acting = model.below(*data.acting) - model.below(*data.no_acting) - self.speakers
        self.people = model.below("Person")
        self.countries = model.below("Country")
        self.documents = model.below("Work")
        self.writers = model.below(*data.writers) - model.below(*data.no_writers)
        self.media = model.below("MediaOutlet")

    def role(self, view: TokenView, start: int, end: int) -> int:
        """How many tokens a noun of ``roles`` at ``start`` has; 0 where a longer word begins like one ("hiện nay")."""
        size = self.roles.size(view.low, start, end)
        return 0 if self.no_roles.size(view.low, start, end) > size else size


def _held(ontology: Ontology) -> Iterator[str]:
    """The nouns by which ``triggers.yaml`` tells a post."""
    for form, triggers in ontology.lexicon.forms.items():
        if any(one.frame == "role" and one.relation in ontology.lexicon.standing for one in triggers):
            yield " ".join(form)
