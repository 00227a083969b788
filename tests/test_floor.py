"""The small modules that all others share: files written whole, names found, what IRIs begin with."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import BinaryIO

import pytest

from kg.config import DEFAULT_BASE_IRI, base_of, checked_base, read_config
from kg.errors import InputError, OutputError, UsageError
from kg.files import put, write_whole
from kg.names import exact_key, find, nearest, unmarked

NAMES = {
    "Hue": ["Huế", "Thừa Thiên Huế"],
    "Hue_Product": ["Hue", "Philips Hue"],
    "Hoa_Phat": ["Hoà Phát"],
    "Z.AI": ["Zhipu AI", "智谱"],
}


def test_a_file_is_replaced_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "new" / "a.txt"
    write_whole(path, "một\n")
    assert path.read_bytes() == "một\n".encode()

    def fails(stream: BinaryIO) -> None:
        stream.write(b"half")
        raise OSError(28, "No space left on device")

    with pytest.raises(OutputError, match=r"a\.txt cannot be written: No space left on device\. Make room\."):
        write_whole(path, fails, remedy="Make room.")
    with pytest.raises(ZeroDivisionError):
        write_whole(path, lambda _: 1 // 0)
    assert [entry.name for entry in path.parent.iterdir()] == ["a.txt"] and path.read_text("utf-8") == "một\n"
    write_whole(path, lambda stream: stream.write(b"hai"))
    assert path.read_bytes() == b"hai"
    with pytest.raises(OutputError):
        write_whole(path / "below a file", b"")


def test_what_was_put_is_told_by_its_digest(tmp_path: Path) -> None:
    assert put(tmp_path / "a", b"abc", sync=True) == hashlib.sha256(b"abc").hexdigest()


@pytest.mark.parametrize(
    ("typed", "ids"),
    [
        ("Hue", ["Hue"]),
        ("huế", ["Hue"]),
        ("hue", ["Hue_Product"]),
        ("thua thien hue", ["Hue"]),
        ("hòa phát", ["Hoa_Phat"]),
        ("zhipu-ai", ["Z.AI"]),
        ("智谱", ["Z.AI"]),
        ("Hà Nội", []),
        ("…", []),
    ],
)
def test_the_strictest_reading_of_a_name_counts(typed: str, ids: list[str]) -> None:
    assert find(typed, NAMES) == ids


def test_a_name_may_mean_several_and_be_read_more_strictly() -> None:
    both = {"a": ["Zhang Wei"], "b": ["zhang wei"]}
    assert find("ZHANG WEI", both) == ["a", "b"]
    assert find("thua thien hue", NAMES, keys=(exact_key,)) == []
    assert nearest("Phillips Hue", [name for names in NAMES.values() for name in names])[0] == "Philips Hue"


def test_marks_are_dropped_and_nothing_else() -> None:
    assert unmarked("Đà Nẵng – HOÀ, 2.5%") == "da nang – hoa, 2.5%"


def test_what_iris_begin_with_is_told_by_the_records_of_a_graph() -> None:
    own = "https://other.example/x/"
    assert base_of(["http://www.w3.org/2002/07/owl#Class", f"{own}ontology#Company", f"{own}ontology#Article"]) == own
    assert base_of([f"{own}ontology#Company"]) == DEFAULT_BASE_IRI


@pytest.mark.parametrize("iri", ["x", "https://a.example", "https://a.example/b c/", "ftp://a.example/", 'http://"/'])
def test_not_everything_can_begin_an_iri(iri: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="base IRI"):
        checked_base(iri)
    (tmp_path / "kg.toml").write_text(f"base-iri = {iri!r}\n", encoding="utf-8")
    with pytest.raises(UsageError, match="base IRI"):
        read_config(tmp_path / "kg.toml")


def test_kg_toml_names_the_ontology_from_where_it_lies(tmp_path: Path) -> None:
    path = tmp_path / "kg.toml"
    assert read_config(path).ontology is None
    path.write_text('ontology = "own"\n', encoding="utf-8")
    assert read_config(path).ontology == tmp_path / "own"
    path.write_text('ontologie = "own"\n', encoding="utf-8")
    with pytest.raises(InputError, match="base-iri, ontology"):
        read_config(path)
