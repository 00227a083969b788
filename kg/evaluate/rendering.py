"""Evaluations as Markdown."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from kg.errors import InputError
from kg.evaluate.calibration import expected_error
from kg.evaluate.errors import KINDS, Miss
from kg.evaluate.evaluation import Evaluation
from kg.evaluate.tally import Tally
from kg.files import write_whole

__all__ = ["render", "render_errors", "write_quality_table"]

_QUALITY = re.compile(r"(<!-- quality -->\n)(.*?)(<!-- /quality -->)", re.DOTALL)
_COLUMNS = (
    "set",
    "articles",
    "entities F1",
    "typed F1",
    "facts P",
    "facts R",
    "facts F1",
    "time right",
    "modality right",
    "claims F1",
    "measurements F1",
)


def render(evaluation: Evaluation) -> str:
    """All numbers of one evaluation."""
    scores = evaluation.scores
    parts = {
        "entities": scores.entities,
        "typed entities": scores.typed,
        "facts": scores.facts,
        "claims": scores.claims,
        "measurements": scores.measurements,
    }
    lines = [
        f"## {evaluation.name}: {scores.articles} articles",
        "",
        *_table(
            ("", "P", "R", "F1", "hit", "miss", "spurious"),
            [
                (name, *_prf(tally, 3), str(tally.hit), str(tally.miss), str(tally.spurious))
                for name, tally in parts.items()
            ],
        ),
        "",
        *_table(
            ("", "share"),
            [
                ("time right (of matched, dated)", _share(scores.time_right)),
                ("modality right (of matched)", _share(scores.modality_right)),
                ("evidence found at its offsets", _share(scores.evidence_right)),
                ("figures: subject right (of matched)", _share(scores.figure_subject_right)),
                ("figures: metric right (of matched)", _share(scores.figure_metric_right)),
                ("expected calibration error of confidence", _share(expected_error(evaluation.calibration))),
            ],
        ),
        "",
        *_table(
            ("relation", "P", "R", "F1", "gold", "miss", "spurious"),
            [
                (name, *_prf(tally, 2), str(tally.gold), str(tally.miss), str(tally.spurious))
                for name, tally in scores.relations.items()
            ],
        ),
        "",
        *_table(
            ("confidence", "facts", "right", "share"),
            [
                (f"{part.low:.1f}–{part.high:.1f}", str(part.facts), str(part.right), _share(part.share))
                for part in evaluation.calibration
            ],
        ),
        "",
        *_kinds(evaluation.errors),
    ]
    return "\n".join(lines) + "\n"


def render_errors(errors: Iterable[Miss], *, relation: str = "", part: str = "", kind: str = "") -> str:
    """Each error on a line, grouped by part, relation and kind; the filters keep what equals them."""
    kept = [
        miss
        for miss in errors
        if (not relation or miss.relation == relation)
        and (not part or miss.part == part)
        and (not kind or miss.kind == kind)
    ]
    order = list(KINDS)
    kept.sort(key=lambda miss: (miss.part != "facts", miss.part, miss.relation, miss.side, order.index(miss.kind)))
    lines: list[str] = []
    heading = ""
    for miss in kept:
        here = f"{miss.part} {miss.relation}".strip()
        if here != heading:
            heading = here
            lines += ["", f"### {here}", ""]
        lines.append(f"- {miss}")
    return "\n".join(lines) + "\n"


def write_quality_table(readme: Path, evaluations: Sequence[Evaluation]) -> None:
    """Put ``evaluations`` into the table between ``<!-- quality -->`` and ``<!-- /quality -->`` in ``readme``.

    A row of the same name is replaced in its place; other rows stay. Raises ``InputError`` when the file or the
    two marks are not there, ``OutputError`` when it cannot be written.
    """
    try:
        text = readme.read_text(encoding="utf-8")
    except OSError as error:
        raise InputError(f"{readme} cannot be read: {error.strerror}.", remedy="Give the README's path.") from error
    marks = _QUALITY.findall(text)
    if len(marks) != 1:
        raise InputError(
            f"{readme} has {len(marks)} pairs of quality marks, not one.",
            remedy="Put <!-- quality --> and <!-- /quality --> where the table goes.",
        )
    rows = {
        row[0]: row
        for line in marks[0][1].splitlines()
        if len(row := [cell.strip() for cell in line.strip("| ").split("|")]) == len(_COLUMNS) and row[1].isdigit()
    }
    for evaluation in evaluations:
        rows[evaluation.name] = _quality_row(evaluation)
    table = "\n".join(_table(_COLUMNS, rows.values()))
    replaced = _QUALITY.sub(lambda found: f"{found[1]}\n{table}\n\n{found[3]}", text)
    write_whole(readme, replaced)


def _quality_row(evaluation: Evaluation) -> list[str]:
    scores = evaluation.scores
    return [
        evaluation.name,
        str(scores.articles),
        f"{scores.entities.f1:.2f}",
        f"{scores.typed.f1:.2f}",
        *_prf(scores.facts, 2),
        _share(scores.time_right, 2),
        _share(scores.modality_right, 2),
        f"{scores.claims.f1:.2f}",
        f"{scores.measurements.f1:.2f}",
    ]


def _kinds(errors: Iterable[Miss]) -> list[str]:
    counts: Counter[tuple[str, str]] = Counter((miss.kind, miss.side) for miss in errors if miss.part == "facts")
    rows = [
        (f"{kind}: {meaning}", *(str(counts[kind, side] or "") for side in ("missed", "spurious", "wrong")))
        for kind, meaning in KINDS.items()
        if any(counts[kind, side] for side in ("missed", "spurious", "wrong"))
    ]
    return _table(("errors of facts", "missed", "spurious", "wrong"), rows)


def _prf(tally: Tally, digits: int) -> tuple[str, str, str]:
    return f"{tally.precision:.{digits}f}", f"{tally.recall:.{digits}f}", f"{tally.f1:.{digits}f}"


def _share(value: float | None, digits: int = 3) -> str:
    return "–" if value is None else f"{value:.{digits}f}"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """A Markdown table whose columns stand straight in plain text; all but the first are numbers to the right."""
    cells = [list(head), *(list(row) for row in rows)]
    widths = [max(3, *(len(row[column]) for row in cells)) for column in range(len(head))]
    lines = [
        " | ".join(
            cell.ljust(width) if column == 0 else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in cells
    ]
    rule = " | ".join("-" * width if column == 0 else "-" * (width - 1) + ":" for column, width in enumerate(widths))
    return [f"| {line} |" for line in (lines[0], rule, *lines[1:])]
