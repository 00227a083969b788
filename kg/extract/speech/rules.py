"""The words of ``ontology/vi/speech.yaml``, made ready for looking them up in a text."""

from __future__ import annotations

from functools import lru_cache

from kg.ontology.cues import SpeechFile, load_speech
from kg.phrases import Phrases

__all__ = ["Rules", "load_rules"]


class Rules:
    """``data`` is the file itself; the other attributes are its lists as phrases."""

    def __init__(self, data: SpeechFile) -> None:
        self.data = data
        self.bare = frozenset(verb.verb for verb in data.verbs if verb.bare)
        self.verbs = Phrases([*(verb.verb for verb in data.verbs), *data.direct_only])
        self.no_verbs = Phrases(data.no_verbs)
        self.sources = Phrases(data.sources)
        self.no_sources = Phrases(data.no_sources)
        self.roles = Phrases(data.roles)
        self.title_heads = Phrases(data.title_heads)
        self.anaphors = Phrases(data.anaphors)


@lru_cache(maxsize=1)
def load_rules() -> Rules:
    """The installed words, read once a process."""
    return Rules(load_speech())
