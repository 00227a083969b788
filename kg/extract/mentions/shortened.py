"""Names without their first or last words: "S24" for "Galaxy S24", "Bộ Công an" for "Bộ Công an Việt Nam".

Of 815 products of annotated articles that are called by the end of a longer name 794 are what that name means, of 1,423
firms 1,381; of 471 government bodies that are called by the beginning of a longer name 453.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from kg.extract.mentions.cluster import Cluster
from kg.extract.mentions.lexis import Lexis
from kg.names import ascii_slug

__all__ = ["Words", "ends_with_a_kind", "is_cut", "one_chain"]

#: A name as what it is known by (``Lexis.key``).
Words = tuple[str, ...]


def is_cut(name: str, longer: str, tokens: Mapping[str, Words], clusters: Mapping[str, Cluster], lexis: Lexis) -> bool:
    """Is ``name`` the longer one without its first words ("Galaxy S24", "S24"), or without its last ("Bộ Công an Việt
    Nam", "Bộ Công an"), and of a class whose names are cut so?"""
    short, long, one = tokens[name], tokens[longer], clusters[name]
    if one.type != clusters[longer].type:
        return False
    known = one.entry is not None and lexis.model.is_a(one.type, "Organization")
    if long[-len(short) :] == short:
        return one.type in lexis.cut_front and not known
    lost = longer.lower().split()[len(name.split()) :]
    if not lexis.nouns.shortened.parting.isdisjoint(lost):
        return False
    if len(short) == 1 or one.type not in lexis.cut_behind or ends_with_a_kind(name, lexis):
        return False
    # The ministry that is known has no other country's name.
    return not known or one.entry is None or ascii_slug(longer[len(name) :].strip()) == one.entry.country


def one_chain(names: Sequence[Words]) -> bool:
    """Is each of ``names`` part of the next longer one?"""
    chain = sorted(names, key=len)
    return all(long[: len(short)] == short or long[-len(short) :] == short for short, long in pairwise(chain))


def ends_with_a_kind(name: str, lexis: Lexis) -> bool:
    """A body's name that ends with the kind of a place instead of one: "UBND tỉnh"."""
    low = name.lower().split()
    return any(
        (hit := lexis.heads.at(low, i)) is not None and hit[0] == len(low) and lexis.model.is_a(hit[1], "Place")
        for i in range(1, len(low))
    )
