"""Nothing in the project knows what only the held-out articles know.

Runs where the folder ``shared`` stands beside the checkout: the held-out articles themselves are not in the project.
A name that ``dev`` or ``real-dev`` articles hold and no other article at hand does may be in the project only when the
world knows it: ``tests/data/world_known.tsv`` says who or what it is.
"""

from __future__ import annotations

import gzip
import json
import re
import unicodedata
from pathlib import Path

import pytest

from kg.evaluate.gold import read_gold
from kg.ontology.folder import data_dir
from kg.ontology.gazetteer import read_gazetteer

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"
HELD_OUT = ("dev", "real-dev")
WORLD_KNOWN = Path(__file__).parent / "data" / "world_known.tsv"
SEARCHED = {".py", ".yaml", ".csv", ".ttl", ".tsv", ".toml", ".html", ".js", ".txt", ".json"}

pytestmark = pytest.mark.skipif(not SHARED.is_dir(), reason="the held-out articles are not beside the checkout")


class Texts:
    """Articles in which names are looked up as whole words."""

    def __init__(self, text: str) -> None:
        self.text = unicodedata.normalize("NFC", text)

    def __contains__(self, name: str) -> bool:
        start = self.text.find(name)
        while start >= 0:
            around = self.text[max(start - 1, 0) : start] + "." + self.text[start + len(name) : start + len(name) + 1]
            if not re.search(r"\w", around):
                return True
            start = self.text.find(name, start + 1)
        return False


@pytest.fixture(scope="module")
def held_out() -> Texts:
    return Texts("\n".join(_folder(name) for name in HELD_OUT))


@pytest.fixture(scope="module")
def elsewhere() -> Texts:
    with gzip.open(SHARED / "articles" / "real.jsonl.gz", "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    return Texts(
        "\n".join([_folder("train"), _folder("seeds"), *(f"{row.get('title') or ''}\n{row['text']}" for row in rows)])
    )


@pytest.fixture(scope="module")
def world_known() -> frozenset[str]:
    rows = [line.split("\t") for line in WORLD_KNOWN.read_text(encoding="utf-8").splitlines() if line]
    assert all(len(row) == 2 and all(cell.strip() for cell in row) for row in rows)
    return frozenset(name for name, _ in rows)


def _files() -> list[Path]:
    files = [
        path
        for folder in ("kg", "ontology", "tests", "docs", "notebooks", "seeds")
        for path in sorted((ROOT / folder).rglob("*"))
        if path.is_file() and path.suffix in SEARCHED and "corpus" not in path.parts and path != WORLD_KNOWN
    ]
    assert len(files) > 50
    return files


def _runs(text: str, *, words: int = 10) -> set[str]:
    """All runs of so many words, without case and punctuation."""
    split = re.findall(r"\w+", unicodedata.normalize("NFC", text).casefold())
    return {" ".join(split[start : start + words]) for start in range(len(split) - words + 1)}


def _folder(name: str) -> str:
    return "\n".join(path.read_text(encoding="utf-8-sig") for path in sorted((SHARED / "articles" / name).iterdir()))


def test_the_gazetteer_holds_no_name_of_the_held_out_articles_alone(
    held_out: Texts, elsewhere: Texts, world_known: frozenset[str]
) -> None:
    names = {name for entry in read_gazetteer(data_dir() / "entities.csv", faults=[]) for name in entry.names}
    assert len(names) > 500
    assert sorted(name for name in names - world_known if name in held_out and name not in elsewhere) == []


def test_no_file_holds_a_name_that_only_the_held_out_gold_has(
    held_out: Texts, elsewhere: Texts, world_known: frozenset[str]
) -> None:
    gold = {
        name
        for part in HELD_OUT
        for article in read_gold(SHARED / "gold" / f"{part}.json")
        for entity in article.entities.values()
        for name in entity.names
    }
    only = sorted(
        name
        for name in gold - world_known
        if len(name) > 3 and name[0].isupper() and name in held_out and name not in elsewhere
    )
    assert len(only) > 300
    found = {}
    for path in _files():
        text = Texts(path.read_text(encoding="utf-8"))
        if names := [name for name in only if name in text]:
            found[str(path.relative_to(ROOT))] = names
    assert found == {}, "\n".join(f"{path}: {', '.join(names)}" for path, names in found.items())


def test_no_file_holds_a_run_of_words_of_the_held_out_articles(held_out: Texts) -> None:
    runs = _runs(held_out.text) - _runs(f"{_folder('train')} {_folder('seeds')}")
    found = {
        str(path.relative_to(ROOT)): sorted(copied)[:3]
        for path in _files()
        if (copied := runs & _runs(path.read_text(encoding="utf-8")))
    }
    assert found == {}, "\n".join(f"{path}: {'; '.join(copied)}" for path, copied in found.items())
