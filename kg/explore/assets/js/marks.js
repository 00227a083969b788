// What is marked in an article's text, and where: sentences that say something, claims, figures, names.

/** Places of `name` in `text` that begin and end with a word. */
function* placesOf(name, text) {
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + name.length)) {
    const [before, after] = [text[at - 1], text[at + name.length]];
    if (!(before && IN_WORD.test(before)) && !(after && IN_WORD.test(after))) yield at;
  }
}

/** Entities named in the text: { start, end, node }, none over another, longer names first. */
function namesIn(article, { text, place }) {
  const found = [];
  const taken = new Uint8Array(text.length);
  const take = (start, end, node) => {
    for (let k = start; k < end; k++) if (taken[k]) return;
    taken.fill(1, start, end);
    found.push({ start, end, node });
  };
  for (const row of statementsOfArticle[article]) { // these places are known, whatever they are called there
    const [start, spans, edge] = [statements.start[row], statements.spans[row], statements.edge[row]];
    [[0, edges.from[edge]], [4, edges.to[edge]]].forEach(([k, node]) => {
      const at = spans[k] >= 0 && place(start + spans[k], start + spans[k + 1]);
      if (at) take(...at, node);
    });
  }
  const names = articles.mentions[article].flatMap((node) => [nodes.label[node], ...nodes.alias[node]].map((name) => [name, node]));
  names.sort((a, b) => b[0].length - a[0].length);
  for (const [name, node] of names) if (name) for (const at of placesOf(name, text)) take(at, at + name.length, node);
  return found;
}

/** Sentences with facts or figures: { start, end, at, statements, measurements, claims }; those that overlap are one. */
function sentencesIn(article, { place }) {
  const found = [];
  const add = (kind, row, start, text) => {
    const at = place(start, start + lengthOf(text));
    if (at && at[1] > at[0]) found.push({ start: at[0], end: at[1], at: start, kind, row });
  };
  for (const row of statementsOfArticle[article]) add("statements", row, statements.start[row], textAt(statements.text[row]));
  for (const row of measurementsOfArticle[article]) add("measurements", row, measurements.start[row], textAt(measurements.text[row]));
  for (const row of claimsOfArticle[article]) add("claims", row, claims.start[row], textAt(claims.text[row]));
  found.sort((a, b) => a.start - b.start || b.end - a.end);
  const sentences = [];
  for (const { start, end, at, kind, row } of found) {
    let last = sentences.at(-1);
    if (!last || start >= last.end) sentences.push(last = { start, end, at, statements: [], measurements: [], claims: [] });
    last.end = Math.max(last.end, end);
    last[kind].push(row);
  }
  return sentences;
}

const claimPlaces = (article, { place }) => claimsOfArticle[article]
  .map((row) => place(claims.start[row], claims.start[row] + lengthOf(textAt(claims.text[row])))).filter(Boolean);

const figurePlaces = (article, { place }) => measurementsOfArticle[article].filter((row) => measurements.figure[row][0] >= 0)
  .map((row) => place(...measurements.figure[row].map((point) => measurements.start[row] + point))).filter(Boolean);

const triggerPlaces = (article, { place }) => statementsOfArticle[article].filter((row) => statements.spans[row][2] >= 0)
  .map((row) => place(...statements.spans[row].slice(2, 4).map((point) => statements.start[row] + point))).filter(Boolean);

/** Everything that is marked in an article. */
function marksOf(article, reading) {
  return { sentences: sentencesIn(article, reading), names: namesIn(article, reading), claims: claimPlaces(article, reading),
    figures: figurePlaces(article, reading), triggers: triggerPlaces(article, reading) };
}

/** The text cut where a mark begins or ends: { start, end, name, sentence, claim, figure, trigger } from end to end. */
function runsOf(text, marks) {
  const layers = { name: marks.names, sentence: marks.sentences, claim: marks.claims.map(asMark), figure: marks.figures.map(asMark),
    trigger: marks.triggers.map(asMark) };
  const cuts = new Set([0, text.length]);
  for (const list of Object.values(layers)) for (const { start, end } of list) cuts.add(start).add(end);
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) cuts.add(at).add(at + 1);
  const order = [...cuts].sort((a, b) => a - b);
  const place = new Map(order.map((at, k) => [at, k]));
  const runs = order.slice(0, -1).map((start, k) => ({ start, end: order[k + 1] }));
  for (const [layer, list] of Object.entries(layers)) {
    for (const mark of list) for (let k = place.get(mark.start); k < place.get(mark.end); k++) runs[k][layer] = mark;
  }
  return runs;
}

const asMark = ([start, end]) => ({ start, end });
