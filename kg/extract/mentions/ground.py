"""What stands around the capitals of an article: the ground of all features of names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container
from dataclasses import dataclass, field

from kg.extract.mentions.lexis import Lexis, shape_of
from kg.extract.view import TokenView
from kg.phrases import PhraseTable
from kg.records import Span

__all__ = ["Ground", "Run"]

CAPITALS = frozenset({"Xx", "X", "XX", "xX", "X9", "X-"})

OPENING = frozenset("“\"‘'«([")
APPOSING = frozenset({",", "(", "-", "–", "—"})
QUOTES = frozenset("“”\"‘’'«»")


@dataclass(slots=True)
class Run:
    """Neighbouring tokens with a capital or a digit in them: where a name may stand.

    ``told`` is the class that a noun before it tells, ``head`` the same as the learned parts know it, ``near`` whether
    that noun stands directly before.
    """

    start: int
    end: int
    head: str = ""
    told: str = ""
    near: bool = False
    person: bool = False
    position: bool = False
    after: str = ""
    cues: tuple[str, ...] = ()


@dataclass(slots=True)
class Ground:
    """What names stand on in an article: its view, the sentences without white space at their ends, the shapes of the
    tokens, and the runs of capitals with what stands around them.

    ``known``: gazetteer class of a token (BIO); ``titles``: tokens of posts, honorifics and head nouns.
    ``sure``: the logarithm of how likely a name that the tagger has found is one, from just here to there.
    ``exact`` and ``edge``: the class that the article tells of a name, and of a name's first or last word, by its text.
    """

    view: TokenView
    sentences: list[Span]
    shapes: list[str]
    capital: list[bool]
    #: Words of the article that stand there without a capital.
    small: set[str]
    runs: list[Run] = field(default_factory=list)
    run_of: dict[int, Run] = field(default_factory=dict)
    known: dict[int, str] = field(default_factory=dict)
    titles: dict[int, str] = field(default_factory=dict)
    exact: dict[str, str] = field(default_factory=dict)
    edge: dict[str, str] = field(default_factory=dict)
    sure: dict[Span, float] = field(default_factory=dict)
    _names: tuple[PhraseTable[str], list[tuple[int, int, str]]] | None = field(default=None, repr=False)

    @classmethod
    def of(cls, view: TokenView, lexis: Lexis) -> Ground:
        """The ground of an article's names."""
        shape = {word: shape_of(word) for word in set(view.words)}
        shapes = [shape[word] for word in view.words]
        ground = cls(
            view,
            _trimmed(view),
            shapes,
            capital=[shape in CAPITALS for shape in shapes],
            small={word for word, form in shape.items() if form == "x"},
        )
        begins = [set(table.among(view.places)) for table in (lexis.heads, lexis.positions)]
        for start, end in ground.sentences:
            ground._runs(start, end, lexis, *begins)
        ground._gather()
        return ground

    def names(self, gazetteer: PhraseTable[str]) -> list[tuple[int, int, str]]:
        """Where known names stand, with their classes; looked for once."""
        if self._names is None or self._names[0] is not gazetteer:
            self._names = gazetteer, list(gazetteer.find(self.view.words))
        return self._names[1]

    def mark(self, gazetteer: PhraseTable[str]) -> None:
        """Note the classes of known names."""
        for start, end, kind in self.names(gazetteer):
            self.known[start] = f"B-{kind}"
            for i in range(start + 1, end):
                self.known[i] = f"I-{kind}"

    def _runs(self, start: int, end: int, lexis: Lexis, heads: Container[int], posts: Container[int]) -> None:
        """Notes the runs of a sentence; ``heads`` and ``posts``: where such nouns may begin."""
        if not any(self.capital[start:end]):
            return
        lower = self.view.low
        ends: dict[int, str] = {}
        positions: set[int] = set()
        titles = self.titles
        heads_at, positions_at = lexis.heads.at, lexis.positions.at
        for i in range(start, end):
            head = heads_at(lower, i) if i in heads else None
            if head is not None and head[0] <= end:
                ends.setdefault(*head)
                # A noun at a sentence's beginning has its capital from there.
                if (i == start and lexis.name_heads.at(self.view.words, i) is None) or (
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
            position = positions_at(lower, i) if i in posts else None
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
                j < end
                and j not in titles
                and (self.capital[j] or (self.shapes[j] == "9" and len(self.view.words[j]) < 5))
            ):
                j += 1
            self._run(i, j, start, end, ends, positions, lexis)
            i = j

    def _run(
        self, i: int, j: int, start: int, end: int, ends: dict[int, str], positions: set[int], lexis: Lexis
    ) -> None:
        run = Run(i, j)
        k = i
        if k > start and self.view.words[k - 1] in QUOTES:
            k -= 1
        run.told, run.near = self._head(k, start, ends, lexis)
        run.head = lexis.learned(run.told)
        if k > start and lexis.honorifics.at(self.view.low, k - 1) is not None:
            run.person = True
        run.position = k in positions
        cues = []
        if j < end and (self.view.low[j] in APPOSING or self.view.low[j] in lexis.nouns.apposing):
            follow = j + 1
            while follow < end and self.view.low[follow] in lexis.skipped:
                follow += 1
            if follow < end:
                hit = lexis.positions.at(self.view.low, follow)
                if hit is not None:
                    cues.append("post=position")
                head = lexis.heads.at(self.view.low, follow)
                if head is not None:
                    cues.append(f"post={lexis.learned(head[1])}")
        run.cues = tuple(cues)
        self.runs.append(run)
        for n in range(i, j):
            self.run_of[n] = run

    def _head(self, k: int, start: int, ends: dict[int, str], lexis: Lexis) -> tuple[str, bool]:
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
            word, tag = self.view.words[back], self.view.tags[back]
            if not (word[0].isalpha() or word in '()"“”') or tag in {"E", "C", "CC", "R", "P"}:
                break
            if tag == "V" and best and back not in ends:
                break
            if back in ends and (
                not best
                or (lexis.learned(ends[back]) in lexis.nouns.leading and lexis.learned(best) in lexis.nouns.yielding)
            ):
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
            exact.setdefault(" ".join(self.view.words[run.start : run.end]), Counter())[kind] += 1
            if run.end - run.start > 1:
                for i in {run.start, run.end - 1}:
                    edge.setdefault(self.view.words[i], Counter())[kind] += 1
            else:
                edge.setdefault(self.view.words[run.start], Counter())[kind] += 1
        self.exact = {name: _top(found) for name, found in exact.items()}
        self.edge = {name: _top(found) for name, found in edge.items()}


def _top(found: Counter[str]) -> str:
    return min(found, key=lambda kind: (-found[kind], kind))


def _trimmed(view: TokenView) -> list[Span]:
    """The sentences of the view that hold words, without white space at their ends."""
    sentences = []
    for start, end in view.sentences:
        while end > start and view.words[end - 1].isspace():
            end -= 1
        while start < end and view.words[start].isspace():
            start += 1
        if start < end:
            sentences.append((start, end))
    return sentences
