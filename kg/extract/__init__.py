"""One article in, everything found in it out."""

from __future__ import annotations

from collections.abc import Container, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from kg.articles.cleaned import read_cleaned
from kg.language import find_language
from kg.ontology.ontology import Ontology
from kg.records import Article, Extraction, Mention

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

    from kg.extract.statements.reading import Reading

__all__ = ["Extractor", "annotate", "create_nlp"]

#: The components in their order; each is a registered factory of its own module in kg.extract.
PIPELINE = (
    "kg_structure",
    "kg_words",
    "kg_times",
    "kg_quantities",
    "kg_mentions",
    "kg_reports",
    "kg_references",
    "kg_cues",
    "kg_speech",
)


def create_nlp(
    ontology: Ontology | None = None,
    *,
    gazetteer: bool = True,
    fast: bool = False,
    models: Path | None = None,
    leave: Container[str] = (),
) -> Language:
    """The pipeline over ``ontology`` (the installed one when none is given), in the ontology's language.

    Without ``gazetteer`` no name is known beforehand; ``fast``: without the encoder; ``models``: the folder of the
    models of names, when not the shipped ones; ``leave``: without these steps.
    """
    # What reads takes a second to import; ``import kg.extract`` does not.
    import kg.extract.mentions.component
    import kg.extract.mentions.reports
    import kg.extract.modality.cues
    import kg.extract.quantities
    import kg.extract.references.component
    import kg.extract.speech.component
    import kg.extract.structure
    import kg.extract.times
    import kg.extract.words  # noqa: F401

    ontology = ontology or Ontology.load()
    nlp = find_language(ontology.language).pipeline()
    config = {"ontology": {"folder": str(ontology.folder), "language": ontology.language}}
    names: dict[str, bool | str] = {"gazetteer": gazetteer, "encoder": not fast}
    if models is not None:
        names["models"] = str(models)
    for name in PIPELINE:
        if name in leave:
            continue
        nlp.add_pipe(name, config=config | (names if name == "kg_mentions" else {}))
    return nlp


def annotate(nlp: Language, article: Article) -> Doc:
    """The article's Doc with all that the pipeline's components find."""
    from kg.extract.document import Document

    doc = nlp.make_doc(article.text)
    document = Document.of(doc)
    # A Doc would put its text together from its tokens.
    document.text, document.date = article.text, article.date or ""
    for _, component in nlp.pipeline:
        doc = component(doc)
    return doc


class Extractor:
    """Our own reader: one spaCy pipeline over an ontology, and what reads its Docs.

    ``models``: a folder of models of names and facts for the fast mode (``kg.training.learning``).
    """

    def __init__(
        self,
        ontology: Ontology | None = None,
        *,
        gazetteer: bool = True,
        fast: bool = False,
        models: Path | None = None,
    ) -> None:
        from kg.extract.measurements.reader import MeasurementReader
        from kg.extract.mentions.encoder.model import shipped_encoder
        from kg.extract.speech.claims import ClaimReader
        from kg.extract.statements.facts import FAST, FactFinder
        from kg.extract.statements.scorer import load_scorer

        self.ontology = ontology or Ontology.load()
        self.nlp = create_nlp(self.ontology, gazetteer=gazetteer, fast=fast, models=models)
        scorer = load_scorer(models / FAST.name) if models is not None else None
        self.facts = FactFinder(self.ontology, scorer, encoder=None if fast else shipped_encoder())
        self.figures = MeasurementReader(self.ontology)
        self.claims = ClaimReader(self.ontology)

    def annotate(self, article: Article) -> Doc:
        return annotate(self.nlp, article)

    def readings(self, doc: Doc) -> Iterator[Reading]:
        """Each sentence of an annotated Doc that may state a fact, with all candidates and their features."""
        return self.facts.readings(doc)

    def extract(self, article: Article) -> Extraction:
        return read_cleaned(article, self._extract, self.ontology.recognition.lookalikes)

    def _extract(self, article: Article) -> Extraction:
        from kg.extract.document import Document

        doc = self.annotate(article)
        figures = self.figures.read(doc)
        return Extraction(
            article=article,
            entities=tuple(Document.of(doc).entities.values()),
            mentions=_mentions(doc),
            statements=self.facts.statements(doc, figures),
            claims=self.claims.read(doc),
            measurements=figures,
        )


def _mentions(doc: Doc) -> tuple[Mention, ...]:
    from kg.extract.document import Document

    names = [
        Mention(entity=span.id, start=span.start_char, end=span.end_char) for span in Document.marked(doc, "mentions")
    ]
    references = [
        Mention(entity=span.id, start=span.start_char, end=span.end_char, kind="reference")
        for span in Document.marked(doc, "references")
    ]
    return tuple(sorted([*names, *references], key=lambda mention: (mention.start, mention.end)))
