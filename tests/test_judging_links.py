"""Sheets of links to be judged: what is drawn, and no word of an article in what is kept."""

from __future__ import annotations

import gzip
import json
import sys
from pathlib import Path

import pytest
from making import made_entity, made_extraction

from kg.linking import Linked, link_explained


def test_sheets_of_merges_conflicts_and_doubles(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(Path(__file__).parents[1] / "benchmarks")
    from judging_links import write_sheets

    articles = [
        made_extraction("1", [made_entity("v", "Company", "Velmora|Orrery"), made_entity("p", "Person", "Lê An|An")]),
        made_extraction("2", [made_entity("b", "GovernmentBody", "Ban Chỉ đạo")]),
        made_extraction("3", [made_entity("b", "GovernmentBody", "Ban Chỉ đạo")]),
    ]
    write_sheets(link_explained(articles), tmp_path, 60)
    merges = (tmp_path / "merges.txt").read_text(encoding="utf-8")
    assert "Velmora = Orrery" in merges
    assert "Lê An" not in merges  # a person's last name is no unlike name
    assert "bodies of two places" in (tmp_path / "doubles.txt").read_text(encoding="utf-8")
    rows = (tmp_path / "links.csv").read_text(encoding="utf-8").splitlines()
    assert rows[0] == "kind,number,article,start,end,verdict"
    assert [row.split(",")[0] for row in rows[1:]] == ["merge", "merge", "double", "double"]
    assert "Velmora" not in "".join(rows)
    assert "judging_links" in sys.modules


def test_the_program_reads_the_articles_that_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(Path(__file__).parents[1] / "benchmarks")
    import judging_links

    drawn: list[Linked] = []
    monkeypatch.setattr(judging_links, "write_sheets", lambda linked, *_: drawn.append(linked))
    lines = [json.dumps({"id": name, "text": "OpenAI ra mắt Sora.", "date": "2025-03-01"}) + "\n" for name in "abc"]
    (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress("".join(lines).encode()))
    (tmp_path / "ids.txt").write_text("a b", encoding="utf-8")
    judging_links.main(
        [str(tmp_path / "a.jsonl.gz"), "--ids", str(tmp_path / "ids.txt"), "--out", str(tmp_path / "o"), "--fast"]
    )
    assert {found.source.split("#")[-1] for found in drawn[0].graph.articles.values()} == {"a", "b"}
    assert "OpenAI" in drawn[0].graph.entities
