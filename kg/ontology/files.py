"""Read a YAML data file into a pydantic model, with a line for every fault."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from kg.errors import Fault

__all__ = ["DataModel", "line_of", "read_yaml"]

Model = TypeVar("Model", bound="DataModel")


class DataModel(BaseModel):
    """Base of all models of data files: unknown keys are faults, instances are frozen."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


def line_of(node: yaml.Node | None, loc: Iterable[int | str]) -> int:
    """The line (from 1) of the value at ``loc`` below ``node``; the nearest parent's when it is missing."""
    line = node.start_mark.line + 1 if node is not None else 1
    for step in loc:
        if isinstance(node, yaml.MappingNode):
            found = next(((k, v) for k, v in node.value if k.value == str(step)), None)
            if found is None:
                return line
            line, node = found[0].start_mark.line + 1, found[1]
        elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
            node = node.value[step]
            line = node.start_mark.line + 1
    return line


def read_yaml(path: Path, model: type[Model], *, faults: list[Fault]) -> tuple[Model | None, yaml.Node | None]:
    """``path`` as ``model``; what is wrong is appended to ``faults`` and the model is None.

    The composed node comes along so that later cross checks can name lines with ``line_of``.
    """
    name = path.name if path.parent.name == "ontology" else f"{path.parent.name}/{path.name}"
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        faults.append(Fault(name, 1, f"cannot be read: {error.strerror}.", "Restore the file."))
        return None, None
    except UnicodeDecodeError as error:
        faults.append(Fault(name, 1, f"is not UTF-8 (byte {error.start}).", "Save the file as UTF-8."))
        return None, None
    try:
        loader = yaml.CSafeLoader(text)
        node = loader.get_single_node()
        data: Any = None if node is None else loader.construct_document(node)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        faults.append(Fault(name, line, f"is not valid YAML: {error.problem}.", "Mend the syntax at this line."))
        return None, None
    try:
        return model.model_validate(data if data is not None else {}), node
    except ValidationError as error:
        for item in error.errors():
            where = ".".join(str(part) for part in item["loc"])
            faults.append(
                Fault(
                    name,
                    line_of(node, item["loc"]),
                    f"{where}: {item['msg']}.",
                    "See the comment at the top of the file for its form.",
                )
            )
        return None, node
