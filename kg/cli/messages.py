"""What kg says, in the language of its user: English as it stands in the code, Vietnamese by ``messages.vi.json``.

A message is a template whose places are ``{}``; its translation names them ``{1}``, ``{2}`` in the order it needs. What
was put together below the command line (errors with names and numbers in them) is known by its template again.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from kg.cli.language import SPOKEN, spoken
from kg.errors import Fault, KgError, OntologyError

__all__ = ["faults", "line_of", "say", "told", "translated"]

_PLACE = re.compile(r"\{(\d*)\}")


def say(template: str, *values: object) -> str:
    """The message ``template`` with ``values`` in its places, in the language of this run."""
    return _filled(_catalogue(spoken()).get(template, template), [str(value) for value in values])


def translated(text: str) -> str:
    """A message that has its values in it already; as it is where no template fits."""
    known = _catalogue(spoken())
    if text in known:
        return known[text]
    for pattern, template in _patterns(spoken()):
        found = pattern.fullmatch(text)
        if found:
            return _filled(template, [translated(value) for value in found.groups()])
    return text


def line_of(fault: Fault) -> str:
    """A fault of a data file with its place and remedy."""
    return f"{fault.path}:{fault.line}: {translated(fault.message)} {translated(fault.remedy)}"


def faults(count: int) -> str:
    """How many there are."""
    return say("1 fault.") if count == 1 else say("{} faults.", count)


def told(error: KgError) -> str:
    """What went wrong and what can be done about it."""
    if isinstance(error, OntologyError):
        return "\n".join(map(line_of, error.faults))
    return f"{translated(error.message)} {translated(error.remedy)}".strip()


def _filled(template: str, values: Sequence[str]) -> str:
    places = iter(range(len(values)))

    def value(found: re.Match[str]) -> str:
        number = int(found[1]) - 1 if found[1] else next(places, len(values))
        return values[number] if number < len(values) else found[0]

    return _PLACE.sub(value, template)


@cache
def _catalogue(language: str) -> dict[str, str]:
    if language == SPOKEN[0]:
        return {}
    known: dict[str, str] = json.loads(
        Path(__file__).with_name(f"messages.{language}.json").read_text(encoding="utf-8")
    )
    return known


@cache
def _patterns(language: str) -> list[tuple[re.Pattern[str], str]]:
    """Those with places, the ones with most words of their own first."""
    found = [(template, text) for template, text in _catalogue(language).items() if "{}" in template]
    found.sort(key=lambda pair: (-len(pair[0].replace("{}", "")), pair[0]))
    return [
        (re.compile("(.*?)".join(map(re.escape, template.split("{}"))), re.DOTALL), text) for template, text in found
    ]
