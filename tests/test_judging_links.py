"""Sheets of links to be judged: what is drawn, and no word of an article in what is kept."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from making import made_entity, made_extraction

from kg.linking import link_explained


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
