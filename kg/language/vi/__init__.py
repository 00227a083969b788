"""Vietnamese: tokens, words with their tags, sentences, numbers and times."""

from kg.language import Language
from kg.language.vi.quantities import QuantityGrammar
from kg.language.vi.segmentation import load_segmenter
from kg.language.vi.sentences import sentence_starts
from kg.language.vi.spelling import is_syllable
from kg.language.vi.times import time_grammar
from kg.language.vi.tokenizer import NAME, syllables

__all__ = ["LANGUAGE"]

LANGUAGE = Language(
    code="vi",
    tokenizer=NAME,
    syllables=syllables,
    sentence_starts=sentence_starts,
    segmenter=load_segmenter,
    times=time_grammar,
    quantities=QuantityGrammar,
    is_native=is_syllable,
)
