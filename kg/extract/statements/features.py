"""What can be seen of a candidate, as readable strings: the scorer's weights are by these names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set

from kg.extract.mentions.trained import trained_classes
from kg.extract.statements.arguments import NESTED, Argument
from kg.extract.statements.candidates import Candidate
from kg.extract.statements.forms import FormNamer, Sieve, opening_words, order_of, shape_of
from kg.extract.statements.gaps import gap_features, signature
from kg.extract.statements.groups import RELATION, Features, Group
from kg.extract.statements.left_out import AROUND, left_out_features
from kg.extract.statements.opinions import Opinions, likely_features
from kg.extract.statements.sentence import SentenceView
from kg.extract.statements.tally import Tally
from kg.ontology.definitions import Model

__all__ = ["FeatureNamer"]

#: Which number of a candidate counts the rivals of its subject, and of its object.
RIVALS = {"S": "subject-rivals", "O": "object-rivals"}
#: Words are features up to so many tokens behind the first name.
WORDS = 24


class FeatureNamer:
    """Names what holds for a candidate, by what it is made of: two names, a name in another, one left out.

    ``classes`` are those that the weights know; any other is read as the nearest of them above it.
    """

    def __init__(self, model: Model, tally: Tally | None = None, classes: Set[str] | None = None) -> None:
        self._model = model
        self._weighs = tally is not None
        self._tally = tally or Tally({})
        known = trained_classes() if classes is None else classes
        self._forms = FormNamer(model, {name: model.nearest(name, known) for name in model.classes}, self._tally)
        #: What says of candidates that are not made yet whether they are hopeless.
        self.sieve = Sieve(self._forms, self._tally)

    def names(
        self, candidate: Candidate, view: SentenceView, opinions: Opinions | None = None, told: Sequence[str] = ()
    ) -> Features:
        """The names of the features that hold for ``candidate``, without repetition, in a fixed order.

        ``opinions`` are the encoder's of the whole article, where it has looked; ``told`` is remembered of both names.
        """
        groups, heard = list(self._seen(candidate, view)), likely_features(candidate, view, opinions)
        if not self._weighs:
            return Features(groups, heard, told)
        words, weigh = sum([group.weight for group in groups], 0.0), self._tally.names
        # Of most candidates nothing is heard and nothing told.
        return Features(groups, heard, told, (words, weigh(heard) if heard else 0.0, weigh(told) if told else 0.0))

    def hopeful(self, candidate: Candidate, view: SentenceView, told: Sequence[str]) -> Features | None:
        """As ``names`` where the encoder has not looked; None as soon as it is seen that ``candidate`` is hopeless."""
        remembered = self._tally.names(told) if told else 0.0
        groups: list[Group] = []
        words, floor = 0.0, self._tally.floor - remembered
        for group in self._seen(candidate, view):
            words += group.weight
            if words < floor:
                return None
            groups.append(group)
        return Features(groups, (), told, (words, 0.0, remembered))

    def _seen(self, candidate: Candidate, view: SentenceView) -> Iterator[Group]:
        """What the words tell: first what costs little to see and says much."""
        subject, object_ = candidate.subject, candidate.object
        if subject.context or object_.context:
            return left_out_features(candidate, view, self._model, self._forms, self._tally)
        if NESTED in (subject.group, object_.group):
            return iter((self._tally.group(_inside_features(candidate, view)),))
        return _features(candidate, view, self._forms, self._tally)


def _features(candidate: Candidate, view: SentenceView, forms: FormNamer, tally: Tally) -> Iterator[Group]:
    """For a fact whose two sides the sentence names."""
    subject, object_, trigger, relation = candidate.subject, candidate.object, candidate.trigger, candidate.relation
    frame, told = trigger.frame, view.told
    order = order_of(candidate.start, subject, object_, view)
    shape = shape_of(trigger, order)
    yield forms.of(trigger, order, subject.type, object_.type)
    form = trigger.form or frame
    strength = "weak" if trigger.weak else "strong"
    if view.fame:
        famous = view.fame.get(subject.entity, ""), view.fame.get(object_.entity, "")
        key: tuple[object, ...] = ("fame", relation, famous)
        found = told.get(key)
        if found is None:
            found = told[key] = tally.group(
                (
                    f"S-fame={relation}:{famous[0]}",
                    f"O-fame={relation}:{famous[1]}",
                    f"fame={relation}:{famous[0]}:{famous[1]}",
                )
            )
        yield found
    if opening := opening_words(trigger, subject, object_, view, tally):
        yield opening
    key = ("beside", candidate.start, candidate.end, shape, relation, form)
    found = told.get(key)
    if found is None:
        before, behind = view.word(candidate.start - 1), view.word(candidate.end)
        found = told[key] = tally.group(
            (
                f"voice={shape}:{before}",
                f"behind={shape}:{behind}",
                f"behind={relation}:{form}:{behind}",
                f"before={relation}:{form}:{before}",
            )
        )
    yield found
    for name, argument in (("S", subject), ("O", object_)):
        key = (name, argument.start, candidate.start, candidate.end, shape, relation)
        found = told.get(key)
        if found is None:
            found = told[key] = _argument_features(name, argument, candidate, view, shape, tally)
        yield found
    begins = _begin(view, subject), _begin(view, object_)
    if subject.group == object_.group:
        places = {"S": (subject.start, subject.end), "O": (object_.start, object_.end)}
    else:
        places = {"S": (begins[0], _end(view, subject)), "O": (begins[1], _end(view, object_))}
    places["T"] = candidate.start, candidate.end
    first, second, last = (places[name] for name in order[:3])
    spans = (first[1], second[0]), (second[1], last[0])
    for n, span in enumerate(spans):
        key = (n, *span, shape, relation, form)
        found = told.get(key)
        if found is None:
            found = told[key] = gap_features(n, span, shape, relation, form, view, tally)
        yield found
    links = view.link(begins[0]), view.link(begins[1]), view.link(candidate.start)
    key = ("links", shape, relation, form, strength, links)
    found = told.get(key)
    if found is None:
        found = told[key] = tally.group(
            (
                f"S-link={shape}:{links[0]}",
                f"O-link={shape}:{links[1]}",
                f"T-link={shape}:{links[2]}",
                f"links={shape}:{links[0]}:{links[1]}:{links[2]}",
                f"links={relation}:{shape}:{links[0]}:{links[1]}",
                f"O-link={relation}:{form}:{links[1]}",
                f"S-link={relation}:{form}:{links[0]}",
                f"{strength}-links={frame}:{links[0]}:{links[1]}:{links[2]}",
            )
        )
    yield found
    yield _word_features(candidate, view, tally)
    key = ("between", spans, shape, relation, strength)
    found = told.get(key)
    if found is None:
        cores = "|".join(signature(view.core(*span)) for span in spans)
        gaps = "|".join(signature(view.gap(*span)) for span in spans)
        found = told[key] = tally.group(
            (
                f"cores={shape}:{cores}",
                f"cores={relation}:{shape}:{cores}",
                f"{strength}-cores={shape}:{cores}",
                f"gaps={shape}:{gaps}",
                f"gaps={relation}:{order}:{gaps}",
                *([f"same-list:{frame}"] if subject.group == object_.group else []),
                *([f"part={view.label}"] if view.label not in ("", "paragraph") else []),
            )
        )
    yield found


def _inside_features(candidate: Candidate, view: SentenceView) -> tuple[str, ...]:
    """For a fact that a name states from within another's words."""
    subject, object_ = candidate.subject, candidate.object
    outer, inner = (
        (subject, object_) if subject.start <= object_.start and subject.end >= object_.end else (object_, subject)
    )
    before = view.tokens.low[inner.start - 1] if inner.start > outer.start else "^"
    kind = f"{candidate.relation}:{outer.letter}{inner.letter}"
    return (
        f"{RELATION}{candidate.relation}",
        "bias-in",
        f"in={kind}",
        f"in={kind}:{'reference' if outer.reference else 'name'}",
        f"in-before={candidate.relation}:{before}",
        f"in-edge={candidate.relation}:{inner.end == outer.end}",
    )


