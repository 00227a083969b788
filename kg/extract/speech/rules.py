"""The words of ``ontology/vi/speech.yaml``, made ready for looking them up in a text."""

from __future__ import annotations

from functools import lru_cache

from kg.ontology.cues import SpeechFile, load_speech
from kg.phrases import PhraseSet

__all__ = ["Rules", "load_rules"]


class Rules:
    """``data`` is the file itself; the other attributes are its lists as phrases."""

    def __init__(self, data: SpeechFile) -> None:
        self.data = data
        self.bare = frozenset(verb.verb for verb in data.verbs if verb.bare)
        self.verbs = PhraseSet([*(verb.verb for verb in data.verbs), *data.direct_only])
        self.no_verbs = PhraseSet(data.no_verbs)
        self.sources = PhraseSet(data.sources)
        self.no_sources = PhraseSet(data.no_sources)
        self.roles = PhraseSet(data.roles)
        self.title_heads = PhraseSet(data.title_heads)
        self.anaphors = PhraseSet(data.anaphors)


@lru_cache(maxsize=1)
def load_rules() -> Rules:
    """The installed words, read once a process."""
    return Rules(load_speech())
