"""Which of the times in its sentence a fact happened at, if any: a small conditional logit over them and "none".

Its weights are a data file made by ``python -m kg.training.dating``; each feature is a name that can be read.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from spacy.tokens import Doc

from kg.extract.document import Document, When
from kg.extract.statements.candidates import Candidate
from kg.extract.statements.scorer import Scorer
from kg.extract.view import TokenView
from kg.ontology.lexicon import NOMINAL
from kg.records import Modality, Span

__all__ = ["DATING", "Scene", "SceneReader", "date_of", "features", "reading"]

DATING = Path(__file__).resolve().parents[2] / "models" / "dating.json.gz"
#: Upper bounds of distances, in tokens, that are told apart.
DISTANCES = (0, 1, 2, 3, 5, 8, 12, 18, 25, 40)
#: The verb that leads to a trigger ("được bổ nhiệm giữ chức CEO") begins within so many tokens before it.
LEAD = 8
#: Upper bounds of the days between a time and the article's date that are told apart; below 0 it is to come.
AGES = (-1, 1, 8, 40, 200, 500)
#: A time that begins within so many tokens opens its sentence.
OPENING = 3
#: At most so many tokens lie between a time and the name that it may belong to.
BESIDE = 3
MARKS = frozenset(';:—–()“”"')


@dataclass(frozen=True, slots=True)
class Scene:
    """A sentence with its times and names; ``label`` is the part of the article, ``words`` what may stand in gaps.

    ``names`` are (start, end, class).
    """

    view: TokenView
    sentence: Span
    times: Sequence[When]
    names: Sequence[tuple[int, int, str]]
    label: str
    words: Collection[str]
    article_date: str


class SceneReader:
    """Gives the scene of each sentence of an article; ``words`` are those that may tell something in a gap."""

    def __init__(self, doc: Doc, words: Collection[str]) -> None:
        document = Document.of(doc)
        self._view = document.view
        self._words = words
        self._date = document.date
        self._times = [when for when in document.times if when.past or when.future]
        self._names = [(span.start, span.end, span.label_) for span in doc.spans["mentions"]]
        self._last: Scene | None = None

    def read(self, sentence: Span, label: str) -> Scene:
        """The scene of ``sentence``, which is kept until another is asked for."""
        if self._last is None or self._last.sentence != sentence:
            start, end = sentence
            times = [when for when in self._times if start <= when.start < end]
            names = [name for name in self._names if start <= name[0] < end] if times else []
            self._last = Scene(self._view, sentence, times, names, label, self._words, self._date)
        return self._last


def date_of(scorer: Scorer, scene: Scene, candidate: Candidate, clause: Span, modality: Modality) -> str | None:
    """The EDTF time of the fact; None where no time of its sentence is likely enough to be its own."""
    rows = list(features(scene, candidate, clause, modality))
    if not rows:
        return None
    chances = scorer.choose(rows)
    best = max(range(len(rows)), key=lambda i: (chances[i], -i))
    when = scene.times[best]
    if chances[best] < scorer.threshold or _is_others(scene, candidate, when):
        return None
    return reading(when, modality, scene.article_date)


def features(scene: Scene, candidate: Candidate, clause: Span, modality: Modality) -> Iterator[list[str]]:
    """For each time of the scene the names of the features that hold, without repetition, in a fixed order."""
    for when in scene.times:
        yield list(dict.fromkeys(_features(scene, candidate, clause, modality, when)))


def _features(scene: Scene, candidate: Candidate, clause: Span, modality: Modality, when: When) -> Iterator[str]:
    low, first = scene.view.low, scene.sentence[0]
    relation, frame = candidate.relation, candidate.trigger.frame
    kind = "nominal" if frame in NOMINAL else "verbal"
    begin, end = candidate.start, max(candidate.start, candidate.end)
    side = "after" if when.start >= end else "before" if when.end <= begin else "in"
    gap = range(end, when.start) if side == "after" else range(when.end, begin)
    same = clause[0] <= when.start < clause[1]
    opening = when.start - first <= OPENING
    closer = min(sum(_distance(other, candidate) < len(gap) for other in scene.times if other is not when), 2)
    place = _place(candidate, when)
    grain = _grain(when.past or when.future)
    alone = len(scene.times) == 1
    before = low[when.start - 1] if when.start > first else "^"
    before2 = low[when.start - 2] if when.start - 1 > first else "^"
    behind = low[when.end] if when.end < scene.sentence[1] else "$"
    distance = _bucket(len(gap))
    verbs = min(sum(scene.view.tags[i].startswith("V") for i in gap), 4)
    sides = {(candidate.subject.start, candidate.subject.end), (candidate.object.start, candidate.object.end)}
    names = sum(gap.start <= name[0] and name[1] <= gap.stop and name[:2] not in sides for name in scene.names)
    yield from (
        "time",
        f"kind={kind}",
        f"rel={relation}",
        f"frame={frame}",
        f"form={relation}:{candidate.trigger.form}",
    )
    yield from (f"side={side}", f"side={kind}:{side}", f"rel+side={relation}:{side}")
    yield from (f"distance={side}:{distance}", f"distance={kind}:{side}:{distance}")
    yield from (f"same={same}", f"same={kind}:{same}", f"same={side}:{same}", f"rel+same={relation}:{same}")
    yield from (f"verbs={side}:{verbs}", f"verbs={kind}:{side}:{verbs}")
    yield f"commas={side}:{min(sum(low[i] == ',' for i in gap), 3)}"
    yield f"marks={min(sum(low[i] in MARKS for i in gap), 2)}"
    yield f"names={side}:{min(names, 3)}"
    yield from (f"closer={closer}", f"closer={kind}:{closer}")
    yield from (f"opening={opening}", f"opening={same}:{opening}", f"opening={kind}:{opening}")
    yield from (f"place={place}", f"place={relation}:{place}", f"place={kind}:{place}", f"place={kind}:{place}:{same}")
    yield from (f"-1={before}", f"-2-1={before2} {before}", f"-1={kind}:{before}", f"-1={side}:{before}")
    yield from (f"-1={kind}:{before}:{opening}:{same}", f"-1={kind}:{before}:{grain}", f"-1={relation}:{before}")
    yield from (f"+1={behind}", f"first={low[when.start]}")
    yield from (f"grain={grain}", f"grain={kind}:{grain}", f"grain={relation}:{grain}")
    yield from (f"alone={alone}", f"alone={kind}:{alone}", f"modality={modality}", f"label={scene.label}")
    yield f"supplied={bool(candidate.subject.context or candidate.object.context)}"
    if when.past and when.past == scene.article_date:
        yield "article date"
    yield from (f"form+side={candidate.trigger.form}:{side}:{same}", f"rel+kind={relation}:{kind}:{side}:{same}")
    age = _age(when.past, scene.article_date)
    yield from (f"age={age}", f"age={kind}:{age}", f"age={relation}:{age}")
    yield from _beside(candidate, when, kind)
    yield from (f"rel+opening={relation}:{opening}:{side}", f"rel+verbs={relation}:{side}:{verbs}")
    yield f"verbs+opening={opening}:{side}:{verbs}"
    own = _verb_of(scene, when)
    inside = own is not None and begin <= own < max(end, begin + 1)
    yield from (f"own={inside}", f"own={kind}:{inside}", f"own={side}:{inside}:{min(verbs, 2)}")
    yield from (f"own verb={kind}:{_word(scene, own)}", f"own form={candidate.trigger.form}:{_word(scene, own)}")
    yield f"rel+own={relation}:{inside}"
    lead = _last_verb(scene, max(clause[0], begin - LEAD), begin)
    yield from (f"lead={kind}:{_word(scene, lead)}", f"clause0={low[clause[0]]}:{same}")
    for verb in sorted({low[i] for i in gap if scene.view.tags[i].startswith("V")}):
        yield from (f"gap verb={side}:{verb}", f"rel gap verb={relation}:{verb}")
    if gap:
        yield from (f"gap0={low[gap[0]]}", f"gap-1={low[gap[-1]]}")
        yield from sorted({f"gap={side}:{low[i]}" for i in gap if low[i] in scene.words})


def _beside(candidate: Candidate, when: When, kind: str) -> Iterator[str]:
    """Does the time stand right beside a name of the fact? Then it may be that name's ("Thông tư 12 ngày 29/5")."""
    for who, name in (("subject", candidate.subject), ("object", candidate.object)):
        if name.context:
            continue
        if 0 <= (gap := when.start - name.end) <= BESIDE:
            yield from (f"behind {who}={gap}", f"behind {who}={kind}:{gap}", f"behind {who}={candidate.relation}:{gap}")
        if 0 <= (gap := name.start - when.end) <= BESIDE:
            yield from (f"before {who}={gap}", f"before {who}={kind}:{gap}")


