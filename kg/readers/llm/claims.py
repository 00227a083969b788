"""What the answer has somebody say, where the article says so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kg.readers.llm.answer import Said
from kg.readers.llm.entities import Known
from kg.readers.llm.places import Places
from kg.readers.llm.scene import Scene
from kg.records import LocalClaim, Refusal, Span

__all__ = ["check_claims"]

#: Sentences before and behind the words in which whoever says them is named or referred to.
BACK, AHEAD = 6, 2
#: Words of the shortest claim.
WORDS = 3


def check_claims(
    claims: Sequence[Said], entities: Mapping[str, Known], scene: Scene, places: Places, refused: list[Refusal]
) -> list[LocalClaim]:
    """The claims that stand, in the article's own words."""
    found = []
    for claim in claims:
        speaker = entities.get(claim.speaker)
        span = _place(claim.text, speaker, scene, places) if speaker else None
        if speaker is None or span is None:
            reason = "no entity of the article says it" if speaker is None else "the article does not hold it so"
            refused.append(Refusal(what="claim", reason=reason, words=f"{claim.speaker}: {claim.text}"[:300]))
            continue
        start, end = span
        found.append(LocalClaim(speaker=speaker.key, text=places.text[start:end], start=start, end=end))
    return found


def _place(text: str, speaker: Known, scene: Scene, places: Places) -> Span | None:
    """Where the words stand, near somebody who is the speaker."""
    if len(text.split()) < WORDS:
        return None
    everywhere = [*speaker.places, *scene.references.get(speaker.key, ())]
    for pieces in places.evidence(text):
        span = pieces[0].span[0], pieces[-1].span[1]
        first, last = scene.around(span)
        if last - first > BACK:
            continue
        start, end = scene.stretch(first - BACK, last + AHEAD)
        if any(start <= place[0] and place[1] <= end for place in everywhere):
            return span
    return None
