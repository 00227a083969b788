"""In which language a client gets the pages: the one that it chose, else the one that its browser asks for."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

from starlette.requests import Request
from starlette.responses import HTMLResponse

from kg.serve.negotiate import choose

__all__ = ["LANGUAGES", "around", "language_of", "page_in", "page_words"]

LANGUAGES = ("vi", "en")
"""That of the articles first: it is whose nobody says a word about."""
_COOKIE = "kg-language"  # what was chosen is kept so long as the browser runs
_REGION = re.compile(r"-[\w-]+")  # of "vi-VN"
_ASSETS = Path(__file__).parent / "assets"


def _chosen(request: Request) -> str | None:
    """The language that the address names."""
    named = parse_qs(request.url.query).get("lang", [""])[-1]
    return named if named in LANGUAGES else None


def language_of(request: Request) -> str:
    """The one of the address, of what was chosen before, of the browser; Vietnamese for any other."""
    kept = request.cookies.get(_COOKIE, "")
    asked = _REGION.sub("", request.headers.get("accept-language", ""))  # both headers rank what they like alike
    return _chosen(request) or (kept if kept in LANGUAGES else choose(asked, LANGUAGES) or LANGUAGES[0])


@cache
def page_words(language: str) -> Mapping[str, str]:
    """What the pages say in ``language``."""
    words: dict[str, str] = json.loads((_ASSETS / f"words.{language}.json").read_text(encoding="utf-8"))
    return words


def around(request: Request) -> dict[str, Any]:
    """What every page needs: its language, its words, and the other language with the same page's address in it."""
    language = language_of(request)
    other = next(one for one in LANGUAGES if one != language)
    switch = (other, f"?{request.url.include_query_params(lang=other).query}")
    return {"language": language, "t": page_words(language), "switch": switch}


def page_in(request: Request, text: str) -> HTMLResponse:
    """A page made with ``around``; a language that its address names is kept for those that come after."""
    vary = {"Vary": "Accept, Accept-Language, Cookie", "Content-Language": language_of(request)}
    page = HTMLResponse(text, headers=vary)
    if language := _chosen(request):
        page.set_cookie(_COOKIE, language, samesite="strict", httponly=True)
    return page
