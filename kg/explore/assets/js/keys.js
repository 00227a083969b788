// The keyboard.

const HELP = [["/", "search"], ["1 2 3 4 5", "views"], ["F", "fit"], ["R", "arrange"], ["+ −", "zoom"], ["← ↑ → ↓", "pan"], ["N  Shift+N", "next"], ["J  K", "sentence"], ["[  ]", "turn"],
  ["Enter", "enter"], ["E", "ego"], ["X", "expand"], ["P", "path"], ["D", "theme"], ["L", "language"], ["Esc", "escape"]];

function showDialog(title, ...content) {
  const close = el("button", { type: "button", onclick: () => $("help").close() }, t("close"));
  $("help").replaceChildren(el("h2", { id: "help-title" }, title), ...content, el("p", { className: "end" }, close));
  if (!$("help").open) $("help").showModal();
}

function showHelp() {
  showDialog(t("help"), el("dl", {}, HELP.map(([keys, name]) => [el("dt", {}, keys.split("  ").map((key) => el("kbd", {}, key))), el("dd", {}, t("help." + name))])),
    el("p", {}, t("help.mouse")));
}

let neighbour = -1;

/** Points at the next or previous neighbour of the selection and says its name. */
function pointAtNeighbour(step) {
  if (state.node < 0) {
    if (picture.byDegree.length) choose(picture.byDegree[0], true);
    return;
  }
  const list = [...new Set(edgesOfNode[state.node].filter((edge) => shows.edge[edge]).map((edge) => otherEnd(edge, state.node)))]
    .filter((node) => node !== state.node);
  if (!list.length) return;
  const at = list.indexOf(neighbour);
  neighbour = list[at < 0 ? (step > 0 ? 0 : list.length - 1) : (at + step + list.length) % list.length];
  hovered = neighbour;
  $("live").textContent = `${plain(nodes.label[neighbour])}, ${classLabel(nodes.cls[neighbour])}`;
  network.redraw();
}

function escape() {
  if (choosingPath) stopChoosingPath();
  else if (document.body.classList.contains("filters-open")) toggleFilters();
  else if (state.at >= 0 || state.node >= 0 || state.edge >= 0) clearSelection();
  else if (state.view === "articles" && state.article >= 0) closeArticle();
  else if (state.ego.length) endNeighbourhood();
}

const KEYS = {
  "/": () => { $("search").focus(); $("search").select(); },
  ...Object.fromEntries(VIEWS.map((view, k) => [k + 1, () => update({ view })])),
  f: fitByHand, r: arrange, "+": () => zoom(1.3), "=": () => zoom(1.3), "-": () => zoom(1 / 1.3),
  n: () => pointAtNeighbour(1), N: () => pointAtNeighbour(-1),
  e: () => { if (state.ego.length) endNeighbourhood(); else if (state.node >= 0) expand(state.node); else say(t("path.first")); },
  x: () => { if (state.node >= 0) expand(state.node); else say(t("path.first")); },
  j: () => stepSentence(1), k: () => stepSentence(-1), "]": () => turnArticle(1), "[": () => turnArticle(-1),
  p: choosePathEnd, d: switchTheme, l: switchLanguage, "?": showHelp, Escape: escape,
};
const GRAPH_KEYS = {
  ArrowLeft: () => pan(-60, 0), ArrowRight: () => pan(60, 0), ArrowUp: () => pan(0, -60), ArrowDown: () => pan(0, 60),
  Enter: () => { if (neighbour >= 0) { const node = neighbour; neighbour = -1; choose(node, true); $("net").focus(); } },
};

function listenToKeys() {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || $("help").open) return;
    const typing = event.target.matches("input:not([type=checkbox]), textarea, select");
    if (typing && event.key !== "Escape") return;
    const inGraph = event.target === $("net") || event.target === document.body;
    const action = (inGraph && GRAPH_KEYS[event.key]) || KEYS[event.key];
    if (!action) return;
    event.preventDefault();
    action();
  });
}
