"""Claims: what somebody says in an article, verbatim."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from spacy.tokens import Doc

from kg.extract.view import TokenView
from kg.ontology.cues import load_speech
from kg.phrases import PhraseSet
from kg.records import Article, Claim, stable_hash

__all__ = ["claims"]

MEDIUM = "MediaOutlet"
MARKS = '“”"«»‘’ \n\t,.;:'


@lru_cache(maxsize=1)
def _venues() -> PhraseSet:
    return PhraseSet(load_speech().venues)


def claims(doc: Doc, article: Article) -> tuple[Claim, ...]:
    """The claims of ``article``, in order, from what ``kg_speech`` found in its Doc.

    A claim needs a speaker. Its text is ``article.text[start:end]``, without the quote marks around it.
    """
    low = TokenView.of(doc).low
    frames = doc.user_data.get("kg_speech", [])
    found: list[Claim] = []
    ids: set[str] = set()
    for span, (left, right) in zip(doc.spans.get("speech", ()), frames, strict=True):
        if not span.id_:
            continue
        text = span.text
        start = span.start_char + len(text) - len(text.lstrip(MARKS))
        text = _balanced(text.strip(MARKS), span.text)
        start = span.start_char + span.text.index(text)
        outside = (range(left, min(right, span.start)), range(max(left, span.end), right))
        place = [article.id, str(start), str(start + len(text))]
        key = f"claim-{stable_hash(place)}"
        if key in ids:  # two people say it together
            key = f"claim-{stable_hash([*place, span.id_])}"
        ids.add(key)
        found.append(
            Claim(
                id=key,
                speaker=span.id_,
                text=text,
                article=article.id,
                start=start,
                end=start + len(text),
                time=_time(doc, outside),
                venue=_venue(doc, low, outside),
            )
        )
    return tuple(found)


def _balanced(text: str, whole: str) -> str:
    """``text`` with a closing mark again that belongs to an opening one inside it."""
    for opening, closing in (("“", "”"), ("«", "»"), ("‘", "’")):
        if text.count(opening) > text.count(closing) and whole.find(text + closing) >= 0:
            return text + closing
    return text + '"' if text.count('"') % 2 and whole.find(text + '"') >= 0 else text


def _inside(start: int, outside: tuple[range, range]) -> bool:
    return start in outside[0] or start in outside[1]


def _venue(doc: Doc, low: Sequence[str], outside: tuple[range, range]) -> str | None:
    for span in doc.spans.get("mentions", ()):
        if not _inside(span.start, outside):
            continue
        for size in (1, 2, 3, 4):
            i = span.start - size
            if i >= 0 and (length := _venues().size(low, i, span.start)):
                medium = span.label_ == MEDIUM or (low[i] in ("trên", "viết", "đăng") and span.label_ != "Place")
                if medium and span.start - i - length <= 2:
                    return str(span.text)
    return None


def _time(doc: Doc, outside: tuple[range, range]) -> str | None:
    """The time of saying, when the words around the claim give exactly one."""
    times = {
        span.id_
        for span in doc.spans.get("times", ())
        if span.id_ and _inside(span.start, outside) and not (span.start and doc[span.start - 1].lower_ == "về")
    }
    return times.pop() if len(times) == 1 else None
