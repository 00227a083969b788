"""What can be seen of a candidate, as readable strings: the scorer's weights are by these names."""

from __future__ import annotations

from collections.abc import Set
from itertools import pairwise

from kg.extract.mentions.trained import trained_classes
from kg.extract.statements.arguments import NESTED, Argument
from kg.extract.statements.candidates import Candidate
from kg.extract.statements.gaps import gap_features, signature
from kg.extract.statements.opinions import Opinions, likely_features
from kg.extract.statements.sentence import SentenceView
from kg.ontology.definitions import Model

__all__ = ["RELATION", "FeatureNamer"]

#: What the feature is called that tells the relation.
RELATION = "rel="

#: Words are features up to so many tokens behind the first name, and so many to either side.
WORDS, AROUND = 24, 5
#: The classes of those that hold posts, and of those that posts are held at.
EMPLOYED, EMPLOYER = "Person", "Organization"


class FeatureNamer:
    """Names what holds for a candidate, by what it is made of: two names, a name in another, one left out.

    ``classes`` are those that the weights know; any other is read as the nearest of them above it.
    """

    def __init__(self, model: Model, classes: Set[str] | None = None) -> None:
        self._model = model
        known = trained_classes() if classes is None else classes
        self._read = {name: model.nearest(name, known) for name in model.classes}

    def names(self, candidate: Candidate, view: SentenceView, opinions: Opinions | None = None) -> list[str]:
        """The names of the features that hold for ``candidate``, without repetition, in a fixed order.

        ``opinions`` are the encoder's of the whole article, where it has looked.
        """
        relation = f"{RELATION}{candidate.relation}"
        return [relation, *self._seen(candidate, view), *likely_features(candidate, view, opinions)]

    def _seen(self, candidate: Candidate, view: SentenceView) -> list[str]:
        """What the words tell."""
        if candidate.subject.context or candidate.object.context:
            return [*_context_features(candidate, view, self._model), *self._kinds(candidate, view)]
        if NESTED in (candidate.subject.group, candidate.object.group):
            return _inside_features(candidate, view)
        return [*_features(candidate, view), *self._kinds(candidate, view)]

    def _kinds(self, candidate: Candidate, view: SentenceView) -> list[str]:
        """The classes of both sides, and the words that longer names begin with ("UBND", "tập" of "Tập đoàn X")."""
        sides = (("S", candidate.subject), ("O", candidate.object))
        relation, form = candidate.relation, candidate.trigger.form or candidate.trigger.frame
        kinds = ":".join(self._read.get(side.type, "") for _, side in sides)
        out = [f"kinds={relation}:{kinds}", f"kinds={relation}:{form}:{kinds}"]
        for name, side in sides:
            if side.end - side.start > 1 and not side.reference:
                word = view.tokens.low[side.start]
                out += [f"{name}-word={relation}:{word}", f"{name}-word={relation}:{form}:{word}"]
        return out


