// The search box: everything that is found, in groups, with the keyboard first.

const SHOWN_AT_FIRST = { entity: 5, fact: 3, title: 3, sentence: 4, claim: 3, text: 4 };
const SHOWN_MORE = 20;
const LONG_SENTENCE = 150;
let found = []; // [kind, rows] of each group
let shownOf = {}; // how many of a group are shown
let options = []; // what the arrows go through: { kind, row }, or { kind, more }
let active = -1;
function score(node, folded, exact, words) {
  let best = 0;
  const names = shelves.names[node];
  for (const name of names) {
    if (name === folded) best = Math.max(best, 400);
    else if (name.startsWith(folded)) best = Math.max(best, 200);
    else if ((" " + name).includes(" " + folded)) best = Math.max(best, 100);
    else if (words.every((word) => name.includes(word))) best = Math.max(best, 50);
  }
  if (!best) return 0;
  const literal = exact === folded || [nodes.label[node], ...nodes.alias[node]].some((name) => name.toLowerCase().includes(exact));
  return best + (literal ? 150 : 0) + Math.min(40, degree[node]) + (shows.node[node] ? 20 : 0);
}

/** All nodes that are called so, the best first; what is spelt with diacritics prefers names that have the same. */
function findEntities(question) {
  const { folded, exact, words } = question;
  const scored = [];
  narrowed(shelves.names, question, (node) => {
    const points = score(node, folded, exact ?? folded, words);
    if (points) scored.push([points, node]);
    return points > 0;
  });
  return scored.sort((a, b) => b[0] - a[0] || a[1] - b[1]).map(([, node]) => node);
}

// ---- rows

/** `text` with the words that were looked for marked. */
function markWords(text, typed) {
  const content = [];
  let at = 0;
  for (const [start, end] of wordPlaces(text, typed, 20)) {
    if (start < at) continue;
    content.push(text.slice(at, start), el("mark", {}, text.slice(start, end)));
    at = end;
  }
  return [...content, text.slice(at)];
}

const quoted = (text, typed) => el("bdi", {}, markWords(text.length > LONG_SENTENCE ? snippet(text, typed) : text, typed));
const below = (...parts) => el("small", {}, parts.filter(Boolean).join(" · "));

const ROWS = {
  entity: (node, typed) => {
    const label = nodes.label[node];
    const wanted = fold(typed);
    const alias = fold(label).includes(wanted) ? null : nodes.alias[node].find((name) => fold(name).includes(wanted));
    return [classMark(nodes.cls[node]), el("span", { className: "name" }, el("bdi", {}, markMatch(label, typed)),
      alias ? el("small", {}, t("search.also", { name: alias })) : null), el("small", {}, classLabel(nodes.cls[node]))];
  },
  fact: (edge, typed) => {
    const [first] = statementsOfEdge[edge];
    return el("span", { className: "name" }, el("bdi", {}, markWords(edgeWords(edge), typed)),
      below(sourceWords(statements.article[first]), articlesOfEdge[edge] > 1 && t("fact.sources", { n: number(articlesOfEdge[edge]) })));
  },
  title: (article, typed) => el("span", { className: "name" }, el("bdi", {}, markWords(articleLabel(article), typed)), below(sourceWords(article))),
  sentence: (place, typed) => {
    const { row, table, text } = shelves.sentences[place];
    return el("span", { className: "name" }, quoted(textAt(text), typed), below(sourceWords(table.article[row])));
  },
  claim: (row, typed) => el("span", { className: "name" }, quoted(textAt(claims.text[row]), typed),
    below(claims.by[row] >= 0 && plain(nodes.label[claims.by[row]]), sourceWords(claims.article[row]))),
  text: (article, typed) => el("span", { className: "name" }, el("bdi", {}, markWords(snippet(shelves.whole[article], typed), typed)),
    below(short(articleLabel(article), 60), sourceWords(article))),
};

// What choosing a hit does.
const PICKS = {
  entity: (node) => choose(node, true),
  fact: (edge) => chooseEdge(edge, true),
  title: (article, typed) => openArticle(article, -1, "", { typed }),
  sentence: (place, typed) => {
    const { row, table } = shelves.sentences[place];
    if (table.article[row] >= 0) openArticle(table.article[row], table.start[row], typed, { typed });
    else if (table === statements) chooseEdge(statements.edge[row], true);
  },
  claim: (row, typed) => {
    if (claims.article[row] >= 0) openArticle(claims.article[row], claims.start[row], typed, { typed });
    else choose(claims.by[row], true);
  },
  text: (article, typed) => {
    const text = shelves.whole[article];
    const [[start] = [0]] = wordPlaces(text, typed, 1);
    openArticle(article, lengthOf(text.slice(0, start)), typed, { typed });
  },
};

