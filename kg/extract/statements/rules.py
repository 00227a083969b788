"""How facts were found, to be read by people."""

from __future__ import annotations

from collections.abc import Sequence

from kg.extract.statements.candidates import Candidate
from kg.extract.statements.groups import Features
from kg.extract.statements.scorer import Scorer
from kg.extract.statements.trees import Matrix

__all__ = ["rules_of"]

#: So many features are kept with a fact.
REASONS = 3


def rules_of(found: Sequence[tuple[Candidate, Features, Matrix | None]], scorer: Scorer) -> list[str]:
    """Of each candidate that became a fact its frame, its words, what was supplied, and the features that moved its
    confidence most, with their weights; beside it stand its features and its row, where that was weighed."""
    reasons = scorer.reasons([(features, row) for _, features, row in found], most=REASONS)
    return [_rule(candidate, moved) for (candidate, _, _), moved in zip(found, reasons, strict=True)]


def _rule(candidate: Candidate, reasons: Sequence[tuple[str, float]]) -> str:
    rule = f"{candidate.trigger.frame}: {candidate.trigger.form}" if candidate.trigger.form else candidate.trigger.frame
    supplied = candidate.subject.context or candidate.object.context
    if supplied:
        rule += f" (from the text before: {supplied})"
    return f"{rule} [{'; '.join(f'{name} {weight:+.1f}' for name, weight in reasons)}]"