def _features(candidate: Candidate, view: SentenceView) -> list[str]:
    """For a fact whose two sides the sentence names."""
    subject, object_ = candidate.subject, candidate.object
    trigger = candidate.trigger
    frame = trigger.frame
    places = sorted([(_begin(view, subject), "S"), (_begin(view, object_), "O"), (candidate.start, "T")])
    order = "".join(name for _, name in places)
    ends = {"S": _end(view, subject), "O": _end(view, object_), "T": candidate.end}
    if subject.group == object_.group:
        order, ends = _same_list(candidate)
        places = sorted([(subject.start, "S"), (object_.start, "O"), (candidate.start, "T")])
    spans = [(ends[a], b) for (_, a), (b, _) in pairwise(places)]
    gaps = [signature(view.gap(*span)) for span in spans]
    shape = f"{frame}.{order}"
    pair = f"{subject.letter}{object_.letter}"
    relation = candidate.relation
    form = trigger.form or frame
    before, behind = view.word(candidate.start - 1), view.word(candidate.end)
    out = [
        "bias",
        f"form={relation}:{form}",
        f"shape={shape}",
        f"shape={shape}:{relation}",
        f"shape={shape}:{relation}:{form}",
        f"pair={relation}:{pair}",
        f"form+pair={relation}:{form}:{pair}",
        f"voice={shape}:{before}",
        f"behind={shape}:{behind}",
        f"behind={relation}:{form}:{behind}",
        f"before={relation}:{form}:{before}",
    ]
    strength = "weak" if trigger.weak else "strong"
    out += [f"{strength}={shape}", f"{strength}={shape}:{relation}"]
    for n, span in enumerate(spans):
        key = (n, *span, shape, relation, form)
        told = view.told.get(key)
        if told is None:
            told = view.told[key] = gap_features(n, view.gap(*span), gaps[n], shape, relation, form, view)
        out += told
    cores = [signature(view.core(*span)) for span in spans]
    for n, text in enumerate(cores):
        out += [f"core{n}={shape}:{text}", f"core{n}={relation}:{shape}:{text}", f"core{n}={relation}:{form}:{text}"]
    text = f"{cores[0]}|{cores[1]}"
    out += [f"cores={shape}:{text}", f"cores={relation}:{shape}:{text}"]
    out += _word_features(candidate, view)
    links = view.link(_begin(view, subject)), view.link(_begin(view, object_)), view.link(candidate.start)
    out += [
        f"S-link={shape}:{links[0]}",
        f"O-link={shape}:{links[1]}",
        f"T-link={shape}:{links[2]}",
        f"links={shape}:{links[0]}:{links[1]}:{links[2]}",
        f"links={relation}:{shape}:{links[0]}:{links[1]}",
        f"O-link={relation}:{form}:{links[1]}",
        f"S-link={relation}:{form}:{links[0]}",
    ]
    out += [f"{strength}-links={frame}:{links[0]}:{links[1]}:{links[2]}", f"{strength}-cores={shape}:{text}"]
    out.append(f"gaps={shape}:{gaps[0]}|{gaps[1]}")
    out.append(f"gaps={relation}:{order}:{gaps[0]}|{gaps[1]}")
    for name, argument in (("S", subject), ("O", object_)):
        seen = (name, argument.start, candidate.start, candidate.end, shape, relation)
        told = view.told.get(seen)
        if told is None:
            told = view.told[seen] = _argument_features(name, argument, candidate, view, shape)
        out += told
    if subject.group == object_.group:
        out.append(f"same-list:{frame}")
    if view.label not in ("", "paragraph"):
        out.append(f"part={view.label}")
    return out


def _inside_features(candidate: Candidate, view: SentenceView) -> list[str]:
    """For a fact that a name states from within another's words."""
    subject, object_ = candidate.subject, candidate.object
    outer, inner = (
        (subject, object_) if subject.start <= object_.start and subject.end >= object_.end else (object_, subject)
    )
    before = view.tokens.low[inner.start - 1] if inner.start > outer.start else "^"
    kind = f"{candidate.relation}:{outer.letter}{inner.letter}"
    return [
        "bias-in",
        f"in={kind}",
        f"in={kind}:{'reference' if outer.reference else 'name'}",
        f"in-before={candidate.relation}:{before}",
        f"in-edge={candidate.relation}:{inner.end == outer.end}",
    ]


def _context_features(candidate: Candidate, view: SentenceView, model: Model) -> list[str]:
    """For a fact one side of which the sentence leaves out."""
    trigger, relation = candidate.trigger, candidate.relation
    side, missing, present = (
        ("S", candidate.subject, candidate.object)
        if candidate.subject.context
        else ("O", candidate.object, candidate.subject)
    )
    form = trigger.form
    frame = f"{trigger.frame}{'~' if trigger.weak else ''}"
    left = present.start < candidate.start
    shape = f"{frame}.{side}-out.{'AT' if left else 'TA'}"
    gap = view.gap(_end(view, present), candidate.start) if left else view.gap(candidate.end, _begin(view, present))
    before, behind = (
        view.word(min(candidate.start, _begin(view, present)) - 1),
        view.word(max(candidate.end, _end(view, present))),
    )
    rivals = sum(argument.letter == missing.letter for argument in view.arguments)
    text = signature(gap)
    core = signature(
        view.core(_end(view, present), candidate.start) if left else view.core(candidate.end, _begin(view, present))
    )
    out = [
        "bias-out",
        f"out={shape}",
        f"out={shape}:{relation}",
        f"out={relation}:{form}:{side}",
        f"out-gap={shape}:{text}",
        f"out-gap={relation}:{shape}:{text}",
        f"out-core={shape}:{core}",
        f"out-core={relation}:{form}:{side}:{core}",
        f"out-kind={missing.context}:{missing.letter}",
        f"out-kind={shape}:{missing.context}",
        f"out-rivals={shape}:{min(rivals, 2)}",
        f"out-rivals={relation}:{min(rivals, 2)}",
        f"out-before={shape}:{before}",
        f"out-behind={shape}:{behind}",
        f"out-behind-T={shape}:{view.word(candidate.end)}",
        f"out-pair={relation}:{present.letter}",
        f"out-before-T={shape}:{view.word(candidate.start - 1)}",
    ]
    if view.fame:
        famous = view.fame.get(missing.entity, "")
        out += [f"out-fame={relation}:{famous}", f"out-fame={shape}:{famous}"]
    out += [f"out-word={relation}:{word}" for word in view.words(present.start - AROUND, present.end + AROUND)]
    if model.is_a(present.type, EMPLOYED) and model.is_a(missing.type, EMPLOYER):
        known = view.employers.get(present.entity)
        match = "none" if known is None else "same" if known == missing.entity else "other"
        out += [f"out-employer={frame}:{match}", f"out-employer={relation}:{match}"]
    if present.rank:
        out.append(f"out-listed={shape}")
    if all(not symbol for symbol in view.symbols[: min(candidate.start, _begin(view, present)) - view.start]):
        out.append(f"out-opens={shape}:{relation}")
    return out


