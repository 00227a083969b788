// Looking for words in everything. Texts are folded letter by letter, so that a place in the folded text is the same
// place in the text, and searched from end to end: an index of 5,000 articles would take ten seconds to make.

const FOLDED_UP_TO = 0x2000; // of the letters above none has case or marks that Vietnamese or its neighbours write
const letterOf = Uint16Array.from({ length: FOLDED_UP_TO }, (_, code) => {
  const folded = fold(String.fromCharCode(code));
  return folded.length === 1 ? folded.charCodeAt(0) : code;
});
const fromUnits = new TextDecoder("utf-16le", { ignoreBOM: true });

/** `text` without diacritics and case, as long as it was. */
function foldInPlace(text) {
  const units = new Uint16Array(text.length);
  for (let k = 0; k < text.length; k++) {
    const code = text.charCodeAt(k);
    units[k] = code < FOLDED_UP_TO ? letterOf[code] : code;
  }
  return fromUnits.decode(units);
}

/** What was typed: `folded` and, where it is spelt with diacritics, `exact`; `words` of the folded. */
function asked(typed) {
  const exact = typed.trim().normalize("NFC").toLowerCase().replace(/\s+/g, " ");
  const folded = foldInPlace(exact);
  return { folded, exact: exact === folded ? null : exact, words: [...new Set(folded.split(" "))].filter(Boolean) };
}

const isLetter = (code) => (code >= 97 && code <= 122) || (code >= 48 && code <= 57) || (code > 127 && IN_WORD.test(String.fromCharCode(code)));

/** The first place from `from` on where a word begins with `wanted`; -1 for none. */
function wordAt(folded, wanted, from = 0) {
  let at = folded.indexOf(wanted, from);
  while (at > 0 && isLetter(folded.charCodeAt(at - 1))) at = folded.indexOf(wanted, at + 1);
  return at;
}

/** Whether every word of the question begins a word of the text. */
const hasWords = (folded, words) => words.every((word) => (word.length < 3 && folded.includes(" " + word)) || wordAt(folded, word) >= 0);

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
  return words.length > 1 ? words.flatMap((word) => places(word)).sort((a, b) => a[0] - b[0]) : [];
}

// ---- what there is to be found, folded when somebody first looks for something

const FOLD_AT_ONCE = 400; // articles, between two breaths
let shelves = null;

function makeShelves() {
  const sentences = new Map(); // text -> its first statement or figure
  for (let row = 0; row < statementCount; row++) if (!sentences.has(statements.text[row])) sentences.set(statements.text[row], { row, table: statements });
  for (let row = 0; row < rowsOf(measurements); row++) {
    if (!sentences.has(measurements.text[row])) sentences.set(measurements.text[row], { row, table: measurements });
  }
  sentences.delete(-1);
  const list = [...sentences].map(([text, place]) => ({ ...place, text }));
  return {
    language,
    names: nodes.label.map((label, node) => [label, ...nodes.alias[node]].map((name) => foldInPlace(name.normalize("NFC")))),
    relations: relations.map((_, relation) => foldInPlace(relationLabel(relation))),
    sentences: list, folded: list.map(({ text }) => foldInPlace(textAt(text))),
    claims: claims.text.map((text) => foldInPlace(textAt(text))),
    titles: articles.id.map((_, article) => foldInPlace(articleLabel(article))),
    facts: edges.rel.slice(), bearers: new Map(), texts: [], whole: [],
  };
}

/** Everything folded; resolves when the texts are, too. */
async function openShelves() {
  if (shelves?.language === language) return shelves.ready;
  const made = shelves = makeShelves();
  made.ready = (async () => {
    const whole = await articleTexts();
    made.whole = whole;
    for (let start = 0; start < whole.length; start += FOLD_AT_ONCE) {
      for (const text of whole.slice(start, start + FOLD_AT_ONCE)) made.texts.push(foldInPlace(text));
      await new Promise((done) => setTimeout(done));
    }
  })();
  return made.ready;
}

