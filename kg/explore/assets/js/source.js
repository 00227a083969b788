// An article as it is named everywhere: by its outlet and its date; and the ways to its text and to its original.

const articleLabel = (article) => articles.title[article] || articles.lead[article] || articles.source[article] || t("article.untitled");
const outletLabel = (article) => articles.outlet[article] || short(articleLabel(article), 42);

/** "Báo Sông · 20/3/2025"; by its headline where no outlet is known. */
function sourceWords(article) {
  if (article < 0) return "";
  const date = articles.date[article] ? timeWords(articles.date[article]) : "";
  return [plain(outletLabel(article)), date].filter(Boolean).join(" · ");
}

/** The way to the original, where it is on the web. */
function originalLink(article, words = "↗") {
  const href = safeUrl(articles.url[article]) || safeUrl(articles.source[article]);
  if (!href) return null;
  return el("a", { href, target: "_blank", rel: "noopener noreferrer", className: "original", title: t("article.original"),
    ariaLabel: words === "↗" ? articleLabel(article) : null }, words);
}

/** An article by outlet and date, which opens it, at the sentence that begins at `at`. */
function articleLink(article, at = -1) {
  if (article < 0) return null;
  const open = el("button", { type: "button", className: "link source", title: `${t("article.open")}: ${plain(articleLabel(article))}`,
    onclick: () => openArticle(article, at) }, el("bdi", {}, sourceWords(article)));
  return el("span", {}, open, originalLink(article));
}

/** An article by its headline, with outlet and date, and its file where nobody says whose it is. */
function articleRow(article, at = -1) {
  const known = articles.outlet[article] && sourceWords(article);
  const file = articles.url[article] || articles.outlet[article] ? "" : articles.source[article];
  return el("p", { className: "article-row" },
    el("span", {}, el("button", { type: "button", className: "link", onclick: () => openArticle(article, at) }, el("bdi", {}, articleLabel(article))),
      originalLink(article)),
    el("span", { className: "meta" }, known ? el("bdi", {}, known) : timeTag(articles.date[article]),
      file && file !== articleLabel(article) ? el("bdi", { className: "file" }, file) : null));
}

const SENTENCE_ENDS = /[.!?…]["”’)]*\s|\n/g;

/** The sentence of `text` around a place. */
function sentenceAround(text, at) {
  let start = 0;
  for (const end of text.matchAll(SENTENCE_ENDS)) {
    if (end.index + end[0].length > at) return text.slice(start, end.index + end[0].length).trim();
    start = end.index + end[0].length;
  }
  return text.slice(start).trim();
}

/** An article with the sentence that names an entity in it. */
function mentionRow(article, node) {
  const quote = el("blockquote", { lang: "vi", dir: "auto" });
  const row = el("div", { className: "mention", ariaBusy: "true" }, articleRow(article), quote);
  readArticle(article).then((read) => {
    row.ariaBusy = "false";
    const place = namesIn(article, read).filter((name) => name.node === node).sort((a, b) => a.start - b.start)[0];
    if (!place) return;
    const name = read.text.slice(place.start, place.end);
    const [before, after] = sentenceAround(read.text, place.start).split(name);
    quote.append(before, el("mark", { className: "subject" }, name), after ?? "");
    if (DATA.texts === "all") row.replaceChild(articleRow(article, lengthOf(read.text.slice(0, place.start))), row.firstChild);
  });
  return row;
}
