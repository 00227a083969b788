// The one way things change: update the state, then bring what depends on it in line.

const FILTER_KEYS = ["hidden", "clock", "from", "to", "undated", "confidence", "sources", "isolated", "ego", "everything", "islands"];
const RENDER_VIEW = { graph: () => {}, articles: renderArticles, table: renderTable, timeline: renderTimeline, overview: renderOverview };

/** Changes the state. `asStep`: "back" undoes it; `redrawViews: false`: the caller keeps the open view up to date. */
function update(patch, { asStep = true, redrawViews = true } = {}) {
  const viewChanges = patch.view !== undefined && patch.view !== state.view;
  Object.assign(state, patch);
  const wanted = [state.node, state.pathTo, ...(state.edge < 0 || !shows.edge[state.edge] ? [] : [edges.from[state.edge], edges.to[state.edge]])];
  const unseen = wanted.some((node) => node >= 0 && !picture.drawn[node]);
  const filters = FILTER_KEYS.some((key) => key in patch);
  if (unseen || filters) {
    refilter();
    redraw();
  }
  if (filters) refreshFilters();
  if (viewChanges) showView();
  if (redrawViews) {
    renderPanel();
    RENDER_VIEW[state.view]();
  }
  showNotice();
  if (filters && !movedByHand && !before) fit();
  network.redraw();
  remember(asStep);
}

let soon = 0;
let waiting = {};

/** For sliders: at most one update in a while, all of them one step in the history. */
function updateSoon(patch) {
  Object.assign(waiting, patch);
  clearTimeout(soon);
  soon = setTimeout(() => { update(waiting, { asStep: false }); waiting = {}; }, 40);
}

function refilter() {
  filterGraph();
  layOut();
  placeNeighbourhood();
  keepArranged();
  const values = { nodes: countWords("entities", shows.nodes.length), facts: countWords("facts", shows.edges.length) };
  $("count").textContent = shows.edges.length || shows.nodes.length ? `${values.nodes} · ${values.facts}` : t("filters.empty");
  if (picture.groups) $("count").textContent += ` · ${t("islands.count", { n: number(picture.left) })}`;
  $("net").setAttribute("aria-label", t("graph.label", values));
}

function showView() {
  for (const view of VIEWS) $(view).hidden = view !== state.view;
  document.body.classList.toggle("reading", state.view === "articles");
  for (const button of document.querySelectorAll("[data-view]")) {
    if (button.dataset.view === state.view) button.setAttribute("aria-current", "page");
    else button.removeAttribute("aria-current");
  }
}

/** The strip over the graph: what it shows when that is not everything, and the way back. */
function showNotice() {
  const notice = $("notice");
  const row = (text, label, onclick, bar = null) => el("p", {}, el("span", {}, text), bar, label ? el("button", { type: "button", onclick }, label) : null);
  const rows = [];
  if (choosingPath) rows.push(row(t("notice.path"), t("notice.path.cancel"), stopChoosingPath));
  if (state.ego.length) rows.push(row(t("notice.ego", { name: plain(nodes.label[state.ego[0]]) }), t("notice.ego.end"), endNeighbourhood));
  if (shows.cut) {
    rows.push(row(t("notice.part", { shown: number(shows.nodes.length), total: number(shows.nodes.length + shows.cut) }), t("notice.all"),
      () => { movedByHand = false; update({ everything: true }); fit(); }));
  }
  if (DATA.total > nodeCount && !choosingPath) rows.push(row(t("notice.top", { shown: number(nodeCount), total: number(DATA.total) })));
  if (!choosingPath && shows.unsure) rows.push(unsureLine());
  if (!choosingPath && picture.groups) {
    rows.push(row(t("islands", { groups: number(picture.groups), n: number(picture.left) }), t("islands.show"),
      () => { movedByHand = false; update({ islands: true }); }));
  }
  const [words, bar, label, onclick] = arrangeRow() ?? [];
  if (words) rows.push(row(words, label, onclick, bar));
  notice.replaceChildren(...rows);
  notice.hidden = !rows.length;
}

// ---- what a reader does

