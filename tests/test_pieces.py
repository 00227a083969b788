"""What has not changed in a file is copied from the last one, and what has is told."""

from __future__ import annotations

import io
from pathlib import Path

from kg.files import put
from kg.files.pieces import Pieces


def fail() -> tuple[int, bytes]:
    raise AssertionError("made again")


def written(folder: Path, told: dict[bytes, bytes], known: set[bytes], version: str = "1") -> Pieces:
    """A file of a head and of what is ``told``, of which ``known`` is not made again."""
    pieces = Pieces(folder / "last", folder / "listing", version=version)
    made = [pieces.of(None, lambda: (0, b"head\n"))[1]]
    for key, content in told.items():
        count, piece = pieces.of(key, fail if key in known else lambda content=content: (len(content), content))
        assert (count, piece) == (len(content), content)
        made.append(piece)
    digest = put(folder / "this", b"".join(made))
    pieces.keep(digest)
    return pieces


def changed(folder: Path, pieces: Pieces) -> tuple[bytes, bytes]:
    gone, come = io.BytesIO(), io.BytesIO()
    pieces.write_changed(folder / "this", gone, come)
    (folder / "this").replace(folder / "last")
    return gone.getvalue(), come.getvalue()


def test_what_has_not_changed_is_copied_and_what_has_is_told(tmp_path: Path) -> None:
    first = written(tmp_path, {b"a": b"1", b"b": b"22", b"c": b"3"}, set())
    assert first.last is None
    assert changed(tmp_path, first) == (b"", b"head\n1223")
    second = written(tmp_path, {b"d": b"4", b"a": b"1", b"c": b"3"}, {b"a", b"c"})
    assert changed(tmp_path, second) == (b"head\n22", b"head\n4")
    third = written(tmp_path, {b"d": b"4", b"a": b"1", b"c": b"3"}, {b"a", b"c", b"d"})
    assert changed(tmp_path, third) == (b"head\n", b"head\n")


def test_of_another_file_or_version_nothing_is_taken(tmp_path: Path) -> None:
    changed(tmp_path, written(tmp_path, {b"a": b"1"}, set()))
    assert written(tmp_path, {b"a": b"2"}, set(), version="2").last is not None
    changed(tmp_path, written(tmp_path, {b"a": b"1"}, set()))
    (tmp_path / "last").write_bytes(b"head\n9")
    assert written(tmp_path, {b"a": b"3"}, set()).last is None
    (tmp_path / "listing").write_bytes(b"rubbish")
    assert written(tmp_path, {b"a": b"4"}, set()).last is None