const rowsWhere = (list, passes) => {
  const rows = [];
  for (let row = 0; row < list.length; row++) if (passes(list[row], row)) rows.push(row);
  return rows;
};

/** The ways in which words stand in a text: as they were typed, at the beginning of a sentence, in capitals. */
const spellings = (typed) => [typed, typed[0].toUpperCase() + typed.slice(1), typed.toUpperCase()];

/** Rows with every word, those that have them in a row first. Of words with diacritics only those that are spelt so,
 *  unless there are none. */
function rowsWith(folded, question, textOf) {
  let rows = rowsHolding(folded, question);
  if (question.exact) {
    const words = question.exact.split(" ").filter((word) => word !== foldInPlace(word)).map(spellings);
    const spelt = rows.filter((row) => words.every((ways) => ways.some((way) => textOf(row).includes(way))));
    if (spelt.length) rows = spelt;
  }
  if (question.words.length < 2) return rows;
  const ways = question.exact && spellings(question.exact);
  const inARow = (row) => (ways ? ways.some((way) => textOf(row).includes(way)) : hasWords(folded[row], [question.folded]));
  const [first, rest] = [[], []];
  for (const row of rows) (first.length < IN_A_ROW && inARow(row) ? first : rest).push(row);
  return [...first, ...rest];
}

const IN_A_ROW = 60; // so many that have the words in a row come first
const lastHolding = new WeakMap(); // of each shelf: what was asked last, and the rows that hold it

/** Rows with every word; another letter typed looks only where the letters before it were found. */
function rowsHolding(folded, question) {
  const newest = [question.folded.slice(question.folded.lastIndexOf(" ") + 1)]; // the words before it are there
  return narrowed(folded, question, (row, goesOn) => hasWords(folded[row], goesOn ? newest : question.words));
}

/** Rows of a shelf that pass, out of those that passed before the last letters were typed. */
function narrowed(shelf, question, passes) {
  const last = lastHolding.get(shelf);
  const goesOn = last && last.count === shelf.length && question.folded.startsWith(last.asked);
  const rows = goesOn ? last.rows.filter((row) => passes(row, true)) : rowsWhere(shelf, (_, row) => passes(row, false));
  lastHolding.set(shelf, { asked: question.folded, count: shelf.length, rows });
  return rows;
}

/** For each word which entities and relations have it; kept, since most words stay while the last one is typed. */
function bearersOf(word) {
  const known = shelves.bearers.get(word);
  if (known) return known;
  if (shelves.bearers.size > 40) shelves.bearers.clear();
  const made = { nodes: Uint8Array.from(shelves.names, (list) => (list.some((name) => wordAt(name, word) >= 0) ? 1 : 0)),
    relations: shelves.relations.map((name) => wordAt(name, word) >= 0) };
  shelves.bearers.set(word, made);
  return made;
}

const FINDERS = {
  entity: (question) => findEntities(question),
  fact: (question) => {
    const bearers = question.words.map(bearersOf);
    const rows = narrowed(shelves.facts, question, (edge) => bearers.every((has) => has.nodes[edges.from[edge]] || has.nodes[edges.to[edge]] || has.relations[edges.rel[edge]]));
    const several = rows.filter((edge) => articlesOfEdge[edge] > 1).sort((a, b) => articlesOfEdge[b] - articlesOfEdge[a] || a - b);
    return [...several, ...rows.filter((edge) => articlesOfEdge[edge] < 2)];
  },
  title: (question) => rowsWith(shelves.titles, question, articleLabel),
  sentence: (question) => rowsWith(shelves.folded, question, (row) => textAt(shelves.sentences[row].text)),
  claim: (question) => rowsWith(shelves.claims, question, (row) => textAt(claims.text[row])),
  text: (question) => rowsWith(shelves.texts, question, (article) => shelves.whole[article]),
};

/** Everything that what was typed finds: [kind, rows] of each kind that has any. */
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
