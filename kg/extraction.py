"""One article in, everything found in it out."""

from __future__ import annotations

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from kg.records import Article, Extraction

__all__ = ["Extractor", "create_nlp"]

#: The components in their order; each is a registered factory of its own module in kg.components.
PIPELINE = ("kg_words",)


def create_nlp(*, gazetteer: bool = True) -> Language:
    """The Vietnamese pipeline. Without ``gazetteer`` no name is known beforehand."""
    import kg.components.words
    import kg.language.vi.tokenizer  # noqa: F401

    nlp = spacy.blank("vi", config={"nlp": {"tokenizer": {"@tokenizers": "kg.vi.Tokenizer"}}})
    if not Doc.has_extension("article_date"):
        Doc.set_extension("article_date", default="")
    for name in PIPELINE:
        nlp.add_pipe(name)
    return nlp


class Extractor:
    """Holds one pipeline; ``extract`` is a function of the article alone."""

    def __init__(self, *, gazetteer: bool = True) -> None:
        self.nlp = create_nlp(gazetteer=gazetteer)

    def annotate(self, article: Article) -> Doc:
        doc = self.nlp.make_doc(article.text)
        doc._.article_date = article.date or ""
        for _, component in self.nlp.pipeline:
            doc = component(doc)
        return doc

    def extract(self, article: Article) -> Extraction:
        self.annotate(article)
        return Extraction(article=article)
