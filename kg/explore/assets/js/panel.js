// The panel: all that is known of what is selected.

const FACTS_AT_ONCE = 12;

function section(key, count, ...content) {
  return el("section", {}, el("h3", {}, t(key), count ? el("span", { className: "n" }, number(count)) : null), content);
}

function factGroup(title, list, node) {
  const rows = list.sort((a, b) => articlesOfEdge[b] - articlesOfEdge[a] || a - b);
  return el("div", { className: "group" }, el("h4", {}, title, el("span", { className: "n" }, number(list.length))),
    paged(rows, (edge) => edgeBlock(edge, node), FACTS_AT_ONCE, (n) => t("panel.more", { n: number(n) })));
}

/** One fact as seen from a node: the other end, and every statement of it. */
function edgeBlock(edge, node) {
  const rows = statementsOfEdge[edge].filter((row) => shows.statement[row]);
  return el("div", { className: "fact" },
    el("p", { className: "other" }, nodeLink(otherEnd(edge, node)),
      articlesOfEdge[edge] > 1 ? el("span", { className: "n" }, t("fact.sources", { n: number(articlesOfEdge[edge]) })) : null),
    paged(rows, (row) => statementCard(row), 5, (n) => t("panel.more", { n: number(n) })));
}

function nodePanel(node) {
  const shown = edgesOfNode[node].filter((edge) => shows.edge[edge]);
  const groups = new Map();
  for (const edge of shown) {
    const key = (edges.from[edge] === node ? "" : "← ") + relationLabel(edges.rel[edge]) + (edges.from[edge] === node ? " →" : "");
    groups.set(key, [...(groups.get(key) || []), edge]);
  }
  const ordered = [...groups].sort((a, b) => b[1].length - a[1].length);
  const hiddenCount = edgesOfNode[node].length - shown.length;
  const aliases = nodes.alias[node];
  const disputed = conflictsOfNode[node].filter(conflictShown);
  return [
    panelHead(el("span", { className: "kind" }, classMark(nodes.cls[node]), classLabel(nodes.cls[node])), nodes.label[node]),
    aliases.length ? el("p", { className: "aliases" }, t("panel.aliases", { names: aliases.join(", ") })) : null,
    communityLine(node),
    nodeActions(node),
    disputed.length ? section("panel.conflicts", disputed.length, disputed.map(conflictCard)) : null,
    shown.length ? section("panel.facts", shown.length, ordered.map(([title, list]) => factGroup(title, list, node)))
      : el("p", { className: "none" }, t("panel.none")),
    hiddenCount ? el("p", { className: "none" }, t("panel.hidden", { n: number(hiddenCount) })) : null,
    claimsOfNode[node].length ? section("panel.claims", claimsOfNode[node].length,
      paged(claimsOfNode[node], (row) => claimCard(row), FACTS_AT_ONCE, (n) => t("panel.more", { n: number(n) }))) : null,
    measurementsOfNode[node].length ? section("panel.measurements", measurementsOfNode[node].length,
      paged(measurementsOfNode[node], (row) => measurementCard(row), FACTS_AT_ONCE, (n) => t("panel.more", { n: number(n) }))) : null,
    articlesOfNode[node].length ? section("panel.mentions", articlesOfNode[node].length,
      paged(articlesOfNode[node], (article) => mentionRow(article, node), FACTS_AT_ONCE,
        (n) => t("panel.more", { n: number(n) }))) : null,
  ];
}

/** Whom the node belongs with, and the way to see them alone. */
function communityLine(node) {
  if (communityCount < 2 || nodes.community[node] < 0) return null;
  const number = communityOf[node];
  return el("p", { className: "community" }, t("panel.community"), " ", el("button", { type: "button", className: "link",
    title: t("filters.only.label", { name: communityLabel(number) }), onclick: () => onlyCommunity(number) }, el("bdi", {}, communityLabel(number))));
}

function onlyCommunity(number) {
  showOnly("community", number);
  movedByHand = false;
  update({ view: "graph" });
  fit();
}

function panelHead(kind, title, closable = true) {
  return el("header", {},
    el("button", { type: "button", className: "grow", ariaLabel: t("panel.grow"), title: t("panel.grow"),
      ariaExpanded: String(document.body.classList.contains("panel-tall")), onclick: growPanel }, "▴"),
    el("div", {}, el("p", { className: "kind-line" }, kind), el("h2", {}, el("bdi", {}, title))),
    closable ? el("button", { type: "button", className: "close", ariaLabel: t("close"), title: t("close"), onclick: clearSelection }, "×") : null);
}

