// The graph as columns (see kg/explore/payload.py and columns.py) and what follows from it.

const DATA = await (async () => {
  const element = takeOut("data");
  return together(JSON.parse(element.dataset.encoding === "json" ? element.textContent : await unpack(element.textContent)));
})();

const { nodes, edges, statements, claims, measurements, articles, conflicts, classes, relations } = DATA;
const MODALITIES = ["asserted", "reported", "planned", "negated"];
const rowsOf = (table) => table.id.length;
const nodeCount = nodes.id.length;
const edgeCount = edges.from.length;
const statementCount = rowsOf(statements);
const textAt = (index) => (index < 0 ? "" : DATA.text[index]);

const articleOfId = new Map(articles.id.map((id, article) => [id, article]));
const nodeOfId = new Map(nodes.id.map((id, node) => [id, node]));
const x = Float64Array.from(nodes.x);
const y = Float64Array.from(nodes.y);

/** For each of `count` keys the rows whose key it is. */
function group(count, keys) {
  const groups = Array.from({ length: count }, () => []);
  keys.forEach((key, row) => { if (key >= 0) groups[key].push(row); });
  return groups;
}

const statementsOfEdge = group(edgeCount, statements.edge);
const statementsOfArticle = group(rowsOf(articles), statements.article);
const claimsOfArticle = group(rowsOf(articles), claims.article);
const measurementsOfArticle = group(rowsOf(articles), measurements.article);
const claimsOfNode = group(nodeCount, claims.by);
const measurementsOfNode = group(nodeCount, measurements.of);
const edgesOfNode = Array.from({ length: nodeCount }, () => []);
for (let edge = 0; edge < edgeCount; edge++) {
  edgesOfNode[edges.from[edge]].push(edge);
  if (edges.from[edge] !== edges.to[edge]) edgesOfNode[edges.to[edge]].push(edge);
}
const degree = Uint32Array.from(edgesOfNode, (list) => list.length);
const radius = Float64Array.from(degree, (count) => 6 + 3.2 * Math.sqrt(count));
const byDegree = Uint32Array.from({ length: nodeCount }, (_, node) => node)
  .sort((a, b) => degree[b] - degree[a] || a - b);

const upright = innerHeight > innerWidth * 1.1;

const otherEnd = (edge, node) => (edges.from[edge] === node ? edges.to[edge] : edges.from[edge]);
const articlesOfEdge = Uint32Array.from(statementsOfEdge,
  (list) => new Set(list.map((statement) => statements.article[statement])).size);

// A source is an outlet, or an article that names none.
const sources = [];
const sourceOfKey = new Map();
const sourceOfArticle = articles.id.map((id, article) => {
  const outlet = articles.outlet[article];
  const key = outlet ? "outlet " + outlet : "article " + id;
  if (!sourceOfKey.has(key)) {
    sourceOfKey.set(key, sources.length);
    sources.push({ key, label: outlet || articles.title[article] || articles.source[article], count: 0 });
  }
  return sourceOfKey.get(key);
});

// Edges between the same two nodes bend apart: 0, 1, -1, 2, …
const bend = new Int8Array(edgeCount);
const parallel = new Map();
for (let edge = 0; edge < edgeCount; edge++) {
  const [a, b] = [Math.min(edges.from[edge], edges.to[edge]), Math.max(edges.from[edge], edges.to[edge])];
  const key = a * nodeCount + b;
  const before = parallel.get(key) || 0;
  parallel.set(key, before + 1);
  const side = before % 2 ? (before + 1) / 2 : -before / 2;
  bend[edge] = edges.from[edge] === a ? side : -side;
}

const conflictsOfNode = Array.from({ length: nodeCount }, () => []);
const conflictsOfStatement = new Map();
conflicts.forEach((conflict, number) => {
  const involved = new Set(conflict.nodes);
  for (const row of conflict.statements) {
    if (!conflictsOfStatement.has(row)) conflictsOfStatement.set(row, number); // the strongest come first
    involved.add(edges.from[statements.edge[row]]);
    involved.add(edges.to[statements.edge[row]]);
  }
  for (const row of conflict.measurements) if (measurements.of[row] >= 0) involved.add(measurements.of[row]);
  for (const node of involved) conflictsOfNode[node].push(number);
});

const articlesOfNode = Array.from({ length: nodeCount }, () => []);
articles.mentions.forEach((list, article) => { for (const node of list) articlesOfNode[node].push(article); });
