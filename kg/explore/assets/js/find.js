// Looking for words in everything that the page knows.

/** Places [start, end] of the question in the text: all of it as a phrase, else each of its words; at most `most`. */
function wordPlaces(text, typed, most = 400) {
  const { folded: wanted, words, exact } = asked(typed);
  const folded = foldInPlace(text);
  const places = (phrase, spelt) => {
    const found = [];
    for (let at = wordAt(folded, phrase); at >= 0 && found.length < most; at = wordAt(folded, phrase, at + 1)) {
      if (!spelt || text.slice(at, at + spelt.length).toLowerCase() === spelt) found.push([at, at + phrase.length]);
    }
    return found;
  };
  if (!wanted) return [];
  for (const found of [exact ? places(wanted, exact) : [], places(wanted)]) if (found.length) return found;
  return words.length > 1 ? words.flatMap((word) => places(word.folded)).sort((a, b) => a[0] - b[0]) : [];
}

// ---- what there is to be found, folded when somebody first looks for something

let shelves = null;

function makeShelves() {
  const sentences = new Map(); // text -> its first statement or figure
  for (let row = 0; row < statementCount; row++) if (!sentences.has(statements.text[row])) sentences.set(statements.text[row], { row, table: statements });
  for (let row = 0; row < rowsOf(measurements); row++) {
    if (!sentences.has(measurements.text[row])) sentences.set(measurements.text[row], { row, table: measurements });
  }
  sentences.delete(-1);
  const list = [...sentences].map(([text, place]) => ({ ...place, text }));
  const names = nodes.label.map((label, node) => [label, ...nodes.alias[node]].map((name) => foldInPlace(name.normalize("NFC"))));
  return {
    language, names, sentences: list, bearers: new Map(), facts: new Uint32Array(edgeCount), ranks: new Uint32Array(nodeCount),
    written: nodes.label.map((label, node) => [label, ...nodes.alias[node]].map((name) => name.toLowerCase())),
    name: new Shelf(names.map((all) => all.join("\n"))),
    relation: new Shelf(relations.map((_, relation) => relationLabel(relation))),
    title: new Shelf(articles.id.map((_, article) => articleLabel(article))),
    sentence: new Shelf(list.map(({ text }) => textAt(text))),
    claim: new Shelf(claims.text.map(textAt)),
  };
}

/** Everything but the texts folded, and the texts on their way to the library. */
function openShelves() {
  if (shelves?.language === language) return;
  shelves = makeShelves();
  findTexts("", 0);
  findEverything("an"); // so that the first letter does not wait until the browser has compiled all this
}

/** Articles whose texts have what was typed, and the first of the texts. */
const findTexts = (typed, most) => (DATA.texts === "all" ? askLibrary("find", typed, most) : Promise.resolve({ rows: new Uint32Array(), texts: [] }));

/** Which entities and relations have a word; kept, since most words stay while the last one is typed. */
function bearersOf(word) {
  const known = shelves.bearers.get(word.folded);
  if (known) return known;
  if (shelves.bearers.size > 40) shelves.bearers.clear();
  const made = { nodes: new Uint8Array(nodeCount), relations: new Uint8Array(relations.length) };
  for (const node of shelves.name.having(word).rows) made.nodes[node] = 1;
  for (const relation of shelves.relation.having(word).rows) made.relations[relation] = 1;
  shelves.bearers.set(word.folded, made);
  return made;
}

/** Facts whose ends and relation have every word between them, those that several articles tell first. */
function findFacts({ words }) {
  const { facts } = shelves; // kept from letter to letter, as what a shelf finds
  let count = edgeCount;
  words.forEach((word, k) => {
    const { nodes: bears, relations: means } = bearersOf(word);
    const among = count;
    count = 0;
    for (let at = 0; at < among; at++) {
      const edge = k ? facts[at] : at;
      if (bears[edges.from[edge]] || bears[edges.to[edge]] || means[edges.rel[edge]]) facts[count++] = edge;
    }
  });
  const rows = facts.slice(0, count);
  const several = rows.filter((edge) => articlesOfEdge[edge] > 1).sort((a, b) => articlesOfEdge[b] - articlesOfEdge[a] || a - b);
  const others = rows.filter((edge) => articlesOfEdge[edge] < 2);
  rows.set(several);
  rows.set(others, several.length);
  return rows;
}

const FINDERS = {
  entity: findEntities,
  fact: findFacts,
  title: (question) => shelves.title.find(question),
  sentence: (question) => shelves.sentence.find(question),
  claim: (question) => shelves.claim.find(question),
};

/** Everything but texts that what was typed finds: [kind, rows] of each kind that has any, rows in a Uint32Array. */
function findEverything(typed) {
  const question = asked(typed);
  if (!question.words.length) return [];
  const kinds = question.folded.length < 2 ? ["entity", "title"] : Object.keys(FINDERS); // one letter stands everywhere
  return kinds.map((kind) => [kind, FINDERS[kind](question)]).filter(([, rows]) => rows.length);
}

/** The part of a text around the first place of the question, to show what was found. */
function snippet(text, typed, around = 70) {
  const [[start, end] = [0, 0]] = wordPlaces(text, typed, 1);
  const from = start <= around ? 0 : Math.min(start, text.indexOf(" ", start - around) + 1);
  const until = end + around >= text.length ? text.length : text.lastIndexOf(" ", end + around);
  return (from ? "… " : "") + text.slice(from, Math.max(until, end)).replaceAll("\n", " ") + (until < text.length ? " …" : "");
}
