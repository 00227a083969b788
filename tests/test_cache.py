"""What was found in an article is kept, and only answered when nothing it depends on has changed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from kg.building.cache import ExtractionCache, pipeline_version
from kg.errors import OutputError
from kg.records import Article, Entity, Evidence, Extraction, LocalClaim, LocalMeasurement, LocalStatement, Mention

TEXT = "Velmora (Hàng Châu) dùng Qwen từ tháng 1/2025."
ARTICLE = Article(id="article-1", source="a/1.txt", text=TEXT, title="Velmora 🙂", date="2025-01")
WHOLE = Extraction(
    article=ARTICLE,
    entities=(Entity(id="velmora", type="Company", label="Velmora", aliases=("Velmora AI",), known="Velmora"),),
    mentions=(Mention(entity="velmora", start=0, end=6, rule="name"),),
    statements=(
        LocalStatement(
            subject="velmora",
            relation="uses",
            object="qwen",
            evidence=Evidence(start=0, end=45, text=TEXT, subject=(0, 6), object=(24, 28)),
            modality="reported",
            time="2025-01",
            confidence=0.9,
        ),
    ),
    claims=(LocalClaim(speaker="velmora", text="dùng Qwen", start=19, end=28),),
    measurements=(
        LocalMeasurement(
            subject="velmora",
            metric="vốn",
            value="2300000000",
            unit="USD",
            evidence=Evidence(start=0, end=6, text="Velmora"),
        ),
    ),
)


@pytest.fixture
def cache(tmp_path: Path) -> ExtractionCache:
    return ExtractionCache(tmp_path / "cache", version="one")


def test_what_was_put_is_what_is_got(cache: ExtractionCache) -> None:
    assert cache.get(ARTICLE) is None
    cache.put(WHOLE)
    assert cache.get(ARTICLE) == WHOLE
    assert (cache.hits, cache.damaged) == (1, [])


@pytest.mark.parametrize(
    "changed",
    [
        replace(ARTICLE, text=TEXT + " "),
        replace(ARTICLE, date="2025-02"),
        replace(ARTICLE, title=None),
        replace(ARTICLE, source="a/2.txt"),
        replace(ARTICLE, language="en"),
        replace(ARTICLE, outlet="VnExpress"),
    ],
    ids=["text", "date", "title", "source", "language", "outlet"],
)
def test_another_article_is_not_answered(cache: ExtractionCache, changed: Article) -> None:
    cache.put(WHOLE)
    assert cache.get(changed) is None
    assert cache.damaged == []


def test_another_version_of_the_program_is_not_answered(cache: ExtractionCache) -> None:
    cache.put(WHOLE)
    assert ExtractionCache(cache.folder, version="two").get(ARTICLE) is None


@given(at=some.integers(min_value=0), byte=some.integers(min_value=0, max_value=255), cut=some.booleans())
def test_a_damaged_entry_is_noticed_and_redone(
    tmp_path_factory: pytest.TempPathFactory, at: int, byte: int, cut: bool
) -> None:
    cache = ExtractionCache(tmp_path_factory.mktemp("cache"), version="one")
    cache.put(WHOLE)
    (path,) = cache.folder.glob("??/*")
    whole = path.read_bytes()
    at %= len(whole)
    path.write_bytes(whole[:at] if cut else whole[:at] + bytes([byte]) + whole[at + 1 :])
    if path.read_bytes() != whole:
        assert cache.get(ARTICLE) is None
        assert len(cache.damaged) == 1
        cache.put(WHOLE)
    assert cache.get(ARTICLE) == WHOLE


def test_an_entry_under_a_wrong_name_is_damaged(cache: ExtractionCache) -> None:
    cache.put(WHOLE)
    other = replace(ARTICLE, text="Khác")
    (path,) = cache.folder.glob("??/*")
    wrong = cache.folder / cache.key(other)[:2] / f"{cache.key(other)}.json"
    wrong.parent.mkdir(exist_ok=True)
    path.rename(wrong)
    assert cache.get(other) is None
    assert cache.damaged == [cache.key(other)]


def test_what_a_killed_build_left_and_articles_that_are_gone_are_swept_away(cache: ExtractionCache) -> None:
    cache.put(WHOLE)
    cache.put(replace(WHOLE, article=replace(ARTICLE, source="gone.txt")))
    next(cache.folder.glob("??/*")).with_name("0123.json.part").write_bytes(b"half")
    assert cache.keep_only([cache.key(ARTICLE)]) == 2
    assert cache.get(ARTICLE) == WHOLE
    assert len(list(cache.folder.glob("??/*"))) == 1


def test_a_full_disk_is_said_and_leaves_nothing(cache: ExtractionCache, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(OutputError, match=r"No space left.*Make room"):
        cache.put(WHOLE)
    assert list(cache.folder.glob("??/*")) == []


def test_the_version_follows_code_ontology_and_options(tmp_path: Path) -> None:
    code, data = tmp_path / "code", tmp_path / "data"
    for folder in (code, data):
        folder.mkdir()
        (folder / "one.txt").write_text("1", encoding="utf-8")
    first = pipeline_version(code=code, data=data)
    assert pipeline_version(code=code, data=data) == first
    assert pipeline_version(["no-gazetteer"], code=code, data=data) != first
    (code / "__pycache__").mkdir()
    (code / "__pycache__" / "one.pyc").write_bytes(b"x")
    assert pipeline_version(code=code, data=data) == first
    (data / "one.txt").write_text("2", encoding="utf-8")
    second = pipeline_version(code=code, data=data)
    (code / "one.txt").rename(code / "two.txt")
    assert len({first, second, pipeline_version(code=code, data=data)}) == 3
