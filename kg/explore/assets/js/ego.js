// The neighbourhood view: the chosen node in the middle, its neighbours around it, and more when it is expanded.

const home = { x: Float64Array.from(x), y: Float64Array.from(y) };
let laidOut = ""; // which of the layouts it has

/** Every node at home: where it stands among the sure facts while only those are shown, else among all. */
function layOut() {
  const name = state.confidence >= DATA.confidence && DATA.confidence > 0 ? "sure" : "all";
  if (name === laidOut) return;
  laidOut = name;
  const [homeX, homeY] = name === "sure" ? [nodes.sureX, nodes.sureY] : [nodes.x, nodes.y];
  for (let node = 0; node < nodeCount; node++) {
    // The layout is wider than high; a frame that is higher than wide gets it turned.
    [home.x[node], home.y[node]] = upright ? [homeY[node], -homeX[node]] : [homeX[node], homeY[node]];
  }
}

function place(node, px, py) {
  x[node] = px;
  y[node] = py;
  const at = arranged ? arranged.list.indexOf(node) : -1;
  if (at >= 0) [arranged.x[at], arranged.y[at]] = [px, py];
  else if (!state.ego.length) [home.x[node], home.y[node]] = [px, py];
}

/** Neighbours of a centre that are not placed yet, those of one relation together. */
function neighboursToPlace(center, placed) {
  const found = new Map();
  for (const edge of edgesOfNode[center]) {
    const other = otherEnd(edge, center);
    if (shows.edge[edge] && !placed.has(other) && !found.has(other)) found.set(other, edges.rel[edge]);
  }
  return [...found].sort((a, b) => a[1] - b[1] || degree[b[0]] - degree[a[0]]).map(([node]) => node);
}

function placeNeighbourhood() {
  x.set(home.x);
  y.set(home.y);
  if (!state.ego.length) return;
  const [first] = state.ego;
  const placed = new Set([first]);
  [x[first], y[first]] = [0, 0];
  for (const center of state.ego) {
    const around = neighboursToPlace(center, placed);
    const outward = center === first ? -Math.PI / 2 : Math.atan2(y[center], x[center]);
    const span = center === first ? 2 * Math.PI : Math.PI * 0.9;
    const perRing = center === first ? 22 : 9;
    const rings = Math.ceil(around.length / perRing);
    const nearest = Math.max(150, (Math.min(around.length, perRing) * 62) / span);
    around.forEach((node, k) => {
      const share = center === first ? k / around.length : (k + 0.5) / around.length - 0.5;
      const angle = outward + span * share;
      const distance = nearest + (k % rings) * 74;
      x[node] = x[center] + Math.cos(angle) * distance * 1.3;
      y[node] = y[center] + Math.sin(angle) * distance;
      placed.add(node);
    });
  }
}

/** Shows only the neighbourhood of a node; in that view already, adds the node's own neighbours. */
function expand(node) {
  const ego = state.ego.includes(node) ? state.ego : [...state.ego, node];
  movedByHand = false;
  update({ ego, node, edge: -1, pathTo: -1, view: "graph" });
  fit();
}

function endNeighbourhood() {
  movedByHand = false;
  update({ ego: [] });
  fit();
}
