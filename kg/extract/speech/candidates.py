"""What may be a claim, and what a model weighs of it."""

from __future__ import annotations

from dataclasses import dataclass

from kg.extract.document import Utterance
from kg.extract.speech.titles import Who
from kg.extract.speech.verbs import Said, Verb
from kg.extract.view import TokenView

__all__ = ["Candidate", "features_of"]

#: Lengths of statements, in words.
SIZES = (3, 5, 8, 12, 20, 40)
#: Words between a subject and its verb that are looked at one by one, at most.
BETWEEN = 4


@dataclass(frozen=True, slots=True)
class Candidate:
    """What somebody may say, and how the text tells that he does.

    ``way`` is what it was read by: a verb of saying behind its subject ("verb"), a source ("source"), a quote before
    its speaker ("quote"), and so on; ``type`` the speaker's class; ``who`` where he stands, None where nothing names
    him there; ``title``: in the first line.
    """

    found: Utterance
    said: Said
    way: str
    type: str
    who: Who | None
    verb: Verb | None
    title: bool


def features_of(candidate: Candidate, view: TokenView) -> list[str]:
    """The features of a candidate that are true, sorted."""
    low, found, said, way = view.low, candidate.found, candidate.said, candidate.way
    start, end = found.start, found.end
    how = f"{way} {said.form}".strip()
    size = next((f"<{edge}" for edge in SIZES if end - start < edge), "long")
    held = "implied" if candidate.who is None else "named" if candidate.who.named else "meant"
    features = {
        "bias", f"way={how}", f"way={how} {candidate.type}", f"class={candidate.type}", f"size={size}",
        f"way={how} size={size}", held, f"way={way} {held}",
        f"+1={low[start]}", f"+1+2={' '.join(low[start:start + 2])}",
        f"tag={view.tags[start][:1]}", f"tags={' '.join(tag[:1] for tag in view.tags[start:start + 3])}",
        f"way={how} +1={low[start]}", f"behind={low[end] if end < len(low) else ''}",
    }  # fmt: skip
    features.update(f"word={word}" for word in low[start + 1 : start + 12] if word.isalpha())
    features.add("has verb" if any(tag.startswith("V") for tag in view.tags[start:end]) else "no verb")
    features.add("direct" if said.direct else "indirect")
    features |= {f"lead={low[found.left]}", f"way={way} lead={low[found.left]}", f"last={low[end - 1]}"}
    if candidate.title:
        features |= {"title", f"title {how}"}
    features.update(f"doubt={doubt}" for doubt in said.doubts)
    features.update(f"doubt={doubt} {how} +1={low[start]}" for doubt in said.doubts)
    if not said.doubts:
        features.add("no doubt")
    verb = candidate.verb
    if verb is not None:
        text = verb.text
        features |= {
            f"verb={text}", f"verb={text} {how}", f"verb={text} {candidate.type}", f"verb={text} +1={low[start]}",
            f"verb={text} tag={view.tags[start][:1]}",
            f"-1={low[verb.start - 1]}", f"verb={text} -1={low[verb.start - 1]}",
        }  # fmt: skip
        features.update(f"verb={text} doubt={doubt}" for doubt in said.doubts)
        if candidate.who is not None and candidate.who.end <= verb.start:
            between = low[candidate.who.end : verb.start]
            features.add(f"gap={min(len(between), 12)}")
            features.update(f"between={word}" for word in between[:BETWEEN])
    who = candidate.who
    if who is not None:
        features.add(f"before={low[who.start - 1] if who.start > found.left else ''}")
    return sorted(features)
