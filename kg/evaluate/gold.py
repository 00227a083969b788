"""Gold annotations (see the annotation guide) as records, so that they can be built, shown and compared."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kg.errors import InputError
from kg.records import (
    Article,
    Entity,
    Evidence,
    Extraction,
    LocalClaim,
    LocalMeasurement,
    LocalStatement,
    Mention,
    stable_hash,
)

__all__ = ["gold_extractions", "read_gold"]


def read_gold(path: Path) -> list[dict[str, Any]]:
    """The annotated articles of a gold file, as their JSON has them."""
    try:
        return list(json.loads(path.read_text(encoding="utf-8"))["articles"])
    except (OSError, ValueError, KeyError) as error:
        raise InputError(f"{path} is no gold file: {error}.", remedy='Give a file of {"articles": […]}.') from error


def gold_extractions(path: Path, articles: Path) -> Iterator[Extraction]:
    """Each annotated article with its text from the folder ``articles``, as if it had been extracted."""
    for item in read_gold(path):
        found = next(articles.rglob(Path(item["article"]).name), None)
        if found is None:
            raise InputError(f"{item['article']} is not below {articles}.", remedy="Give the articles' folder.")
        text = unicodedata.normalize("NFC", found.read_text(encoding="utf-8-sig"))
        yield _extraction(item, found.name, text)


def _extraction(item: dict[str, Any], source: str, text: str) -> Extraction:
    article = Article(
        id=f"article-{stable_hash([source])}", source=source, text=text, title=item.get("title"), date=item.get("date")
    )
    entities = [
        Entity(id=key, type=value["type"], label=value["names"][0], aliases=tuple(value["names"][1:]))
        for key, value in item["entities"].items()
    ]
    mentions = [
        Mention(entity=key, start=start, end=start + len(name), rule="gold")
        for key, value in item["entities"].items()
        for name in value["names"]
        if (start := text.find(name)) >= 0
    ]
    statements = [
        LocalStatement(
            subject=f["s"],
            relation=f["p"],
            object=f["o"],
            evidence=_evidence(text, f.get("evidence", "")),
            modality=f.get("modality", "asserted"),
            time=f.get("time"),
            attributed_to=f.get("attributedTo"),
            position=f.get("position"),
            purpose=f.get("purpose"),
            rule="gold",
        )
        for f in item["facts"]
    ]
    claims = []
    for claim in item.get("claims", []):
        if isinstance(claim, list):
            claim = {"speaker": claim[0], "text": claim[1]}
        start = max(text.find(claim["text"]), 0)
        claims.append(
            LocalClaim(
                speaker=claim["speaker"],
                text=claim["text"],
                start=start,
                end=start + len(claim["text"]),
                time=claim.get("time"),
                venue=claim.get("venue"),
            )
        )
    measurements = [
        LocalMeasurement(
            subject=m["subject"],
            metric=m["metric"],
            value=f"{m['value']}",
            unit=m["unit"],
            time=m.get("time"),
            evidence=_evidence(text, m.get("evidence", "")),
        )
        for m in item.get("measurements", [])
    ]
    return Extraction(
        article=article,
        entities=tuple(entities),
        mentions=tuple(mentions),
        statements=tuple(statements),
        claims=tuple(claims),
        measurements=tuple(measurements),
    )


def _evidence(text: str, words: str) -> Evidence:
    start = max(text.find(words), 0)
    return Evidence(start=start, end=start + len(words), text=words)
