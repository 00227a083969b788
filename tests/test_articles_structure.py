"""Which part of an article each line is."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from kg.articles.structure import StructureReader
from kg.errors import OntologyError
from kg.ontology.ontology import Ontology

ROOT = Path(__file__).parents[1]
CASE_FILE = ROOT / "tests/cases/structure.yaml"
CASES: list[dict[str, Any]] = yaml.safe_load(CASE_FILE.read_text(encoding="utf-8"))
READER = StructureReader(Ontology.load(ROOT / "ontology").structure)


def test_no_case_is_left_out() -> None:
    assert len(CASES) == 15


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_parts(case: dict[str, Any]) -> None:
    text = case["text"]
    found = [(label, text[start:end].strip()) for label, start, end in READER.parts(text)]
    assert [label for label, _ in found] == [label for label, _ in case["parts"]]
    for (label, words), (_, wanted) in zip(found, case["parts"], strict=True):
        assert words.startswith(wanted) if label == "paragraph" else words == wanted


def assert_whole(text: str) -> None:
    """In order, without overlap but for sources inside captions, and nothing but white space left out."""
    reached = 0
    for label, start, end in READER.parts(text):
        assert start < end
        if label == "source" and end <= reached:
            continue
        assert not text[reached:start].strip()
        assert start >= reached
        reached = end
    assert not text[reached:].strip()


PIECES = [
    "TTO - ",
    "Ảnh: ",
    "(Nguồn: ",
    ")",
    "Theo ",
    "AFP",
    "\n",
    "\n\n",
    ". ",
    " ",
    "Đà Nẵng",
    "việc",
    "date 2025-01 ",
    "THÔNG CÁO BÁO CHÍ",
    "A",
    "–",
    "Ảnh minh họa",
    ":",
    "?",
    " ",
    " " * 30,
]


@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
def test_every_text_is_told_apart_whole(text: str) -> None:
    assert_whole(text)


@pytest.mark.parametrize("path", sorted((ROOT / "seeds/articles").glob("*.txt")), ids=lambda path: path.name)
def test_seeds_are_told_apart_whole(path: Path) -> None:
    assert_whole(path.read_text(encoding="utf-8"))


def test_title_of_text_that_has_none() -> None:
    assert READER.title("Một câu có dấu chấm.\n\nMột câu nữa.") is None


def test_title_tail_is_not_part_of_the_title() -> None:
    assert READER.strip_title_tail("Meta mua Manus | VnExpress") == "Meta mua Manus"
    assert READER.strip_title_tail("Cuộc đua Mỹ - Trung") == "Cuộc đua Mỹ - Trung"


@pytest.mark.slow
def test_one_long_line_takes_no_long_time() -> None:
    text = "Công ty Ảnh: đã công bố mô hình mới (Nguồn " * 120_000
    began = time.process_time()
    READER.parts(text)
    assert time.process_time() - began < 5


def test_fault_in_the_data_file_names_line_and_remedy(tmp_path: Path) -> None:
    (tmp_path / "vi").mkdir()
    text = (ROOT / "ontology/vi/structure.yaml").read_text(encoding="utf-8")
    (tmp_path / "vi/structure.yaml").write_text(text + "\nsubtitles: [x]\n", encoding="utf-8")
    with pytest.raises(OntologyError) as caught:
        _ = Ontology(tmp_path).structure
    assert "structure.yaml" in str(caught.value) and "subtitles" in str(caught.value)
    assert len(caught.value.faults) == 1
