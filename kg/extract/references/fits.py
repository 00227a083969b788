"""How well an entity fits an expression: its class, sex and country, and what the article has called it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from kg.extract.references.expressions import Expression
from kg.extract.references.subjects import Subject
from kg.language.memo import Memo
from kg.ontology.definitions import Model
from kg.ontology.nouns import Nouns

__all__ = ["Fits"]

#: An entity that the article has called by the very noun, or only by others.
CALLED, OTHERWISE = 1.8, 0.9
#: From a country that the expression names; from none that is known.
SAME_COUNTRY, NO_COUNTRY = 2.0, 0.6
#: Honorific as in the expression, of the same sex, unknown.
SAME_HONORIFIC, SAME_SEX, NO_SEX = 1.2, 0.9, 0.8
SEXES = frozenset({"male", "female"})


class Fits:
    """Weighs entities with the table of ``nouns.yaml``."""

    def __init__(self, nouns: Nouns, model: Model) -> None:
        self._model = model
        self._rows = nouns.fits
        self._classes = frozenset(name for row in nouns.fits.values() for name in row)
        # Every expression asks this of everybody in view.
        self._class = Memo[tuple[str, str], float](lambda pair: self._of_class(*pair))
        self._sex = {phrase: kind for kind, phrases in nouns.honorifics.items() for phrase in phrases}

    def among(self, item: Expression, entities: Iterable[str], subjects: Mapping[str, Subject]) -> dict[str, float]:
        """Those of ``entities`` that ``item`` may mean, with how well they fit."""
        classes = self._class
        return {
            entity: fit
            for entity in entities
            if classes[item.type, subjects[entity].type] and (fit := self.fit(item, subjects[entity])) > 0.0
        }

    def fit(self, item: Expression, subject: Subject) -> float:
        """How well ``subject`` is what ``item`` means; 0 when it cannot be."""
        fit = self._class[item.type, subject.type]
        if fit == 0.0:
            return 0.0
        if item.type in SEXES:
            fit *= self._same_sex(subject, item)
        if item.places:
            if subject.countries.isdisjoint(item.places):
                fit *= 0.0 if subject.countries or item.form == "national" else NO_COUNTRY
            else:
                fit *= SAME_COUNTRY
        if item.form != "pronoun" and subject.nouns:
            fit *= CALLED if item.noun in subject.nouns else OTHERWISE
        return fit

    def _of_class(self, kind: str, name: str) -> float:
        """How well an entity of class ``name`` fits an expression of class or group ``kind``."""
        row = self._rows.get(self._model.nearest(kind, self._rows))
        return 0.0 if row is None else row.get(self._model.nearest(name, self._classes), 0.0)

    def _same_sex(self, subject: Subject, item: Expression) -> float:
        if item.noun.split()[0] in subject.honorifics:
            return SAME_HONORIFIC
        known = SEXES.intersection(self._sex[word] for word in subject.honorifics)
        if item.type in known:
            return SAME_SEX
        return 0.0 if known else NO_SEX
