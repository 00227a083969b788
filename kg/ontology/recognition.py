"""``<language>/language.yaml``: by what a text is known to be in the language."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from kg.ontology.files import DataModel

__all__ = ["LanguageCues"]

Share = Annotated[float, Field(ge=0, le=1)]


class LanguageCues(DataModel):
    """What the data file holds; it says what each key is for."""

    name: str
    letters: tuple[Annotated[str, Field(pattern=r"^(.|.-.)$")], ...]
    words: tuple[str, ...]
    others: dict[str, tuple[str, ...]]
    short: int
    share: Share
    lookalikes: dict[Annotated[str, Field(pattern=r"^.$")], Annotated[str, Field(pattern=r"^.$")]] = Field(
        default_factory=dict
    )
