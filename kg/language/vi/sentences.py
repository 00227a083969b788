"""Where sentences begin: at line breaks, and after a full stop that is one."""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["sentence_starts"]

ENDS = frozenset({".", "!", "?", "…", "..."})
CLOSERS = frozenset("”\"’')]»")
OPENERS = frozenset("“\"‘'([«•-–—")


def sentence_starts(words: Sequence[str]) -> list[bool]:
    """For each token of a text, white space tokens included: does a sentence begin here?

    A mark ends a sentence when what follows, behind closing quotes and blanks, looks like a beginning: a capital, a
    digit or an opening quote. A closing quote followed by a comma or a small letter does not end one
    ("…rất rẻ.”, ông nói"). A line break always does.
    """
    starts = [False] * len(words)
    fresh = True
    quoted = False  # inside straight quotes, whose two sides look the same
    i = 0
    while i < len(words):
        word = words[i]
        if word.isspace():
            if "\n" in word:
                fresh, quoted = True, False
            i += 1
            continue
        if fresh:
            starts[i] = True
            fresh = False
        if word == '"':
            quoted = not quoted
        if word in ENDS:
            j = i + 1
            while j < len(words) and words[j] in CLOSERS and (words[j] != '"' or quoted):
                quoted = quoted and words[j] != '"'
                j += 1
            i = j
            while j < len(words) and words[j].isspace() and "\n" not in words[j]:
                j += 1
            fresh = j < len(words) and not words[j].isspace() and _begins(words[j])
            continue
        i += 1
    return starts


def _begins(word: str) -> bool:
    return word[0].isupper() or word[0].isdigit() or word[0] in OPENERS
