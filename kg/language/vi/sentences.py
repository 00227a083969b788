"""Where sentences begin: at line breaks, and after a full stop that is one."""

from __future__ import annotations

from collections.abc import Sequence

from kg.language.vi.spelling import is_syllable

__all__ = ["sentence_starts"]

ENDS = frozenset({".", "!", "?", "…", "..."})
CLOSERS = frozenset("”\"’')]»")
OPENERS = frozenset("“\"‘'([«•-–—")


def sentence_starts(words: Sequence[str]) -> list[bool]:
    """For each token of a text, white space tokens included: does a sentence begin here?

    A mark ends a sentence when what follows, behind closing quotes and blanks, looks like a beginning: a capital, a
    digit or an opening quote. A closing quote followed by a comma or a small letter does not end one
    ("…rất rẻ.”, ông nói"), nor does the stop behind an initial in a foreign name ("Robert K. Lane"). A line break
    always does.
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
            mark, i = i, j
            while j < len(words) and words[j].isspace() and "\n" not in words[j]:
                j += 1
            fresh = j < len(words) and not words[j].isspace() and _begins(words[j]) and not _initial(words, mark, j)
            continue
        i += 1
    return starts


def _begins(word: str) -> bool:
    return word[0].isupper() or word[0].isdigit() or word[0] in OPENERS


def _initial(words: Sequence[str], stop: int, behind: int) -> bool:
    """Does the mark at ``stop`` stand behind an initial in a foreign name that goes on at ``behind``?"""
    if words[stop] != "." or stop < 1 or len(words[stop - 1]) > 1 or not words[stop - 1].isupper():
        return False
    before = stop - 2
    while before >= 0 and words[before].isspace():
        before -= 1
    chained = before > 0 and words[before] == "." and len(words[before - 1]) == 1 and words[before - 1].isupper()
    another = words[behind].isupper() and len(words[behind]) == 1 and "." in words[behind + 1 : behind + 2]
    if before >= 0 and words[before].lower() in LETTERED:
        return False
    return before >= 0 and (chained or _foreign(words[before])) and (another or _foreign(words[behind]))


#: Words before a letter that names one of several ("Model Y", "Series A"): no initial of somebody.
LETTERED = frozenset(
    {"model", "series", "class", "type", "version", "phase", "group", "galaxy", "mark", "plan", "cardi", "vitamin"}
)


def _foreign(word: str) -> bool:
    """A word as names of foreigners are made of."""
    return len(word) > 2 and word[0].isupper() and not word.isupper() and not is_syllable(word.lower())