// ---- the list under the box

function setActive(index) {
  active = index;
  for (const row of $("hits").querySelectorAll("[role=option]")) row.ariaSelected = String(row.id === "hit-" + active);
  if (active < 0) $("search").removeAttribute("aria-activedescendant");
  else $("search").setAttribute("aria-activedescendant", "hit-" + active);
  if (active > 0) $("hit-" + active).scrollIntoView({ block: "nearest" });
  else $("hits").scrollTop = 0;
}

function optionRow(option, typed) {
  const index = options.push(option) - 1;
  const rest = option.more && found.find(([kind]) => kind === option.kind)[1].length - shownOf[option.kind];
  return el("div", { role: "option", id: "hit-" + index, className: option.more ? "next" : "hit", ariaSelected: "false",
    onpointerdown: (event) => event.preventDefault(), onclick: () => pick(option) },
  option.more ? t("search.more", { n: number(Math.min(rest, SHOWN_MORE)), rest: number(rest) }) : ROWS[option.kind](option.row, typed));
}

function hitGroup([kind, rows], typed) {
  const label = `${t("search.group." + kind)} · ${number(rows.length)}`;
  return el("div", { role: "group", ariaLabel: label }, el("div", { className: "head", ariaHidden: "true" }, label),
    rows.slice(0, shownOf[kind]).map((row) => optionRow({ kind, row }, typed)),
    rows.length > shownOf[kind] ? optionRow({ kind, more: true }, typed) : null);
}

function renderHits() {
  const typed = $("search").value.trim();
  options = [];
  $("hits").replaceChildren(...found.map((group) => hitGroup(group, typed)));
  if (typed && !found.length) {
    $("hits").append(el("div", { role: "option", className: "none", ariaDisabled: "true", ariaSelected: "false" }, t("search.none")));
  }
  $("hits").hidden = !typed;
  $("search").setAttribute("aria-expanded", String(Boolean(typed)));
}

function look() {
  const typed = $("search").value;
  const ready = openShelves();
  found = findEverything(typed);
  shownOf = { ...SHOWN_AT_FIRST };
  renderHits();
  setActive(options.length ? 0 : -1);
  if (shelves.texts.length < shelves.whole.length || !shelves.opened) ready.then(() => lookAgain(typed));
}

/** Once the texts are open: what they hold comes behind the rest, and the chosen row stays. */
function lookAgain(typed) {
  shelves.opened = true;
  if ($("search").value !== typed || $("hits").hidden) return;
  const at = active;
  found = findEverything(typed);
  renderHits();
  setActive(at < 0 && options.length ? 0 : at);
}

function closeHits() {
  $("hits").hidden = true;
  $("search").setAttribute("aria-expanded", "false");
  $("search").removeAttribute("aria-activedescendant");
}

function pick(option) {
  if (option.more) {
    const at = options.indexOf(option);
    shownOf[option.kind] += SHOWN_MORE;
    renderHits();
    setActive(at);
    return;
  }
  const typed = $("search").value.trim();
  $("search").value = "";
  found = options = [];
  closeHits();
  $("search").blur();
  PICKS[option.kind](option.row, typed);
  if (!onPhone() && !$("panel").hidden) $("panel").focus({ preventScroll: true });
}

/** The first row of the next group, or of the one before. */
function otherGroup(step) {
  const starts = options.map((option, k) => k).filter((k) => options[k].kind !== options[k - 1]?.kind);
  const next = step > 0 ? starts.find((k) => k > active) : starts.findLast((k) => k < active);
  if (next !== undefined) setActive(next);
}

const SEARCH_KEYS = {
  ArrowDown: () => setActive((active + 1) % options.length),
  ArrowUp: () => setActive((active - 1 + options.length) % options.length),
  PageDown: () => otherGroup(1),
  PageUp: () => otherGroup(-1),
  Enter: () => { if (options[active]) pick(options[active]); },
};

function listenToSearch() {
  const box = $("search");
  box.addEventListener("focus", () => { openShelves(); });
  box.addEventListener("input", look);
  box.addEventListener("blur", closeHits);
  box.addEventListener("keydown", (event) => {
    if (SEARCH_KEYS[event.key]) {
      event.preventDefault();
      if (options.length) SEARCH_KEYS[event.key]();
    } else if (event.key === "Escape") {
      event.stopPropagation();
      box.value = "";
      found = options = [];
      closeHits();
      box.blur();
    }
  });
}
