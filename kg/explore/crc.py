"""The CRC-32 of two texts together, from those of both: zlib has that, and Python does not pass it on."""

from __future__ import annotations

from functools import cache

__all__ = ["crc_of_both"]

_POLYNOMIAL = 0xEDB88320
_ONE = 1 << 31


def crc_of_both(one: int, other: int, size: int) -> int:
    """The CRC-32 of a text with ``one`` and behind it a text with ``other`` that has ``size`` bytes."""
    return _times(_shift(size), one) ^ other


def _times(a: int, b: int) -> int:
    """The product of two polynomials over the field of two elements, modulo that of the CRC; the highest bit is 1."""
    product, bit = 0, _ONE
    while bit:
        if a & bit:
            product ^= b
        bit >>= 1
        b = b >> 1 ^ (_POLYNOMIAL if b & 1 else 0)
    return product


@cache
def _squared(times: int) -> int:
    """x, squared so many times."""
    return _ONE >> 1 if times == 0 else _times(_squared(times - 1), _squared(times - 1))


def _shift(size: int) -> int:
    """What so many bytes behind it make of a CRC: x to their number of bits."""
    power, times = _ONE, 3
    while size:
        if size & 1:
            power = _times(_squared(times), power)
        size >>= 1
        times += 1
    return power
