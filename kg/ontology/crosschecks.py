"""What no single reader of a data file sees: values listed twice, classes that are none, relations without words."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import yaml

from kg.errors import Fault
from kg.ontology.model import Model

__all__ = ["idle_triggers", "repeated_values", "unknown_classes"]

#: Where a file's keys (or, for lists, values) are names of classes.
CLASS_KEYS = {
    "vi/nouns.yaml": ("heads", "name_heads", "suffixes", "references", "alone", "documents", "named_works"),
    "vi/linking.yaml": ("class_kinds",),
}
#: Kinds of things that nouns name across classes; kg.extract.references.component says which classes each may be.
GROUPS = frozenset({"Platform"})
CLASS_VALUES = {
    "vi/linking.yaml": ("classes",),
    "vi/nouns.yaml": ("leading", "following", "loose_phrases", "loose_words", "long_named", "issuers"),
}


def repeated_values(folder: Path) -> list[Fault]:
    """Every value that one list of a YAML file below ``folder`` holds twice."""
    faults = []
    for path in sorted(folder.rglob("*.yaml")):
        for _, node in _nodes(_composed(path), ()):
            if not isinstance(node, yaml.SequenceNode):
                continue
            seen: set[str] = set()
            for item in node.value:
                if isinstance(item, yaml.ScalarNode):
                    if item.value in seen:
                        faults.append(
                            Fault(
                                _name(path, folder),
                                item.start_mark.line + 1,
                                f"“{item.value}” stands twice in one list.",
                                "Remove one of the two.",
                            )
                        )
                    seen.add(item.value)
    return faults


def unknown_classes(folder: Path, model: Model) -> list[Fault]:
    """Every name in the place of a class that is no class of ``model``."""
    faults = []
    for name in sorted({*CLASS_KEYS, *CLASS_VALUES}):
        for steps, node in _nodes(_composed(folder / name), ()):
            if not steps:
                continue
            classes: list[yaml.Node] = []
            if steps[-1] in CLASS_KEYS.get(name, ()) and isinstance(node, yaml.MappingNode):
                classes = [key for key, _ in node.value]
            elif steps[-1] in CLASS_VALUES.get(name, ()) and isinstance(node, yaml.SequenceNode):
                classes = node.value
            faults += [
                Fault(
                    name,
                    item.start_mark.line + 1,
                    f"{item.value!r} is no class of the ontology.",
                    "Use a class of kg.ttl.",
                )
                for item in classes
                if item.value not in model.classes and item.value not in GROUPS
            ]
    return faults


def idle_triggers(folder: Path, model: Model) -> list[Fault]:
    """Every relation that no word states, and every weak form that is in no frame."""
    name = "vi/triggers.yaml"
    blocks = {
        steps[1]: node
        for steps, node in _nodes(_composed(folder / name), ())
        if len(steps) == 2 and steps[0] == "relations" and isinstance(node, yaml.MappingNode)
    }
    if not blocks:
        return []
    faults = [
        Fault(name, 1, f"has no words for the relation {relation}.", "Add its block, with triggers by frame.")
        for relation in sorted(set(model.relations) - set(blocks))
    ]
    for relation, block in blocks.items():
        lists = [(steps, node) for steps, node in _nodes(block, ()) if isinstance(node, yaml.SequenceNode)]
        framed = {item.value for steps, node in lists if steps[0] not in ("weak", "purpose") for item in node.value}
        faults += [
            Fault(
                name,
                item.start_mark.line + 1,
                f"{relation}: the weak form “{item.value}” is in no frame.",
                "Add it to a frame, or remove it here.",
            )
            for steps, node in lists
            if steps[0] == "weak"
            for item in node.value
            if item.value not in framed
        ]
    return faults


def _composed(path: Path) -> yaml.Node | None:
    """The file's nodes; none when its own reader has a fault to tell."""
    try:
        return yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    except (OSError, UnicodeDecodeError, yaml.YAMLError):
        return None


def _nodes(node: yaml.Node | None, steps: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], yaml.Node]]:
    if node is None:
        return
    yield steps, node
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield from _nodes(value, (*steps, str(key.value)))
    elif isinstance(node, yaml.SequenceNode):
        for value in node.value:
            yield from _nodes(value, steps)


def _name(path: Path, folder: Path) -> str:
    return path.relative_to(folder).as_posix()
