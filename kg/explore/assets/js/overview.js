// The overview: how much there is of what, what matters most, and where sources disagree.

const TOP = 12;

function tile(count, key) {
  return el("div", { className: "tile" }, el("b", {}, number(count)), el("span", {}, t("overview." + key)));
}

function bars(rows) {
  const most = Math.max(1, ...rows.map((row) => row.count));
  return el("ul", { className: "bars" }, rows.map(({ content, count }) => {
    const bar = el("span", { className: "bar" });
    bar.style.setProperty("--share", String(count / most));
    return el("li", {}, content, bar, el("span", { className: "n" }, number(count)));
  }));
}

function block(key, ...content) {
  return el("section", { className: "block" }, el("h2", {}, t("overview." + key)), content);
}

function counted(keys, size) {
  const counts = countBy(size, keys);
  return [...counts.keys()].filter((key) => counts[key]).sort((a, b) => counts[b] - counts[a] || a - b)
    .map((key) => ({ key, count: counts[key] }));
}

/** By more than the confidence, which has its own line. */
const isFiltered = () => Object.values(state.hidden).some((set) => set.size) || state.from !== clockNow().min || state.to !== clockNow().max
  || !state.undated || state.sources > 1 || state.ego.length > 0;

function onlyRelation(relation) {
  showOnly("relation", relation);
  update({ view: "graph" });
}

function renderOverview() {
  const links = new Uint32Array(nodeCount);
  for (const edge of shows.edges) {
    links[edges.from[edge]]++;
    links[edges.to[edge]]++;
  }
  const top = shows.nodes.filter((node) => links[node]).sort((a, b) => links[b] - links[a] || a - b).slice(0, TOP);
  const shownArticles = [...new Set(shows.statements.map((row) => statements.article[row]))].filter((article) => article >= 0).sort((a, b) => a - b);
  const disputed = [...conflicts.keys()].filter(conflictShown);
  const relationRows = counted(shows.edges.map((edge) => edges.rel[edge]), relations.length).slice(0, TOP);
  const classRows = counted(shows.nodes.map((node) => nodes.cls[node]), classes.length);
  const communityRows = counted(shows.nodes.map((node) => communityOf[node]), communities.length).filter(({ key }) => key < communityCount).slice(0, TOP / 2);
  const sourceRows = counted(shows.statements.map((row) => statements.article[row]).filter((article) => article >= 0).map((article) => sourceOfArticle[article]),
    sources.length).slice(0, TOP);
  const modalityRows = counted(shows.statements.map((row) => statements.mod[row]), MODALITIES.length);
  $("overview").replaceChildren(el("div", { className: "overview-body" }, unsureLine(),
    isFiltered() ? el("p", { className: "none" }, t("overview.filtered")) : null,
    el("div", { className: "tiles" }, tile(shows.nodes.length, "entities"), tile(shows.edges.length, "facts"),
      tile(shows.statements.length, "statements"), tile(shownArticles.length, "articles"), tile(rowsOf(claims), "claims"),
      tile(rowsOf(measurements), "measurements"), tile(disputed.filter((number) => !conflicts[number].update).length, "conflicts")),
    el("div", { className: "blocks" },
      block("top", bars(top.map((node) => ({ content: nodeLink(node), count: links[node] })))),
      block("relations", bars(relationRows.map(({ key, count }) => ({ count,
        content: el("button", { type: "button", className: "link", onclick: () => onlyRelation(key) }, relationLabel(key)) })))),
      communityRows.length ? block("communities", bars(communityRows.map(({ key, count }) => ({ count,
        content: el("button", { type: "button", className: "link", onclick: () => onlyCommunity(key) }, namesOf(key, 2).join(", ")) })))) : null,
      block("classes", bars(classRows.map(({ key, count }) => ({ count, content: el("span", { className: "with-mark" }, classMark(key), classLabel(key)) })))),
      block("modality", bars(modalityRows.map(({ key, count }) => ({ count, content: el("span", { className: "with-mark" }, modalityMark(key), modalityLabel(key)) })))),
      block("sources", bars(sourceRows.map(({ key, count }) => ({ count, content: el("bdi", {}, sources[key].label) }))))),
    block("conflict.list", disputed.length ? paged(disputed, conflictCard, TOP, (n) => t("panel.more", { n: number(n) })) : null,
      conflicts.length > disputed.length ? el("p", { className: "none" }, t("overview.conflict.hidden", { n: number(conflicts.length - disputed.length) })) : null,
      conflicts.length ? null : el("p", { className: "none" }, t("overview.conflict.none"))),
    block("article.list", paged(shownArticles, (article) => articleRow(article), 20, (n) => t("panel.more", { n: number(n) })))));
}
