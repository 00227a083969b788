"""pyvis, made fit for text that nobody vouches for: own template, no request, nothing that runs from data."""

from __future__ import annotations

import base64
import hashlib
import html
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib import resources
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from pyvis.network import Network

from kg.errors import UsageError
from kg.explore.files import read_assets
from kg.explore.packed import Piece, Portion, cut, packed, packing, piece_of
from kg.files.parts import Parts

__all__ = ["ExplorerNetwork", "script_json"]

HERE = Path(__file__).resolve().parent
VIS_NETWORK = "templates/lib/vis-9.1.2/vis-network.min.js"
VIS_SHA256 = "1f20f0736f32cb9bedf8f6383b25cfea2f839e1abe80d6e8040b4d5bea378c69"
GZIP_OVER = 300_000  # bytes of JSON
ROWS = 1_000  # of a list, written at once
KNOWN = ("nodes", "edges", "node_ids", "node_map")
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


class ExplorerNetwork(Network):  # type: ignore[misc]
    """A pyvis network whose page is the explorer.

    ``data`` is what ``kg.explore.payload`` gives; nodes and edges are known to pyvis too, with their positions.
    ``told`` is what articles say (``kg.explore.columns``) as JSON, some of them in each portion, and ``texts`` their
    texts, packed apart: the page unpacks them when somebody reads or searches.
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
        super().__init__(directed=True, cdn_resources="in_line", notebook=False)
        self.data = data
        self.told = told
        self.texts = texts
        self.title = title
        self.language = language
        self.gzip_over = gzip_over
        self.parts = parts
        self.path = "page.html.j2"
        self.templateEnv = Environment(
            loader=FileSystemLoader(HERE / "assets", encoding="utf-8"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self.toggle_physics(False)
        for name in KNOWN:
            delattr(self, name)

    def __getattr__(self, name: str) -> Any:
        """Nodes and edges as pyvis has them, made when somebody asks: the page is written from ``data``."""
        if name not in KNOWN:
            raise AttributeError(name)
        for known in KNOWN:
            setattr(self, known, {} if known == "node_map" else [])
        nodes, edges = self.data["nodes"], self.data["edges"]
        for key, label, x, y in zip(nodes["id"], nodes["label"], nodes["x"], nodes["y"], strict=True):
            self.add_node(key, label, x=x, y=y)
        for start, end, rel in zip(edges["from"], edges["to"], edges["rel"], strict=True):
            self.add_edge(nodes["id"][start], nodes["id"][end], label=self.data["relations"][rel]["id"])
        return getattr(self, name)

    def add_node(self, n_id: str, label: str | None = None, **options: Any) -> None:
        """As pyvis has it, without its search through all nodes for each one."""
        if n_id not in self.node_map:
            self.node_map[n_id] = {"id": n_id, "label": label or n_id, **options}
            self.node_ids.append(n_id)
            self.nodes.append(self.node_map[n_id])

    def add_edge(self, source: str, to: str, **options: Any) -> None:
        """As pyvis has it; parallel edges are kept, and unknown ends are a KeyError."""
        self.edges.append({"from": self.node_map[source]["id"], "to": self.node_map[to]["id"], **options})

    def generate_html(self, name: str = "", local: bool = True, notebook: bool = False) -> str:
        """The whole page. The arguments are pyvis's and change nothing."""
        self.html = "".join(self.page())
        return str(self.html)

    def page(self) -> Iterator[str]:
        """The whole page, part by part."""
        strings = {code: read_strings(code) for code in ("vi", "en")}
        if self.language not in strings:
            raise UsageError(f"The page has no language {self.language!r}.", remedy="Choose vi or en.")
        vis, app, style = vis_script(), app_script(), read_assets("css", STYLES, ".css")
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
        data = packing(pieces) if encoding == "gzip" else (piece.unpacked().decode("utf-8") for piece in pieces)
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
        yield from self.templateEnv.get_template(self.path).generate(
            title=self.title,
            language=self.language,
            t=strings[self.language],
            policy=policy,
            style=style,
            vis=self._packed(vis),
            arrange=self._packed(arrange_script()),
            library=self._packed(library_script()),
            app=app,
            data=data,
            encoding=encoding,
            texts=packing(self._listed(self.texts)) if self.texts else (),
        )

    def _listed(self, portions: Iterable[Portion]) -> Iterator[Piece]:
        """The pieces of a JSON list; each portion is some of its values."""
        mark, parts = piece_of(b"["), self.parts or Parts()
        comma = piece_of(b",")
        for portion in portions:
            yield mark
            yield portion.piece(parts)
            mark = comma
        yield piece_of(b"]")

    def _packed(self, text: str) -> str:
        return packed((text.encode("utf-8"),), self.parts)

    def _repr_html_(self) -> str:
        """The page in a frame that may run its own script and nothing of the notebook's."""
        return (
            '<iframe sandbox="allow-scripts allow-popups allow-popups-to-escape-sandbox allow-downloads" '
            'style="width:100%;height:640px;border:1px solid #8884;border-radius:8px" '
            f'title="{html.escape(self.title)}" srcdoc="{html.escape(self.generate_html())}"></iframe>'
        )


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
    raw = (resources.files("pyvis") / VIS_NETWORK).read_bytes()
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