def _word_features(candidate: Candidate, view: SentenceView, tally: Tally) -> Group:
    """The words between both sides, and the nearest ones around them."""
    relation = candidate.relation
    left, right = candidate.subject, candidate.object
    if (right.start, right.end) < (left.start, left.end):
        left, right = right, left
    key = ("words", relation, left.start, left.end, right.start, right.end)
    found = view.told.get(key)
    if found is None:
        between = view.words(left.end, min(right.start, left.end + WORDS))
        before, behind = view.words(left.start - AROUND, left.start), view.words(right.end, right.end + AROUND)
        found = view.told[key] = tally.group(
            [f"between={relation}:{word}" for word in between]
            + [f"left={relation}:{word}" for word in before[-2:]]
            + [f"right={relation}:{word}" for word in behind[:2]]
        )
    return found


def _begin(view: SentenceView, argument: Argument) -> int:
    return view.group_start[argument.group]


def _end(view: SentenceView, argument: Argument) -> int:
    return view.group_end[argument.group]


def _argument_features(
    name: str, argument: Argument, candidate: Candidate, view: SentenceView, shape: str, tally: Tally
) -> Group:
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
    if not any(view.symbols[: start - view.start]):
        out.append(f"{name}-opens={shape}")
    return tally.group(out, ((RIVALS[name], many),))