def _is_others(scene: Scene, candidate: Candidate, when: When) -> bool:
    """Does the time stand right behind the number of a document, like one of the fact's, but another one
    ("ban hành Quyết định 1/QĐ và Quyết định 2/QĐ ngày 5/3")?"""
    sides = (candidate.subject, candidate.object)
    return any(
        0 <= when.start - end <= 1
        and "/" in scene.view.text(start, end)
        and any(side.type == label for side in sides)
        and all((side.start, side.end) != (start, end) for side in sides)
        for start, end, label in scene.names
    )


def _verb_of(scene: Scene, when: When) -> int | None:
    """The verb that a time most likely belongs to: the last one before it up to a comma, or the first behind it."""
    first = next((i + 1 for i in range(when.start - 1, scene.sentence[0] - 1, -1) if scene.view.low[i] in ",;"), 0)
    before = _last_verb(scene, max(first, scene.sentence[0]), when.start)
    if before is not None:
        return before
    return next((i for i in range(when.end, scene.sentence[1]) if scene.view.tags[i].startswith("V")), None)


def _last_verb(scene: Scene, start: int, end: int) -> int | None:
    return next((i for i in range(end - 1, start - 1, -1) if scene.view.tags[i].startswith("V")), None)


def _word(scene: Scene, token: int | None) -> str:
    return "" if token is None else scene.view.low[token]


