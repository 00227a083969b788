"""The form of an answer, as a JSON schema that servers can hold a model to: no references, no patterns, no bounds.

What a server makes of it is not trusted: llama.cpp and vLLM let answers pass that are of another form.
"""

from __future__ import annotations

from typing import Any

from kg.ontology.definitions import Model

__all__ = ["answer_schema"]


def answer_schema(model: Model) -> dict[str, Any]:
    """The schema for an ontology; its classes and relations are listed."""
    text = {"type": "string"}
    entity = {"id": text, "type": _one_of(sorted(model.entity_classes)), "names": {"type": "array", "items": text}}
    fact = {
        "s": text,
        "p": _one_of(sorted(model.relations)),
        "o": text,
        "evidence": text,
        "s_as": text,
        "o_as": text,
        "time": text,
        "modality": _one_of(sorted(model.modalities)),
        "by": text,
        "position": text,
    }
    claim = {"speaker": text, "text": text}
    figure = {"subject": text, "metric": text, "value": {"type": "number"}, "unit": text}
    return _object(
        {
            "entities": _list(_object(entity)),
            "facts": _list(_object(fact, needed=("s", "p", "o", "evidence"))),
            "claims": _list(_object(claim)),
            "measurements": _list(_object(figure)),
        }
    )


def _object(properties: dict[str, Any], needed: tuple[str, ...] = ()) -> dict[str, Any]:
    required = list(needed or properties)
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


def _list(items: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": items}


def _one_of(values: list[str]) -> dict[str, Any]:
    return {"type": "string", "enum": values}