/** Selects a node; the other end of a path while one is being chosen. `bring`: the camera goes there. */
function choose(node, bring = false) {
  neighbour = -1;
  glanced = null;
  if (choosingPath && node !== state.node) {
    choosingPath = false;
    update({ pathTo: node, edge: -1, way: 0 });
    if (shortestPath(state.node, node)) fitFocus();
    return;
  }
  stopChoosingPath();
  const ego = state.ego.length && !shows.node[node] ? [...state.ego, node] : state.ego;
  update({ node, edge: -1, pathTo: -1, at: -1, ...(ego === state.ego ? {} : { ego }) });
  $("live").textContent = `${plain(nodes.label[node])}, ${classLabel(nodes.cls[node])}, ${countWords("facts", factsShown(node))}`;
  if (bring) fitFocus();
  else keepInSight(node);
}

function chooseEdge(edge, bring = false) {
  update({ edge, node: -1, pathTo: -1, at: -1 });
  if (bring) fitFocus();
}

function clearSelection() {
  const focused = $("panel").contains(document.activeElement);
  glanced = null;
  update({ node: -1, edge: -1, pathTo: -1, at: -1 });
  cameraBack();
  if (focused) $(state.view === "graph" ? "net" : state.view).focus({ preventScroll: true });
}

function switchTheme() {
  update({ theme: theme === "dark" ? "light" : "dark" }, { asStep: false });
  renderAll();
}

function switchLanguage() {
  update({ language: language === "vi" ? "en" : "vi" }, { asStep: false });
  renderAll();
}

/** Everything anew: at the start, for "back" and "forward", for another theme or language. */
function renderAll() {
  language = state.language;
  applyTheme();
  translatePage();
  refilter();
  renderFilters();
  showView();
  renderPanel();
  RENDER_VIEW[state.view]();
  showNotice();
  showDecisionCount();
  redraw();
}

function start() {
  Object.assign(state, decodeState(location.hash.slice(1)));
  renderAll();
  listenToPointer();
  listenToSearch();
  listenToExports();
  listenToKeys();
  for (const button of document.querySelectorAll("[data-view]")) button.addEventListener("click", () => update({ view: button.dataset.view }));
  $("skip").addEventListener("click", () => { update({ view: "table" }); $("table").focus(); });
  $("show-filters").addEventListener("click", toggleFilters);
  $("show-filters").setAttribute("aria-expanded", String(filtersShown()));
  $("zoom-in").addEventListener("click", () => zoom(1.4));
  $("zoom-out").addEventListener("click", () => zoom(1 / 1.4));
  $("fit").addEventListener("click", fitByHand);
  $("arrange").addEventListener("click", arrange);
  $("theme").addEventListener("click", switchTheme);
  $("language").addEventListener("click", switchLanguage);
  listenToMore();
  $("show-help").addEventListener("click", showHelp);
  addEventListener("hashchange", () => {
    if (location.hash.slice(1) === shownFragment) return;
    shownFragment = location.hash.slice(1);
    Object.assign(state, decodeState(shownFragment));
    renderAll();
    if (!focus) cameraBack();
    else if (state.node >= 0) keepInSight(state.node);
    if (!movedByHand) fit();
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", renderAll);
  resize();
  if (state.camera) setCamera(state.camera);
  else if (focus) fitFocus();
  state.camera = "";
  document.documentElement.dataset.ready = "true";
  readDesk();
}

start();

// For tests and for the curious: where things are on the screen, and how often the picture was drawn.
window.explorer = {
  stats,
  screenPosition(id) {
    const node = nodeOfId.get(id);
    const frame = canvas.getBoundingClientRect();
    const at = network.canvasToDOM({ x: x[node], y: y[node] });
    return { x: frame.left + at.x, y: frame.top + at.y };
  },
  places: () => picture.nodes.map((node) => [nodes.id[node], [x[node], y[node]]]),
  camera: () => ({ ...network.getViewPosition(), scale: network.getScale() }),
  shown: () => ({ nodes: picture.nodes.map((node) => nodes.id[node]), edges: picture.edges.map(edgeKey) }),
};
