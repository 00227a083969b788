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
_CHANGE = re.compile(r"^(?:growth|decline|change|rise|fall)(?: of)? | (?:growth|decline|change|rise|fall)$")
_CHANGES = frozenset({"growth", "decline", "change", "rise", "fall", "return"})


def same_metric(one: str, other: str) -> bool:
    """Do these names mean one metric, however they are written ("revenueGrowth", "growth_of_revenue")?"""
    return _canonical(one) == _canonical(other)


def _canonical(name: str) -> tuple[str, bool]:
    """The metric that ``name`` is of, and whether it is its change."""
    words = " ".join(part.lower() for part in _CAPITAL.split(name) if part)
    if words in _CHANGES:
        return "", True
    base = _CHANGE.sub("", words)
    return _FIRST.get(base, base), base != words
