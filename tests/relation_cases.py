"""The sentences of tests/cases/relations: read, extract, compare. Run it to see how they fare:

    python tests/relation_cases.py [RELATION ...] [--passed]

``--mark`` writes into the files what fails now as ``xfail``, and takes out what passes.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from kg.evaluate.matching import norm
from kg.extract import Extractor
from kg.ontology.ontology import Ontology
from kg.records import Article, Extraction, Statement

FOLDER = Path(__file__).parent / "cases" / "relations"
KEYS = {"text", "date", "facts", "optional", "tags", "why", "xfail"}
MODEL = Ontology.load().model
FACT_KEYS = {"s", "o", "modality", "time", "position"}


@dataclass(frozen=True)
class Case:
    """One text: every fact of ``relation`` that it states, and those that a reader may or may not count."""

    id: str
    relation: str
    text: str
    facts: tuple[Mapping[str, str], ...] = ()
    optional: tuple[Mapping[str, str], ...] = ()
    tags: tuple[str, ...] = ()
    date: str | None = None
    xfail: str = ""
    why: str = field(default="", compare=False)


def read_cases() -> list[Case]:
    return [case for path in sorted(FOLDER.glob("*.yaml")) for case in _read(path)]


def _read(path: Path) -> Iterator[Case]:
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert set(data) == {"relation", "positive", "negative"}, path
    assert data["relation"] == path.stem, path
    for side in ("positive", "negative"):
        for number, item in enumerate(data[side], start=1):
            where = f"{path.stem}-{side}-{number}"
            assert set(item) <= KEYS, f"{where}: {sorted(set(item) - KEYS)}"
            facts, optional = tuple(item.get("facts", ())), tuple(item.get("optional", ()))
            assert side == "positive" or not facts, where
            assert all(FACT_KEYS >= set(fact) >= {"s", "o"} for fact in (*facts, *optional)), where
            yield Case(
                id=where,
                relation=path.stem,
                text=item["text"],
                facts=facts,
                optional=optional,
                tags=tuple(item["tags"]),
                date=item.get("date"),
                xfail=item.get("xfail", ""),
                why=item.get("why", ""),
            )


def complaints(case: Case, extractor: Extractor) -> list[str]:
    """What is wrong with the facts of the case's relation that ``extractor`` finds; empty when all is right."""
    article = Article(id="article-case", source=case.id, text=case.text, date=case.date)
    extraction = extractor.extract(article)
    found = [st for st in extraction.statements if st.relation == case.relation]
    wrong = []
    for fact in case.facts:
        same = [st for st in found if _is(st, fact, extraction, case.relation)]
        if not same:
            wrong.append(f"missing ({_why(fact, case.relation, extraction)}): {fact['s']} → {fact['o']}")
            continue
        modality = fact.get("modality", "asserted")
        if all(st.modality != modality for st in same):
            wrong.append(f"modality: {fact['s']} → {fact['o']} is {modality}, not {same[0].modality}")
        if "time" in fact and all(st.time != fact["time"] for st in same):
            wrong.append(f"time: {fact['s']} → {fact['o']} is {fact['time']}, not {same[0].time}")
        if "position" in fact and all(fact["position"] not in norm(st.position or "") for st in same):
            wrong.append(f"position: {fact['s']} → {fact['o']} is {fact['position']}, not {same[0].position}")
    wrong += [
        f"spurious: {_names(st.subject, extraction)[0]} → {_names(st.object, extraction)[0]} ({st.modality}, {st.rule})"
        for st in found
        if not any(_is(st, fact, extraction, case.relation) for fact in (*case.facts, *case.optional))
    ]
    return wrong


def _why(fact: Mapping[str, str], relation: str, extraction: Extraction) -> str:
    """Where a fact was lost: a name, its class, its relation."""
    sides = []
    for name in (fact["s"], fact["o"]):
        found = [entity for entity in extraction.entities if norm(name) in _keys(entity.id, extraction)]
        if not found:
            return f"{name} not found"
        sides.append(found)
    if not any(MODEL.allows(one.type, relation, other.type) for one in sides[0] for other in sides[1]):
        return f"classes {sides[0][0].type}, {sides[1][0].type}"
    return "nothing proposed"


