"""What was made of the same before is not made again; what is asked for no more, or is broken, goes."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.files.parts import LISTING, Parts


def fail() -> bytes:
    raise AssertionError("made again")


def test_a_part_is_made_once_and_kept_to_the_next_build(tmp_path: Path) -> None:
    first = Parts(tmp_path / "parts")
    assert first.of("a", [b"x"], lambda: b"1") == b"1"
    assert first.of("a", [b"x"], fail) == b"1"
    first.keep()
    assert Parts(tmp_path / "parts").of("a", [b"x"], fail) == b"1"


@pytest.mark.parametrize(
    ("what", "made_from", "version"), [("b", [b"x", b"y"], ""), ("a", [b"xy"], ""), ("a", [b"x", b"y"], "2")]
)
def test_another_kind_content_or_version_is_another_part(
    tmp_path: Path, what: str, made_from: list[bytes], version: str
) -> None:
    first = Parts(tmp_path / "parts")
    first.of("a", [b"x", b"y"], lambda: b"1")
    first.keep()
    assert Parts(tmp_path / "parts", version=version).of(what, made_from, lambda: b"2") == b"2"


def test_what_is_asked_for_no_more_goes(tmp_path: Path) -> None:
    first = Parts(tmp_path / "parts")
    first.of("a", [b"x"], lambda: b"1")
    first.of("a", [b"y"], lambda: b"2")
    first.keep()
    second = Parts(tmp_path / "parts")
    second.of("a", [b"y"], fail)
    second.keep()
    assert Parts(tmp_path / "parts").of("a", [b"x"], lambda: b"3") == b"3"


def test_a_file_that_is_damaged_or_cannot_be_written_loses_nothing(tmp_path: Path) -> None:
    first = Parts(tmp_path / "parts")
    first.of("a", [b"x"], lambda: b"1" * 100)
    first.keep()
    whole = (tmp_path / "parts").read_bytes()
    for broken in (whole[:-1], whole[:5], whole[:-1] + b"2", b""):
        (tmp_path / "parts").write_bytes(broken)
        assert Parts(tmp_path / "parts").of("a", [b"x"], lambda: b"3") == b"3"
    (tmp_path / "folder").mkdir()
    nowhere = Parts(tmp_path / "folder")
    nowhere.of("a", [b"x"], lambda: b"1")
    nowhere.keep()
    assert (tmp_path / "folder").is_dir()


def test_parts_lie_in_files_and_need_no_room_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = Parts(tmp_path / "parts")
    for n in range(3):
        assert first.of("a", [bytes([n])], lambda n=n: bytes([n]) * 1000) == bytes([n]) * 1000  # type: ignore[misc]
    assert first._held == {}
    first.keep()
    second = Parts(tmp_path / "parts")
    (tmp_path / "parts").unlink()  # whoever deletes it takes nothing from a build that goes on
    monkeypatch.setattr("os.pwrite", lambda file, content, at: 0)
    assert second.of("a", [b"new"], lambda: b"4") == b"4"
    assert second.of("a", [b"new"], fail) == b"4"
    assert second.of("a", [bytes([2])], fail) == bytes([2]) * 1000
    second.keep()
    third = Parts(tmp_path / "parts")
    assert third.of("a", [b"new"], fail) == b"4"
    assert third.of("a", [bytes([2])], fail) == bytes([2]) * 1000
    assert third.of("a", [bytes([0])], lambda: b"made again") == b"made again"


def test_what_has_not_changed_is_not_written_again(tmp_path: Path) -> None:
    first = Parts(tmp_path / "parts")
    first.of("a", [b"x"], lambda: b"1" * 1000)
    first.keep()
    before = (tmp_path / "parts").stat()
    second = Parts(tmp_path / "parts")
    second.of("a", [b"x"], fail)
    second.of("a", [b"y"], lambda: b"2")
    second.keep()
    after = (tmp_path / "parts").stat()
    assert (after.st_ino, after.st_size) == (before.st_ino, before.st_size + 1)
    third = Parts(tmp_path / "parts")
    assert [third.of("a", [name], fail)[:1] for name in (b"x", b"y")] == [b"1", b"2"]


def test_what_a_killed_build_added_is_nobodys(tmp_path: Path) -> None:
    first = Parts(tmp_path / "parts")
    first.of("a", [b"x"], lambda: b"1")
    first.keep()
    killed = Parts(tmp_path / "parts")
    killed.of("a", [b"y"], lambda: b"2" * 100)
    again = Parts(tmp_path / "parts")
    assert again.of("a", [b"x"], fail) == b"1"
    assert again.of("a", [b"y"], lambda: b"3") == b"3"
    again.keep()
    last = Parts(tmp_path / "parts")
    assert [last.of("a", [name], fail) for name in (b"x", b"y")] == [b"1", b"3"]


def test_a_file_in_which_most_is_nobodys_is_written_anew(tmp_path: Path) -> None:
    for n in range(1, 5):
        parts = Parts(tmp_path / "parts")
        parts.of("small", [b"x"], lambda: b"1" if n == 1 else fail())  # noqa: B023
        parts.note("large", bytes([n]) * (1 << 20))
        parts.keep()
        assert (tmp_path / "parts").stat().st_size <= (3 << 20) + 1
    assert (tmp_path / "parts").stat().st_size == (1 << 20) + 1
    last = Parts(tmp_path / "parts")
    assert (last.of("small", [b"x"], fail), last.noted("large")) == (b"1", bytes([4]) * (1 << 20))


def test_a_part_that_is_damaged_or_of_another_file_is_made_again(tmp_path: Path) -> None:
    first = Parts(tmp_path / "parts")
    first.of("a", [b"x"], lambda: b"11")
    first.of("a", [b"y"], lambda: b"22")
    first.keep()
    (tmp_path / "parts").write_bytes(b"1122"[::-1])
    second = Parts(tmp_path / "parts")
    assert second.of("a", [b"x"], lambda: b"3") == b"3"
    second.keep()
    assert Parts(tmp_path / "parts").of("a", [b"x"], fail) == b"3"
    listing = tmp_path / f"parts{LISTING}"
    whole = listing.read_bytes()
    for broken in (whole[:-1], whole[:9], b"", bytes([whole[0] ^ 1]) + whole[1:]):
        listing.write_bytes(broken)
        assert Parts(tmp_path / "parts").of("a", [b"x"], lambda: b"4") == b"4"


def test_what_is_noted_last_is_kept(tmp_path: Path) -> None:
    first = Parts(tmp_path / "parts")
    assert first.noted("a") is None
    first.note("a", b"1")
    first.note("a", b"2")
    assert first.noted("a") == b"2"
    first.keep()
    second = Parts(tmp_path / "parts")
    assert (second.noted("a"), second.noted("b")) == (b"2", None)
    assert Parts(tmp_path / "parts", version="2").noted("a") is None
    second.note("a", b"3")
    second.keep()
    assert Parts(tmp_path / "parts").noted("a") == b"3"
