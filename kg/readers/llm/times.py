"""When a fact happened: what our own grammar makes of the words of its sentence, where the answer means them."""

from __future__ import annotations

import re
from functools import lru_cache

from kg.edtf import overlap, stretch
from kg.readers.llm.scene import Scene
from kg.records import Span

__all__ = ["time_of"]


def time_of(scene: Scene, span: Span, told: str, *, planned: bool) -> str | None:
    """The time in ``span`` that ``told`` (the answer's EDTF) means, as we read it; None when none of them is meant.

    Of several that may be meant the likest one counts, then the one that is as exact.
    """
    from kg.extract.document import Document

    if not told:
        return None
    start, end = span
    years = _years(scene.doc.text)
    doc = scene.doc
    rows = []
    for order, when in enumerate(Document.of(doc).times):
        if not start <= doc[when.start].idx < end:
            continue
        for read in (when.future, when.past) if planned else (when.past, when.future):
            if read and _means(told, read):
                # A year that the sentence leaves open may stand elsewhere in the article.
                whole = told if read.startswith("XXXX-") and read[4:] == told[4:] and told[:4] in years else read
                rows.append((whole != told, abs(len(read) - len(told)), order, whole))
                break
    return min(rows)[-1] if rows else None


@lru_cache(maxsize=4)
def _years(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", text))


def _means(told: str, read: str) -> bool:
    """Whether two EDTF strings may be one time; years that one of them leaves open are passed over."""
    if told == read:
        return True
    if "X" in read:
        return _fits(told, read)
    one, other = stretch(told), stretch(read)
    return one is not None and other is not None and overlap(one, other)


def _fits(told: str, read: str) -> bool:
    length = min(len(told), len(read))
    return length > 4 and all(a == b or "X" in (a, b) for a, b in zip(told[:length], read[:length], strict=True))
