// The shortest way between two entities over the facts that are shown.

/** { nodes, edges } from `start` to `end`; null where there is no way. */
function shortestPath(start, end) {
  const cameBy = new Map([[start, -1]]);
  let frontier = [start];
  while (frontier.length && !cameBy.has(end)) {
    const next = [];
    for (const node of frontier) {
      for (const edge of edgesOfNode[node]) {
        const other = otherEnd(edge, node);
        if (!shows.edge[edge] || cameBy.has(other)) continue;
        cameBy.set(other, edge);
        next.push(other);
      }
    }
    frontier = next;
  }
  if (!cameBy.has(end)) return null;
  const path = { nodes: [end], edges: [] };
  for (let node = end; node !== start;) {
    const edge = cameBy.get(node);
    node = otherEnd(edge, node);
    path.edges.unshift(edge);
    path.nodes.unshift(node);
  }
  return path;
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
