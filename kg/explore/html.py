"""The page as HTML, fit for text that nobody vouches for: own template, no request, nothing that runs from data."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from kg.errors import UsageError
from kg.explore.files import read_assets
from kg.explore.packed import Piece, Portion, cut, packed, packing, piece_of
from kg.files.parts import Parts

__all__ = ["Html", "read_strings", "script_json"]

HERE = Path(__file__).resolve().parent
VIS_NETWORK = "templates/lib/vis-9.1.2/vis-network.min.js"
VIS_SHA256 = "1f20f0736f32cb9bedf8f6383b25cfea2f839e1abe80d6e8040b4d5bea378c69"
GZIP_OVER = 300_000  # bytes of JSON
ROWS = 1_000  # of a list, written at once
#: Stands in the frame where data, and where texts come.
_SLOT = "<kg-slot>"
SCRIPTS = (
    "dom",
    "unpack",
    "packed",
    "columns",
    "data",
    "shelf",
    "library",
    "text",
    "texts",
    "time",
    "communities",
    "state",
    "filter",
    "look",
    "camera",
    "draw",
    "labels",
    "ego",
    "arrange",
    "path",
    "source",
    "fact",
    "panel",
    "marks",
    "articles",
    "origin",
    "reader",
    "find",
    "search",
    "filters",
    "table",
    "timeline",
    "overview",
    "turtle",
    "export",
    "picture",
    "decisions",
    "served",
    "keys",
    "main",
)
STYLES = ("base", "layout", "panel", "views", "reader", "search", "phone", "print")


class Html:
    """The page of a graph, to be written part by part.

    ``data`` is what ``kg.explore.payload`` gives. ``told`` is what articles say (``kg.explore.columns``) as JSON, some
    of them in each portion, and ``texts`` their texts, packed apart: the page unpacks them when somebody reads or
    searches.
    """

    def __init__(
        self,
        data: Mapping[str, Any],
        *,
        title: str,
        language: str,
        told: Sequence[Portion] = (),
        texts: Sequence[Portion] = (),
        gzip_over: int = GZIP_OVER,
        parts: Parts | None = None,
    ) -> None:
        self.data = data
        self.told = told
        self.texts = texts
        self.title = title
        self.language = language
        self.gzip_over = gzip_over
        self.parts = parts or Parts()

    def page(self) -> Iterator[str]:
        """The whole page, part by part."""
        strings = {code: read_strings(code) for code in ("vi", "en")}
        if self.language not in strings:
            raise UsageError(f"The page has no language {self.language!r}.", remedy="Choose vi or en.")
        look = json.loads((HERE / "look.json").read_text(encoding="utf-8"))
        whole = {**self.data, "strings": strings, "language": self.language, "look": look, "told": []}
        # The list at the end is put together from its portions.
        *head, _, _ = json_parts(whole)
        pieces = [
            *cut((part.encode("utf-8") for part in head), self.parts),
            *self._listed(self.told),
            piece_of(b"}"),
        ]
        encoding = "gzip" if sum(piece.size for piece in pieces) > self.gzip_over else "json"
        before, between, behind = self._frame(encoding, strings[self.language])
        yield before
        yield from packing(pieces) if encoding == "gzip" else (piece.unpacked().decode("utf-8") for piece in pieces)
        yield between
        if self.texts:
            yield from packing(self._listed(self.texts))
        yield behind

    def _frame(self, encoding: str, strings: Mapping[str, str]) -> list[str]:
        """What stands before the data, between them and the texts, and behind: the same for all graphs of one title."""
        told = [self.title, self.language, encoding, version("jinja2")]
        made = self.parts.of(
            "frame", (one.encode("utf-8") for one in told), lambda: self._framed(encoding, strings).encode("utf-8")
        )
        return made.decode("utf-8").split(_SLOT)

    def _framed(self, encoding: str, strings: Mapping[str, str]) -> str:
        from jinja2 import Environment, FileSystemLoader, StrictUndefined

        environment = Environment(
            loader=FileSystemLoader(HERE / "assets", encoding="utf-8"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        vis, app, style = vis_script(), app_script(), read_assets("css", STYLES, ".css")
        policy = "; ".join(
            [
                "default-src 'none'",
                f"script-src {_csp_hash(vis)} {_csp_hash(app)}",
                f"style-src {_csp_hash(style)}",
                "img-src data: blob:",
                "base-uri 'none'",
                "form-action 'none'",
                "require-trusted-types-for 'script'",
                "trusted-types kg",
                "worker-src blob:",
            ]
        )
        return environment.get_template("page.html.j2").render(
            title=self.title,
            language=self.language,
            t=strings,
            policy=policy,
            style=style,
            vis=packed([vis.encode("utf-8")]),
            arrange=packed([arrange_script().encode("utf-8")]),
            library=packed([library_script().encode("utf-8")]),
            app=app,
            encoding=encoding,
            slot=_SLOT,
        )

    def _listed(self, portions: Iterable[Portion]) -> Iterator[Piece]:
        """The pieces of a JSON list; each portion is some of its values."""
        mark, comma = piece_of(b"["), piece_of(b",")
        for portion in portions:
            yield mark
            yield portion.piece(self.parts)
            mark = comma
        yield piece_of(b"]")


def json_parts(value: object) -> Iterator[str]:
    """``script_json``, part by part: so many rows of each list in a tree of dictionaries are one."""
    if isinstance(value, list) and len(value) > ROWS:
        mark = "["
        for at in range(0, len(value), ROWS):
            yield mark + script_json(value[at : at + ROWS])[1:-1]
            mark = ","
        yield "]"
        return
    if not isinstance(value, Mapping):
        yield script_json(value)
        return
    mark = "{"
    for key, inner in value.items():
        yield f"{mark}{script_json(key)}:"
        yield from json_parts(inner)
        mark = ","
    yield "}" if value else "{}"


def script_json(value: object) -> str:
    """JSON that can stand inside a ``script`` element: no character of it can end the element."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for character in "&<>\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text


def vis_script() -> str:
    """vis-network as the pinned pyvis bundles it; UsageError where it is not that one."""
    # Found and not imported: with pyvis come networkx and IPython.
    spec = find_spec("pyvis")
    raw = (Path(spec.origin).parent / VIS_NETWORK).read_bytes() if spec and spec.origin else b""
    if hashlib.sha256(raw).hexdigest() != VIS_SHA256:
        raise UsageError(
            "The vis-network that pyvis brings is not the one this page was written for.",
            remedy="Install pyvis==0.3.2.",
        )
    # A browser hashes a script with its line ends read as \n.
    return raw.decode("utf-8").replace("\r\n", "\n").replace("//# sourceMappingURL=vis-network.min.js.map", "")


def arrange_script() -> str:
    """What lays a part of the graph out anew, in a worker: d3-force, which is vendored, and our use of it."""
    return read_assets("worker", ("d3-force.min", "arrange"), ".js")


def library_script() -> str:
    """What reads and searches the articles' texts in a worker; the parts of the page's script that it needs."""
    parts = read_assets("js", ("unpack", "shelf", "library"), ".js")
    return '"use strict";\n' + parts + read_assets("worker", ("library",), ".js")


def app_script() -> str:
    return '(async () => {\n"use strict";\n' + read_assets("js", SCRIPTS, ".js") + "})();\n"


def read_strings(language: str) -> dict[str, str]:
    """What the page says in ``language``."""
    strings: dict[str, str] = json.loads((HERE / f"strings.{language}.json").read_text(encoding="utf-8"))
    return strings


def _csp_hash(text: str) -> str:
    digest = hashlib.sha256(text.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"
