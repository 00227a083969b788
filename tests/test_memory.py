"""What annotated articles told before, as the scorer hears it."""

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from kg.errors import FailureError
from kg.extract.statements.memory import Memory, digest, load_memory, save_memory
from kg.records import Entity
from kg.training.memory import Told

FIRST = frozenset({("orvane", "develops", "talu"), ("kestrel", "owns", "orvane"), ("lane", "ceoOf", "orvane")})
SECOND = frozenset({("orvane", "develops", "talu"), ("lumen", "owns", "pay"), ("tarn", "owns", "moor")})
ALIKE = FIRST | {("lane", "founderOf", "kestrel")}


def entities(**names: str) -> dict[str, Entity]:
    return {key: Entity(id=key, type="Company", label=name) for key, name in names.items()}


def candidate(subject: str, relation: str, object_: str) -> Any:
    return SimpleNamespace(
        subject=SimpleNamespace(entity=subject),
        relation=relation,
        object=SimpleNamespace(entity=object_),
        trigger=SimpleNamespace(frame="active"),
    )


def view(likely: float | None = None) -> Any:
    """A sentence of which the encoder makes that much."""
    return SimpleNamespace(likely=lambda *_: likely)


def features(memory: Memory, relation: str, likely: float | None = None) -> list[str]:
    recall = memory.recall(entities(s="Orvane", o="Talu"))
    return recall.features(candidate("s", relation, "o"), view(likely))


def test_what_was_told_is_recalled_with_how_many_told_it() -> None:
    memory = Told({"a": FIRST, "b": SECOND}).memory()
    assert "told=2" in features(memory, "develops")
    assert "told=develops:2" in features(memory, "develops")
    assert "told-heard:1" in features(memory, "develops", likely=2.3)
    assert features(memory, "released") == ["told-as=released:develops"]


def test_an_article_is_not_remembered_for_itself_nor_is_one_of_the_same_news() -> None:
    told = Told({"a": FIRST, "b": SECOND, "c": ALIKE})
    assert "told=1" in features(told.memory(without="a"), "develops")
    assert "told=2" in features(told.memory(without="b"), "develops")
    assert "told=3" in features(told.memory(), "develops")


def test_another_side_that_was_told_is_recalled() -> None:
    recall = Told({"a": FIRST}).memory().recall(entities(s="Orvane", o="Velmora"))
    assert recall.features(candidate("s", "develops", "o"), view()) == [
        "told-other-object=develops",
    ]
    assert recall.features(candidate("o", "owns", "s"), view()) == ["told-other-subject=owns"]


def test_a_memory_is_kept_as_digests_in_the_same_bytes(tmp_path: Path) -> None:
    memory = Told({"a": FIRST, "b": SECOND}).memory()
    save_memory(memory, tmp_path / "one.npz")
    save_memory(Told({"b": SECOND, "a": FIRST}).memory(), tmp_path / "two.npz")
    assert (tmp_path / "one.npz").read_bytes() == (tmp_path / "two.npz").read_bytes()
    kept = load_memory(tmp_path / "one.npz")
    assert kept.pairs[digest("orvane", "talu")] == {"develops": 2}
    assert dict(kept.pairs) == dict(memory.pairs)
    assert features(kept, "develops") == features(memory, "develops")
    assert b"orvane" not in (tmp_path / "one.npz").read_bytes()


@pytest.mark.parametrize("damage", [lambda _: b"nothing", lambda _: b"", lambda whole: whole[:-40]])
def test_a_memory_that_cannot_be_read_says_so(tmp_path: Path, damage: Callable[[bytes], bytes]) -> None:
    save_memory(Told({"a": FIRST}).memory(), tmp_path / "whole.npz")
    (tmp_path / "memory.npz").write_bytes(damage((tmp_path / "whole.npz").read_bytes()))
    with pytest.raises(FailureError, match=r"memory\.npz cannot be read"):
        load_memory(tmp_path / "memory.npz")
