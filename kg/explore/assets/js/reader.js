// The reader: one article with all that was found in it marked in place, and the panel that goes with its sentences.

let reading = null; // the article that is on the screen: { article, text, place, marks, pieces, sentence elements }
let glanced = null; // the sentence under the pointer, while none is chosen

/** Opens an article; `at`: where a sentence begins, `found`: words to mark, `typed`: what was looked for. */
function openArticle(article, at = -1, found = "", { turning = false, typed = "" } = {}) {
  const here = state.view === "articles" && state.article === article;
  if (!turning && !here) cameFrom = placeNow(typed);
  update({ view: "articles", article, at, found, edge: -1, pathTo: -1 });
  if (at < 0) $("articles").focus({ preventScroll: true });
}

function closeArticle() {
  const row = state.article;
  update({ article: -1, at: -1, found: "" });
  $("articles").querySelector(`[data-article="${row}"] button`)?.focus();
}

/** The articles that "next" goes through: those that name the chosen entity, else those of the list. */
function readingOrder() {
  if (state.node < 0) return { list: articlesListed(), of: null };
  const list = [...articlesOfNode[state.node]].sort((a, b) => articles.date[b].localeCompare(articles.date[a]) || a - b);
  return { list, of: state.node };
}

function turnArticle(step) {
  const { list } = readingOrder();
  const at = list.indexOf(state.article);
  const next = list[at < 0 ? 0 : at + step];
  if (next !== undefined) openArticle(next, -1, "", { turning: true });
}

function turnBar() {
  const { list, of } = readingOrder();
  const at = list.indexOf(state.article);
  const button = (step, key, arrow) => el("button", { type: "button", title: t(key), ariaLabel: t(key), disabled: list[at + step] === undefined || at < 0,
    className: "turn", onclick: () => turnArticle(step) }, arrow);
  const place = at < 0 ? "" : `${number(at + 1)}/${number(list.length)}`;
  return el("div", { className: "turning" },
    cameFrom ? el("button", { type: "button", className: "back", title: cameFrom.words, onclick: goBack }, "← ", el("bdi", {}, cameFrom.words)) : null,
    el("button", { type: "button", className: "back all", onclick: closeArticle }, (cameFrom ? "" : "← ") + t("article.all")),
    el("span", { className: "meta" }, place, of === null ? null : el("bdi", {}, ` · ${plain(nodes.label[of])}`)),
    button(-1, "article.previous", "‹"), button(1, "article.next", "›"));
}

function articleHead(article) {
  const file = safeUrl(articles.source[article]) ? "" : articles.source[article];
  return el("header", {}, el("h2", { tabIndex: -1, lang: "vi" }, el("bdi", {}, articleLabel(article))),
    el("p", { className: "meta" }, el("bdi", {}, articles.outlet[article]), timeTag(articles.date[article]),
      originalLink(article, t("article.original")) ?? el("bdi", { className: "file" }, file)),
    DATA.texts === "all" ? null : el("p", { className: "none" }, t("article.without." + DATA.texts)));
}

// ---- the text

const thingsIn = (sentence) => sentence.statements.length + sentence.measurements.length + sentence.claims.length;
/** "2 dữ kiện · 1 số liệu". */
const thingWords = (sentence) => [["told", sentence.statements], ["claims", sentence.claims], ["figures", sentence.measurements]]
  .filter(([, rows]) => rows.length).map(([what, rows]) => countWords(what, rows.length)).join(" · ");
const isSure = (sentence) => !sentence.statements.length || sentence.statements.some((row) => statements.conf[row] >= DATA.confidence);

function sentenceElement(number, sentence) {
  const element = el("span", { className: "sentence" + (sentence.statements.length ? " facts" : "") + (isSure(sentence) ? "" : " doubtful") });
  element.dataset.sentence = number;
  return element;
}

function countButton(number, sentence) {
  const count = thingsIn(sentence);
  const button = el("button", { type: "button", className: "things", ariaLabel: thingWords(sentence), title: thingWords(sentence) }, String(count));
  button.dataset.sentence = number;
  return button;
}

/** One run of text as what it is: a text node in the elements of its marks. */
function runElement(run, text, pieces) {
  let node = document.createTextNode(text.slice(run.start, run.end));
  pieces.push({ start: run.start, end: run.end, node });
  if (run.name) {
    node = el("mark", { className: "name", title: classLabel(nodes.cls[run.name.node]) }, node);
    node.dataset.node = run.name.node;
  }
  if (run.figure) node = el("b", { className: "figure" }, node);
  if (run.trigger) node = el("span", { className: "trigger" }, node);
  if (run.claim) node = el("span", { className: "claimed" }, node);
  return node;
}

