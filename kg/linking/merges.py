"""``merges.csv``, and the decisions that the page exports: what people decided overrules what was read.

Columns: ``action``, ``a``, ``b``, ``who``, ``why``. ``same`` and ``different`` are about two entities, ``class``
and ``label`` give ``a`` the class or label ``b``. An entity is named by its id in the graph, or by a name, which
may be narrowed: ``Llama [AIModel]``, ``Zhang Wei @ news/3.txt`` (the one of that article). ``wrong``, ``time`` and
``modality`` are about the statement with the id ``a``: it is not so, or has the time (none where it is empty) or the
modality ``b``.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from kg.edtf import stretch
from kg.errors import Fault, InputError, OntologyError
from kg.files import write_whole
from kg.names import exact_key
from kg.records import Modality

__all__ = ["STATEMENT_ACTIONS", "Action", "Merges", "Rule", "Term", "append_rule", "read_merges"]

Action = Literal["same", "different", "class", "label", "wrong", "time", "modality"]
STATEMENT_ACTIONS = frozenset({"wrong", "time", "modality"})
COLUMNS = ["action", "a", "b", "who", "why"]
TERM = re.compile(r"(?P<name>.+?)(?:\s+\[(?P<type>[A-Za-z]+)\])?(?:\s+@\s+(?P<source>.+))?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One decision. ``b`` is the other entity, the class, the label, … as ``action`` wants it."""

    action: Action
    a: str
    b: str
    who: str = ""
    why: str = ""
    line: int = 0
    file: str = ""


@dataclass(frozen=True, slots=True)
class Merges:
    """All decisions of a file, in its order."""

    rules: tuple[Rule, ...] = ()


@dataclass(frozen=True, slots=True)
class Term:
    """How a decision names an entity."""

    name: str
    type: str | None = None
    source: str | None = None

    @classmethod
    def read(cls, text: str) -> Term:
        found = TERM.fullmatch(text.strip())
        return cls(found["name"], found["type"], found["source"]) if found else cls(text.strip())


def read_merges(path: Path, *, classes: Collection[str] = (), before: Merges | None = None) -> Merges:
    """The decisions ``before`` and those in ``path``, but for what they repeat; none when there is no such file.

    Raises OntologyError with every fault and its line: unknown actions and (with ``classes``) classes, missing
    entities, an entity joined to itself, two decisions that contradict each other.
    """
    earlier = before.rules if before else ()
    if not path.exists():
        return Merges(earlier)
    faults: list[Fault] = []
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise OntologyError(
            [Fault(path.name, 1, f"is not UTF-8 (byte {error.start}).", "Save the file as UTF-8.")]
        ) from error
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}.", remedy="Restore the file.") from error
    rows = csv.reader(io.StringIO(text, newline=""))
    if next(rows, None) != COLUMNS:
        raise OntologyError([Fault(path.name, 1, "has other columns.", f"Begin it with the line {','.join(COLUMNS)}.")])
    rules: list[Rule] = list(earlier)
    known = {(rule.action, rule.a, rule.b) for rule in earlier}
    for row in rows:
        if not row or row[0].startswith("#") or tuple(cell.strip() for cell in row[:3]) in known:
            continue
        problem, remedy = _problem(row, rules, classes, path.name)
        if problem:
            faults.append(Fault(path.name, rows.line_num, problem, remedy))
        else:
            rules.append(_rule(row, rows.line_num, path.name))
    if faults:
        raise OntologyError(faults)
    return Merges(tuple(rules))


def append_rule(path: Path, rule: Rule, *, classes: Collection[str] = ()) -> None:
    """Add a decision at the end of ``path``, which is made when there is none. Replaced whole or not at all.

    Raises OntologyError when the decision contradicts one in the file, OutputError when it cannot be written.
    """
    before = read_merges(path, classes=classes)
    row = [rule.action, rule.a, rule.b, rule.who, rule.why]
    problem, remedy = _problem(row, before.rules, classes, path.name)
    if problem:
        raise OntologyError([Fault(path.name, 0, f"the new line {problem}", remedy)])
    text = path.read_text(encoding="utf-8-sig") if path.exists() else ",".join(COLUMNS) + "\n"
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerow(row)
    write_whole(path, f"{text}{'' if text.endswith(chr(10)) else chr(10)}{out.getvalue()}")


