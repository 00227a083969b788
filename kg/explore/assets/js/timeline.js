// The dated statements in order of time, year by year.

const CARDS_AT_ONCE = 60;

function datedRows() {
  const rows = rowsShown().filter((row) => timeOf(row));
  const firstMonth = clockNow().first;
  const key = (row) => (Number.isNaN(firstMonth[row]) ? Infinity : firstMonth[row]);
  return rows.sort((a, b) => {
    const [first, second] = [key(a), key(b)];
    return first === second ? timeOf(a).localeCompare(timeOf(b)) || a - b : first - second;
  });
}

const yearOf = (row) => (Number.isNaN(clockNow().first[row]) ? t("timeline.noyear") : String(Math.floor(clockNow().first[row] / 12)));

function moment(row, before) {
  const edge = statements.edge[row];
  const time = timeOf(row);
  const first = before === undefined || yearOf(before) !== yearOf(row);
  const same = !first && timeOf(before) === time;
  const head = [];
  if (first) head.push(el("h2", {}, yearOf(row)));
  if (!same) head.push(el("p", { className: "when" }, timeTag(time)));
  const mark = classMark(nodes.cls[edges.from[edge]]);
  mark.classList.add("dot");
  return el("li", { className: MODALITIES[statements.mod[row]] + (same ? " same" : "") }, head,
    el("div", { className: "moment" }, mark, tripleLine(edge),
      el("details", {}, el("summary", {}, el("span", { className: "quote" }, textAt(statements.text[row])),
        statements.article[row] < 0 ? null : el("bdi", { className: "n" }, state.clock === "article" ? outletLabel(statements.article[row]) : sourceWords(statements.article[row])), modalityTag(statements.mod[row])),
        statementCard(row))));
}

function renderTimeline() {
  const rows = datedRows();
  const missing = rowsShown().length - rows.length;
  const list = el("ol", { className: "time" });
  const more = el("button", { type: "button", className: "more", onclick: () => add() });
  let shown = 0;
  const add = () => {
    const end = Math.min(rows.length, shown + CARDS_AT_ONCE);
    for (; shown < end; shown++) list.append(moment(rows[shown], rows[shown - 1]));
    more.hidden = shown >= rows.length;
    more.textContent = t("timeline.more", { n: number(Math.min(CARDS_AT_ONCE, rows.length - shown)) });
  };
  add();
  $("timeline").replaceChildren(el("div", { className: "column" }, clockSwitch(), unsureLine(),
    rows.length ? null : el("p", { className: "none" }, t("timeline.empty" + clockSuffix())), list, more,
    missing ? el("p", { className: "none" }, t("timeline.undated" + clockSuffix(), { n: number(missing) })) : null));
}
