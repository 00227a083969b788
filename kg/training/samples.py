"""Annotated articles made ready for training: gold names laid on tokens, and copies with other names in them."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

import kg.extract.words  # noqa: F401
from kg.errors import InputError
from kg.evaluate.gold import GoldArticle, read_gold
from kg.extract.document import Document
from kg.extract.mentions.component import known_names
from kg.extract.mentions.ground import Ground
from kg.extract.mentions.lexis import Lexis
from kg.extract.view import TokenView
from kg.language import find_language
from kg.ontology.definitions import Model
from kg.ontology.gazetteer import Entry
from kg.ontology.ontology import Ontology
from kg.phrases import PhraseTable
from kg.training.passages import annotate_passage, read_passages
from kg.training.real import real_articles

__all__ = ["Sample", "Spans", "corpus_dir", "number", "read_samples"]

Spans = dict[int, tuple[int, str]]


@dataclass(frozen=True, slots=True)
class Sample:
    """An article, its gold names by first token (end, class), and which original it comes from."""

    article: str
    origin: str
    page: Ground
    spans: Spans


def read_samples(
    folder: Path, ontology: Ontology, lexis: Lexis, *, copies: int, shared: Path | None = None
) -> list[Sample]:
    """The articles and passages of ``folder`` as they stand, then ``copies`` times with other names,
    then the real articles of ``shared`` once; the gazetteer is marked but for half of the names."""
    nlp, gazetteer = create(ontology), known_names(ontology.gazetteer, lexis)

    def read(articles: Iterable[tuple[GoldArticle, str]]) -> Iterator[Sample]:
        for item, text in articles:
            doc = nlp(text)
            page = Ground.of(Document.of(doc).view, lexis)
            page.mark(gazetteer)
            yield Sample(item.source, item.source, page, gold_spans(doc, page, item, lexis))

    samples = list(read(corpus(folder)))
    samples += _passages(folder, nlp, lexis, gazetteer)
    pools = pool(samples, ontology.gazetteer, lexis.cut)
    for copy in range(copies):
        for sample in samples[: len(samples) // (copy + 1)]:
            name = f"{sample.origin} {copy}"
            page, spans = renamed(name, sample.page, sample.spans, pools, lexis)
            page.mark(gazetteer)
            samples.append(Sample(name, sample.origin, page, spans))
    if shared is not None:
        samples += read(real_articles(shared))
    for sample in samples:
        hide(sample.page, sample.spans, sample.article)
    return samples


def _passages(folder: Path, nlp: Language, lexis: Lexis, gazetteer: PhraseTable[str]) -> Iterator[Sample]:
    """Each short passage as an article of its own: names that little else tells of."""
    for path in sorted((folder / "passages").glob("*.txt")):
        for n, passage in enumerate(read_passages(path)):
            doc = annotate_passage(nlp(passage.text), passage)
            page = Ground.of(Document.of(doc).view, lexis)
            page.mark(gazetteer)
            spans = {span.start: (span.end, span.label_) for span in doc.spans["mentions"]}
            name = f"{path.stem} {n}"
            yield Sample(name, name, page, spans)


def replaced(model: Model) -> frozenset[str]:
    """Classes whose names are exchanged for others in the copies; those of government bodies tell what they do."""
    return model.below("Organization", "Person", "Product", "Place") - model.below("GovernmentBody")


def whole_named(model: Model) -> frozenset[str]:
    """Classes whose small noun is part of the name where the gold never leaves it out ("cầu Phú Mỹ", "phương Tây")."""
    return model.below("Place", "Group") - model.below("Country")


def gold_spans(doc: Doc, page: Ground, item: GoldArticle, lexis: Lexis) -> Spans:
    """Tokens of the gold names in the text, the longest names first; start -> end and class."""
    nouns, with_noun = lexis.nouns, whole_named(lexis.model)
    starts = {token.idx: token.i for token in doc}
    ends = {token.idx + len(token): token.i + 1 for token in doc}
    names: dict[str, list[str]] = {}
    whole: set[str] = set()
    for entity in item.entities.values():
        forms = [unicodedata.normalize("NFC", name) for name in entity.names]
        for name in forms:
            if any(char.isupper() or char.isdigit() for char in name):
                names.setdefault(name, []).append(entity.type)
                noun, _, rest = name.partition(" ")
                if noun.islower() and rest not in forms and entity.type in with_noun:
                    whole.add(name)
    taken = [False] * len(doc)
    spans: Spans = {}
    for name in sorted(names, key=lambda text: (-len(text), text)):
        for match in re.finditer(re.escape(name), doc.text):
            start, end = starts.get(match.start()), ends.get(match.end())
            if start is None or end is None or any(taken[start:end]):
                continue
            taken[start:end] = [True] * (end - start)
            kind = _kind(names[name], doc, start, nouns.telling)
            first = start
            while (
                name not in whole
                and first < end
                and page.view.words[first] not in nouns.small
                and (page.shapes[first] == "x" or (first > start and page.view.words[first] == "("))
            ):
                first += 1
            if first > start and page.view.words[first - 1] == "(" and page.view.words[end - 1] == ")":
                end -= 1
            if first == end or (first > start and not any(page.capital[first:end])):
                continue
            if first > start:  # the head noun of a gold variant ("chính phủ Đức", "kế hoạch X") is no part of it
                rest = page.view.text(first, end)
                known = page.known.get(first, "")
                if rest in names:
                    kind = _kind(names[rest], doc, first, nouns.telling)
                elif known:
                    kind = known[2:]
            spans[first] = (end, kind)
    return spans


def _kind(kinds: list[str], doc: Doc, start: int, telling: Mapping[str, Sequence[str]]) -> str:
    """Which of the classes of a name is meant at the token ``start``: that of a noun before it, or the first."""
    if len(set(kinds)) > 1:
        before = doc[max(0, start - 4) : start].text.lower()
        for kind, nouns in telling.items():
            if kind in kinds and any(noun in before for noun in nouns):
                return kind
    return kinds[0]


def corpus_dir() -> Path:
    """The folder of the invented articles: the package's own copy (wheel), else the checkout's."""
    package = Path(__file__).resolve().parents[1]
    for folder in (package / "_corpus", package.parent / "tests" / "corpus"):
        if (folder / "passages").is_dir():
            return folder
    raise InputError("The invented articles were not found.", remedy="Reinstall kg, or run it from its checkout.")


def corpus(folder: Path) -> Iterator[tuple[GoldArticle, str]]:
    """Annotated articles below ``folder`` with their texts, in order."""
    golds = sorted(folder.glob("*.json"))
    if not golds:
        raise InputError(f"{folder} holds no gold files.", remedy="Give the folder of train-*.json and articles/.")
    for path in golds:
        for item in read_gold(path):
            file = folder / "articles" / Path(item.source).name
            yield item, unicodedata.normalize("NFC", file.read_text(encoding="utf-8-sig"))


def create(ontology: Ontology) -> Language:
    """A pipeline that finds words only."""
    nlp = find_language(ontology.language).pipeline()
    place = {"folder": str(ontology.folder), "language": ontology.language}
    nlp.add_pipe("kg_words", config={"ontology": place})
    return nlp


def pool(
    samples: Sequence[Sample], gazetteer: Sequence[Entry], cut: Callable[[str], Sequence[str]]
) -> dict[str, list[tuple[str, ...]]]:
    """Names by class, from the corpus and the gazetteer."""
    names: dict[str, set[tuple[str, ...]]] = {}
    for sample in samples:
        for start, (end, kind) in sample.spans.items():
            names.setdefault(kind, set()).add(tuple(sample.page.view.words[start:end]))
    for entry in gazetteer:
        for name in entry.names[:1]:
            names.setdefault(entry.type, set()).add(tuple(cut(name)))
    return {kind: sorted(found) for kind, found in names.items()}


def renamed(
    article: str, page: Ground, spans: Spans, pools: dict[str, list[tuple[str, ...]]], lexis: Lexis
) -> tuple[Ground, Spans]:
    """The article with each name replaced by another of its class, the same one everywhere."""
    exchanged = replaced(lexis.model)
    words: list[str] = []
    tags: list[str] = []
    spaces: list[bool] = []
    begins: list[bool] = []
    place: dict[int, int] = {}
    moved: Spans = {}
    i = 0
    while i < len(page.view.words):
        place[i] = len(words)
        if i not in spans:
            words.append(page.view.words[i])
            tags.append(page.view.tags[i])
            spaces.append(page.view.spaces[i])
            begins.append(page.view.begins[i])
            i += 1
            continue
        end, kind = spans[i]
        old = tuple(page.view.words[i:end])
        fits = [name for name in pools[kind] if (len(name) == 1) == (len(old) == 1)] or pools[kind]
        new = fits[number(article, *old) % len(fits)] if kind in exchanged else old
        place.update(dict.fromkeys(range(i + 1, end), len(words)))
        moved[len(words)] = (len(words) + len(new), kind)
        words += new
        tags += ["Np"] * len(new)
        spaces += [True] * len(new)
        begins += [True] * len(new)
        i = end
    place[len(page.view.words)] = len(words)
    sentences = [(place[start], place[end]) for start, end in page.sentences]
    view = TokenView(words, [word.lower() for word in words], tags, spaces, begins, sentences)
    return Ground.of(view, lexis), moved


def number(*parts: str) -> int:
    """A number that depends on the parts alone."""
    return int.from_bytes(hashlib.sha256("\x1f".join(parts).encode()).digest()[:6], "big")


def hide(page: Ground, spans: dict[int, tuple[int, str]], article: str) -> None:
    """Forget the gazetteer for half of the names of an article, chosen by their hash."""
    for start, (end, _) in spans.items():
        name = " ".join(page.view.words[start:end])
        if number("hide", article, name) % 2:
            for i in range(start, end):
                page.known.pop(i, None)
