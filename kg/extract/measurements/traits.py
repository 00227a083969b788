"""What is known of somebody of whom a figure may be said, as names of features: those that go together are a group.

Of the same figure many are asked, and of the same one many figures: each group is put into words once.
"""

from __future__ import annotations

from functools import lru_cache

__all__ = ["away", "behind", "classed", "famed", "hinted", "placed", "reported", "titled"]

#: So many groups of each sort are kept.
KEPT = 4_096

Group = tuple[str, ...]


@lru_cache(maxsize=KEPT)
def placed(place: str, kind: str, *, name: bool) -> Group:
    """Where somebody stands, seen from a figure of this ``kind``; by a ``name``, or meant by other words."""
    return place, f"{place} kind={kind}", f"{place} {'name' if name else 'reference'}"


@lru_cache(maxsize=KEPT)
def famed(place: str, top: str, count: int, says: int, *, most: bool) -> Group:
    """How often an article names somebody, whether ``most`` often, and how often it has him speak."""
    found = "most" if most else f"count={min(count, 4)}", f"says={min(says, 2)}"
    return (*found, f"says type={top} {place}") if says else found


@lru_cache(maxsize=KEPT)
def classed(place: str, label: str, top: str, kind: str, unit: str, metric: str) -> Group:
    """The class of somebody beside what the figure is; a class is known by the one that it is below, too."""
    return tuple(
        name
        for type_ in dict.fromkeys((label, top))
        for name in (
            f"type={type_}",
            f"{place} type={type_}",
            f"kind={kind} type={type_}",
            f"unit={unit} type={type_}",
            f"metric={metric} type={type_}",
        )
    )


@lru_cache(maxsize=KEPT)
def titled(place: str, top: str, kind: str, *, first: bool) -> Group:
    """That the title names somebody, whether as the ``first``."""
    found = "title", f"title {place}", f"title type={top}", f"title kind={kind}"
    return (*found, "title first", f"title first {place}") if first else found


@lru_cache(maxsize=KEPT)
def reported(place: str) -> Group:
    """That a report or data are said to be of somebody."""
    return "report of", f"report of {place}"


@lru_cache(maxsize=KEPT)
def hinted(place: str, *, fits: bool) -> Group:
    """Whether the class is one that a bare noun before the figure tells."""
    return (f"hint={fits} {place}",)


@lru_cache(maxsize=KEPT)
def away(place: str, n: int, word: str, *, alone: bool, speaks: bool) -> Group:
    """Somebody whom the figure's sentence does not name, the ``n``-th in his own and behind ``word``; ``alone``: it
    names nobody. ``speaks``: says what the figure stands in."""
    found = f"{place} alone={alone}", f"{place} n={min(n, 2)} alone={alone}", f"{place} pre={word}"
    return (*found, "speaker") if speaks else found


@lru_cache(maxsize=KEPT)
def behind(place: str, top: str, new: int, *, same: bool) -> Group:
    """Where somebody stands, with the figure before in the same sentence and so many ``new`` names between both."""
    found = f"second {place} new={min(new, 2)}"
    return found, f"{found} type={top}", f"second {place} same={same}"
