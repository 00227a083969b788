"""Train what judges claims: ``python -m kg.training.claims tests/corpus --shared FOLDER --figures FILE``.

The annotated articles are those of ``kg.training.measurements``. Whatever somebody seems to say there is an example:
right where the gold has it of the same speaker. What is read first decides what can be read behind it, so the articles
are read twice: by the rules alone, then with weights that were learned from that. The same articles give the same
bytes. ``--cross N`` says before, over N parts of the real articles, how claims of articles that were not learned from
fare.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from kg.evaluate.gold import GoldClaim
from kg.evaluate.matching import norm
from kg.extract.document import Document
from kg.extract.speech.candidates import Candidate, features_of
from kg.extract.speech.claims import MARKS
from kg.extract.speech.component import everybody
from kg.extract.speech.judge import MODEL, Judge
from kg.extract.speech.reader import SpeechReader
from kg.extract.speech.rules import Rules
from kg.extract.view import TokenView
from kg.ontology.ontology import Ontology
from kg.training.logistic import Example, fit
from kg.training.measured import Gold, Read, add_arguments, read_given

__all__ = ["learn"]

PENALTY = 4.0
LEAST = 3  # articles a feature must occur in
#: By cross-validation F1 is the same from 0.3 to 0.45 (0.802), and there fewest are wrong (86% of them right).
THRESHOLD = 0.45
#: Of what rules speak against as many are right as wrong there; F1 is the same up to 0.7.
DOUBTED = 0.6


@dataclass(frozen=True, slots=True)
class Listener(Judge):
    """Keeps all candidates that it is asked about."""

    heard: list[Candidate] = field(default_factory=list)

    def holds(self, candidate: Candidate, view: TokenView) -> bool:
        self.heard.append(candidate)
        return Judge.holds(self, candidate, view)


def examples(rules: Rules, judge: Judge, article: Read) -> list[Example]:
    """The candidates of an article that are met with ``judge``, and whether the gold has them; optional ones are left
    out."""
    item, doc = article
    view, gold = Document.of(doc).view, Gold.of(item, doc)
    listener = Listener(judge.weights, judge.threshold, judge.doubted)
    SpeechReader(rules, listener).read(view, everybody(doc))
    found: list[Example] = []
    for candidate in listener.heard:
        said = candidate.found
        text = norm(doc[said.start : said.end].text.strip(MARKS))
        hits = [one for one in _same(item.claims or (), text) if one.speaker in gold.keys.get(said.speaker, ())]
        if text and (not hits or not all(one.optional for one in hits)):
            found.append((features_of(candidate, view), bool(hits)))
    return found


def _same(claims: Iterable[GoldClaim], text: str) -> list[GoldClaim]:
    return [one for one in claims if norm(one.text) in text or text in norm(one.text)]


def learn(articles: Sequence[Read], rules: Rules) -> Judge:
    """The weights of ``articles``."""
    ruled = [examples(rules, Judge({}, THRESHOLD, DOUBTED), article) for article in articles]
    judge = Judge(fit(ruled, penalty=PENALTY, least=LEAST), THRESHOLD, DOUBTED)
    both = [first + examples(rules, judge, article) for first, article in zip(ruled, articles, strict=True)]
    return Judge(fit(both, penalty=PENALTY, least=LEAST), THRESHOLD, DOUBTED)


def cross(articles: Sequence[Read], real: int, parts: int, rules: Rules) -> str:
    """How claims of the first ``real`` articles fare that were left out of learning, one of ``parts`` at a time."""
    hit = missed = spurious = 0
    for part in range(parts):
        judge = learn([row for n, row in enumerate(articles) if n >= real or n % parts != part], rules)
        for item, doc in articles[part:real:parts]:
            gold = Gold.of(item, doc)
            used: set[int] = set()
            found = SpeechReader(rules, judge).read(Document.of(doc).view, everybody(doc))
            texts = [norm(doc[one.start : one.end].text.strip(MARKS)) for one in found]
            for claim in item.claims or ():
                words = norm(claim.text)
                same = {
                    n
                    for n, (one, text) in enumerate(zip(found, texts, strict=True))
                    if claim.speaker in gold.keys.get(one.speaker, ()) and text and (words in text or text in words)
                }
                used |= same
                if not claim.optional:
                    hit, missed = hit + bool(same), missed + (not same)
            spurious += len(found) - len(used)
    return f"claims: {hit} right, {missed} missed, {spurious} wrong, F1 {2 * hit / (2 * hit + missed + spurious):.3f}"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m kg.training.claims", description=__doc__)
    add_arguments(parser)
    parser.add_argument("--out", type=Path, default=MODEL, help="the file of the weights")
    given = parser.parse_args()
    articles, real = read_given(given)
    rules = Rules(Ontology.load())
    if given.cross:
        print(cross(articles, real, given.cross, rules))
    judge = learn(articles, rules)
    data = {"threshold": judge.threshold, "doubted": judge.doubted, "weights": dict(judge.weights)}
    given.out.write_text(json.dumps(data, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")
    print(f"{given.out}: {len(articles)} articles")


if __name__ == "__main__":
    main()
