"""What stands between a name and a figure, and before a name, as a few signs."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from kg.extract.measurements.metrics import Metrics
from kg.extract.view import TokenView
from kg.records import Span

__all__ = ["Between"]

#: Nouns that are stepped over to find what governs a name, at most.
NOUNS = 8
#: Marks that are signs themselves.
MARKS = frozenset(",;:()-")


class Between:
    """The tokens of one article; ``spans`` are all that is named or referred to in it."""

    def __init__(self, view: TokenView, metrics: Metrics, spans: Iterable[Span]) -> None:
        self._view = view
        self._links = metrics.of | metrics.aside
        spans = list(spans)
        self._lasts = {end - 1 for _, end in spans}
        self._named = {i for span in spans for i in range(*span)}

    def governor(self, start: int, left: int) -> str:
        """What stands before the nouns in front of the name at ``start`` ("theo" for X in "theo công ty nghiên cứu X").

        "^" is the sentence's beginning ``left``, "@" another name, "V" a verb.
        """
        view, i = self._view, start - 1
        while (
            i >= max(left, start - NOUNS)
            and i not in self._lasts
            and view.tags[i][:1] in "NAM"
            and view.words[i][0].isalpha()
        ):
            i -= 1
        if i < left:
            return "^"
        if i in self._lasts:
            return "@"
        low = view.low[i]
        return "V" if view.tags[i].startswith("V") and low not in self._links else low

    def path(self, left: int, right: int, metric: Collection[int]) -> list[str]:
        """The tokens ``left:right`` as signs, equal neighbours once: M the tokens ``metric``, E a name, Q a number, N a
        noun, V a verb; marks, and the words before an owner or one aside, are their own."""
        signs: list[str] = []
        for i in range(left, right):
            sign = self._sign(i, metric)
            if sign and signs[-1:] != [sign]:
                signs.append(sign)
        return signs

    def _sign(self, i: int, metric: Collection[int]) -> str:
        low = self._view.low[i]
        if i in metric:
            return "M"
        if i in self._named:
            return "E"
        if not low[0].isalnum():
            return low[0] if low[0] in MARKS else "."
        if low[0].isdigit():
            return "Q"
        if low in self._links:
            return low
        kind = self._view.tags[i][:1]
        return kind if kind in "VN" else ""
