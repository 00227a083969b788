"""Where the served page's decisions are kept (``kg serve --edit``): one file, written whole, by who has the token.

No cookie stands for anybody, so a page of another site cannot write in a reader's name; ``Origin`` and
``Sec-Fetch-Site`` are looked at all the same, and the guard before has looked at ``Host``.
"""

from __future__ import annotations

import csv
import hashlib
import hmac
import io
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from kg.errors import FailureError, KgError
from kg.explain import Words, fact_words
from kg.explain.decided import Decided
from kg.files import PAGE_MARK, write_whole
from kg.graph import Graph
from kg.linking import Merges, Rule, read_merges
from kg.linking.merges import COLUMNS, Action
from kg.serve.language import language_of

__all__ = ["DESK", "Desk", "editable"]

#: The address of the decisions.
DESK = "/decisions"
_POLICY = "default-src &#39;none&#39;"


def editable(page: str) -> str:
    """The explorer's ``page``, allowed to ask this server and told where its decisions are.

    Raises FailureError for a page of another version.
    """
    mark = PAGE_MARK.decode("ascii")
    if mark not in page or _POLICY not in page:
        raise FailureError("The page was written by another version of kg.", remedy="Run kg build again.")
    page = page.replace(_POLICY, f"{_POLICY}; connect-src &#39;self&#39;", 1)
    return page.replace(mark, f'{mark}\n<meta name="kg-desk" content="{DESK}">', 1)


@dataclass(frozen=True, slots=True)
class _Row:
    """A decision as the page sends it."""

    action: Action
    a: str
    b: str
    who: str
    why: str


_ROWS = TypeAdapter(list[_Row])


class Desk:
    """Reads and writes ``path`` for pages that know ``token``; ``before`` are the decisions of merges.csv.

    ``decided`` are those that the graph was built with: they tell what statements were that it leaves out.
    """

    def __init__(
        self, path: Path, token: str, graph: Graph, *, before: Merges | None = None, decided: Sequence[Decided] = ()
    ) -> None:
        self.path = path
        self._token = token
        self._graph = graph
        self._before = before
        self._left_out = {one.a: one.fact for one in decided if one.fact is not None}

    async def answer(self, request: Request) -> Response:
        """GET: the decisions of the file, with an ETag. PUT with it in If-Match: the file anew."""
        self._check(request.headers, request.url.netloc, writing=request.method == "PUT")
        if request.method == "GET":
            return self._told(language_of(request))
        if request.headers.get("content-type", "").split(";")[0].strip().lower() != "application/json":
            raise HTTPException(415, "Send the decisions as application/json.")
        if request.headers.get("if-match") != self._tag():
            raise HTTPException(412, "The file has changed since it was read; read it again.")
        try:
            rows = _ROWS.validate_json(await request.body())
        except ValidationError as error:
            raise HTTPException(422, f"These are no decisions: {error.errors()[0]['msg']}.") from error
        try:
            self._write(rows)
        except KgError as error:
            raise HTTPException(422, str(error)) from error
        return self._told(language_of(request))

    def _check(self, headers: Headers, host: str, *, writing: bool) -> None:
        """Raises HTTPException for a request that does not come from our own page with the token."""
        origin = headers.get("origin")
        if (writing and origin is None) or (origin is not None and origin != f"http://{host}"):
            raise HTTPException(403, "Only this server's own page may do that.")
        if headers.get("sec-fetch-site", "same-origin") != "same-origin":
            raise HTTPException(403, "Only this server's own page may do that.")
        scheme, _, given = headers.get("authorization", "").partition(" ")
        known = hmac.compare_digest(given.encode("utf-8"), self._token.encode("utf-8"))
        if scheme.lower() != "bearer" or not known:
            raise HTTPException(401, "Open the page by the address that kg serve --edit has printed.")

    def _rules(self) -> tuple[Rule, ...]:
        return read_merges(self.path).rules

    def _tag(self) -> str:
        data = self.path.read_bytes() if self.path.exists() else b""
        return f'"{hashlib.sha256(data).hexdigest()}"'

    def _told(self, language: str) -> Response:
        try:
            rules = self._rules()
        except KgError as error:
            raise HTTPException(409, str(error)) from error
        rows: list[dict[str, Any]] = [
            {**{name: getattr(rule, name) for name in COLUMNS}, "words": self._words(rule, language)} for rule in rules
        ]
        return JSONResponse(rows, headers={"ETag": self._tag(), "Cache-Control": "no-store"})

    def _words(self, rule: Rule, language: str) -> str:
        """What the decision is about, in words."""
        known, read = self._graph.statements.get(rule.a), self._left_out.get(rule.a)
        if known is not None:
            sides = tuple(self._graph.entities[side].label for side in (known.subject, known.object))
            relation = known.relation
        elif read is not None:
            sides, relation = read.labels, read.relation
        else:
            sign = {"same": " = ", "different": " ≠ "}.get(rule.action, ": ")
            return f"{rule.a}{sign}{rule.b}" if rule.b else rule.a
        fact = fact_words(Words.of(language), self._graph.ontology.model, sides[0], relation, sides[1])
        return f"{fact}: {rule.b}" if rule.b else fact

    def _write(self, rows: Sequence[_Row]) -> None:
        """Raises OntologyError, with nothing written, for decisions that a build would refuse."""
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(COLUMNS)
        for row in rows:
            # A line end in a reason would begin another decision for who reads the file by lines.
            writer.writerow([" ".join(str(cell).split()) for cell in asdict(row).values()])
        with tempfile.TemporaryDirectory(prefix="kg-desk-") as folder:
            tried = Path(folder) / self.path.name
            tried.write_text(out.getvalue(), encoding="utf-8")
            read_merges(tried, classes=self._graph.ontology.model.entity_classes, before=self._before)
        write_whole(self.path, out.getvalue(), sync=True)
