"""``kg_documents``: reports that have no name of their own but a publisher ("một báo cáo của Đại học Stanford")."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from spacy.language import Language
from spacy.tokens import Doc, Span

from kg.extract.factories import DEFAULT, Place, configured
from kg.extract.view import TokenView
from kg.ontology.ontology import Ontology
from kg.phrases import PhraseSet

__all__ = ["Documents"]

REPORT = "Report"
#: Words between the noun and "của" ("báo cáo thường niên mới nhất của").
BETWEEN = 3
#: Words between "của" and the publisher's name ("của công ty tuyển dụng X").
HEADS = 4


class Documents:
    """Adds such documents to ``doc.spans["mentions"]`` and ``doc.user_data["kg_entities"]``, class ``Report``.

    One entity for each noun and publisher: "một báo cáo của Đại học Stanford" and "báo cáo của Stanford" are one.
    """

    def __init__(self, ontology: Ontology) -> None:
        data = ontology.speech
        self.nouns = PhraseSet(data.documents)
        self.conducting = PhraseSet(data.conducting)
        self.not_before = data.no_document_after
        self.publishers = data.publishers
        self.model = ontology.model
        self.makers = ontology.nouns.report_by.maker
        self.owners = ontology.nouns.report_by.owner | self.makers

    def __call__(self, doc: Doc) -> Doc:
        mentions = list(doc.spans.get("mentions", ()))
        entities = doc.user_data.setdefault("kg_entities", {})
        keys: dict[tuple[str, str], str] = {}
        view = TokenView.of(doc)
        low, tags = view.low, view.tags
        added = []
        for span in mentions:
            place = self._head(low, tags, span.start) if span.id_ and self._publishes(span.label_) else None
            if place is None:
                continue
            start, noun = place
            if any(view.words[i][0].isupper() for i in range(start + 1, span.start)):
                continue  # it has a name of its own: "báo cáo The Future of Rice do MIT công bố"
            end = span.end
            if low[span.start - 1] in self.makers:
                made = self.conducting.size(low, end, len(low))
                if not made:
                    continue
                end += made
            key = keys.setdefault((noun, span.id_), f"d{len(keys) + 1}")
            name = view.text(start, end)
            entity = entities.setdefault(key, {"type": REPORT, "label": name, "aliases": [], "known": ""})
            if name != entity["label"] and name not in entity["aliases"]:
                entity["aliases"].append(name)
            added.append(Span(doc, start, end, label=REPORT, span_id=key))
        if added:
            doc.spans["mentions"] = sorted([*mentions, *added], key=lambda span: (span.start, span.end))
        return doc

    def _publishes(self, kind: str) -> bool:
        return bool(self.model.nearest(kind, self.publishers))

    def _head(self, low: Sequence[str], tags: Sequence[str], name: int) -> tuple[int, str] | None:
        """Where the noun stands that a publisher's name at ``name`` belongs to, and the noun."""
        owner = next(
            (
                i
                for i in range(name - 1, max(-1, name - HEADS - 2), -1)
                if not tags[i].startswith("N") or low[i] in self.owners
            ),
            -1,
        )
        if owner < 1 or low[owner] not in self.owners:
            return None
        for start in range(owner - 1, max(-1, owner - BETWEEN - 3), -1):
            size = self.nouns.size(low, start, owner)
            if size and start + size >= owner - BETWEEN:
                if start and low[start - 1] in self.not_before:
                    return None
                if any(low[i] == "," or tags[i].startswith("V") for i in range(start + size, owner)):
                    return None
                return start, " ".join(low[start : start + size])
        return None


@Language.factory("kg_documents", assigns=["doc.spans"], default_config=DEFAULT)
def create_documents(nlp: Language, name: str, ontology: Place) -> Callable[[Doc], Doc]:
    return Documents(configured(ontology))
