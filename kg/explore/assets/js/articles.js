// The list of articles: sorted, and narrowed by outlet, date and words of the headline.

const LIST_AT_ONCE = 60;

/** How many facts an article states, however often it states them. */
const factsOfArticle = (article) => new Set(statementsOfArticle[article].map((row) => statements.edge[row])).size;

const LIST_SORTS = {
  date: (a, b) => articles.date[b].localeCompare(articles.date[a]),
  oldest: (a, b) => (articles.date[a] || "9").localeCompare(articles.date[b] || "9"),
  outlet: (a, b) => articles.outlet[a].localeCompare(articles.outlet[b], language),
  headline: (a, b) => articleLabel(a).localeCompare(articleLabel(b), language),
  facts: (a, b) => factsOfArticle(b) - factsOfArticle(a),
};

const outlets = [...new Set(articles.outlet)].filter(Boolean).sort((a, b) => a.localeCompare(b, language));

/** The articles that the list shows, in its order. */
function articlesListed() {
  const { query, outlet, from, to, sort } = state.list;
  const words = fold(query).split(/\s+/).filter(Boolean);
  const passes = (article) => {
    const date = articles.date[article];
    if (outlet && articles.outlet[article] !== outlet) return false;
    if ((from || to) && !date) return false;
    if (from && date.slice(0, from.length) < from.slice(0, date.length)) return false;
    if (to && date.slice(0, to.length) > to.slice(0, date.length)) return false;
    const headline = words.length ? fold(`${articleLabel(article)} ${articles.outlet[article]} ${articles.source[article]}`) : "";
    return words.every((word) => headline.includes(word));
  };
  const list = [...articles.id.keys()].filter(passes);
  return list.sort((a, b) => LIST_SORTS[sort](a, b) || a - b);
}

function listRow(article) {
  const row = el("div", {}, el("div", { className: "meta" }, el("bdi", { className: "outlet" }, articles.outlet[article]), timeTag(articles.date[article]),
    articles.outlet[article] ? null : el("bdi", { className: "file" }, articles.source[article])),
  el("button", { type: "button", className: "link", onclick: () => openArticle(article) }, el("bdi", {}, articleLabel(article))),
  el("span", { className: "n" }, countWords("facts", factsOfArticle(article))));
  row.dataset.article = article;
  return row;
}

function listRows() {
  const list = articlesListed();
  return [el("p", { className: "none", role: "status" }, t("article.listed", { n: number(list.length), total: number(rowsOf(articles)) })),
    paged(list, listRow, LIST_AT_ONCE, (n) => t("panel.more", { n: number(n) }), el("div", { className: "article-list" }))];
}

function choice(name, options) {
  return el("select", { ariaLabel: t("article.by." + name), onchange: (event) => narrow({ [name]: event.target.value }) },
    options.map(([value, label]) => el("option", { value, selected: state.list[name] === value }, label)));
}

function dateBox(name) {
  return el("label", {}, el("span", {}, t("article." + name)), el("input", { type: "date", value: state.list[name], oninput: (event) => narrow({ [name]: event.target.value }) }));
}

/** Changes what the list shows and keeps the focus where it is. */
function narrow(patch) {
  update({ list: { ...state.list, ...patch } }, { asStep: false, redrawViews: false });
  $("articles").querySelector(".rows").replaceChildren(...listRows());
}

function renderList() {
  const box = el("input", { type: "search", value: state.list.query, ariaLabel: t("article.filter"), placeholder: t("article.filter"),
    oninput: () => narrow({ query: box.value }) });
  $("articles").replaceChildren(el("div", { className: "listing" }, el("h2", { className: "unseen" }, t("view.articles")),
    DATA.texts === "all" ? null : el("p", { className: "none" }, t("article.without." + DATA.texts)),
    el("div", { className: "narrowing" }, box, choice("outlet", [["", t("article.outlets")], ...outlets.map((name) => [name, name])]),
      dateBox("from"), dateBox("to"), choice("sort", Object.keys(LIST_SORTS).map((name) => [name, t("article.sort." + name)]))),
    el("div", { className: "rows" }, listRows())));
}

function renderArticles() {
  if (state.article >= 0) renderReader();
  else {
    reading = null;
    renderList();
  }
}
