// Everything that a reader can change, in one object; and the same as the address's fragment.

const VIEWS = ["graph", "table", "timeline", "overview", "articles"];
const SHOW_ALL_UP_TO = 10000; // entities; above, the page starts with the most connected ones
const SHOW_AT_FIRST = 4000;

const noList = () => ({ query: "", outlet: "", from: "", to: "", sort: "date" });
const noFilters = () => ({
  hidden: { class: new Set(), community: new Set(), relation: new Set(), source: new Set(), modality: new Set() },
  clock: USUAL_CLOCK, from: clocks[USUAL_CLOCK].min, to: clocks[USUAL_CLOCK].max, undated: true, confidence: DATA.confidence, sources: 1, isolated: false,
});
const initialState = () => ({
  view: "graph", article: -1, at: -1, found: "", list: noList(), node: -1, edge: -1, ego: [], pathTo: -1, way: 0, everything: false, islands: false, query: "", sort: "", camera: "",
  theme: "", language: DATA.language, ...noFilters(),
});

const state = initialState();
let choosingPath = false; // the next entity chosen is the other end of a path

const FACETS = {
  class: { list: classes, key: (item) => item.id },
  community: { list: communities, key: (members) => (members.length ? nodes.id[members[0]] : "") },
  relation: { list: relations, key: (item) => item.id },
  source: { list: sources, key: (item) => item.key },
  modality: { list: MODALITIES, key: (item) => item },
};

const edgeKey = (edge) => [nodes.id[edges.from[edge]], relations[edges.rel[edge]].id, nodes.id[edges.to[edge]]];
const monthText = (month) => `${Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, "0")}`;

/** The state as a fragment: only what differs from the beginning, by names that outlive a rebuild. */
function encodeState() {
  const address = new URLSearchParams();
  const put = (name, value, usual) => { if (value !== usual) address.set(name, value); };
  put("view", state.view, "graph");
  if (state.article >= 0) address.set("article", articles.id[state.article]);
  if (state.at >= 0) address.set("at", state.at);
  put("found", state.found, "");
  for (const [name, value] of Object.entries(noList())) put("list-" + name, state.list[name], value);
  if (state.node >= 0) address.set("node", nodes.id[state.node]);
  if (state.edge >= 0) for (const part of edgeKey(state.edge)) address.append("fact", part);
  for (const node of state.ego) address.append("near", nodes.id[node]);
  if (state.pathTo >= 0) address.set("to", nodes.id[state.pathTo]);
  put("way", state.way, 0);
  for (const [facet, { list, key }] of Object.entries(FACETS)) {
    for (const index of [...state.hidden[facet]].sort((a, b) => a - b)) address.append("hide-" + facet, key(list[index]));
  }
  put("clock", state.clock, USUAL_CLOCK);
  if (anyDated() && (state.from !== clockNow().min || state.to !== clockNow().max)) {
    address.set("time", `${monthText(state.from)}/${monthText(state.to)}`);
  }
  put("undated", Number(state.undated), 1);
  put("confidence", state.confidence, DATA.confidence);
  put("sources", state.sources, 1);
  put("isolated", Number(state.isolated), 0);
  put("everything", Number(state.everything), 0);
  put("islands", Number(state.islands), 0);
  put("query", state.query, "");
  put("sort", state.sort, "");
  put("camera", state.camera, "");
  put("theme", state.theme, "");
  put("language", state.language, DATA.language);
  return address.toString();
}

/** The state that a fragment describes; what it names and the graph lacks is passed over. */
function decodeState(fragment) {
  const address = new URLSearchParams(fragment);
  const fresh = initialState();
  const nodeNamed = (name) => nodeOfId.get(name) ?? -1;
  const within = (value, low, high, usual) => {
    const given = Number(value ?? usual);
    return Number.isFinite(given) ? Math.min(high, Math.max(low, given)) : usual;
  };
  if (VIEWS.includes(address.get("view"))) fresh.view = address.get("view");
  fresh.article = articleOfId.get(address.get("article")) ?? -1;
  fresh.at = fresh.article < 0 ? -1 : Math.round(within(address.get("at"), -1, 1e9, -1));
  fresh.found = address.get("found") || "";
  for (const name of Object.keys(fresh.list)) fresh.list[name] = address.get("list-" + name) || fresh.list[name];
  if (!Object.hasOwn(LIST_SORTS, fresh.list.sort)) fresh.list.sort = "date";
  fresh.node = nodeNamed(address.get("node"));
  fresh.pathTo = fresh.node < 0 ? -1 : nodeNamed(address.get("to"));
  fresh.way = Math.round(within(address.get("way"), 0, WAYS - 1, 0));
  fresh.ego = address.getAll("near").map(nodeNamed).filter((node) => node >= 0);
  const fact = address.getAll("fact");
  const from = nodeNamed(fact[0]);
  if (fact.length === 3 && from >= 0) {
    fresh.edge = edgesOfNode[from].find((edge) => edgeKey(edge).every((part, k) => part === fact[k])) ?? -1;
  }
  for (const [facet, { list, key }] of Object.entries(FACETS)) {
    const names = new Set(address.getAll("hide-" + facet));
    if (names.size) list.forEach((item, index) => { if (names.has(key(item))) fresh.hidden[facet].add(index); });
  }
  if (CLOCKS.includes(address.get("clock"))) fresh.clock = address.get("clock");
  const { min, max } = clocks[fresh.clock];
  [fresh.from, fresh.to] = [min, max];
  const [start, end] = (address.get("time") || "").split("/").map((part) => months(part || ""));
  if (min <= max && start && end) {
    fresh.from = within(start[0], min, max, min);
    fresh.to = within(end[1], fresh.from, max, max);
  }
  fresh.undated = address.get("undated") !== "0";
  fresh.confidence = within(address.get("confidence"), 0, 1, DATA.confidence);
  fresh.sources = Math.round(within(address.get("sources"), 1, 99, 1));
  fresh.isolated = address.get("isolated") === "1";
  fresh.everything = address.get("everything") === "1";
  fresh.islands = address.get("islands") === "1";
  fresh.query = address.get("query") || "";
  fresh.sort = address.get("sort") || "";
  fresh.camera = /^-?[\d.]+,-?[\d.]+,[\d.]+$/.test(address.get("camera")) ? address.get("camera") : "";
  if (["light", "dark"].includes(address.get("theme"))) fresh.theme = address.get("theme");
  if (DATA.strings[address.get("language")]) fresh.language = address.get("language");
  return fresh;
}

let shownFragment = location.hash.slice(1);

/** Writes the state into the address: as a step that "back" undoes, or in place of the present one. */
function remember(asStep) {
  const fragment = encodeState();
  if (fragment === shownFragment) return;
  shownFragment = fragment;
  if (asStep) location.hash = fragment;
  else location.replace("#" + fragment);
}
