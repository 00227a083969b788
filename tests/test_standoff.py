"""Annotations without texts say the same once they are joined to the texts, and hold no word of them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kg.errors import InputError
from kg.evaluate.gold import read_gold
from kg.evaluate.standoff import join, main, part, read_rows, write_rows
from kg.training.real import annotated_apart

CORPUS = Path(__file__).parent / "corpus"


def annotated() -> tuple[list[dict[str, object]], list[dict[str, object]]]:
    """Annotated articles of the corpus that have claims and figures, and their texts."""
    articles = json.loads((CORPUS / "train-b.json").read_text(encoding="utf-8"))["articles"]
    texts = [
        {
            "id": one["article"],
            "text": (CORPUS / "articles" / Path(one["article"]).name).read_text(encoding="utf-8-sig"),
        }
        for one in articles
    ]
    return articles, texts


def test_joined_to_the_texts_they_are_the_annotations_again(tmp_path: Path) -> None:
    articles, texts = annotated()
    rows = list(part(articles, texts))
    again = list(join(rows, (str(row["text"]) for row in texts)))
    path = tmp_path / "gold.json"
    path.write_text(json.dumps({"articles": again}), encoding="utf-8")
    read, given = read_gold(path), read_gold(CORPUS / "train-b.json")
    assert [item.source for item in read] == [item.source for item in given]
    stated = [{(f.subject, f.relation, f.object, f.evidence, f.time, f.modality) for f in one.facts} for one in read]
    meant = [{(f.subject, f.relation, f.object, f.evidence, f.time, f.modality) for f in one.facts} for one in given]
    assert all(some <= every for some, every in zip(stated, meant, strict=True))
    assert sum(map(len, stated)) >= 0.95 * sum(map(len, meant))


def test_no_word_of_a_text_is_published() -> None:
    articles, texts = annotated()
    for row, text in zip(part(articles, texts), texts, strict=True):
        words = json.dumps({key: row[key] for key in ("entities", "facts", "claims", "measurements")})
        names = [word for word in str(text["text"]).split() if word[:1].isupper() and len(word) > 4]
        assert names
        assert not any(f'"{word}"' in words for word in names)


def test_another_text_is_not_joined() -> None:
    articles, texts = annotated()
    assert not list(join(part(articles, texts), (f"{row['text']} " for row in texts)))


@pytest.mark.slow
def test_the_published_corpus_is_read() -> None:
    rows = list(read_rows(CORPUS.parents[1] / "corpus" / "real-train.jsonl.gz"))
    assert len(rows) == 2560
    assert sum(len(row["facts"]) for row in rows) == 22600
    assert all(len(row["sha256"]) == 64 for row in rows)


def test_the_command_writes_a_gold_file(tmp_path: Path) -> None:
    _, texts = annotated()
    (tmp_path / "texts.jsonl").write_text("\n".join(json.dumps(row) for row in texts), encoding="utf-8")
    kept, gold = tmp_path / "kept.jsonl.gz", tmp_path / "gold.json"
    main(["part", str(CORPUS / "train-b.json"), str(tmp_path / "texts.jsonl"), "--out", str(kept)])
    main(["join", str(kept), str(tmp_path / "texts.jsonl"), "--out", str(gold)])
    assert len(read_gold(gold)) == len(texts)


def test_the_published_figures_are_places_and_no_words() -> None:
    rows = list(read_rows(Path(__file__).parents[1] / "corpus" / "figures.jsonl.gz"))
    assert len(rows) == 891 and sum(len(row["measurements"]) for row in rows) == 5891
    assert all(
        isinstance(edge, int)
        for row in rows
        for place in (*(one["text"] for one in row["claims"]), *(one["evidence"] for one in row["measurements"]))
        for edge in place
    )


def test_figures_annotated_apart_are_learned_from_with_their_texts(tmp_path: Path) -> None:
    articles, texts = annotated()
    (tmp_path / "articles").mkdir()
    write_rows(part(articles[:3], texts), tmp_path / "figures.jsonl.gz")
    write_rows(texts, tmp_path / "articles" / "real-train.jsonl.gz")
    found = list(annotated_apart(tmp_path, tmp_path / "figures.jsonl.gz"))
    assert [item.source for item, _ in found] == [one["article"] for one in articles[:3]]
    assert all(figure.evidence in text for item, text in found for figure in item.measurements or ())
    write_rows([{"id": "other", "text": "Không có gì."}], tmp_path / "articles" / "real-train.jsonl.gz")
    with pytest.raises(InputError, match="none of the texts"):
        list(annotated_apart(tmp_path, tmp_path / "figures.jsonl.gz"))