def _is(st: Statement, fact: Mapping[str, str], extraction: Extraction, relation: str) -> bool:
    subject, object_ = _keys(st.subject, extraction), _keys(st.object, extraction)
    want = norm(fact["s"]), norm(fact["o"])
    return (want[0] in subject and want[1] in object_) or (
        MODEL.symmetric(relation) and want[0] in object_ and want[1] in subject
    )


def _names(entity: str, extraction: Extraction) -> list[str]:
    return [name for one in extraction.entities if one.id == entity for name in (one.label, *one.aliases)]


def _keys(entity: str, extraction: Extraction) -> set[str]:
    return {norm(name) for name in _names(entity, extraction)}


def _kind(complaint: str) -> str:
    kind = complaint.partition(":")[0]
    return re.sub(r"\(.* not found\)", "(name not found)", re.sub(r"\(classes .*\)", "(classes)", kind))


def mark(reasons: Mapping[str, str]) -> None:
    """Make ``xfail`` of each case what ``reasons`` says of its id; nothing where it says nothing."""
    for path in sorted(FOLDER.glob("*.yaml")):
        side, number, pending = "", 0, ""
        lines: list[str] = []
        for line in [*path.read_text(encoding="utf-8").splitlines(), ""]:
            if line.startswith("    xfail:"):
                continue
            if pending and not line.startswith("    "):
                lines.append(pending)
                pending = ""
            if line in ("positive:", "negative:"):
                side, number = line[:-1], 0
            elif line.startswith("  - text:"):
                number += 1
                reason = reasons.get(f"{path.stem}-{side}-{number}", "")
                pending = f'    xfail: "{reason}"' if reason else ""
            lines.append(line)
        path.write_text("\n".join(lines), encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("relation", nargs="*")
    parser.add_argument("--tag", default="")
    parser.add_argument("--passed", action="store_true", help="show those that are right, too")
    parser.add_argument("--mark", action="store_true", help="write what fails into the files, as xfail")
    args = parser.parse_args()
    extractor = Extractor(fast=True)
    reasons: dict[str, str] = {}
    counts: Counter[tuple[str, str]] = Counter()
    kinds: Counter[str] = Counter()
    tags: Counter[tuple[str, str]] = Counter()
    for case in read_cases():
        if (args.relation and case.relation not in args.relation) or (args.tag and args.tag not in case.tags):
            continue
        wrong = complaints(case, extractor)
        reasons[case.id] = "; ".join(dict.fromkeys(_kind(line) for line in wrong))
        counts[case.relation, "right" if not wrong else "wrong"] += 1
        tags.update((tag, "wrong" if wrong else "right") for tag in case.tags)
        kinds.update(_kind(line) for line in wrong)
        if wrong or args.passed:
            sys.stdout.write(f"{case.id} {list(case.tags)} {case.text}\n" + "".join(f"    {w}\n" for w in wrong))
    if args.mark and not args.relation and not args.tag:
        mark(reasons)
    for relation in sorted({name for name, _ in counts}):
        right, wrong_count = counts[relation, "right"], counts[relation, "wrong"]
        sys.stdout.write(f"{relation:<16}{right:>4} of {right + wrong_count}\n")
    for tag in sorted({name for name, _ in tags}, key=lambda name: (-tags[name, "wrong"], name)):
        sys.stdout.write(f"  {tag:<18}{tags[tag, 'wrong']:>4} wrong of {tags[tag, 'wrong'] + tags[tag, 'right']}\n")
    right, total = sum(n for (_, side), n in counts.items() if side == "right"), counts.total()
    sys.stdout.write(f"{'all':<16}{right:>4} of {total}  {dict(kinds)}\n")


if __name__ == "__main__":
    main()