def _word_features(candidate: Candidate, view: SentenceView) -> list[str]:
    """The words between both sides, the nearest ones around them, and how much the article is about each."""
    relation = candidate.relation
    left, right = sorted((candidate.subject, candidate.object), key=lambda one: (one.start, one.end))
    out = [f"between={relation}:{word}" for word in view.words(left.end, min(right.start, left.end + WORDS))]
    out += [f"left={relation}:{word}" for word in view.words(left.start - AROUND, left.start)[-2:]]
    out += [f"right={relation}:{word}" for word in view.words(right.end, right.end + AROUND)[:2]]
    if not view.fame:
        return out
    famous = [view.fame.get(one.entity, "") for one in (candidate.subject, candidate.object)]
    return [
        *out,
        f"S-fame={relation}:{famous[0]}",
        f"O-fame={relation}:{famous[1]}",
        f"fame={relation}:{':'.join(famous)}",
    ]


def _begin(view: SentenceView, argument: Argument) -> int:
    return view.group_start[argument.group]


def _end(view: SentenceView, argument: Argument) -> int:
    return view.group_end[argument.group]


def _same_list(candidate: Candidate) -> tuple[str, dict[str, int]]:
    items = sorted([(candidate.subject.start, "S"), (candidate.object.start, "O"), (candidate.start, "T")])
    ends = {"S": candidate.subject.end, "O": candidate.object.end, "T": candidate.end}
    return "".join(name for _, name in items) + "=", ends


def _argument_features(
    name: str, argument: Argument, candidate: Candidate, view: SentenceView, shape: str
) -> list[str]:
    relation = candidate.relation
    start, end = _begin(view, argument), _end(view, argument)
    before, behind = view.word(start - 1), view.word(end)
    out = [
        f"{name}-before={shape}:{before}",
        f"{name}-behind={shape}:{behind}",
        f"{name}-before={relation}:{shape}:{before}",
        f"{name}-behind={relation}:{shape}:{behind}",
        f"{name}-class={shape}:{argument.letter}",
    ]
    left = argument.end <= candidate.start
    rivals = {
        a.group
        for a in view.arguments
        if a.group != argument.group
        and a.letter == argument.letter
        and (argument.end <= a.start < candidate.start if left else candidate.end <= a.start < argument.start)
    }
    many = min(len(rivals), 3)
    out += [f"{name}-rivals={shape}:{many}", f"{name}-rivals={relation}:{many}"]
    if argument.rank:
        out.append(f"{name}-listed={shape}")
    if (start, end) != (argument.start, argument.end):
        own = view.word(argument.end)
        out += [f"{name}-own={shape}:{own}", f"{name}-own={relation}:{shape}:{own}"]
    if argument.reference:
        out.append(f"{name}-reference={shape}")
    first = next((a for a in view.arguments if a.letter == argument.letter), None)
    if first is argument or (first and first.group == argument.group):
        out.append(f"{name}-first={shape}")
    if start == view.start or all(not symbol for symbol in view.symbols[: start - view.start]):
        out.append(f"{name}-opens={shape}")
    return out
