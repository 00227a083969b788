"""What a language model answered, read whatever it wrapped around it; the form is that of ``kg.readers.llm.schema``."""

from __future__ import annotations

import json
import math
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from kg.records import Refusal

__all__ = ["Answer", "Fact", "Figure", "Named", "Said", "UnusableError", "read_answer"]

Item = TypeVar("Item")

#: Characters of an answer that is read at all, and of one of its strings.
LONGEST, LONG = 2_000_000, 4_000
#: Things of one kind in a believable answer, and names of one thing that are looked at.
MOST, NAMES = 2_000, 50
#: How deep in other keys the answer itself may lie ({"result": {"entities": …}}).
WRAPPED = 2
_FENCE = re.compile(r"```[a-zA-Z]*[ \t]*\n(.*?)(?:```|\Z)", re.DOTALL)
_THOUGHT = re.compile(r"<(think|thinking|reasoning)>.*?(?:</\1>|\Z)", re.DOTALL)


class UnusableError(Exception):
    """An answer that nothing can be made of; the text says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """An entity: the answer's own ``id`` for it, a class, and names."""

    id: str
    type: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A fact; ``s_as`` and ``o_as`` are the words that stand for a side where it is not named."""

    s: str
    p: str
    o: str
    evidence: str
    s_as: str = ""
    o_as: str = ""
    time: str = ""
    modality: str = "asserted"
    by: str = ""
    position: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A claim."""

    speaker: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A measurement."""

    subject: str
    metric: str
    value: float
    unit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """An answer in its parts; ``mended``: its JSON was broken; ``refused`` are things that were not of the form."""

    entities: tuple[Named, ...] = ()
    facts: tuple[Fact, ...] = ()
    claims: tuple[Said, ...] = ()
    measurements: tuple[Figure, ...] = ()
    mended: bool = False
    refused: tuple[Refusal, ...] = field(default=())


def read_answer(text: str) -> Answer:
    """The answer in ``text``. Raises UnusableError when there is none in it."""
    if not text.strip():
        raise UnusableError("the answer is empty")
    if len(text) > LONGEST:
        raise UnusableError(f"the answer has more than {LONGEST:,} characters")
    body = _THOUGHT.sub(" ", text)
    if not body.strip():
        raise UnusableError("the answer is nothing but thoughts")
    whole, mended = _parsed(body)
    data = _unwrapped(whole)
    if data is None:
        raise UnusableError("the answer is of another form")
    refused: list[Refusal] = []
    return Answer(
        entities=tuple(_items(data, "entities", "entity", _named, refused)),
        facts=tuple(_items(data, "facts", "fact", _fact, refused)),
        claims=tuple(_items(data, "claims", "claim", _said, refused)),
        measurements=tuple(_items(data, "measurements", "measurement", _figure, refused)),
        mended=mended,
        refused=tuple(refused),
    )


def _parsed(body: str) -> tuple[Any, bool]:
    """The JSON in ``body``, and whether it had to be mended."""
    tries = [body.strip(), *(found.strip() for found in _FENCE.findall(body))]
    start = body.find("{")
    if start >= 0:
        tries.append(body[start : body.rfind("}") + 1])
    for text in tries:
        try:
            return json.loads(text, strict=False), False
        except (ValueError, RecursionError):
            continue
    if start < 0:
        raise UnusableError("the answer has no JSON in it")
    try:
        from json_repair import repair_json

        return repair_json(body[start:], return_objects=True, skip_json_loads=True), True
    except ImportError as error:
        raise UnusableError("the answer is broken JSON (pip install 'kg[llm]' mends it)") from error
    except Exception as error:  # whatever a parser of rubbish stumbles over, the article goes on
        raise UnusableError("the answer is broken JSON") from error


def _unwrapped(value: Any, depth: int = 0) -> Mapping[str, Any] | None:
    if not isinstance(value, dict):
        return None
    if isinstance(value.get("entities"), list):
        return value
    if len(value) == 1 and depth < WRAPPED:
        return _unwrapped(next(iter(value.values())), depth + 1)
    return None


def _items(
    data: Mapping[str, Any],
    key: str,
    what: str,
    read: Callable[[Mapping[str, Any]], Item | None],
    refused: list[Refusal],
) -> Iterator[Item]:
    listed = data.get(key) or ()
    if not isinstance(listed, list | tuple):
        refused.append(Refusal(what=what, reason="not of the form", words=_short(listed)))
        return
    if len(listed) > MOST:
        raise UnusableError(f"the answer has more than {MOST:,} {key}")
    for value in listed:
        found = read(value) if isinstance(value, dict) else None
        if found is None:
            refused.append(Refusal(what=what, reason="not of the form", words=_short(value)))
        else:
            yield found


def _named(value: Mapping[str, Any]) -> Named | None:
    names = value.get("names")
    listed = [names] if isinstance(names, str) else names if isinstance(names, list) else []
    known = tuple(dict.fromkeys(name for name in map(_text, listed[:NAMES]) if name))
    id_, type_ = _text(value.get("id")), _text(value.get("type"))
    return Named(id=id_, type=type_, names=known) if id_ and type_ and known else None


def _fact(value: Mapping[str, Any]) -> Fact | None:
    texts = {name: _text(value.get(name)) for name in Fact.__slots__}
    texts["modality"] = texts["modality"].lower() or "asserted"
    return Fact(**texts) if all(texts[name] for name in ("s", "p", "o", "evidence")) else None


def _said(value: Mapping[str, Any]) -> Said | None:
    speaker, text = _text(value.get("speaker")), _text(value.get("text"))
    return Said(speaker=speaker, text=text) if speaker and text else None


def _figure(value: Mapping[str, Any]) -> Figure | None:
    subject, metric, unit = (_text(value.get(name)) for name in ("subject", "metric", "unit"))
    try:
        number = float(value.get("value"))  # type: ignore[arg-type]  # whatever it is: it is caught
    except (TypeError, ValueError, OverflowError):
        return None
    if not subject or not math.isfinite(number):
        return None
    return Figure(subject=subject, metric=metric, value=number, unit=unit)


def _text(value: Any) -> str:
    """A string in NFC on one line without control characters; empty for all that is none, or far too long."""
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value) if abs(value) < 10**15 else ""
    if not isinstance(value, str) or len(value) > LONG:
        return ""
    blank = "".join(" " if char.isspace() else char for char in value)
    kept = "".join(char for char in blank if unicodedata.category(char) not in ("Cc", "Cs", "Co", "Cn"))
    return " ".join(unicodedata.normalize("NFC", kept).split())


def _short(value: Any) -> str:
    """What a thing looked like, for whoever reads the list of refusals."""
    try:
        return _text(json.dumps(value, ensure_ascii=False)[:200])
    except (TypeError, ValueError, RecursionError):
        return ""
