"""Stretches of an article that the encoder reads at once: whole sentences, as many as fit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kg.extract.mentions.encoder.pieces import BEGIN, END, Pieces
from kg.extract.view import TokenView

__all__ = ["Window", "windows"]

#: Pieces that a window may have. A sentence that alone has more is cut.
SIZE = 190


@dataclass(frozen=True, slots=True)
class Window:
    """``pieces`` of the ``tokens`` (by index in the article); ``firsts``: where in ``pieces`` each token begins."""

    pieces: list[int]
    tokens: list[int]
    firsts: list[int]


def windows(view: TokenView, pieces: Pieces, size: int = SIZE) -> Iterator[Window]:
    """The windows of an article, which have each of its tokens but white space once, in order."""
    window = Window([BEGIN], [], [])
    for start, end in view.sentences:
        sentence = [
            (i, pieces.cut(view.words[i], i == 0 or view.spaces[i - 1] or view.words[i - 1].isspace()))
            for i in range(start, end)
            if not view.words[i].isspace()
        ]
        whole = sum(len(cut) for _, cut in sentence)
        if window.tokens and len(window.pieces) + whole > size:
            yield _closed(window)
            window = Window([BEGIN], [], [])
        for i, cut in sentence:
            if window.tokens and len(window.pieces) + len(cut) > size:
                yield _closed(window)
                window = Window([BEGIN], [], [])
            window.tokens.append(i)
            window.firsts.append(len(window.pieces))
            window.pieces.extend(cut[: size - 1])
    if window.tokens:
        yield _closed(window)


def _closed(window: Window) -> Window:
    window.pieces.append(END)
    return window
