"""Train the tagger of names: ``python -m kg.training.mentions tests/corpus [--out FILE]``.

The same corpus gives the same bytes. Gold names are laid on the text, longest first; the gazetteer is hidden for
half of the names, so that the tagger does not lean on it.
"""

from __future__ import annotations

import hashlib
import re
import sys
import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pycrfsuite
import spacy
from spacy.language import Language
from spacy.tokens import Doc

import kg.components.words
import kg.language.vi.tokenizer  # noqa: F401
from kg.components.mentions import known_names, read_page
from kg.errors import InputError
from kg.gold import read_gold
from kg.mentions.features import features, stretches
from kg.mentions.lexis import Lexis, load_lexis
from kg.mentions.page import Page
from kg.mentions.phrases import Phrases, syllables
from kg.mentions.tagger import MODEL
from kg.ontology.gazetteer import load_gazetteer

__all__ = ["labels_of", "train"]

PARAMETERS: dict[str, Any] = {"c1": 0.05, "c2": 0.05, "max_iterations": 120, "feature.minfreq": 1,
                              "feature.possible_transitions": True}


ROUNDS = 1
REPLACED = frozenset({"Company", "Person", "Product", "AIModel", "City", "Country", "Place", "MediaOutlet",
                      "University", "Organization"})


def labels_of(page: Page, spans: dict[int, tuple[int, str]]) -> list[str]:
    """BIO labels of all tokens from spans (start -> end, class)."""
    labels = ["O"] * len(page.words)
    for start, (end, kind) in spans.items():
        labels[start] = f"B-{kind}"
        for i in range(start + 1, end):
            labels[i] = f"I-{kind}"
    return labels


def gold_spans(doc: Doc, item: dict[str, Any]) -> dict[int, tuple[int, str]]:
    """Tokens of the gold names in the text, the longest names first; start -> end and class."""
    starts = {token.idx: token.i for token in doc}
    ends = {token.idx + len(token): token.i + 1 for token in doc}
    names: dict[str, list[str]] = {}
    for entity in item["entities"].values():
        for name in entity["names"]:
            if any(char.isupper() or char.isdigit() for char in name):
                names.setdefault(unicodedata.normalize("NFC", name), []).append(entity["type"])
    taken = [False] * len(doc)
    spans: dict[int, tuple[int, str]] = {}
    for name in sorted(names, key=lambda text: (-len(text), text)):
        for match in re.finditer(re.escape(name), doc.text):
            start, end = starts.get(match.start()), ends.get(match.end())
            if start is None or end is None or any(taken[start:end]):
                continue
            # A head noun in the gold's variants ("kế hoạch X") is no part of the name.
            spans[start] = (end, _kind(names[name], doc, start))
            taken[start:end] = [True] * (end - start)
    return spans


def _kind(kinds: list[str], doc: Doc, start: int) -> str:
    if len(set(kinds)) > 1:
        before = doc[max(0, start - 4):start].text.lower()
        if "mô hình" in before and "AIModel" in kinds:
            return "AIModel"
        if "ứng dụng" in before and "Product" in kinds:
            return "Product"
    return kinds[0]


def corpus(folder: Path) -> Iterator[tuple[dict[str, Any], str]]:
    """Annotated articles below ``folder`` with their texts, in order."""
    golds = sorted(folder.glob("*.json"))
    if not golds:
        raise InputError(f"{folder} holds no gold files.", remedy="Give the folder of train-*.json and articles/.")
    for path in golds:
        for item in read_gold(path):
            file = folder / "articles" / Path(item["article"]).name
            yield item, unicodedata.normalize("NFC", file.read_text(encoding="utf-8-sig"))


def create() -> Language:
    nlp = spacy.blank("vi", config={"nlp": {"tokenizer": {"@tokenizers": "kg.vi.Tokenizer"}}})
    nlp.add_pipe("kg_words")
    return nlp


Spans = dict[int, tuple[int, str]]


