"""A Doc's words and tags as plain lists, read at once: a Token object for each costs ten times as much."""

from __future__ import annotations

from spacy.tokens import Doc

__all__ = ["words_and_tags"]


def words_and_tags(doc: Doc) -> tuple[list[str], list[str]]:
    """The lower-case text and the tag of each token of ``doc``, in order."""
    if not len(doc):
        return [], []
    strings = doc.vocab.strings
    known: dict[int, str] = {}
    rows: list[list[str]] = [[], []]
    for row, column in zip(rows, doc.to_array(["LOWER", "TAG"]).T.tolist(), strict=True):
        for key in column:
            text = known.get(key)
            if text is None:
                text = known[key] = strings[key]
            row.append(text)
    return rows[0], rows[1]
