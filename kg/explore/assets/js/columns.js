// What articles say, some of them at a time (see kg/explore/columns.py), put together into columns of all.

function together(data) {
  const texts = new Map();
  const nodes = new Map(data.nodes.id.map((id, node) => [id, node]));
  const relations = new Map(data.relations.map((relation, number) => [relation.id, number]));
  const { from, to, rel } = data.edges;
  const key = (a, b, relation) => (a * nodes.size + b) * relations.size + relation;
  const edges = new Map(from.map((node, edge) => [key(node, to[edge], rel[edge]), edge]));
  const whole = { articles: {}, statements: {}, claims: {}, measurements: {} };
  const rows = (table) => whole[table].id?.length ?? 0;
  for (const some of data.told) {
    const text = some.text.map((one) => texts.get(one) ?? (texts.set(one, texts.size), texts.size - 1));
    const node = some.names.map((id) => nodes.get(id) ?? -1);
    const relation = some.relations.map((id) => relations.get(id));
    const [article, measurement] = [rows("articles"), rows("measurements")];
    const at = (numbers) => (number) => (number < 0 ? -1 : numbers[number]);
    const behind = (first) => (number) => (number < 0 ? -1 : first + number);
    const change = {
      text: at(text), time: at(text), held: at(text), position: at(text), purpose: at(text), rule: at(text),
      venue: at(text), metric: at(text), by: at(node), of: at(node),
      article: behind(article), amount: behind(measurement), mentions: (list) => list.map(at(node)).sort((a, b) => a - b),
    };
    const { statements } = some;
    statements.edge = statements.id.map((_, row) =>
      edges.get(key(node[statements.from[row]], node[statements.to[row]], relation[statements.rel[row]])));
    delete statements.from;
    delete statements.to;
    delete statements.rel;
    for (const [table, columns] of Object.entries(whole)) {
      for (const [name, column] of Object.entries(some[table])) {
        const all = (columns[name] ??= []);
        const changed = change[name] ?? ((value) => value);
        for (const value of column) all.push(changed(value));
      }
    }
  }
  delete data.told;
  return Object.assign(data, whole, { text: [...texts.keys()] });
}
