"""Texts of the page, compressed: piece by piece, so that a page with a little more is packed again only there."""

from __future__ import annotations

import base64
import hashlib
import re
import struct
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial

from kg.explore.crc import crc_of_both
from kg.files.parts import Parts

__all__ = ["Piece", "Portion", "cut", "packed", "packing", "piece_of"]

_LEVEL = 6  # one more costs three times as much for a hundredth of the size
_HEAD = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"  # gzip, without time and operating system
_NO_MORE = b"\x03\x00"  # the last block, which is empty
_STOP = re.compile(rb"\. ")
_SEEN, _ONE_OF = 16, 512
"""A piece ends behind a stop, where the bytes before it say so: every 64 KiB of prose. What is put in or left out
changes its own piece alone, and nothing before or behind it."""
_AT_ONCE = 1 << 20
"""Bytes that are looked at together, at least: what is not given yet is copied each time."""
_HEADER = struct.Struct("<IQ")
_WHAT = f"deflate {_LEVEL} {zlib.ZLIB_RUNTIME_VERSION}"


@dataclass(frozen=True, slots=True)
class Piece:
    """Some bytes, deflated so that others can follow; their CRC-32 and their number."""

    deflated: bytes
    check: int
    size: int

    def unpacked(self) -> bytes:
        """The bytes."""
        return zlib.decompressobj(-zlib.MAX_WBITS).decompress(self.deflated)


@dataclass(frozen=True, slots=True)
class Portion:
    """Bytes that ``make`` makes of ``made_from``, and of nothing else, where it is known what that is; ``what`` names
    the kind."""

    what: str
    made_from: bytes | None
    make: Callable[[], bytes]

    def piece(self, parts: Parts) -> Piece:
        """The portion as one piece, which ``parts`` may have."""
        if self.made_from is None:
            return piece_of(self.make())
        told = parts.of(f"{self.what} {_WHAT}", (self.made_from,), lambda: _kept(piece_of(self.make())))
        check, size = _HEADER.unpack_from(told)
        return Piece(told[_HEADER.size :], check, size)


def piece_of(*texts: bytes) -> Piece:
    """These bytes as a piece."""
    check = size = 0
    for text in texts:
        check, size = zlib.crc32(text, check), size + len(text)
    return Piece(_deflated(texts), check, size)


def _kept(piece: Piece) -> bytes:
    return _HEADER.pack(piece.check, piece.size) + piece.deflated


def packed(texts: Iterable[bytes], parts: Parts | None = None) -> str:
    """``texts``, one behind the other, as gzip, in letters that can stand in any element; the same however they are
    divided and whatever ``parts`` has."""
    return "".join(packing(cut(texts, parts)))


def packing(pieces: Iterable[Piece]) -> Iterator[str]:
    """What ``pieces`` are of, one behind the other, in the same way, part by part."""
    rest = b""
    for made in _members(pieces):
        rest += made
        whole = len(rest) - len(rest) % 3
        yield base64.b64encode(rest[:whole]).decode("ascii")
        rest = rest[whole:]
    yield base64.b64encode(rest).decode("ascii")


def cut(texts: Iterable[bytes], parts: Parts | None = None) -> Iterator[Piece]:
    """``texts`` cut into pieces where they say so themselves, of which ``parts`` may have some."""
    parts = parts or Parts()
    for texts_ in _pieces(_gathered(texts)):
        digest = hashlib.blake2b()
        for text in texts_:
            digest.update(text)
        yield Portion("cut", digest.digest(), partial(b"".join, texts_)).piece(parts)


def _members(pieces: Iterable[Piece]) -> Iterator[bytes]:
    """Head, pieces and end of the gzip file."""
    yield _HEAD
    check = size = 0
    for piece in pieces:
        check, size = crc_of_both(check, piece.check, piece.size), size + piece.size
        yield piece.deflated
    yield _NO_MORE + check.to_bytes(4, "little") + (size % 2**32).to_bytes(4, "little")


def _gathered(texts: Iterable[bytes]) -> Iterator[bytes]:
    waiting, size = list[bytes](), 0
    for text in texts:
        waiting.append(text)
        size += len(text)
        if size >= _AT_ONCE:
            yield b"".join(waiting)
            waiting, size = [], 0
    yield b"".join(waiting)


def _pieces(texts: Iterable[bytes]) -> Iterator[list[bytes]]:
    """Each as the texts that it is made of: where hardly anything ends with a stop, it is as large as all of them."""
    piece, before = list[bytes](), b""
    for text in texts:
        content, at = before + text, len(before)
        for found in _STOP.finditer(content, max(0, at - 1)):
            end = found.end()
            if end >= _SEEN and zlib.crc32(content[end - _SEEN : end]) % _ONE_OF == 0:
                yield [*piece, content[at:end]]
                piece, at = [], end
        piece.append(content[at:])
        before = content[-_SEEN:]
    yield piece


def _deflated(piece: Iterable[bytes]) -> bytes:
    """The piece in blocks that end with a whole byte and look at nothing before them, so that others can follow."""
    packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    return b"".join([*map(packer.compress, piece), packer.flush(zlib.Z_FULL_FLUSH)])
