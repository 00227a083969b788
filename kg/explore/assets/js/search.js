// The search box: everything that is found, in groups, with the keyboard first.

const SHOWN_AT_FIRST = { entity: 5, fact: 3, title: 3, sentence: 4, claim: 3, text: 4 };
const SHOWN_MORE = 20;
const LONG_SENTENCE = 150;
const PATIENCE = 100; // milliseconds in which what texts have is awaited before the rest is shown
let sought = null; // what was typed last, and what it finds: { typed, groups }
let listed = null; // the one of these that is in the list
let found = []; // its groups: [kind, rows] of each
const textOf = new Map(); // the text of each article of the list
let shownOf = {}; // how many of a group are shown
let options = []; // what the arrows go through: { kind, row }, or { kind, more }
let active = -1;
let scrolled = false; // whether the list was, since it was filled

const MOST_POINTS = 1000; // more than a name can have

/** How well a node's name fits what was typed; 0 where no name of it has every word. `inside`: what was typed, as it
 *  stands behind another word. */
function score(node, { folded, typed, words }, inside) {
  let best = 0;
  for (const name of shelves.names[node]) {
    if (name === folded) best = Math.max(best, 400);
    else if (name.startsWith(folded)) best = Math.max(best, 200);
    else if (name.includes(inside)) best = Math.max(best, 100);
    else if (words.every((word) => name.includes(word.folded))) best = Math.max(best, 50);
  }
  if (!best) return 0;
  const literal = typed === folded || shelves.written[node].some((name) => name.includes(typed));
  return best + (literal ? 150 : 0) + Math.min(40, degree[node]) + (shows.node[node] ? 20 : 0);
}

/** All nodes that are called so, the best first; what is spelt with diacritics prefers names that have the same.
 *  One letter stands in most names, so it has to begin a word. */
function findEntities(question) {
  const anywhere = question.folded.length > 1;
  const rows = question.words.reduce((left, word) => shelves.name.having(word, left, null, { anywhere }).rows, shelves.name.rows);
  const inside = " " + question.folded;
  const { ranks } = shelves; // each a number that sorts by points, then by node
  let count = 0;
  for (const node of rows) {
    const points = score(node, question, inside);
    if (points) ranks[count++] = (MOST_POINTS - points) * nodeCount + node;
  }
  return ranks.slice(0, count).sort().map((rank) => rank % nodeCount);
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
  text: (article, typed) => el("span", { className: "name" }, el("bdi", {}, markWords(snippet(textOf.get(article), typed), typed)),
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
    const text = textOf.get(article);
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
  else if (scrolled) $("hits").scrollTop = 0; // not always: it would be laid out at once for that
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
    Array.from(rows.slice(0, shownOf[kind]), (row) => optionRow({ kind, row }, typed)),
    rows.length > shownOf[kind] ? optionRow({ kind, more: true }, typed) : null);
}

function renderHits() {
  const typed = listed?.typed.trim() ?? "";
  options = [];
  $("hits").replaceChildren(...found.map((group) => hitGroup(group, typed)));
  if (typed && !found.length) {
    $("hits").append(el("div", { role: "option", className: "none", ariaDisabled: "true", ariaSelected: "false" }, t("search.none")));
  }
  $("hits").hidden = !typed;
  $("search").setAttribute("aria-expanded", String(Boolean(typed)));
}

/** Finds what was typed: at once but for the texts, which have a moment to come with the rest, else come behind it. */
function look() {
  openShelves();
  const typed = $("search").value;
  const looked = sought = { typed, groups: findEverything(typed), whole: !typed.trim() };
  shownOf = { ...SHOWN_AT_FIRST };
  if (looked.whole) return show(looked);
  $("hits").ariaBusy = "true";
  setTimeout(() => { if (listed !== looked) show(looked); }, PATIENCE);
  findTexts(typed, SHOWN_AT_FIRST.text).then(({ rows, texts }) => {
    if (sought !== looked) return;
    textOf.clear();
    rows.slice(0, texts.length).forEach((row, k) => textOf.set(row, texts[k]));
    if (rows.length) looked.groups.push(["text", rows]);
    looked.whole = true;
    show(looked);
  });
}

/** Lists what was found; where it was listed before, without the texts, the chosen row stays. */
function show(looked) {
  if (sought !== looked) return;
  const at = listed === looked ? active : -1;
  listed = looked;
  found = looked.groups;
  renderHits();
  setActive(at < 0 && options.length ? 0 : at);
  $("hits").ariaBusy = String(!looked.whole);
}

function closeHits() {
  sought = null; // what still comes opens it no more
  $("hits").ariaBusy = "false";
  $("hits").hidden = true;
  $("search").setAttribute("aria-expanded", "false");
  $("search").removeAttribute("aria-activedescendant");
}

async function showMore(option) {
  const at = options.indexOf(option);
  const looked = listed;
  const from = shownOf[option.kind];
  if (option.kind === "text") {
    const rows = [...found.find(([kind]) => kind === "text")[1].slice(from, from + SHOWN_MORE)];
    (await textsOf(rows)).forEach((text, k) => textOf.set(rows[k], text));
    if (listed !== looked) return;
  }
  shownOf[option.kind] = from + SHOWN_MORE;
  renderHits();
  setActive(at);
}

function pick(option) {
  if (option.more) return showMore(option);
  const typed = $("search").value.trim();
  $("search").value = "";
  forget();
  closeHits();
  $("search").blur();
  PICKS[option.kind](option.row, typed);
  if (!onPhone() && !$("panel").hidden) $("panel").focus({ preventScroll: true });
}

function forget() {
  $("hits").ariaBusy = "false";
  sought = listed = null;
  found = options = [];
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
  $("hits").addEventListener("scroll", () => { scrolled = $("hits").scrollTop > 0; });
  box.addEventListener("keydown", (event) => {
    if (SEARCH_KEYS[event.key]) {
      event.preventDefault();
      if (sought && listed !== sought) show(sought);
      if (options.length) SEARCH_KEYS[event.key]();
    } else if (event.key === "Escape") {
      event.stopPropagation();
      box.value = "";
      forget();
      closeHits();
      box.blur();
    }
  });
}
