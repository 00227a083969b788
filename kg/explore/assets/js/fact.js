// Facts, claims, measurements and conflicts as they are read in the panel, the timeline and the overview.

const countWords = (what, count) => t("count." + what + (Number(count) === 1 ? ".one" : ""), { n: number(count) });

const edgeWords = (edge) => `${plain(nodes.label[edges.from[edge]])} — ${relationLabel(edges.rel[edge])} → ${plain(nodes.label[edges.to[edge]])}`;

/** A node's name that leads to it. */
function nodeLink(node) {
  return el("button", { type: "button", className: "link", onclick: () => { choose(node, true); } },
    classMark(nodes.cls[node]), el("bdi", {}, nodes.label[node]));
}

function timeTag(edtf) {
  return edtf ? el("time", { title: edtf }, timeWords(edtf)) : null;
}

function modalityTag(modality) {
  if (modality === 0) return null;
  return el("span", { className: "badge " + MODALITIES[modality], title: t(`modality.${MODALITIES[modality]}.help`) },
    modalityMark(modality), modalityLabel(modality));
}

/** "Theo Bill Ready", unless nobody is named. */
function byLine(node) {
  if (node < 0) return null;
  const [before, after] = t("fact.by", { name: "\u0000" }).split("\u0000");
  return el("span", {}, before, nodeLink(node), after);
}

function detail(key, text) {
  return text ? el("span", {}, t(key, { text })) : null;
}

function amountWords(row) {
  const value = measurements.value[row];
  const figure = Number.isFinite(Number(value)) ? number(value) : value;
  return `${figure} ${measurements.unit[row]}`.trim();
}

/** One statement: its sentence, and who says it, where and when. */
function statementCard(row, withTriple = false) {
  const edge = statements.edge[row];
  const amount = statements.amount[row];
  const conflict = conflictsOfStatement.get(row);
  const wrong = decisionsAbout(statements.id[row]).some((one) => one.action === "wrong");
  return el("article", { className: `card ${MODALITIES[statements.mod[row]]}${wrong ? " rejected" : ""}` },
    withTriple ? tripleLine(edge) : null,
    el("p", { className: "tags" }, modalityTag(statements.mod[row]), timeTag(textAt(statements.time[row])),
      conflict === undefined ? null : conflictBadgeOf(conflicts[conflict])),
    markedSentence(textAt(statements.text[row]), statements.spans[row]),
    el("p", { className: "meta" }, byLine(statements.by[row]), detail("fact.position", textAt(statements.position[row])),
      detail("fact.purpose", textAt(statements.purpose[row])), amount < 0 ? null : detail("fact.amount", amountWords(amount)),
      articleLink(statements.article[row], statements.start[row]),
      el("span", {}, t("fact.confidence", { n: number(statements.conf[row]) })),
      el("button", { type: "button", className: "link judge", onclick: () => judgeStatement(row) }, t("decision.correct"))),
    decisionLines(statements.id[row]));
}

function tripleLine(edge) {
  return el("p", { className: "triple" }, nodeLink(edges.from[edge]), " ",
    el("button", { type: "button", className: "link relation", title: t("fact.open"), onclick: () => chooseEdge(edge) },
      relationLabel(edges.rel[edge]) + " →"), " ", nodeLink(edges.to[edge]));
}

function claimCard(row, withSpeaker = false) {
  return el("article", { className: "card claim" },
    withSpeaker ? el("p", { className: "triple" }, nodeLink(claims.by[row])) : null,
    el("blockquote", { lang: "vi", dir: "auto" }, textAt(claims.text[row])),
    el("p", { className: "meta" }, timeTag(textAt(claims.time[row])), detail("fact.venue", textAt(claims.venue[row])),
      articleLink(claims.article[row], claims.start[row])));
}

/** A figure; beside the article, where its sentence is marked, without it. */
function measurementCard(row, withEntity = false, quoted = true) {
  return el("article", { className: "card measurement" },
    withEntity && measurements.of[row] >= 0 ? el("p", { className: "triple" }, nodeLink(measurements.of[row])) : null,
    el("p", { className: "measurement-line" }, el("bdi", {}, metricLabel(textAt(measurements.metric[row]))), el("b", {}, amountWords(row))),
    quoted && measurements.text[row] >= 0 ? el("blockquote", { lang: "vi", dir: "auto" }, textAt(measurements.text[row])) : null,
    el("p", { className: "meta" }, timeTag(textAt(measurements.time[row])), articleLink(measurements.article[row], measurements.start[row])));
}

// ---- conflicts

const CONFLICT_SIGNS = { strong: "!", doubtful: "?", update: "↻" };
const conflictDegree = (conflict) => (conflict.update ? "update" : conflict.strong ? "strong" : "doubtful");

/** How it is to be taken: a conflict, worth checking, or that things have changed; but for the doubt in the ontology's words. */
const degreeWords = (conflict) => (conflict.update ? conflictLabel(conflict) : conflict.strong ? DATA.conflict[language] : t("conflict.doubtful"));

/** What a statement's card says of the conflict that it is in: only a strong one is called so. */
function conflictBadgeOf(conflict) {
  const degree = conflictDegree(conflict);
  return el("span", { className: "badge" + (degree === "strong" ? " conflict" : ""), title: conflictLabel(conflict) },
    `${CONFLICT_SIGNS[degree]} ${degreeWords(conflict)}`);
}

/** What one side says, in words: "Báo Sông · 20/3/2025: Sao Mai — ra mắt → Ánh Dương, tháng 3/2025". */
function sideWords(table, row) {
  const edge = table === statements ? statements.edge[row] : -1;
  const said = edge >= 0 ? edgeWords(edge) : `${measurements.of[row] >= 0 ? plain(nodes.label[measurements.of[row]]) + ": " : ""}${metricLabel(textAt(measurements.metric[row]))} ${amountWords(row)}`;
  const denied = edge >= 0 && MODALITIES[statements.mod[row]] === "negated" ? ` (${modalityLabel(statements.mod[row])})` : "";
  const time = textAt(table.time[row]);
  return el("li", {}, el("b", {}, el("bdi", {}, sourceWords(table.article[row]) || t("article.untitled"))), ": ", el("bdi", {}, said), denied, time ? `, ${timeWords(time)}` : "");
}

/** What clashes in words, who says which, and when; the sentences of each side are one click away. */
function conflictCard(index) {
  const conflict = conflicts[index];
  const sides = [...conflict.statements.map((row) => [statements, row]), ...conflict.measurements.map((row) => [measurements, row])];
  const dated = ([table, row]) => articles.date[table.article[row]] ?? "";
  sides.sort((a, b) => dated(a).localeCompare(dated(b)));
  return el("section", { className: "conflict-card" + (conflict.strong && !conflict.update ? "" : " mild"), ariaLabel: conflictLabel(conflict) },
    el("p", { className: "conflict-name" }, el("span", { className: "warn", ariaHidden: "true" }, CONFLICT_SIGNS[conflictDegree(conflict)]),
      capitalized(conflict.update ? degreeWords(conflict) : `${degreeWords(conflict)}: ${conflictLabel(conflict)}`)),
    conflict.words[language] ? el("p", { className: "none" }, conflict.words[language]) : null,
    el("ul", { className: "said" }, sides.map(([table, row]) => sideWords(table, row))),
    el("div", { className: "sides" }, sides.map(([table, row], k) => el("div", { className: "side" },
      el("p", { className: "side-name" }, t("conflict.side", { n: k + 1 }), " · ", el("bdi", {}, sourceWords(table.article[row]))),
      table === statements ? statementCard(row, true) : measurementCard(row, true)))));
}
