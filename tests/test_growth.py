"""Nothing that a build does costs more than in proportion to what it is given: by CPU time, four small against one
large, in turn, so that a busy machine slows both alike; and by calls, which no machine changes."""

from __future__ import annotations

import gc
import math
import random
import sys
import time
from collections.abc import Callable, Sequence

import pytest

from kg.building.phases import uncollected
from kg.extract import Extractor
from kg.extract.words import LONGEST
from kg.linking import link_explained
from kg.records import Article, Entity, Evidence, Extraction, LocalStatement

pytestmark = pytest.mark.slow

MOST = 1.15
"""The exponent of the cost in the size of what is given."""
TIMES = 4
ROUNDS = 12

STEMS = ["Oriolis", "Vanta", "Kestrel", "Brimo", "Duvex", "Lumexo", "Sadek", "Tirano", "Welda", "Zoria"]


def name(i: int) -> str:
    return STEMS[i % 10] + "".join(STEMS[int(digit)].lower() for digit in str(i // 10) if i >= 10)


def article(text: str) -> Article:
    return Article(id="article-1", source="1.txt", text=text, date="2025-01-01")


def exponent(work: Callable[[int], Callable[[], object]], size: int) -> float:
    """How the cost grows, by the best of some rounds; a machine that is busy only makes it look worse.

    The small ones are as many things as the large one has parts: one thing that is gone through again and again stays
    in the processor's caches, and would be cheap for that.
    """
    small, large = [work(size) for _ in range(TIMES)], work(size * TIMES)
    small[0]()
    costs: tuple[list[float], list[float]] = [], []
    found = math.inf
    for _ in range(ROUNDS):
        for runs, taken in ((small, costs[0]), ([large], costs[1])):
            gc.collect()
            start = time.process_time()
            for run in runs:
                run()
            taken.append(time.process_time() - start)
        found = math.log(TIMES * min(costs[1]) / min(costs[0]), TIMES)
        if found <= MOST:
            break
    return found


def calls(run: Callable[[], object]) -> int:
    """How many functions, of Python and of C, are called and left in a run."""
    count = 0

    def seen(*_: object) -> None:
        nonlocal count
        count += 1

    before = sys.getprofile()
    sys.setprofile(seen)
    try:
        run()
    finally:
        sys.setprofile(before)
    return count


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return Extractor(fast=True)


TEXTS: dict[str, tuple[int, Callable[[int], str]]] = {
    "sentences with new names": (
        30,
        lambda n: " ".join(f"Công ty {name(i)} mua lại hãng {name(i + 1)} với giá {i} triệu USD." for i in range(n)),
    ),
    "expressions that mean something": (
        40,
        lambda n: " ".join(f"Công ty {name(i)} cho biết hãng này đã mua {i} chiếc xe của ông." for i in range(n)),
    ),
    "quotes": (40, lambda n: " ".join(f"“Chúng tôi mua Oriolis”, ông Lê Văn {name(i % 50)} nói." for i in range(n))),
    "quotes that nobody closes": (200, lambda n: "Ông Lê Văn Sadek nói: " + "“Chúng tôi " * n),
    "a list of names": (300, lambda n: "Công ty Oriolis hợp tác với " + ", ".join(map(name, range(n)))),
    "a list of words": (1500, lambda n: "Công ty Oriolis bán " + ", ".join(["gạo"] * n)),
    "a list of figures": (200, lambda n: "Công ty Oriolis bán " + ", ".join(f"{i} triệu USD" for i in range(n))),
    "a list of verbs": (1000, lambda n: "Oriolis " + "mua lại, " * n + "Vanta"),
}


@pytest.mark.parametrize("kind", TEXTS)
def test_extraction(kind: str, extractor: Extractor) -> None:
    size, text = TEXTS[kind]

    def work(n: int) -> Callable[[], object]:
        given = article(text(n))
        return lambda: extractor.extract(given)

    assert exponent(work, size) <= MOST


def many(n: int) -> list[Extraction]:
    """Articles of twenty entities each out of a world that grows with their number, facts between them."""
    dice = random.Random(n)
    made = []
    for i in range(n):
        # All of one length: a longer name costs more wherever it stands.
        named = [name(10_000 + dice.randrange(n * 5)) + dice.choice(["", " AI", " Group"]) for _ in range(20)]
        labels: Sequence[str] = list(dict.fromkeys(named))
        made.append(
            Extraction(
                article=Article(id=f"article-{i:05}", source=f"{i}.txt", text=". ".join(labels)),
                entities=tuple(Entity(id=str(k), type="Company", label=label) for k, label in enumerate(labels)),
                statements=tuple(
                    LocalStatement(
                        subject=str(k),
                        relation=dice.choice(["uses", "acquired", "subsidiary_of"]),
                        object=str(k + 1),
                        evidence=Evidence(start=0, end=0, text=""),
                    )
                    for k in range(0, len(labels) - 1, 3)
                ),
            )
        )
    return made


def test_linking() -> None:
    def work(n: int) -> Callable[[], object]:
        given = many(n)
        return lambda: link_explained(given)

    with uncollected():  # as a build does
        assert exponent(work, 60) <= MOST


def test_the_report_on_links() -> None:
    def work(n: int) -> Callable[[], object]:
        return link_explained(many(n)).report

    with uncollected():
        # Smaller ones fit into the processor's caches, larger ones do not.
        assert exponent(work, 400) <= MOST
        assert math.log(calls(work(150 * TIMES)) / calls(work(150)), TIMES) <= MOST


def test_a_list_without_a_stop_is_cut_behind_its_marks(extractor: Extractor) -> None:
    doc = extractor.annotate(article("Công ty Oriolis bán " + ", ".join(["gạo"] * 500) + "."))
    lengths = [len(sentence) for sentence in doc.sents]
    assert max(lengths) <= LONGEST and min(lengths[:-1]) >= LONGEST // 2
    assert all(sentence[-1].text in ",." for sentence in doc.sents)