function growPanel(event) {
  const tall = document.body.classList.toggle("panel-tall");
  event.currentTarget.ariaExpanded = String(tall);
}

function nodeActions(node) {
  const inside = state.ego.length > 0;
  return el("div", { className: "actions" },
    inside ? el("button", { type: "button", onclick: endNeighbourhood }, t("notice.ego.end")) : null,
    inside && state.ego.includes(node) ? null
      : el("button", { type: "button", onclick: () => expand(node) }, t(inside ? "panel.expand" : "panel.ego")),
    el("button", { type: "button", onclick: choosePathEnd }, t("panel.path")),
    el("button", { type: "button", onclick: () => judgeEntity(node) }, t("decision.correct")),
    decisionLines(nodes.label[node], nodes.id[node]));
}

function edgePanel(edge) {
  const shown = statementsOfEdge[edge].filter((row) => shows.statement[row]);
  const rows = shown.length ? shown : statementsOfEdge[edge]; // a link or a side of a conflict may lead to what is hidden
  const found = [...new Set(rows.map((row) => conflictsOfStatement.get(row)).filter((index) => index !== undefined))];
  return [panelHead(t("panel.fact"), relationLabel(edges.rel[edge])), tripleLine(edge),
    shown.length ? null : el("p", { className: "none" }, t("panel.unseen")),
    rows.map((row) => statementCard(row)),
    found.length ? section("panel.conflicts", found.length, found.map(conflictCard)) : null];
}

function pathPanel(path) {
  const [a, b] = [state.node, state.pathTo];
  const head = panelHead(t("path.title"), `${nodes.label[a]} → ${nodes.label[b]}`);
  if (!path) return [head, el("p", { className: "none" }, t("path.none", { a: nodes.label[a], b: nodes.label[b] }))];
  return [head, wayButtons(a, b), el("p", { className: "meta" }, t("path.steps", { n: path.edges.length })),
    el("ol", { className: "steps" }, path.edges.map((edge) => el("li", {}, tripleLine(edge),
      statementsOfEdge[edge].filter((row) => shows.statement[row]).slice(0, 2).map((row) => statementCard(row)))))];
}

/** The ways to choose from, each by whom it passes. */
function wayButtons(a, b) {
  const ways = waysBetween(a, b);
  if (ways.length < 2) return null;
  const through = (way, most = Infinity) => {
    const names = way.nodes.slice(1, -1).map((node) => short(nodes.label[node], 24));
    return (names.length > most + 1 ? [...names.slice(0, most - 1), "…", names.at(-1)] : names).join(", ");
  };
  return el("div", { className: "ways", role: "group", ariaLabel: t("path.ways") }, ways.map((way, k) =>
    el("button", { type: "button", title: through(way), ariaPressed: String(k === Math.min(state.way, ways.length - 1)), onclick: () => { update({ way: k }); fitFocus(); } },
      t("path.through", { names: through(way, 4) }))));
}

/** Fills the panel for the state, and says what stands out in the graph. */
function renderPanel() {
  const panel = $("panel");
  let content = null;
  focus = null;
  if (state.pathTo >= 0) {
    const path = shortestPath(state.node, state.pathTo);
    focus = path ? { ...path, main: state.node } : { nodes: [state.node, state.pathTo], edges: [], main: state.node };
    content = pathPanel(path);
  } else if (state.edge >= 0) {
    const ends = [edges.from[state.edge], edges.to[state.edge]];
    focus = { nodes: ends.filter((node) => shows.node[node]), edges: [state.edge], main: ends[0] };
    content = edgePanel(state.edge);
  } else if (state.view === "articles" && currentSentence()) {
    content = readingPanel();
  } else if (state.node >= 0) {
    const near = edgesOfNode[state.node].filter((edge) => shows.edge[edge]);
    focus = { nodes: [...new Set([state.node, ...near.map((edge) => otherEnd(edge, state.node))])], edges: near, main: state.node };
    content = nodePanel(state.node);
  } else if (state.view === "articles" && state.article >= 0) {
    content = readingPanel();
  }
  panel.hidden = !content;
  document.body.classList.toggle("panel-open", Boolean(content));
  if (content) {
    panel.replaceChildren(...content.flat().filter(Boolean));
    panel.scrollTop = 0;
  } else panel.replaceChildren();
}
