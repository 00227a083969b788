"""Whether two names of a metric mean the same: gold files and graphs name metrics freely."""

from __future__ import annotations

import re

__all__ = ["same_metric"]

#: What a metric is called, the first for all; names that stand nowhere here mean themselves.
ALIKE = (
    ("count", "number", "projects", "schools", "stores", "cases", "students", "people", "total", "chips", "languages"),
    ("users", "customers", "subscribers", "followers", "passengers", "members"),
    ("staff", "employees", "workforce", "headcount"),
    ("share", "ratio", "multiple", "proportion", "percentage", "adoption"),
    ("stake", "share owned", "shares held", "shares owned", "shares", "ownership"),
    ("price", "deal value", "share price", "offer", "contract", "contract value", "value"),
    ("assets", "net worth", "wealth", "total assets"),
    ("market cap", "market capitalisation", "market capitalization"),
    ("funding", "investment", "donation", "grant", "capital"),
    ("revenue", "sales", "turnover"),
    ("profit", "net profit", "net income"),
    ("production", "output"),
    ("debt", "loan"),
    ("cost", "spending", "budget"),
    ("memory", "storage"),
    ("screen size", "display size"),
    ("units sold", "shares sold", "deliveries"),
    ("score", "index points", "points"),
    ("salary", "income"),
    ("damages", "compensation"),
)
_FIRST = {name: names[0] for names in ALIKE for name in names}
_CAPITAL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|[_\s]+")
#: How the change of a metric is called, and which way it goes; "change" tells no way.
_WAYS = {"growth": "+", "rise": "+", "return": "+", "decline": "-", "fall": "-", "reduction": "-", "change": "±"}
_NOUNS = "|".join(_WAYS)
_CHANGE = re.compile(rf"^({_NOUNS})(?: of)? | ({_NOUNS})$")


def same_metric(one: str, other: str) -> bool:
    """Do these names mean one metric, however they are written ("revenueGrowth", "growth_of_revenue")?

    What grew is not what fell; a "change" may be either.
    """
    (base, way), (other_base, other_way) = _canonical(one), _canonical(other)
    ways = {way, other_way}
    return base == other_base and (len(ways) == 1 or ("±" in ways and "" not in ways))


def _canonical(name: str) -> tuple[str, str]:
    """The metric that ``name`` is of, and which way it changes ("" for not at all)."""
    words = " ".join(part.lower() for part in _CAPITAL.split(name) if part)
    if words in _WAYS:
        return "", _WAYS[words]
    found = _CHANGE.search(words)
    base = _CHANGE.sub("", words)
    return _FIRST.get(base, base), _WAYS[found.group(1) or found.group(2)] if found else ""