function articleBody(text, marks) {
  const pieces = [];
  const body = el("div", { className: "body", lang: "vi", dir: "auto" });
  let paragraph = el("p");
  let sentence = null;
  let host = paragraph;
  for (const run of runsOf(text, marks)) {
    if (text[run.start] === "\n") {
      if (paragraph.hasChildNodes()) body.append(paragraph);
      host = paragraph = el("p");
      sentence = null;
      continue;
    }
    if (run.sentence !== sentence) {
      sentence = run.sentence;
      host = paragraph;
      if (sentence) paragraph.append(host = sentenceElement(marks.sentences.indexOf(sentence), sentence));
    }
    host.append(runElement(run, text, pieces));
    if (sentence && run.end === sentence.end) host.append(countButton(marks.sentences.indexOf(sentence), sentence));
  }
  if (paragraph.hasChildNodes()) body.append(paragraph);
  if (body.firstChild?.textContent.trim() === articleLabel(state.article).trim()) body.firstChild.hidden = true; // it is the headline
  listenToBody(body, marks);
  return { body, pieces };
}

function listenToBody(body, marks) {
  const sentenceOf = (event) => marks.sentences[event.target.closest("[data-sentence]")?.dataset.sentence];
  body.addEventListener("click", (event) => {
    if (!getSelection().isCollapsed) return; // words are being copied
    const name = event.target.closest(".name");
    if (name) choose(Number(name.dataset.node));
    else chooseSentence(sentenceOf(event));
  });
  body.addEventListener("pointerover", (event) => {
    if (event.pointerType === "touch" || state.at >= 0 || state.node >= 0 || state.edge >= 0) return;
    const sentence = sentenceOf(event);
    if (!sentence || sentence === glanced) return;
    glanced = sentence;
    renderPanel();
    showCurrent();
  });
}

function chooseSentence(sentence) {
  glanced = null;
  update({ at: sentence ? sentence.at : -1, edge: -1, pathTo: -1 });
}

/** The next or previous sentence with something in it. */
function stepSentence(step) {
  if (!reading || state.view !== "articles" || state.article < 0) return;
  const list = reading.marks.sentences;
  const now = list.indexOf(currentSentence());
  const next = list[now < 0 ? (step > 0 ? 0 : list.length - 1) : now + step];
  if (!next) return;
  chooseSentence(next);
  bringIntoView();
}

/** The sentence that `state.at` lies in. */
function currentSentence() {
  if (!reading || reading.article !== state.article) return null;
  if (state.at < 0) return glanced;
  const at = reading.place(state.at, state.at)?.[0];
  return reading.marks.sentences.find((sentence) => sentence.start <= at && at < sentence.end) ?? null;
}

/** A Range of the text on the screen from one place to another. */
function rangeOf(start, end) {
  const nodeAt = (at) => reading.pieces.find((piece) => piece.start <= at && at <= piece.end);
  const [first, last] = [nodeAt(start + 1) ?? nodeAt(start), nodeAt(end)];
  if (!first || !last) return null;
  const range = document.createRange();
  range.setStart(first.node, Math.max(0, start - first.start));
  range.setEnd(last.node, Math.min(end - last.start, last.node.length));
  return range;
}

function bringIntoView() {
  const at = state.at >= 0 && reading.place(state.at, state.at)?.[0];
  const range = Number.isInteger(at) ? rangeOf(at, at + 1) : null;
  const view = $("articles");
  view.scrollTop = range ? view.scrollTop + range.getBoundingClientRect().top - view.getBoundingClientRect().top - view.clientHeight * 0.3 : 0;
}

/** Marks the sentence that the panel speaks of, the chosen entity, and the words that were looked for. */
function showCurrent() {
  const current = currentSentence();
  for (const element of $("articles").querySelectorAll(".sentence")) {
    element.classList.toggle("current", reading.marks.sentences[element.dataset.sentence] === current);
  }
  for (const element of $("articles").querySelectorAll(".name")) element.classList.toggle("chosen", Number(element.dataset.node) === state.node);
  if (!window.Highlight) return;
  const ranges = state.found ? wordPlaces(reading.text, state.found).map(([start, end]) => rangeOf(start, end)).filter(Boolean) : [];
  CSS.highlights.set("found", new Highlight(...ranges));
}

