"""The class of a name from everything that an article says around it: a maximum-entropy model over names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np

from kg.extract.mentions.ground import Ground
from kg.extract.mentions.lexis import Lexis
from kg.extract.mentions.tagger import Found
from kg.language.crf import read_crf

__all__ = ["Kinds", "Scene"]

REACH = 4
#: Words behind and before a name in which a trigger is looked for.
BEHIND, BEFORE = 5, 6


class Scene:
    """The names found in an article, with their neighbours, ready to be asked for evidence."""

    def __init__(self, ground: Ground, found: Sequence[Found], lexis: Lexis) -> None:
        self.ground = ground
        self.lexis = lexis
        self.found = list(found)
        self.places: dict[str, list[int]] = {}
        for index, item in enumerate(self.found):
            self.places.setdefault(ground.view.text(item.start, item.end), []).append(index)
        self._sentence: dict[int, tuple[int, int]] = {}
        bounds = iter(ground.sentences)
        first, last = 0, 0
        for item in self.found:
            while item.start >= last:
                first, last = next(bounds, (item.start, item.end))
            self._sentence[item.start] = (first, last)

    def evidence(self, name: str) -> dict[str, float]:
        """Features of a name with their weights, gathered over its places."""
        row: dict[str, float] = dict.fromkeys(self._own(name), 1.0)
        if len(self.places[name]) == 1:
            (index,) = self.places[name]
            row[f"v={self.found[index].type}"] = 1.0
            return row | dict.fromkeys(sorted(self._around(index)), 1.0)
        votes: Counter[str] = Counter()
        around: Counter[str] = Counter()
        places = self.places[name]
        for index in places:
            votes[self.found[index].type] += 1
            around.update(sorted(set(self._around(index))))
        for kind, count in votes.items():
            row[f"v={kind}"] = count / len(places)
        for feature, count in around.items():
            row[feature] = min(count, 2) / min(len(places), 2)
        return row

    def _own(self, name: str) -> list[str]:
        ground = self.ground
        item = self.found[self.places[name][0]]
        words = ground.view.words[item.start : item.end]
        shapes = ground.shapes[item.start : item.end]
        row = ["bias", f"n={min(len(words), 5)}", f"sh={' '.join(shapes[:4])}", f"last={words[-1].lower()}"]
        row += [f"L{feature}" for feature in self.lexis.features(words[-1])[1:]]
        if len(words) > 1:
            row += [f"F{feature}" for feature in self.lexis.features(words[0])]
        head = self.lexis.name_heads.at(ground.view.words, item.start)
        if head is not None:
            row.append(f"nh={self.lexis.learned(head[1])}")
        known = ground.known.get(item.start, "")
        if known[:1] == "B" and not ground.known.get(item.end, "").startswith("I-"):
            row.append(f"g={known[2:]}")
        for source in (ground.exact.get(name), ground.edge.get(words[-1])):
            if source:
                row.append(f"x={source}")
        return row

    def _around(self, index: int) -> list[str]:
        lower = self.ground.view.low
        item = self.found[index]
        first, last = self._sentence[item.start]
        start, end = item.start, item.end
        row: list[str] = []
        before = lower[max(first, start - 3) : start]
        after = lower[end : min(last, end + 3)]
        if before:
            row += (f"b={before[-1]}", f"bb={' '.join(before[-2:])}", f"bbb={' '.join(before)}")
        else:
            row.append("b=^")
        if after:
            row += (f"a={after[0]}", f"aa={' '.join(after[:2])}", f"aaa={' '.join(after)}")
        else:
            row.append("a=$")
        if len(after) > 1 and after[0] in self.lexis.nouns.before_verbs:
            row.append(f"av={' '.join(after[1:])}")
        row += self._triggers(first, start, end, last)
        run = self.ground.run_of.get(start)
        if run is not None:
            if run.head:
                row.append(f"h={run.head}{'!' if run.near else ''}")
            if run.person:
                row.append("hon")
            if run.position:
                row.append("pos")
            row += run.cues
        if index > 0:
            other = self.found[index - 1]
            gap = start - other.end
            if other.start >= first and gap <= REACH:
                row.append(f"p={other.type} {' '.join(lower[other.end : start])}")
        if index + 1 < len(self.found):
            other = self.found[index + 1]
            gap = other.start - end
            if other.end <= last and gap <= REACH:
                row.append(f"q={other.type} {' '.join(lower[end : other.start])}")
        return row

    def _triggers(self, first: int, start: int, end: int, last: int) -> list[str]:
        """The relations that the words behind and before the name state: it is their subject or object."""
        lower = self.ground.view.low
        row: list[str] = []
        for i in range(end, min(last, end + BEHIND)):
            if not lower[i][0].isalpha():
                break
            hit = self.lexis.triggers.at(lower, i)
            if hit is not None:
                row.append(f"vs={hit[1]}")
                break
        for i in range(start - 1, max(first - 1, start - BEFORE), -1):
            if not lower[i][0].isalpha():
                break
            hit = self.lexis.triggers.at(lower, i)
            if hit is not None and hit[0] <= start:
                row.append(f"vo={hit[1]}")
                break
        return row


class Kinds:
    """Says how likely each class is for a name."""

    def __init__(self, model: bytes) -> None:
        self._model = crf = read_crf(model, "The model of classes")
        self.labels, self._columns = zip(
            *sorted((label, column) for column, label in enumerate(crf.labels)), strict=True
        )

    def weigh(self, evidence: Sequence[Mapping[str, float]]) -> list[dict[str, float]]:
        """For each name with its evidence the probability of each class, ``NOTHING`` among them."""
        said = self._model.weighed(evidence)[:, self._columns]
        odds = np.exp(said - said.max(axis=1, keepdims=True))
        odds /= odds.sum(axis=1, keepdims=True)
        return [dict(zip(self.labels, row, strict=True)) for row in odds.tolist()]
