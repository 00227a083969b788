"""``<language>/linking.yaml``: the words by which one thing is named in several ways."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import yaml
from pydantic import Field

from kg.errors import Fault
from kg.ontology.definitions import Model
from kg.ontology.files import DataModel, line_of, read_yaml

__all__ = ["FormData", "LinkingData", "read_linking"]


class FormData(DataModel):
    kind: str
    classes: tuple[str, ...] = Field(min_length=1)
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()


class LinkingData(DataModel):
    forms: tuple[FormData, ...]
    suffixes: tuple[str, ...]
    state: tuple[str, ...]
    local: tuple[str, ...]
    abroad: tuple[str, ...]
    home: str
    generic: tuple[str, ...]
    affiliations: tuple[str, ...]
    fields: dict[str, tuple[str, ...]]
    makers: tuple[str, ...]
    lines: tuple[str, ...]
    homes: tuple[str, ...]
    endings: tuple[str, ...]
    compared: tuple[str, ...]
    class_kinds: dict[str, str]
    vague: tuple[str, ...]
    directions: dict[str, str]
    forecasts: tuple[str, ...]
    rounding: tuple[str, ...]
    changes: tuple[str, ...]
    past: tuple[str, ...]
    partly: tuple[str, ...]
    beneath: tuple[str, ...]
    within: tuple[str, ...]
    sole: dict[str, tuple[str, ...]]
    posts: tuple[tuple[str, ...], ...]
    bearing: tuple[str, ...]
    small: tuple[str, ...]


def read_linking(path: Path, *, faults: list[Fault], model: Model | None = None) -> LinkingData | None:
    """The words in ``path``; what is wrong is appended to ``faults``.

    With ``model``, classes and relations that are not in the ontology are faults too.
    """
    data, node = read_yaml(path, LinkingData, faults=faults)
    if data is not None and model is not None:
        faults += _unknown(data, node, model, f"{path.parent.name}/{path.name}")
    return data


def _unknown(data: LinkingData, node: yaml.Node | None, model: Model, file: str) -> Iterator[Fault]:
    relations = {
        "affiliations": data.affiliations,
        "makers": data.makers,
        "lines": data.lines,
        "homes": data.homes,
        "endings": data.endings,
        "compared": data.compared,
    }
    named: list[tuple[tuple[str | int, ...], str, str]] = [
        (("forms", n, "classes"), name, "class") for n, form in enumerate(data.forms) for name in form.classes
    ]
    named += [(("class_kinds", name), name, "class") for name in data.class_kinds]
    named += [((key,), name, "relation") for key, names in relations.items() for name in names]
    for place, name, what in named:
        if name not in (model.classes if what == "class" else model.relations):
            yield Fault(
                file,
                line_of(node, place),
                f"{name!r} is not a {what} of the ontology.",
                f"Use a {what} of kg.ttl.",
            )
