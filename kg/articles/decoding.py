"""Bytes of unknown encoding into the text that offsets are counted in."""

from __future__ import annotations

import codecs
import re
import unicodedata

from charset_normalizer import from_bytes

from kg.errors import ArticleError

__all__ = ["clean", "decode", "link_of", "one_line", "wide", "without_nul"]

# UTF-32 first: its mark begins with UTF-16's.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_LEGACY = ("cp1258", "cp1252", "latin_1")
_SAMPLE = 65_536
#: Control characters that any text may have.
STRAY = 2
_CONTROL = re.compile(r"[\x01-\x08\x0b\x0c\x0e-\x1f\x7f]")
_CONTROL_BYTES = bytes(code for code in range(32) if code not in b"\t\n\r\f\x1b")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_URL = re.compile(r"https?://[^\s<>\"{}|\\^`\x00-\x20]+")
_SAVE = "Save it as UTF-8."


def decode(data: bytes, source: str) -> str:
    """The text of ``data``: UTF-8, UTF-16 or UTF-32 by mark or by form, else Windows-1258, as ``clean`` has it.

    A stray NUL stays, for ``without_nul``. Raises ArticleError, naming ``source``, when it is not text, or damaged.
    """
    sample = data[:_SAMPLE]
    if data.startswith(codecs.BOM_UTF8):
        return clean(_strictly(data, "utf-8-sig", source))
    if encoding := wide(sample):
        return clean(_strictly(data, encoding, source))
    if len(sample) - len(sample.translate(None, _CONTROL_BYTES)) > len(sample) // 200 + STRAY:
        raise _binary(source)
    try:
        return clean(data.decode("utf-8"))
    except UnicodeDecodeError as error:
        if _almost_utf8(data):
            raise _damaged(source, error.start, "UTF-8") from error
    return clean(_legacy(data, source))


def clean(text: str) -> str:
    """``text`` in NFC with ``\\n`` line ends; control characters and halves of characters become one space."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    text = _CONTROL.sub(" ", text)
    if not text.isascii():
        text = _SURROGATE.sub("\ufffd", text)
    return unicodedata.normalize("NFC", text)


def without_nul(text: str) -> tuple[str, tuple[str, ...]]:
    """``text`` without its NUL characters, and for the report what was dropped."""
    dropped = text.count("\x00")
    if not dropped:
        return text, ()
    note = f"{dropped} NUL characters were dropped." if dropped > 1 else "1 NUL character was dropped."
    return unicodedata.normalize("NFC", text.replace("\x00", "")), (note,)


def one_line(value: object) -> str | None:
    """A title or name as a file gives it, clean and in one line; None for what is no text."""
    words = without_nul(clean(value))[0].strip() if isinstance(value, str) else ""
    return " ".join(words.split()) or None


def link_of(value: object) -> str | None:
    """``value`` where it is a web address and nothing else."""
    return value if isinstance(value, str) and _URL.fullmatch(value) else None


def _strictly(data: bytes, encoding: str, source: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise _damaged(source, error.start, encoding.upper()) from error


def wide(sample: bytes) -> str:
    """UTF-16 or UTF-32, when the text that begins so is in it, by mark or by form; else an empty name."""
    return next((encoding for mark, encoding in _MARKS if sample.startswith(mark)), "") or _utf16_without_mark(sample)


def _utf16_without_mark(sample: bytes) -> str:
    """Every other byte of European text in UTF-16 is mostly zero."""
    even, odd = sample[::2], sample[1::2]
    half = max(len(odd), 1)
    low, high = even.count(0) / half, odd.count(0) / half
    if high > 0.3 and low < 0.05:
        return "utf-16-le"
    return "utf-16-be" if low > 0.3 and high < 0.05 else ""


def _almost_utf8(data: bytes) -> bool:
    text = data.decode("utf-8", errors="replace")
    letters = sum(1 for char in text if char >= "\x80")
    return letters > 20 and text.count("\ufffd") * 20 < letters


def _legacy(data: bytes, source: str) -> str:
    found = {match.encoding for match in from_bytes(data, cp_isolation=list(_LEGACY))}
    encoding = next((name for name in _LEGACY if name in found), None)
    if encoding is None:
        raise ArticleError(source, "is in an encoding that is not known.", remedy=_SAVE)
    return _strictly(data, encoding, source)


def _binary(source: str) -> ArticleError:
    return ArticleError(source, "is binary, not text.", remedy="Give text files only.")


def _damaged(source: str, byte: int, encoding: str) -> ArticleError:
    return ArticleError(source, f"is damaged: byte {byte} is not {encoding}.", remedy=_SAVE)