/** Puts the article on the screen, anew only when it is another one (or another language). */
async function renderReader() {
  const { article } = state;
  const view = $("articles");
  const bar = turnBar();
  const same = reading?.article === article && reading.language === language && view.querySelector(".reader");
  if (same) {
    view.querySelector(".turning").replaceWith(bar);
    if (reading.at !== state.at && state.at >= 0 && !inSight()) bringIntoView();
    reading.at = state.at;
    showCurrent();
    return;
  }
  glanced = null;
  const frame = el("article", { className: "reader", ariaBusy: "true" }, bar, articleHead(article), el("p", { className: "none" }, t("article.opening")));
  view.replaceChildren(frame);
  const read = await readArticle(article);
  if (state.article !== article || !frame.isConnected) return; // the reader went on
  const marks = marksOf(article, read);
  const { body, pieces } = articleBody(read.text, marks);
  reading = { article, language, at: state.at, ...read, marks, pieces };
  frame.lastChild.replaceWith(body);
  frame.ariaBusy = "false";
  bringIntoView();
  showCurrent();
  renderPanel();
}

/** Whether the place that was chosen can be seen already. */
function inSight() {
  const at = reading.place(state.at, state.at)?.[0];
  const range = Number.isInteger(at) ? rangeOf(at, at + 1) : null;
  if (!range) return true;
  const [place, frame] = [range.getBoundingClientRect(), $("articles").getBoundingClientRect()];
  return place.top > frame.top + 40 && place.bottom < frame.bottom - 20;
}

// ---- the panel beside it

/** What the panel says while an article is read: of the sentence, or of the whole. */
function readingPanel() {
  const sentence = currentSentence();
  if (sentence) return sentencePanel(sentence);
  return onPhone() || state.node >= 0 ? null : articlePanel(state.article);
}

function sentencePanel(sentence) {
  const cards = (key, rows, card) => (rows.length ? section(key, rows.length, rows.map((row) => card(row))) : null);
  return [panelHead(t("article.sentence"), thingWords(sentence)),
    state.node >= 0 ? el("p", { className: "actions" }, el("button", { type: "button", onclick: () => chooseSentence(null) }, "← ", el("bdi", {}, nodes.label[state.node]))) : null,
    cards("panel.facts", sentence.statements, (row) => statementCard(row, true)),
    cards("panel.claims", sentence.claims, (row) => claimCard(row, true)),
    cards("panel.measurements", sentence.measurements, (row) => measurementCard(row, true, false))];
}

function articlePanel(article) {
  const facts = [...statementsOfArticle[article]].sort((a, b) => statements.start[a] - statements.start[b]);
  const named = [...articles.mentions[article]].sort((a, b) => degree[b] - degree[a] || a - b);
  const more = (n) => t("panel.more", { n: number(n) });
  return [panelHead(t("view.articles.one"), t("article.in"), false),
    el("p", { className: "none" }, t(facts.length ? "article.hint" : "article.nofacts")),
    facts.length ? section("panel.facts", facts.length, paged(facts, factLine, 3 * FACTS_AT_ONCE, more)) : null,
    claimsOfArticle[article].length ? section("panel.claims", claimsOfArticle[article].length,
      paged(claimsOfArticle[article], (row) => claimCard(row, true), 3, more)) : null,
    measurementsOfArticle[article].length ? section("panel.measurements", measurementsOfArticle[article].length,
      paged(measurementsOfArticle[article], (row) => measurementCard(row, true), 3, more)) : null,
    named.length ? section("panel.named", named.length, paged(named, (node) => el("p", {}, nodeLink(node)), 20, more)) : null];
}

/** A fact of the article in one line, which leads to its sentence. */
function factLine(row) {
  const edge = statements.edge[row];
  const words = [nodes.label[edges.from[edge]], relationLabel(edges.rel[edge]), nodes.label[edges.to[edge]]];
  return el("button", { type: "button", className: "fact-line" + (statements.conf[row] < DATA.confidence ? " doubtful" : ""),
    onclick: () => update({ at: statements.start[row] }) },
  el("bdi", {}, words[0]), el("span", { className: "relation" }, ` ${words[1]} → `), el("bdi", {}, words[2]),
  statements.mod[row] ? el("span", { className: "n" }, ` ${modalityLabel(statements.mod[row])}`) : null);
}
