"""Texts of the page, compressed: piece by piece, so that a page with a little more is packed again only there."""

from __future__ import annotations

import base64
import re
import zlib
from collections.abc import Iterator
from functools import partial

from kg.files.parts import Parts

__all__ = ["packed"]

_LEVEL = 6  # one more costs three times as much for a hundredth of the size
_HEAD = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"  # gzip, without time and operating system
_NO_MORE = b"\x03\x00"  # the last block, which is empty
_STOP = re.compile(rb"\. ")
_SEEN, _ONE_OF = 16, 512
"""A piece ends behind a stop, where the bytes before it say so: every 64 KiB of prose. What is put in or left out
changes its own piece alone, and nothing before or behind it."""
_WHAT = f"deflate {_LEVEL} {zlib.ZLIB_RUNTIME_VERSION}"


def packed(text: str, parts: Parts | None = None) -> str:
    """``text`` as gzip, in letters that can stand in any element; the same whatever ``parts`` has."""
    parts, content = parts or Parts(), text.encode("utf-8")
    pieces = [parts.of(_WHAT, (piece,), partial(_deflated, piece)) for piece in _pieces(content)]
    ends = zlib.crc32(content).to_bytes(4, "little") + (len(content) % 2**32).to_bytes(4, "little")
    return base64.b64encode(b"".join((_HEAD, *pieces, _NO_MORE, ends))).decode("ascii")


def _pieces(content: bytes) -> Iterator[bytes]:
    at = 0
    for found in _STOP.finditer(content):
        end = found.end()
        if zlib.crc32(content[end - _SEEN : end]) % _ONE_OF == 0:
            yield content[at:end]
            at = end
    yield content[at:]


def _deflated(piece: bytes) -> bytes:
    """The piece in blocks that end with a whole byte and look at nothing before them, so that others can follow."""
    packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    return packer.compress(piece) + packer.flush(zlib.Z_FULL_FLUSH)
