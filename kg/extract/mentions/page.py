"""An article as lists of tokens, with what stands around its capitals: the ground of all features."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from kg.extract.mentions.lexis import Lexis, shape_of
from kg.extract.mentions.phrases import Phrases

__all__ = ["Page", "Run"]

OPENING = frozenset("“\"‘'«([")
APPOSING = frozenset({",", "(", "-", "–", "—", "là"})
#: "công ty xe điện X" is a firm, whatever its product is called.
LEADING = frozenset({"Company", "MediaOutlet", "University", "Organization"})
FOLLOWING = frozenset({"Product", "Work", "Technology", "AIModel", "Place", "Group"})
QUOTES = frozenset("“”\"‘’'«»")


@dataclass(slots=True)
class Run:
    """Neighbouring tokens with a capital or a digit in them: where a name may stand.

    ``head`` is the class that a noun before it tells, ``near`` whether that noun stands directly before.
    """

    start: int
    end: int
    head: str = ""
    near: bool = False
    person: bool = False
    position: bool = False
    after: str = ""
    cues: tuple[str, ...] = ()


@dataclass(slots=True)
class Page:
    """Tokens, tags and sentences (start, end) of an article. ``known``: gazetteer class of a token (BIO);
    ``begins``: does a word begin here; ``titles``: tokens of posts, honorifics and head nouns.
    """

    words: Sequence[str]
    tags: Sequence[str]
    sentences: Sequence[tuple[int, int]]
    spaces: Sequence[bool]
    begins: Sequence[bool]
    lower: list[str] = field(default_factory=list)
    shapes: list[str] = field(default_factory=list)
    capital: list[bool] = field(default_factory=list)
    runs: list[Run] = field(default_factory=list)
    run_of: dict[int, Run] = field(default_factory=dict)
    known: dict[int, str] = field(default_factory=dict)
    titles: dict[int, str] = field(default_factory=dict)
    small: set[str] = field(default_factory=set)
    exact: dict[str, str] = field(default_factory=dict)
    edge: dict[str, str] = field(default_factory=dict)

    @classmethod
    def read(
        cls,
        words: Sequence[str],
        tags: Sequence[str],
        sentences: Sequence[tuple[int, int]],
        spaces: Sequence[bool],
        begins: Sequence[bool],
        lexis: Lexis,
    ) -> Page:
        page = cls(words, tags, sentences, spaces, begins)
        page.lower = [word.lower() for word in words]
        page.shapes = [shape_of(word) for word in words]
        page.capital = [shape in {"Xx", "X", "XX", "xX", "X9", "X-"} for shape in page.shapes]
        page.small = {word for word, shape in zip(words, page.shapes, strict=True) if shape == "x"}
        for start, end in sentences:
            page._runs(start, end, lexis)
        page._gather()
        return page

    def text(self, start: int, end: int) -> str:
        """The tokens ``[start, end)`` as they are written."""
        if end - start == 1:
            return self.words[start]
        return "".join(f"{self.words[i]} " if self.spaces[i] else self.words[i] for i in range(start, end)).rstrip()

    def mark(self, gazetteer: Phrases[str]) -> None:
        """Note the classes of known names."""
        for start, end, kind in gazetteer.find(self.words):
            self.known[start] = f"B-{kind}"
            for i in range(start + 1, end):
                self.known[i] = f"I-{kind}"

    def _runs(self, start: int, end: int, lexis: Lexis) -> None:
        if not any(self.capital[start:end]):
            return
        lower = self.lower
        ends: dict[int, str] = {}
        positions: set[int] = set()
        titles = self.titles
        heads_at, positions_at = lexis.heads.at, lexis.positions.at
        for i in range(start, end):
            head = heads_at(lower, i)
            if head is not None and head[0] <= end:
                ends.setdefault(*head)
                # A noun at a sentence's beginning has its capital from there.
                if (i == start and lexis.name_heads.at(self.words, i) is None) or (
                    self.shapes[i] == "x" and head[0] - i > 1
                ):
                    for k in range(i, head[0]):
                        titles.setdefault(k, "head")
            if (
                i + 1 < end
                and self.capital[i]
                and self.capital[i + 1]
                and (lower[i] in lexis.sir or (i == start and lexis.honorifics.at(lower, i) is not None))
            ):
                titles[i] = "honorific"
            position = positions_at(lower, i)
            if position is not None and position[0] <= end:
                positions.add(position[0])
                for k in range(i, position[0]):
                    titles[k] = "position"
        i = start
        while i < end:
            if not self.capital[i] or i in titles:
                i += 1
                continue
            j = i + 1
            while (
                j < end and j not in titles and (self.capital[j] or (self.shapes[j] == "9" and len(self.words[j]) < 5))
            ):
                j += 1
            self._run(i, j, start, end, ends, positions, lexis)
            i = j

    def _run(
        self, i: int, j: int, start: int, end: int, ends: dict[int, str], positions: set[int], lexis: Lexis
    ) -> None:
        run = Run(i, j)
        k = i
        if k > start and self.words[k - 1] in QUOTES:
            k -= 1
        run.head, run.near = self._head(k, start, ends)
        if k > start and lexis.honorifics.at(self.lower, k - 1) is not None:
            run.person = True
        run.position = k in positions
        cues = []
        if j < end and self.lower[j] in APPOSING:
            follow = j + 1
            while follow < end and self.lower[follow] in lexis.skipped:
                follow += 1
            if follow < end:
                hit = lexis.positions.at(self.lower, follow)
                if hit is not None:
                    cues.append("post=position")
                head = lexis.heads.at(self.lower, follow)
                if head is not None:
                    cues.append(f"post={head[1]}")
        run.cues = tuple(cues)
        self.runs.append(run)
        for n in range(i, j):
            self.run_of[n] = run

    def _head(self, k: int, start: int, ends: dict[int, str]) -> tuple[str, bool]:
        """The class that the noun phrase before ``k`` tells, and whether its noun stands directly there.

        Vietnamese says what a thing is first: of "công ty xe máy điện X" the first noun counts. A person's noun
        yields to one behind it ("kỹ sư công ty X").
        """
        if k in ends:
            best, near = ends[k], True
        else:
            best, near = "", False
        back = k - 1
        while back > max(start, k - 8):
            word, tag = self.words[back], self.tags[back]
            if not (word[0].isalpha() or word in '()"“”') or tag in {"E", "C", "CC", "R", "P"}:
                break
            if tag == "V" and best and back not in ends:
                break
            if back in ends and (not best or (ends[back] in LEADING and best in FOLLOWING)):
                best = ends[back]
            back -= 1
        return best, near

    def _gather(self) -> None:
        """What one place of the article tells of a name holds for the others."""
        exact: dict[str, Counter[str]] = {}
        edge: dict[str, Counter[str]] = {}
        for run in self.runs:
            kind = "Person" if run.person or "post=position" in run.cues else run.head if run.near else ""
            if not kind:
                continue
            exact.setdefault(" ".join(self.words[run.start : run.end]), Counter())[kind] += 1
            if run.end - run.start > 1:
                for i in {run.start, run.end - 1}:
                    edge.setdefault(self.words[i], Counter())[kind] += 1
            else:
                edge.setdefault(self.words[run.start], Counter())[kind] += 1
        self.exact = {name: _top(found) for name, found in exact.items()}
        self.edge = {name: _top(found) for name, found in edge.items()}


def _top(found: Counter[str]) -> str:
    return min(found, key=lambda kind: (-found[kind], kind))
