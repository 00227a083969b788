"""Read a YAML data file into a pydantic model, with a line for every fault.

``ontology/`` lies at the top of a checkout and inside the wheel as ``kg/_ontology``; ``data_dir`` finds it.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from kg.errors import Fault, InputError
from kg.records import DEFAULT_LANGUAGE

__all__ = ["DataModel", "data_dir", "default_language", "languages", "line_of", "read_yaml"]

Model = TypeVar("Model", bound="DataModel")


class DataModel(BaseModel):
    """Base of all models of data files: unknown keys are faults, instances are frozen."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


def data_dir() -> Path:
    """The folder of ontology data: the package's own copy (wheel), else the checkout's."""
    package = Path(__file__).resolve().parents[1]
    for folder in (package / "_ontology", package.parent / "ontology"):
        if (folder / "kg.ttl").is_file():
            return folder
    raise InputError("The folder ontology/ was not found.", remedy="Reinstall kg, or run it from its checkout.")


def languages(folder: Path) -> tuple[str, ...]:
    """The languages that ``folder`` has words of: its folders with YAML files."""
    return tuple(sorted({path.parent.name for path in folder.glob("*/*.yaml")}))


def default_language(folder: Path) -> str:
    """The language that is meant when none is named: the only one in ``folder``, else ``DEFAULT_LANGUAGE``."""
    found = languages(folder)
    return found[0] if len(found) == 1 else DEFAULT_LANGUAGE


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
        node = yaml.compose(text, Loader=yaml.CSafeLoader)
        data: Any = yaml.load(text, Loader=yaml.CSafeLoader)
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
