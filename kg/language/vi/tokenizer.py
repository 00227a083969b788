"""A spaCy tokenizer for Vietnamese news: syllables, Latin words, numbers and marks.

Every boundary of a name is a token boundary, and what news writes as one thing stays one token:
``GLM-4.6``, ``R-1``, ``Z.AI``, ``1/2025``, ``2.300``, ``GPT-4o``, ``Tp.``. ``Mỹ-Trung`` and ``Mỹ - Trung``
are cut at the hyphen, since both sides are syllables of their own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import registry
from spacy.vocab import Vocab

__all__ = ["NAME", "TOKEN", "VietnameseTokenizer", "syllables"]

#: Under which spaCy knows the tokenizer.
NAME = "kg.vi.Tokenizer"

# Four tokens in five are letters with a blank or a comma behind them, which no other form begins with: tried first,
# without the others.
TOKEN = re.compile(
    r"""
    (?P<plain>[^\W\d_]++(?=[\s,;!?)”"]|\Z))
  | (?P<url>(?:https?://|www\.)[^\s<>"“”]+[^\s<>"“”.,;:!?)\]])
  | (?P<mail>[\w.+-]+@[\w-]+(?:\.[\w-]+)+)
  | (?P<number>\d{1,4}(?:[/.,\-–:]\d{1,4})+(?![\w]))              # 2.300  1,25  20/1/2025  24-4  12:30
  | (?P<model>(?=[\w.\-]*\d)(?=[\w.\-]*[A-Za-zĐđ])[^\W_]+(?:[.\-–][^\W_]+)*\+*)   # GLM-4.6 R-1 Qwen3-235B GPT-4o
  | (?P<degrees>\b(?:GS|PGS|TS|ThS|BS)(?:\.(?:GS|PGS|TSKH|TS|ThS|BS|KTS|LS))+\.(?=\s?[A-ZĐÀ-Ỹ]))    # PGS.TS. Lan
  | (?P<dotted>(?:[A-Z]\.){2,}(?!\w)|[A-Z]{1,3}(?:\.[A-Z]{1,3})+\b|[A-Z]\.[A-Z][A-Za-z]+\b)          # Z.AI U.S. J.Trump
  | (?P<domain>[A-Za-z][\w]*\.(?:ai|AI|com|vn|org|net|io|gov|edu|cn|js|fm|me)\b)     # Character.AI tiki.vn
  | (?P<abbreviation>\b(?:Tp|TP|Mr|Mrs|Ms|Dr|ThS|TS|PGS|GS|St|Inc|Co|Corp|Ltd)\.(?=\s?[A-ZĐÀ-Ỹ,]))
  | (?P<hyphened>[A-Za-z'’&]+(?:[-–][A-Za-z]+)+(?![\w]))                             # Tae-joon High-Flyer start-up
  | (?P<amp>[A-Z]+(?:&[A-Z]+)+)                                                     # AT&T
  | (?P<word>[^\W\d_]+(?:['’][^\W\d_]+)?)
  | (?P<digits>\d+)
  | (?P<ellipsis>\.{2,}|…)
  | (?P<mark>.)
    """,
    re.VERBOSE | re.DOTALL,
)


#: Words of letters with one space behind each, which most of a text are made of: tokens as they stand.
WORDS = re.compile(r"(?:[^\W\d_]++ (?=\S))+")


def syllables(text: str) -> tuple[str, ...]:
    """The tokens of a phrase, cut as texts are cut."""
    found = []
    position = 0
    while position < len(text):
        token = _token(text, position)
        position += len(token)
        if not token.isspace():
            found.append(token)
    return tuple(found)


def _token(text: str, position: int) -> str:
    """The token that begins at ``position``."""
    match = TOKEN.match(text, position)
    assert match is not None  # the last alternative takes any character
    token = match.group()
    return token if token.isascii() or token[1:].islower() else token[: _glued(token)]


def _none_glued(words: Sequence[str]) -> bool:
    return all(word.islower() or word[1:].islower() or word.isascii() for word in words)


def _glued(token: str) -> int:
    """Where another word hangs on a token that no blank parts from it (a lost line break: "G5Mặc", "8.Từ").

    No word of the language has a capital behind a small letter; words of other languages do, and have no marks.
    """
    for i in range(1, len(token) - 1):
        if (
            token[i].isupper()
            and token[i + 1].islower()
            and token[i - 1] not in "-'’"
            and not token[i - 1].isupper()
            and not (token[:i].isascii() and token[i:].isascii())
        ):
            return i - (token[i - 1] == ".")
    return len(token)


class VietnameseTokenizer:
    """Text to Doc; the text is kept to the character (``doc.text == text``)."""

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        words: list[str] = []
        spaces: list[bool] = []
        position = 0
        while position < len(text):
            run = WORDS.match(text, position)
            if run is not None and _none_glued(found := run.group().split(" ")[:-1]):
                words += found
                spaces += [True] * len(found)
                position = run.end()
                continue
            if text[position].isspace():
                end = position + 1
                while end < len(text) and text[end].isspace():
                    end += 1
                gap = text[position:end]
                # spaCy keeps one plain space on the token before; any other white space is a token of its own.
                if words and gap[0] == " " and not spaces[-1] and not words[-1].isspace():
                    spaces[-1] = True
                    gap = gap[1:]
                if gap:
                    words.append(gap)
                    spaces.append(False)
                position = end
                continue
            words.append(_token(text, position))
            spaces.append(False)
            position += len(words[-1])
        return Doc(self.vocab, words=words, spaces=spaces)

    def to_bytes(self, **kwargs: Any) -> bytes:
        return b""

    def from_bytes(self, data: bytes, **kwargs: Any) -> VietnameseTokenizer:
        return self

    def to_disk(self, path: Any, **kwargs: Any) -> None:
        return None

    def from_disk(self, path: Any, **kwargs: Any) -> VietnameseTokenizer:
        return self


@registry.tokenizers(NAME)  # type: ignore[untyped-decorator]  # catalogue has no types
def create_tokenizer() -> Callable[[Language], VietnameseTokenizer]:
    return lambda nlp: VietnameseTokenizer(nlp.vocab)
