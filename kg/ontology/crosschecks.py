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
    "nouns.yaml": (
        "heads",
        "name_heads",
        "suffixes",
        "references",
        "documents",
        "named_works",
        "numbered",
        "listed",
        "fits",
        "fits.*",
        "told_by",
        "instead",
        "instead.*",
    ),
    "linking.yaml": ("class_kinds",),
}
CLASS_VALUES = {
    "grammar.yaml": ("left_out", "spelt_out"),
    "linking.yaml": ("classes",),
    "nouns.yaml": (
        "origins",
        "told_by.*",
        "leading",
        "yielding",
        "loose_phrases",
        "loose_words",
        "long_named",
        "issuers",
        "front",
        "behind",
    ),
    "speech.yaml": ("speakers", "publishers", "writers", "no_writers"),
}
#: Of these, the ones that may be groups, too, which the list under a key of the file names.
GROUPED = {"nouns.yaml": ("reference_groups", ("references", "fits", "told_by"))}


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
    """Every name in the place of a class, in a language's ``folder``, that is not a class of ``model``."""
    faults = []
    for name in sorted({*CLASS_KEYS, *CLASS_VALUES}):
        root = _composed(folder / name)
        declared, grouped = GROUPED.get(name, ("", ()))
        groups = {
            item.value
            for steps, node in _nodes(root, ())
            if steps == (declared,) and isinstance(node, yaml.SequenceNode)
            for item in node.value
        }
        for steps, node in _nodes(root, ()):
            if not steps:
                continue
            classes: list[yaml.Node] = []
            keys = {steps[-1], f"{steps[-2]}.*"} if len(steps) > 1 else {steps[-1]}
            if not keys.isdisjoint(CLASS_KEYS.get(name, ())) and isinstance(node, yaml.MappingNode):
                classes = [key for key, _ in node.value]
            elif not keys.isdisjoint(CLASS_VALUES.get(name, ())) and isinstance(node, yaml.SequenceNode):
                classes = node.value
            faults += [
                Fault(
                    f"{folder.name}/{name}",
                    item.start_mark.line + 1,
                    f"{item.value!r} is not a class of the ontology.",
                    "Use a class of kg.ttl.",
                )
                for item in classes
                if item.value not in model.classes and not (steps[-1] in grouped and item.value in groups)
            ]
    return faults


def idle_triggers(folder: Path, model: Model) -> list[Fault]:
    """Every relation that no word of a language's ``folder`` states, and every weak form that is in no frame."""
    name = f"{folder.name}/triggers.yaml"
    blocks = {
        steps[1]: node
        for steps, node in _nodes(_composed(folder / "triggers.yaml"), ())
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
