// The statements shown as Turtle, in the vocabulary of the graph they come from.

const TURTLE_ESCAPES = { "\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t" };
const literal = (text) => '"' + text.replace(/[\\"\n\r\t]/g, (character) => TURTLE_ESCAPES[character])
  .replace(/[\u0000-\u001f]/g, (character) => "\\u" + character.charCodeAt(0).toString(16).padStart(4, "0")) + '"';
const vietnamese = (text) => literal(text) + "@vi";

/** An IRI reference with everything escaped that may not stand in one. */
const iri = (text) => "<" + text.replace(/[\u0000-\u0020<>"{}|^`\\]/g, (character) => "%" + character.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")) + ">";
const resource = (id) => iri(DATA.base + "resource/" + id);
const term = (name) => iri(DATA.base + "ontology#" + name);

function turtleNode(subject, type, properties) {
  const lines = [`${subject} a ${type}`];
  for (const [predicate, object] of properties) if (object) lines.push(`    ${predicate} ${object}`);
  return lines.join(" ;\n") + " .\n";
}

const given = (text, write = literal) => (text ? write(text) : null);

function turtleStatement(row) {
  const edge = statements.edge[row];
  const text = textAt(statements.text[row]);
  return turtleNode(resource(statements.id[row]), term("Statement"), [
    ["rdf:subject", resource(nodes.id[edges.from[edge]])], ["rdf:predicate", term(relations[edges.rel[edge]].id)],
    ["rdf:object", resource(nodes.id[edges.to[edge]])], [term("modality"), term(MODALITIES[statements.mod[row]])],
    [term("time"), given(textAt(statements.time[row]))],
    [term("inArticle"), statements.article[row] < 0 ? null : resource(articles.id[statements.article[row]])],
    [term("evidence"), vietnamese(text)], [term("start"), String(statements.start[row])],
    [term("end"), String(statements.start[row] + [...text].length)],
    [term("attributedTo"), statements.by[row] < 0 ? null : resource(nodes.id[statements.by[row]])],
    [term("position"), given(textAt(statements.position[row]))], [term("purpose"), given(textAt(statements.purpose[row]))],
    [term("confidence"), decimal(statements.conf[row])],
  ]);
}

const decimal = (value) => (Number.isInteger(value) ? value.toFixed(1) : String(value));

/** Turtle of the statements `rows` with the entities and articles that they name. */
function turtleOf(rows) {
  const named = new Set();
  const cited = new Set();
  const plainTriples = new Set();
  for (const row of rows) {
    const edge = statements.edge[row];
    named.add(edges.from[edge]).add(edges.to[edge]);
    if (statements.by[row] >= 0) named.add(statements.by[row]);
    if (statements.article[row] >= 0) cited.add(statements.article[row]);
    if (["asserted", "reported"].includes(MODALITIES[statements.mod[row]])) {
      plainTriples.add(`${resource(nodes.id[edges.from[edge]])} ${term(relations[edges.rel[edge]].id)} ${resource(nodes.id[edges.to[edge]])} .\n`);
    }
  }
  const ascending = (set) => [...set].sort((a, b) => a - b);
  return ["@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .\n@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
    + "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n@prefix dcterms: <http://purl.org/dc/terms/> .\n",
  ...ascending(named).map((node) => turtleNode(resource(nodes.id[node]), term(classes[nodes.cls[node]].id), [
    ["rdfs:label", vietnamese(nodes.label[node])], ...nodes.alias[node].map((alias) => ["skos:altLabel", vietnamese(alias)])])),
  ...ascending(cited).map((article) => turtleNode(resource(articles.id[article]), term("Article"), [
    ["dcterms:source", given(articles.url[article] || articles.source[article])], ["dcterms:title", given(articles.title[article], vietnamese)],
    ["dcterms:date", given(articles.date[article])]])),
  [...plainTriples].join(""), ...rows.map(turtleStatement)].join("\n");
}