def _rule(row: list[str], line: int, file: str) -> Rule:
    action, a, b, who, why = (cell.strip() for cell in row)
    return Rule(
        action=next(known for known in get_args(Action) if known == action),
        a=a,
        b=b,
        who=who,
        why=why,
        line=line,
        file=file,
    )


def _problem(row: list[str], before: Iterable[Rule], classes: Collection[str], file: str) -> tuple[str, str]:
    if len(row) != len(COLUMNS):
        return f"has {len(row)} columns instead of {len(COLUMNS)}.", "Quote a name that holds a comma."
    action, a, b, _, _ = (cell.strip() for cell in row)
    if action not in get_args(Action):
        return f"{action!r} is not an action.", f"Use one of {', '.join(get_args(Action))}."
    if action in STATEMENT_ACTIONS and (problem := _misjudged(action, a, b)):
        return problem
    if action not in STATEMENT_ACTIONS and not (a and b):
        return f"{action} needs two values.", "Fill in the columns a and b."
    if action == "class" and classes and b not in classes:
        return f"{b!r} is not a class of the ontology.", f"Use one of {', '.join(sorted(classes))}."
    if action in ("same", "different"):
        if a == b:
            return f"{a!r} stands on both sides.", "Name two entities; the source of an article tells two apart."
        for rule in before:
            if rule.action in ("same", "different") and {_key(rule.a), _key(rule.b)} == {_key(a), _key(b)}:
                where = _line(rule, file)
                return f"repeats {where}." if rule.action == action else f"contradicts {where}.", "Keep one of the two."
        joined = _group(a, before)
        if action == "different" and _key(b) in joined:
            return f"keeps apart what earlier lines make one: {a!r} and {b!r}.", "Delete one of the decisions."
        if action == "same":
            others = _group(b, before)
            for rule in before:
                ends = _key(rule.a), _key(rule.b)
                if rule.action == "different" and any(x in joined and y in others for x, y in (ends, ends[::-1])):
                    return f"makes one of what {_line(rule, file)} keeps apart.", "Delete one of the decisions."
    else:
        for rule in before:
            if rule.action == action and _key(rule.a) == _key(a) and rule.b != b:
                return f"contradicts {_line(rule, file)}.", "Keep one of the two."
    return "", ""


def _line(rule: Rule, file: str) -> str:
    """Where an earlier rule stands, as told to whoever reads ``file``."""
    return f"line {rule.line}" if rule.file in ("", file) else f"line {rule.line} of {rule.file}"


def _misjudged(action: str, a: str, b: str) -> tuple[str, str] | None:
    """What is wrong with a decision about a statement."""
    if not a:
        return f"{action} names no statement.", "Put the id of a statement into the column a."
    if action == "modality" and b not in get_args(Modality):
        return f"{b!r} is not a modality.", f"Use one of {', '.join(get_args(Modality))}."
    if action == "time" and b and stretch(b) is None:
        return f"{b!r} is not a time.", "Write 2025, 2025-03, 2025-03-20, or two of them with a slash between them."
    return None


def _group(term: str, rules: Iterable[Rule]) -> set[str]:
    """All that ``same`` lines make one with ``term``."""
    group = {_key(term)}
    same = [{_key(rule.a), _key(rule.b)} for rule in rules if rule.action == "same"]
    grown = True
    while grown:
        more = set().union(*(pair for pair in same if pair & group)) - group
        group |= more
        grown = bool(more)
    return group


def _key(term: str) -> str:
    """Terms that only differ in spelling are one term; ids and narrowed names stay what they are."""
    read = Term.read(term)
    return term.strip() if read.type or read.source else exact_key(read.name) or term.strip()