def _age(edtf: str, article_date: str) -> str:
    """How long before the article's date a time begins, roughly: in years where no more is known."""
    first = edtf.partition("/")[0]
    if len(first) == 4 and first.isdigit() and article_date:
        return f"{max(-1, min(int(article_date[:4]) - int(first), 3))}y"
    try:
        then = date.fromisoformat(f"{first}-15" if len(first) == 7 else first)
        days = (date.fromisoformat(article_date) - then).days
    except ValueError:
        return "?"
    return next((f"{bound}d" for bound in AGES if days <= bound), "old")


def reading(when: When, modality: Modality, article_date: str) -> str | None:
    """The time's EDTF: as past, but for a plan the reading that is nearer to the article's date."""
    if modality != "planned" or when.past == when.future or not when.past:
        return (when.future if modality == "planned" else when.past) or None
    far, near = _days(when.past, article_date), _days(when.future, article_date)
    return when.past if far is not None and near is not None and far <= near else when.future or None


def _distance(when: When, candidate: Candidate) -> int:
    return when.start - candidate.end if when.start >= candidate.end else candidate.start - when.end


def _place(candidate: Candidate, when: When) -> str:
    """Before all parts of the fact, behind them, or among them."""
    spans = [(candidate.start, candidate.end)]
    spans += [(side.start, side.end) for side in (candidate.subject, candidate.object) if not side.context]
    if when.end <= min(start for start, _ in spans):
        return "left"
    return "right" if when.start >= max(end for _, end in spans) else "middle"


def _grain(edtf: str) -> str:
    if "/" in edtf:
        return "interval"
    if "X" in edtf:
        return f"open{len(edtf)}"
    return {4: "year", 7: "month", 10: "day"}.get(len(edtf), "other")


def _bucket(distance: int) -> str:
    return next((str(bound) for bound in DISTANCES if distance <= bound), "far")


def _days(edtf: str, article_date: str) -> int | None:
    """Days between a month or day and the article's date; None where one of the two is less exact."""
    try:
        then = date.fromisoformat(f"{edtf}-15" if len(edtf) == 7 else edtf)
        return abs((then - date.fromisoformat(article_date)).days)
    except ValueError:
        return None
