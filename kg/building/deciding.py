"""The build in a folder linked anew under decisions of people, from what it has kept: no article is read again."""

from __future__ import annotations

from pathlib import Path

from kg.building.cache import ExtractionCache
from kg.building.decisions import Decided, decided
from kg.building.incremental import CACHE, read_manifest
from kg.building.options import Options
from kg.errors import UsageError
from kg.linking import Linked, Merges, link_explained
from kg.records import Extraction

__all__ = ["linked_anew", "under"]


def under(out: str | Path, *, merges: Decided = None, decisions: Decided = None) -> Linked:
    """What the build in ``out`` would be under the decisions of these files. Nothing is written.

    Raises as ``linked_anew`` and ``kg.building.decisions.decided`` do.
    """
    ontology = _options(Path(out)).known()
    return linked_anew(out, decided(merges, decisions, ontology) or Merges())[0]


def linked_anew(out: str | Path, rules: Merges) -> tuple[Linked, list[Extraction]]:
    """The articles of the build in ``out`` linked under ``rules``, and what was read of each.

    Raises UsageError when ``out`` holds no build of this version, or one that kept nothing.
    """
    folder = Path(out)
    options, manifest = _options(folder), read_manifest(folder)
    cache = ExtractionCache(folder / CACHE, version=manifest.version)
    found = [cache.load(key) for key in manifest.entries.values()]
    whole = [extraction for extraction in found if extraction is not None]
    if len(whole) < len(found):
        raise UsageError(f"{folder} has lost what it read, or its cache is damaged.", remedy="Run kg build again.")
    linked = link_explained(whole, base_iri=options.base_iri, merges=rules, ontology=options.known())
    return linked, whole


def _options(folder: Path) -> Options:
    try:
        return Options(**read_manifest(folder).options)
    except TypeError as error:
        raise UsageError(f"{folder} was built by another version.", remedy="Run kg build again.") from error
