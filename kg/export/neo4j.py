"""A zip for Neo4j: CSV files for ``neo4j-admin database import``, and a Cypher script that loads the same.

Facts that are asserted or reported are relationships; every statement is a node besides, with its sentence.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from typing import BinaryIO

from kg.export.rows import statement_rows
from kg.graph import Graph

__all__ = ["EXPORTER"]

_README = """Import into an empty database:

  neo4j-admin database import full neo4j --multiline-fields=true \\
    --nodes=Entity=entities.csv --nodes=Article=articles.csv --nodes=Statement=statements.csv \\
    --relationships=facts.csv --relationships=links.csv

or put the CSV files into the server's import folder and run load.cypher with cypher-shell.
"""

_CYPHER = """\
CREATE CONSTRAINT entity IF NOT EXISTS FOR (n:Entity) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT article IF NOT EXISTS FOR (n:Article) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT statement IF NOT EXISTS FOR (n:Statement) REQUIRE n.id IS UNIQUE;
LOAD CSV WITH HEADERS FROM 'file:///entities.csv' AS row
MERGE (n:Entity {{id: row['id:ID']}}) SET n.label = row.label, n.class = row[':LABEL'],
  n.aliases = split(coalesce(row['aliases:string[]'], ''), ';');
LOAD CSV WITH HEADERS FROM 'file:///articles.csv' AS row
MERGE (n:Article {{id: row['id:ID']}}) SET n.source = row.source, n.title = row.title, n.date = row.date;
LOAD CSV WITH HEADERS FROM 'file:///statements.csv' AS row
MERGE (n:Statement {{id: row['id:ID']}}) SET n.relation = row.relation, n.modality = row.modality, n.time = row.time,
  n.position = row.position, n.purpose = row.purpose, n.confidence = toFloat(row['confidence:double']),
  n.sentence = row.sentence;
{facts}{links}"""

_FACT = """\
LOAD CSV WITH HEADERS FROM 'file:///facts.csv' AS row
WITH row WHERE row[':TYPE'] = '{relation}'
MATCH (a:Entity {{id: row[':START_ID']}}) MATCH (b:Entity {{id: row[':END_ID']}})
MERGE (a)-[r:{relation}]->(b) SET r.articles = toInteger(row['articles:int']),
  r.sources = toInteger(row['sources:int']), r.earliest = row.earliest, r.latest = row.latest;
"""

_LINK = """\
LOAD CSV WITH HEADERS FROM 'file:///links.csv' AS row
WITH row WHERE row[':TYPE'] = '{name}'
MATCH (a:{start} {{id: row[':START_ID']}}) MATCH (b:{end} {{id: row[':END_ID']}})
MERGE (a)-[:{name}]->(b);
"""

_LINKS = (
    ("SUBJECT", "Statement", "Entity"),
    ("OBJECT", "Statement", "Entity"),
    ("ATTRIBUTED_TO", "Statement", "Entity"),
    ("IN_ARTICLE", "Statement", "Article"),
    ("MENTIONS", "Article", "Entity"),
)


class Neo4j:
    name = "neo4j"
    suffix = ".zip"
    description = "CSV files for neo4j-admin import and a Cypher script, in a zip"

    def write(self, graph: Graph, stream: BinaryIO) -> None:
        relations = sorted(
            {relation for _, _, relation, fact in graph.network.edges(keys=True, data=True) if fact["asserted"]}
        )
        files = {
            "README.txt": _README,
            "entities.csv": _table(
                ("id:ID", "label", "aliases:string[]", ":LABEL"),
                (
                    (e.id, e.label, ";".join(alias.replace(";", ",") for alias in e.aliases), e.type)
                    for e in graph.entities.values()
                ),
            ),
            "articles.csv": _table(
                ("id:ID", "source", "title", "date"),
                ((a.id, a.source, a.title, a.date) for a in graph.articles.values()),
            ),
            "statements.csv": _table(
                ("id:ID", "relation", "modality", "time", "position", "purpose", "confidence:double", "sentence"),
                (
                    (
                        r["id"],
                        r["relation"],
                        r["modality"],
                        r["time"],
                        r["position"],
                        r["purpose"],
                        r["confidence"],
                        r["evidence"],
                    )
                    for r in statement_rows(graph)
                ),
            ),
            "facts.csv": _table(
                (":START_ID", ":END_ID", ":TYPE", "articles:int", "sources:int", "earliest", "latest"),
                (
                    (s, o, relation, fact["articles"], fact["sources"], fact["earliest"], fact["latest"])
                    for s, o, relation, fact in sorted(
                        graph.network.edges(keys=True, data=True), key=lambda row: row[:3]
                    )
                    if fact["asserted"]
                ),
            ),
            "links.csv": _table((":START_ID", ":END_ID", ":TYPE"), _links(graph)),
            "load.cypher": _CYPHER.format(
                facts="".join(_FACT.format(relation=relation) for relation in relations),
                links="".join(_LINK.format(name=name, start=start, end=end) for name, start, end in _LINKS),
            ),
        }
        # a zip is laid out differently where the stream cannot seek
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, text in files.items():
                entry = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
                entry.compress_type = zipfile.ZIP_DEFLATED
                entry.external_attr = 0o644 << 16
                archive.writestr(entry, text.encode("utf-8", "replace"))
        stream.write(buffer.getvalue())


def _links(graph: Graph) -> Iterator[tuple[str, str, str]]:
    for row in statement_rows(graph):
        yield row["id"], row["subject"], "SUBJECT"
        yield row["id"], row["object"], "OBJECT"
        yield row["id"], row["article"], "IN_ARTICLE"
        if row["attributed_to"]:
            yield row["id"], row["attributed_to"], "ATTRIBUTED_TO"
    for article, entities in graph.mentions.items():
        for entity in entities:
            yield article, entity, "MENTIONS"


def _table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    text = io.StringIO(newline="")
    table = csv.writer(text, lineterminator="\n")
    table.writerow(header)
    table.writerows(rows)
    return text.getvalue()


EXPORTER = Neo4j()
