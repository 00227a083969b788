// Every statement that is shown, as a table: sortable, filterable, and the way for screen readers.

const ROWS_AT_ONCE = 100;

const subjectOf = (row) => nodes.label[edges.from[statements.edge[row]]];
const objectOf = (row) => nodes.label[edges.to[statements.edge[row]]];
const relationOf = (row) => relationLabel(edges.rel[statements.edge[row]]);
const sourceLabel = (row) => (statements.article[row] < 0 ? "" : outletLabel(statements.article[row]));

// A column: how a row sorts, and its cell.
const COLUMNS = {
  subject: { key: subjectOf, cell: (row) => nodeLink(edges.from[statements.edge[row]]) },
  relation: { key: relationOf, cell: (row) => el("button", { type: "button", className: "link relation", title: t("fact.open"),
    onclick: () => chooseEdge(statements.edge[row]) }, relationOf(row)) },
  object: { key: objectOf, cell: (row) => nodeLink(edges.to[statements.edge[row]]) },
  time: { key: (row) => (Number.isNaN(clocks.fact.first[row]) ? Infinity : clocks.fact.first[row]), cell: (row) => timeTag(textAt(statements.time[row])) },
  modality: { key: (row) => statements.mod[row], cell: (row) => modalityTag(statements.mod[row]) ?? modalityLabel(0) },
  confidence: { key: (row) => statements.conf[row], cell: (row) => number(statements.conf[row]) },
  source: { key: sourceLabel, cell: (row) => articleLink(statements.article[row], statements.start[row]) },
  published: { key: (row) => publishedOf(row) || "9999", cell: (row) => timeTag(publishedOf(row)) },
};

/** The statements shown: those of the selected entity when there is one. */
function rowsShown() {
  if (state.pathTo >= 0) {
    const path = new Set(shortestPath(state.node, state.pathTo)?.edges);
    return shows.statements.filter((row) => path.has(statements.edge[row]));
  }
  if (state.edge >= 0) return shows.statements.filter((row) => statements.edge[row] === state.edge);
  if (state.node < 0) return shows.statements;
  return shows.statements.filter((row) => [edges.from, edges.to].some((ends) => ends[statements.edge[row]] === state.node));
}

/** All words of the query in what the row says, diacritics or not. */
function rowsMatching(rows) {
  const words = fold(state.query).split(/\s+/).filter(Boolean);
  if (!words.length) return rows;
  return rows.filter((row) => {
    const text = fold([subjectOf(row), relationOf(row), objectOf(row), textAt(statements.text[row]), sourceLabel(row), statements.article[row] < 0 ? "" : articleLabel(statements.article[row])].join(" "));
    return words.every((word) => text.includes(word));
  });
}

function rowsSorted(rows) {
  const column = COLUMNS[state.sort.replace("-", "")];
  if (!column) return rows;
  const sign = state.sort.startsWith("-") ? -1 : 1;
  const collator = new Intl.Collator(language);
  const keys = new Map(rows.map((row) => [row, column.key(row)]));
  const compare = (a, b) => (typeof a === "string" ? collator.compare(a, b) : a === b ? 0 : a - b);
  return [...rows].sort((a, b) => sign * compare(keys.get(a), keys.get(b)) || a - b);
}

function headCell(name) {
  const sorted = state.sort.replace("-", "") === name;
  const downward = state.sort.startsWith("-");
  const next = !sorted ? name : downward ? "" : "-" + name;
  const button = el("button", { type: "button", onclick: () => {
    update({ sort: next });
    $("table").querySelector(`th[data-column=${name}] button`).focus();
  } }, t("table." + name), el("span", { className: "arrow", ariaHidden: "true" }, sorted ? (downward ? "↓" : "↑") : "↕"));
  return el("th", { scope: "col", "data-column": name, "aria-sort": sorted ? (downward ? "descending" : "ascending") : "none" }, button);
}

function bodyRow(row) {
  return el("tr", { className: MODALITIES[statements.mod[row]] }, Object.entries(COLUMNS).map(([name, column]) =>
    el("td", { "data-head": t("table." + name) }, column.cell(row))));
}

function tableBody() {
  const rows = rowsSorted(rowsMatching(rowsShown()));
  const body = el("tbody");
  const more = el("button", { type: "button", className: "more", onclick: () => add() });
  let shown = 0;
  const add = () => {
    body.append(...rows.slice(shown, shown + ROWS_AT_ONCE).map(bodyRow));
    shown = Math.min(rows.length, shown + ROWS_AT_ONCE);
    more.hidden = shown >= rows.length;
    more.textContent = t("table.more", { n: number(Math.min(ROWS_AT_ONCE, rows.length - shown)) });
  };
  add();
  return [el("table", {}, el("caption", {}, countWords("facts", rows.length)),
    el("thead", {}, el("tr", {}, Object.keys(COLUMNS).map(headCell))), body), more];
}

function renderTable() {
  const box = el("input", { type: "search", value: state.query, ariaLabel: t("table.filter"), placeholder: t("table.filter"), oninput: () => {
    update({ query: box.value }, { asStep: false, redrawViews: false });
    content.replaceChildren(...tableBody());
  } });
  const content = el("div", { className: "rows" }, tableBody());
  $("table").replaceChildren(el("div", { className: "above" }, unsureLine(), box), content);
}
