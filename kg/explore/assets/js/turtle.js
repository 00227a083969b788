// What is shown as Turtle: triples of graph.ttl, as they stand there.

const TURTLE_ESCAPES = { "\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t" };
const literal = (text) => '"' + text.replace(/[\\"\n\r\t]/g, (character) => TURTLE_ESCAPES[character])
  .replace(/[\u0000-\u001f]/g, (character) => "\\u" + character.charCodeAt(0).toString(16).padStart(4, "0")) + '"';
const vietnamese = (text) => literal(text) + "@vi";

/** An IRI reference with everything escaped that may not stand in one. */
const iri = (text) => "<" + text.replace(/[\u0000-\u0020<>"{}|^`\\]/g, (character) => "%" + character.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")) + ">";
const percent = (character) => "%" + character.charCodeAt(0).toString(16).toUpperCase();
const resource = (id) => iri(DATA.base + "resource/" + encodeURIComponent(id).replace(/[!'()*]/g, percent));
const term = (name) => iri(DATA.base + "ontology#" + name);

function turtleNode(subject, type, properties) {
  const lines = [`${subject} a ${type}`];
  for (const [predicate, object] of properties) if (object) lines.push(`    ${predicate} ${object}`);
  return lines.join(" ;\n") + " .\n";
}

const given = (text, write = literal) => (text ? write(text) : null);

/** An exact number; digits that say nothing are left out. */
const decimal = (value) => literal(String(value).replace(/(\.\d*?)0+$/, "$1").replace(/\.$/, "")) + "^^xsd:decimal";

/** Where the `text` of a record stands. */
function turtlePlace(table, row, text) {
  return [[term("inArticle"), table.article[row] < 0 ? null : resource(articles.id[table.article[row]])],
    [term("start"), String(table.start[row])], [term("end"), String(table.start[row] + [...text].length)]];
}

function turtleStatement(row) {
  const edge = statements.edge[row];
  const text = textAt(statements.text[row]);
  return turtleNode(resource(statements.id[row]), term("Statement"), [
    ["rdf:subject", resource(nodes.id[edges.from[edge]])], ["rdf:predicate", term(relations[edges.rel[edge]].id)],
    ["rdf:object", resource(nodes.id[edges.to[edge]])], [term("modality"), term(MODALITIES[statements.mod[row]])],
    [term("time"), given(textAt(statements.time[row]))],
    ...turtlePlace(statements, row, text), [term("evidence"), vietnamese(text)],
    [term("amount"), statements.amount[row] < 0 ? null : resource(measurements.id[statements.amount[row]])],
    [term("attributedTo"), statements.by[row] < 0 ? null : resource(nodes.id[statements.by[row]])],
    [term("position"), given(textAt(statements.position[row]))], [term("purpose"), given(textAt(statements.purpose[row]))],
    [term("confidence"), decimal(statements.conf[row])], [term("rule"), given(textAt(statements.rule[row]))],
  ]);
}

function turtleClaim(row) {
  const text = textAt(claims.text[row]);
  const venue = textAt(claims.venue[row]);
  return turtleNode(resource(claims.id[row]), term("Claim"), [
    [term("speaker"), claims.by[row] < 0 ? null : resource(nodes.id[claims.by[row]])], [term("text"), vietnamese(text)],
    [term("time"), given(textAt(claims.time[row]))], [term("venue"), given(venue, nodeOfId.has(venue) ? resource : literal)],
    ...turtlePlace(claims, row, text)]);
}

function turtleMeasurement(row) {
  const text = textAt(measurements.text[row]);
  return turtleNode(resource(measurements.id[row]), term("Measurement"), [
    [term("subject"), measurements.of[row] < 0 ? null : resource(nodes.id[measurements.of[row]])],
    [term("metric"), literal(textAt(measurements.metric[row]))], [term("value"), decimal(measurements.value[row])],
    [term("unit"), literal(measurements.unit[row])], [term("time"), given(textAt(measurements.time[row]))],
    ...turtlePlace(measurements, row, text), [term("evidence"), vietnamese(text)]]);
}

/**
 * Turtle of the statements `rows`, the claims that the nodes `speakers` made and the measurements stated of them, with the
 * entities and articles that all these name. Amounts of statements come along.
 */
function turtleOf(rows, speakers) {
  const said = new Set(speakers.flatMap((node) => claimsOfNode[node]));
  const measured = new Set([...speakers.flatMap((node) => measurementsOfNode[node]),
    ...rows.map((row) => statements.amount[row]).filter((amount) => amount >= 0)]);
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
  for (const [table, chosen, ends] of [[claims, said, claims.by], [measurements, measured, measurements.of]]) {
    for (const row of chosen) {
      if (ends[row] >= 0) named.add(ends[row]);
      if (table.article[row] >= 0) cited.add(table.article[row]);
    }
  }
  for (const row of said) {
    const venue = nodeOfId.get(textAt(claims.venue[row]));
    if (venue !== undefined) named.add(venue);
  }
  const ascending = (set) => [...set].sort((a, b) => a - b);
  return ["@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .\n@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
    + "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n@prefix dcterms: <http://purl.org/dc/terms/> .\n"
    + "@prefix schema: <https://schema.org/> .\n@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n",
  ...ascending(named).map((node) => turtleNode(resource(nodes.id[node]), term(classes[nodes.cls[node]].id), [
    ["rdfs:label", literal(nodes.label[node])],
    ...nodes.alias[node].filter((alias) => alias !== nodes.label[node]).map((alias) => ["skos:altLabel", literal(alias)])])),
  ...ascending(cited).map((article) => turtleNode(resource(articles.id[article]), term("Article"), [
    ["dcterms:source", literal(articles.source[article])], ["schema:url", given(articles.url[article])],
    [term("outlet"), given(articles.outlet[article])], ["dcterms:title", given(articles.title[article], vietnamese)],
    ["dcterms:date", given(articles.date[article])]])),
  [...plainTriples].join(""), ...rows.map(turtleStatement), ...ascending(said).map(turtleClaim),
  ...ascending(measured).map(turtleMeasurement)].join("\n");
}
