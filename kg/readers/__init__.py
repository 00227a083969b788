"""Who reads the articles: a reader is one value with one method. Ours is one; others are added by an entry point.

What comes after (linking, graph, exports) does not know which it was.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib.metadata import entry_points
from typing import Protocol, cast, runtime_checkable

from kg.errors import UsageError
from kg.readers.own import Own, models_digest
from kg.records import Article, Extraction

__all__ = ["GROUP", "Asking", "Forgetting", "Own", "Reader", "find_reader", "models_digest", "state_of"]

#: The group of entry points that readers of other packages are found in: each is a function of ``Own`` to a Reader.
GROUP = "kg.readers"


class Reader(Protocol):
    """What reads articles, in whatever way. It goes to other processes, so it is small and can be pickled."""

    @property
    def name(self) -> str:
        """Who it is, with model and version: what the statements say that read them."""
        ...

    def extract(self, article: Article) -> Extraction:
        """All that is found in ``article``, each thing with its evidence."""
        ...


@runtime_checkable
class Asking(Protocol):
    """A reader that asks somebody for all articles first, in the main process, and then reads from the answers."""

    def prepare(self, articles: Sequence[Article]) -> None:
        """Whatever has to be there before ``extract`` is called."""
        ...

    def state(self, article: Article) -> str:
        """What, beside article, program and ontology, decides what is found in ``article``."""
        ...


@runtime_checkable
class Forgetting(Protocol):
    """A reader that keeps something loaded."""

    def forget(self) -> None:
        """Load it anew: an extraction was stopped anywhere, and what is kept may be half made."""
        ...


def find_reader(name: str, own: Own) -> Reader:
    """The reader called ``name``: ours, or what an installed package makes of it (of its settings, at least).

    Raises UsageError when there is none.
    """
    if name == "own":
        return own
    found = {entry.name: entry for entry in entry_points(group=GROUP)}
    if name not in found:
        raise UsageError(
            f"There is no reader {name!r}.", remedy=f"Use {', '.join(['own', 'llm', 'both', *sorted(found)])}."
        )
    return cast(Callable[[Own], Reader], found[name].load())(own)


def state_of(reader: Reader, article: Article) -> str:
    """What of the reader decides for this article alone; nothing for most."""
    return reader.state(article) if isinstance(reader, Asking) else ""
