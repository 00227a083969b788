"""``kg_reports``: reports that have no name of their own but a publisher ("một báo cáo của Đại học Stanford"), and
documents that are sources without one ("theo cáo trạng")."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from spacy.language import Language
from spacy.tokens import Doc, Span

from kg.extract.document import Document
from kg.extract.factories import DEFAULT, Place, configured
from kg.extract.view import TokenView
from kg.ontology.ontology import Ontology
from kg.phrases import PhraseSet

__all__ = ["Reports"]

REPORT = "Report"
#: Words between the noun and "của" ("báo cáo thường niên mới nhất của").
BETWEEN = 3
#: Words of a bracket behind the publisher's name, at most.
ASIDE = 8
#: Words between "của" and the publisher's name ("của công ty tuyển dụng X").
HEADS = 4


@dataclass(frozen=True, slots=True)
class Named:
    """Tokens ``start:end`` name a report by its noun and the entity ``publisher`` ("" for none)."""

    start: int
    end: int
    noun: str
    publisher: str


class Reports:
    """Adds such reports to ``doc.spans["mentions"]`` and the document's ``entities``, class ``Report``.

    One entity for each noun and publisher: "một báo cáo của Đại học Stanford" and "báo cáo của Stanford" are one.
    """

    def __init__(self, ontology: Ontology) -> None:
        data = ontology.speech
        self.nouns = PhraseSet(data.documents)
        self.told = PhraseSet(data.told_documents)
        self.sources = data.source_words
        self.verbs = PhraseSet(verb.verb for verb in data.verbs)
        self.conducting = PhraseSet(data.conducting)
        self.not_before = data.no_document_after
        self.publishers = data.publishers
        self.model = ontology.model
        self.makers = ontology.nouns.report_by.maker
        self.owners = ontology.nouns.report_by.owner | self.makers

    def __call__(self, doc: Doc) -> Doc:
        document = Document.of(doc)
        mentions = list(doc.spans.get("mentions", ()))
        publishers = [span for span in mentions if self._publishes(span.label_)]
        found = [named for span in publishers if (named := self.find(document.view, span)) is not None]
        found += self._told(document.view)
        self._write(doc, document, mentions, found)
        return doc

    def find(self, view: TokenView, publisher: Span) -> Named | None:
        """The report that stands around the name of its publisher, if one does."""
        low = view.low
        place = self._head(low, view.tags, publisher.start)
        if place is None:
            return None
        start, noun = place
        if any(view.words[i][0].isupper() for i in range(start + 1, publisher.start)):
            return None  # it has a name of its own: "báo cáo The Future of Rice do MIT công bố"
        end = publisher.end
        if low[publisher.start - 1] in self.makers:
            if low[end : end + 1] == ["("] and ")" in low[end : end + ASIDE]:  # "do Đại học Oxford (Anh) thực hiện"
                end = low.index(")", end) + 1
            made = self.conducting.size(low, end, len(low))
            if not made:
                return None
            end += made
        return Named(start, end, noun, publisher.id_)

    def _told(self, view: TokenView) -> list[Named]:
        """Documents that are sources without a publisher: "theo cáo trạng, ...", "Cáo trạng nêu rõ ..."."""
        low = view.low
        found = []
        for i in view.where(self.sources):
            size = self.told.size(low, i + 1, len(low))
            if size and low[i + 1 + size : i + 2 + size] == [","]:
                found.append(Named(i + 1, i + 1 + size, " ".join(low[i + 1 : i + 1 + size]), ""))
        for start, end in view.sentences:
            size = self.told.size(low, start, end)
            if size and self.verbs.size(low, start + size, end):
                found.append(Named(start, start + size, " ".join(low[start : start + size]), ""))
        return found

    @staticmethod
    def _write(doc: Doc, document: Document, mentions: Sequence[Span], found: Sequence[Named]) -> None:
        groups: dict[tuple[str, str], list[Named]] = {}
        for named in found:
            groups.setdefault((named.noun, named.publisher), []).append(named)
        added = []
        for group in groups.values():
            label, *aliases = dict.fromkeys(document.view.text(named.start, named.end) for named in group)
            key = document.add(REPORT, label, aliases)
            added += [Span(doc, named.start, named.end, label=REPORT, span_id=key) for named in group]
        if added:
            doc.spans["mentions"] = sorted([*mentions, *added], key=lambda span: (span.start, span.end))

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


@Language.factory("kg_reports", assigns=["doc.spans"], default_config=DEFAULT)
def create_reports(nlp: Language, name: str, ontology: Place) -> Callable[[Doc], Doc]:
    return Reports(configured(ontology))
