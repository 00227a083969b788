"""The words that state relations: ``ontology/<language>/triggers.yaml``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, get_args

from pydantic import Field

from kg.errors import Fault
from kg.ontology.files import DataModel, line_of, read_yaml
from kg.ontology.model import Model

__all__ = ["FRAMES", "LINKING", "NOMINAL", "WORDLESS", "Lexicon", "Trigger", "check_lexicon"]

Frame = Literal[
    "active", "inverse", "mutual", "role", "bearer", "of", "adjacent", "apposed", "bracket", "inside", "pair"
]
FRAMES: tuple[Frame, ...] = get_args(Frame)
#: Frames that need no word at all.
WORDLESS: tuple[Frame, ...] = ("adjacent", "apposed", "bracket", "inside")
#: Frames with no word of their own, or a link word that many facts share.
#: ``pair`` is what the encoder alone proposes.
LINKING: frozenset[Frame] = frozenset({"of", "pair", *WORDLESS})
#: Frames that state what is rather than what happens: nothing dates them.
NOMINAL: frozenset[Frame] = frozenset({"role", "bearer", "of", *WORDLESS})


class Entry(DataModel):
    """The triggers of one relation, by frame."""

    active: list[str] = Field(default_factory=list)
    inverse: list[str] = Field(default_factory=list)
    mutual: list[str] = Field(default_factory=list)
    role: list[str] = Field(default_factory=list)
    bearer: list[str] = Field(default_factory=list)
    of: dict[Literal["SO", "OS"], list[str]] = Field(default_factory=dict)
    adjacent: bool = False
    apposed: bool = False
    bracket: bool = False
    inside: bool = False
    weak: list[str] = Field(default_factory=list)
    against: list[str] = Field(default_factory=list)
    purpose: list[str] = Field(default_factory=list)
    titled: bool = False
    priced: bool = False
    standing: bool = False
    unplanned: bool = False
    either: list[str] = Field(default_factory=list)


class Former(DataModel):
    """Words before a title that make it a former one, and the relation that a former title states."""

    words: list[str]
    relation: str


class _File(DataModel):
    former: Former
    longer: list[str] = Field(default_factory=list)
    relations: dict[str, Entry]


@dataclass(frozen=True, slots=True, order=True)
class Trigger:
    """One form that may state ``relation``; ``order`` is SO or OS for link words, else empty.

    A ``weak`` form is an everyday word that means the relation only in clear surroundings.
    """

    relation: str
    frame: Frame
    form: str
    order: str = ""
    weak: bool = False


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Triggers by their form's syllables, and the relations that need no word at all.

    Where one of the phrases ``longer`` begins no shorter form is read.
    """

    forms: Mapping[tuple[str, ...], tuple[Trigger, ...]]
    wordless: tuple[Trigger, ...]
    purposes: Mapping[str, frozenset[str]]
    titled: frozenset[str]
    priced: frozenset[str]
    longer: frozenset[str] = frozenset()
    standing: frozenset[str] = frozenset()
    against: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    unplanned: frozenset[str] = frozenset()
    either: Mapping[str, frozenset[str]] = field(default_factory=dict)


def check_lexicon(folder: Path, model: Model) -> tuple[Lexicon | None, list[Fault]]:
    """The lexicon of one language folder with all its faults; None when the file is not usable at all."""
    faults: list[Fault] = []
    path = folder / "triggers.yaml"
    file, node = read_yaml(path, _File, faults=faults)
    if file is None:
        return None, faults
    forms: dict[tuple[str, ...], list[Trigger]] = {}
    wordless: list[Trigger] = []
    named = {name: ["relations", name] for name in file.relations}
    named.setdefault(file.former.relation, ["former", "relation"])
    for relation, entry in file.relations.items():
        for name in entry.either:
            named.setdefault(name, ["relations", relation, "either"])
    faults += [
        Fault(
            f"{folder.name}/{path.name}",
            line_of(node, place),
            f"the relation {name} is not in kg.ttl.",
            "Add its block to kg.ttl, or mend the name.",
        )
        for name, place in named.items()
        if name not in model.relations
    ]
    for relation, entry in file.relations.items():
        if relation not in model.relations:
            continue
        former = file.former if relation in _titles(file, model) else None
        for trigger in _triggers(relation, entry, former):
            if not trigger.form:
                wordless.append(trigger)
            elif trigger.form != trigger.form.lower() or "  " in trigger.form:
                faults.append(
                    Fault(
                        f"{folder.name}/{path.name}",
                        line_of(node, ["relations", relation, trigger.frame]),
                        f"the form “{trigger.form}” is not in small letters with single spaces.",
                        "Write it so.",
                    )
                )
            else:
                forms.setdefault(tuple(trigger.form.split(" ")), []).append(trigger)
    return Lexicon(
        {key: tuple(sorted(set(value))) for key, value in sorted(forms.items())},
        tuple(sorted(wordless)),
        {name: frozenset(entry.purpose) for name, entry in file.relations.items() if entry.purpose},
        frozenset(name for name, entry in file.relations.items() if entry.titled),
        frozenset(name for name, entry in file.relations.items() if entry.priced),
        frozenset(file.longer),
        frozenset(name for name, entry in file.relations.items() if entry.standing),
        {name: tuple(entry.against) for name, entry in file.relations.items() if entry.against},
        frozenset(name for name, entry in file.relations.items() if entry.unplanned),
        {name: frozenset(entry.either) for name, entry in file.relations.items() if entry.either},
    ), faults


def _titles(file: _File, model: Model) -> frozenset[str]:
    """The relations whose roles are titles that one may have held before."""
    general = file.former.relation
    return frozenset(
        name for name, relation in model.relations.items() if name == general or general in relation.parents
    )


def _triggers(relation: str, entry: Entry, former: Former | None) -> list[Trigger]:
    worded: tuple[tuple[Frame, list[str]], ...] = (
        ("active", entry.active),
        ("inverse", entry.inverse),
        ("mutual", entry.mutual),
        ("role", entry.role),
        ("bearer", entry.bearer),
    )
    weak = frozenset(entry.weak)
    found = [Trigger(relation, frame, form, weak=form in weak) for frame, forms in worded for form in forms]
    found += [Trigger(relation, "of", form, order, form in weak) for order, forms in entry.of.items() for form in forms]
    if former is not None:
        found += [Trigger(former.relation, "role", f"{word} {form}") for word in former.words for form in entry.role]
    return found + [Trigger(relation, frame, "") for frame in WORDLESS if getattr(entry, frame)]