def sequences(folder: Path) -> Iterator[tuple[list[list[str]], list[str]]]:
    """Feature rows and labels of every stretch of the corpus: as it stands, then with other names in it."""
    nlp, lexis, gazetteer = create(), load_lexis(), known_names()
    read = []
    for item, text in corpus(folder):
        doc = nlp(text)
        read.append((item["article"], read_page(doc, lexis), gold_spans(doc, item)))
    pools = pool(read)
    for article, page, spans in read:
        yield from rows_of(article, page, spans, lexis, gazetteer)
    for round_ in range(ROUNDS):
        for article, page, spans in read:
            other, moved = renamed(f"{article} {round_}", page, spans, pools, lexis)
            yield from rows_of(f"{article} {round_}", other, moved, lexis, gazetteer)


def rows_of(article: str, page: Page, spans: Spans, lexis: Lexis,
            gazetteer: Phrases[str]) -> Iterator[tuple[list[list[str]], list[str]]]:
    page.mark(gazetteer)
    labels = labels_of(page, spans)
    hide(page, spans, article)
    sentences = iter(page.sentences)
    start, end = 0, 0
    for first, last in stretches(page):
        while first >= end:
            start, end = next(sentences)
        yield features(page, lexis, first, last, (start, end)), labels[first:last]


def pool(read: Sequence[tuple[str, Page, Spans]]) -> dict[str, list[tuple[str, ...]]]:
    """Names by class, from the corpus and the gazetteer."""
    names: dict[str, set[tuple[str, ...]]] = {}
    for _, page, spans in read:
        for start, (end, kind) in spans.items():
            names.setdefault(kind, set()).add(tuple(page.words[start:end]))
    for entry in load_gazetteer():
        for name in entry.names[:1]:
            names.setdefault(entry.type, set()).add(syllables(name))
    return {kind: sorted(found) for kind, found in names.items()}


def renamed(article: str, page: Page, spans: Spans, pools: dict[str, list[tuple[str, ...]]],
            lexis: Lexis) -> tuple[Page, Spans]:
    """The article with each name replaced by another of its class, the same one everywhere."""
    words: list[str] = []
    tags: list[str] = []
    spaces: list[bool] = []
    begins: list[bool] = []
    place: dict[int, int] = {}
    moved: Spans = {}
    i = 0
    while i < len(page.words):
        place[i] = len(words)
        if i not in spans:
            words.append(page.words[i])
            tags.append(page.tags[i])
            spaces.append(page.spaces[i])
            begins.append(page.begins[i])
            i += 1
            continue
        end, kind = spans[i]
        old = tuple(page.words[i:end])
        fits = [name for name in pools[kind] if (len(name) == 1) == (len(old) == 1)] or pools[kind]
        new = fits[number(article, *old) % len(fits)] if kind in REPLACED else old
        place.update(dict.fromkeys(range(i + 1, end), len(words)))
        moved[len(words)] = (len(words) + len(new), kind)
        words += new
        tags += ["Np"] * len(new)
        spaces += [True] * len(new)
        begins += [True] * len(new)
        i = end
    place[len(page.words)] = len(words)
    sentences = [(place[start], place[end]) for start, end in page.sentences]
    return Page.read(words, tags, sentences, spaces, begins, lexis), moved


def number(*parts: str) -> int:
    """A number that depends on the parts alone."""
    return int.from_bytes(hashlib.sha256("\x1f".join(parts).encode()).digest()[:6], "big")


def hide(page: Page, spans: dict[int, tuple[int, str]], article: str) -> None:
    """Forget the gazetteer for half of the names of an article, chosen by their hash."""
    for start, (end, _) in spans.items():
        name = " ".join(page.words[start:end])
        if number("hide", article, name) % 2:
            for i in range(start, end):
                page.known.pop(i, None)


def train(folder: Path, out: Path) -> int:
    """Train on ``folder`` and write the weights to ``out``; the number of stretches is returned."""
    trainer = pycrfsuite.Trainer(algorithm="lbfgs", params=PARAMETERS, verbose=False)
    count = 0
    for rows, labels in sequences(folder):
        trainer.append(rows, labels)
        count += 1
    trainer.train(str(out))
    return count


def main(arguments: list[str]) -> None:
    folder = Path(arguments[0]) if arguments else Path("tests/corpus")
    out = Path(arguments[2]) if arguments[1:2] == ["--out"] else MODEL
    count = train(folder, out)
    print(f"{out}: {count} stretches, {out.stat().st_size} bytes")


if __name__ == "__main__":
    main(sys.argv[1:])
