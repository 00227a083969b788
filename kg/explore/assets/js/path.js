// Ways between two entities over the facts that are shown: short ones, and those that say something.

const WAYS = 3; // so many to choose from
const COMMON = 1000; // through a country only where nothing else connects: everything is in some country
const AGAIN = 5 * COMMON; // another way passes others
const HUB = 40; // an entity with so many facts connects much and says little, too
const isCommon = classes.map((item) => [item.id, ...item.parents].some((name) => DATA.look.common.includes(name)));

/** What it costs to pass through a node. */
const toll = (node) => 1 + (isCommon[nodes.cls[node]] ? COMMON : 0) + (degree[node] > HUB ? 2 : 0);

/** { nodes, edges } of the cheapest way from `start` to `end`, null where there is none; `used` nodes cost more. */
function cheapestWay(start, end, used) {
  const best = new Map([[start, 0]]);
  const cameBy = new Map();
  const waiting = [[start]]; // nodes by what it costs to reach them
  for (let cost = 0; cost < waiting.length; cost++) {
    for (const node of waiting[cost] ?? []) {
      if (best.get(node) !== cost) continue;
      if (node === end) return wayBack(start, end, cameBy);
      for (const edge of edgesOfNode[node]) {
        const other = otherEnd(edge, node);
        if (!shows.edge[edge]) continue;
        const price = cost + (other === end ? 1 : toll(other) + (used.has(other) ? AGAIN : 0));
        if (price >= (best.get(other) ?? Infinity)) continue;
        best.set(other, price);
        cameBy.set(other, edge);
        (waiting[price] ??= []).push(other);
      }
    }
  }
  return null;
}

function wayBack(start, end, cameBy) {
  const way = { nodes: [end], edges: [] };
  for (let node = end; node !== start;) {
    const edge = cameBy.get(node);
    node = otherEnd(edge, node);
    way.edges.unshift(edge);
    way.nodes.unshift(node);
  }
  return way;
}

/** Up to WAYS ways that differ in whom they pass, the best first. */
function waysBetween(start, end) {
  const ways = [];
  const used = new Set();
  for (let k = 0; k < 2 * WAYS && ways.length < WAYS; k++) {
    const way = cheapestWay(start, end, used);
    if (!way) break;
    const inner = way.nodes.slice(1, -1);
    if (!ways.some((one) => String(one.nodes) === String(way.nodes))) ways.push(way);
    if (!inner.length) break; // they touch: whatever goes around says less
    for (const node of inner) used.add(node);
  }
  return ways;
}

/** The way that is looked at; null where there is none. */
function shortestPath(start, end) {
  const ways = waysBetween(start, end);
  return ways[Math.min(state.way, ways.length - 1)] ?? null;
}

function choosePathEnd() {
  if (state.node < 0) { say(t("path.first")); return; }
  choosingPath = true;
  showNotice();
  $("live").textContent = t("notice.path");
  if (state.view !== "graph") update({ view: "graph" });
  $("search").focus();
}

function stopChoosingPath() {
  choosingPath = false;
  showNotice();
}
