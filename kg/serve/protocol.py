"""Requests and descriptions of the SPARQL 1.1 protocol."""

from __future__ import annotations

from urllib.parse import parse_qsl

from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request

__all__ = ["fields_of", "query_text", "service_description"]

FORM = "application/x-www-form-urlencoded"


async def query_text(request: Request) -> str | None:
    """The query of a protocol request; None for a GET without one, which asks for the service description."""
    if request.method in ("GET", "HEAD"):
        fields = fields_of(request.url.query)
    else:
        type_ = request.headers.get("content-type", "").split(";")[0].strip().lower()
        try:
            body = await request.body()
        except ClientDisconnect as error:
            raise HTTPException(400, "The request ended too early.") from error
        if type_ == "application/sparql-query":
            fields = [("query", _utf8(body)), *fields_of(request.url.query)]
        elif type_ == FORM:
            fields = [*fields_of(_utf8(body)), *fields_of(request.url.query)]
        elif type_ == "application/sparql-update":
            raise HTTPException(403, "The graph is only read here.")
        else:
            raise HTTPException(415, f"Send application/sparql-query or {FORM}.")
    names = [name for name, _ in fields]
    if "update" in names:
        raise HTTPException(403, "The graph is only read here.")
    if {"default-graph-uri", "named-graph-uri"} & set(names):
        raise HTTPException(400, "There is one graph here; leave out default-graph-uri and named-graph-uri.")
    queries = [value for name, value in fields if name == "query"]
    if len(queries) > 1:
        raise HTTPException(400, "Give one query.")
    if not queries and request.method == "POST":
        raise HTTPException(400, "Give the query as query=….")
    return queries[0] if queries else None


def fields_of(text: str) -> list[tuple[str, str]]:
    try:
        return parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=50)
    except ValueError as error:
        raise HTTPException(400, "The parameters are not UTF-8, or too many.") from error


def _utf8(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise HTTPException(400, f"The body is not UTF-8 (byte {error.start}).") from error


def service_description(address: str) -> str:
    formats = " , ".join(
        f"<http://www.w3.org/ns/formats/{name}>"
        for name in (
            "SPARQL_Results_JSON",
            "SPARQL_Results_XML",
            "SPARQL_Results_CSV",
            "SPARQL_Results_TSV",
            "Turtle",
            "N-Triples",
            "JSON-LD",
            "RDF_XML",
        )
    )
    return (
        f"@prefix sd: <http://www.w3.org/ns/sparql-service-description#> .\n\n<{address}> a sd:Service ;\n"
        f"    sd:endpoint <{address}> ;\n    sd:supportedLanguage sd:SPARQL11Query ;\n"
        f"    sd:resultFormat {formats} .\n"
    )
