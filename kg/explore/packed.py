"""Texts of the page, compressed: piece by piece, so that a page with a little more is packed again only there."""

from __future__ import annotations

import base64
import hashlib
import re
import zlib
from collections.abc import Iterable, Iterator
from functools import partial

from kg.files.parts import Parts

__all__ = ["packed", "packing"]

_LEVEL = 6  # one more costs three times as much for a hundredth of the size
_HEAD = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"  # gzip, without time and operating system
_NO_MORE = b"\x03\x00"  # the last block, which is empty
_STOP = re.compile(rb"\. ")
_SEEN, _ONE_OF = 16, 512
"""A piece ends behind a stop, where the bytes before it say so: every 64 KiB of prose. What is put in or left out
changes its own piece alone, and nothing before or behind it."""
_AT_ONCE = 1 << 20
"""Bytes that are looked at together, at least: what is not given yet is copied each time."""
_WHAT = f"deflate {_LEVEL} {zlib.ZLIB_RUNTIME_VERSION}"


def packed(texts: Iterable[bytes], parts: Parts | None = None) -> str:
    """``texts``, one behind the other, as gzip, in letters that can stand in any element; the same however they are
    divided and whatever ``parts`` has."""
    return "".join(packing(texts, parts))


def packing(texts: Iterable[bytes], parts: Parts | None = None) -> Iterator[str]:
    """The same, part by part."""
    rest = b""
    for made in _members(texts, parts or Parts()):
        rest += made
        whole = len(rest) - len(rest) % 3
        yield base64.b64encode(rest[:whole]).decode("ascii")
        rest = rest[whole:]
    yield base64.b64encode(rest).decode("ascii")


def _members(texts: Iterable[bytes], parts: Parts) -> Iterator[bytes]:
    """Head, pieces and end of the gzip file."""
    yield _HEAD
    check = size = 0
    for piece in _pieces(_gathered(texts)):
        digest = hashlib.blake2b()
        for text in piece:
            digest.update(text)
            check, size = zlib.crc32(text, check), size + len(text)
        yield parts.of(_WHAT, (digest.digest(),), partial(_deflated, piece))
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
