"""How Vietnamese syllables are spelled."""

from __future__ import annotations

import re

__all__ = ["is_syllable"]

#: A syllable of Vietnamese, tone marks taken off; what does not match is foreign.
SYLLABLE = re.compile(
    r"(?:b|c|ch|d|đ|g|gh|gi|h|k|kh|l|m|n|ng|ngh|nh|p|ph|q|qu|r|s|t|th|tr|v|x)?"
    r"(?:[ou]?[aăâeêioôơuưy]|i[aê]|u[aâôêơ]|uy[êa]?|ư[aơ]|y[ê]|o[aăe]|oo|uê)"
    r"(?:c|ch|m|n|ng|nh|p|t|i|y|o|u)?"
)
TONES = str.maketrans(
    "áàảãạấầẩẫậắằẳẵặéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ",
    "aaaaaâââââăăăăăeeeeeêêêêêiiiiioooooôôôôôơơơơơuuuuuưưưưưyyyyy",
)


def is_syllable(word: str) -> bool:
    """Could ``word``, in small letters, be a syllable of Vietnamese?"""
    return SYLLABLE.fullmatch(word.translate(TONES)) is not None
