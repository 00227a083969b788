"""What stands between the names of a fact and its trigger, as features."""

from __future__ import annotations

from kg.extract.statements.groups import Group
from kg.extract.statements.sentence import SentenceView
from kg.extract.statements.tally import Tally
from kg.records import Span

__all__ = ["gap_features", "signature"]

CLAUSE_MARKS = frozenset({",", ";", ":"})


def signature(gap: list[str]) -> str:
    """The symbols of a gap in one line, the middle of a long one left out."""
    return " ".join(gap) if len(gap) <= 7 else " ".join(gap[:3]) + " … " + " ".join(gap[-3:])


def gap_features(n: int, span: Span, shape: str, relation: str, form: str, view: SentenceView, tally: Tally) -> Group:
    """The features of the ``n``-th gap, which is what stands in the tokens ``span``."""
    gap = view.gap(*span)
    text, core = signature(gap), signature(view.core(*span))
    out = [
        f"gap{n}={shape}:{text}",
        f"gap{n}={relation}:{shape}:{text}",
        f"core{n}={shape}:{core}",
        f"core{n}={relation}:{shape}:{core}",
        f"core{n}={relation}:{form}:{core}",
        f"length{n}={shape}:{_bucket(len(gap))}",
    ]
    if gap:
        out += [
            f"first{n}={shape}:{gap[0]}",
            f"last{n}={shape}:{gap[-1]}",
            f"last{n}={relation}:{form}:{gap[-1]}",
            f"last{n}={relation}:{shape}:{gap[-1]}",
        ]
    marks = min(sum(symbol in CLAUSE_MARKS or symbol in view.grammar.clause_words for symbol in gap), 4)
    verbs = min(gap.count("V"), 3)
    names = sum(symbol[0] == "@" for symbol in gap)
    out += [
        f"marks{n}={shape}:{marks}",
        f"verbs{n}={shape}:{verbs}",
        f"names{n}={shape}:{min(names, 3)}",
    ]
    out += [f"in{n}={shape}:{symbol}" for symbol in sorted(set(gap))]
    return tally.group(out, (("marks", marks), ("verbs", verbs)))


def _bucket(length: int) -> str:
    return str(length) if length < 4 else "4-6" if length < 7 else "7-12" if length < 13 else "13+"
