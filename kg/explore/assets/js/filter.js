// What passes the filters.

const shows = {
  statement: new Uint8Array(statementCount),
  edge: new Uint8Array(edgeCount),
  node: new Uint8Array(nodeCount),
  modality: new Uint8Array(edgeCount), // of an edge: the firmest of its statements that are shown
  nodes: [], edges: [], byDegree: [], statements: [],
  cut: 0, // entities that pass the filters and are left out because there are too many
  unsure: 0, // facts that only the least confidence hides
};

/** What is drawn of it: the main part, and the small components where they are few or asked for. */
const picture = { nodes: [], edges: [], byDegree: [], drawn: new Uint8Array(nodeCount), groups: 0, left: 0 };
const SMALL = 5; // a component with fewer entities is small
const FEW_GROUPS = 24; // so many small ones do not hide the main part

/** How many of an entity's facts are shown. */
const factsShown = (node) => edgesOfNode[node].reduce((count, edge) => count + shows.edge[edge], 0);

const sureEnough = (row) => statements.conf[row] >= state.confidence;

const sourceHidden = (row) => statements.article[row] >= 0 && state.hidden.source.has(sourceOfArticle[statements.article[row]]);
const classHidden = (edge) => state.hidden.class.size > 0
  && (state.hidden.class.has(nodes.cls[edges.from[edge]]) || state.hidden.class.has(nodes.cls[edges.to[edge]]));
const communityHidden = (edge) => state.hidden.community.size > 0
  && (state.hidden.community.has(communityOf[edges.from[edge]]) || state.hidden.community.has(communityOf[edges.to[edge]]));

/** All filters but that by confidence. */
const statementPasses = (row) => !state.hidden.modality.has(statements.mod[row]) && !sourceHidden(row) && timePasses(row);

function timePasses(row) {
  const { first, last } = clockNow();
  if (Number.isNaN(first[row])) return state.undated;
  return first[row] <= state.to && last[row] >= state.from;
}

const edgePasses = (edge) => !state.hidden.relation.has(edges.rel[edge]) && !classHidden(edge) && !communityHidden(edge) && articlesOfEdge[edge] >= state.sources;

// What may keep a fact or a statement from being shown; a count leaves its own out.
const BY = { relation: 1, class: 2, community: 4, source: 8, modality: 16 };

/** How many of each there are behind the other filters: entities of a class and of a community, facts of a relation, statements of a
 *  source and of a modality. */
function countFacets() {
  const counts = { class: new Uint32Array(classes.length), community: new Uint32Array(communities.length), relation: new Uint32Array(relations.length),
    source: new Uint32Array(sources.length), modality: new Uint32Array(MODALITIES.length) };
  const linked = { class: new Uint8Array(nodeCount).fill(state.isolated ? 1 : 0), community: new Uint8Array(nodeCount).fill(state.isolated ? 1 : 0) };
  for (let edge = 0; edge < edgeCount; edge++) {
    if (articlesOfEdge[edge] < state.sources) continue;
    const barred = (state.hidden.relation.has(edges.rel[edge]) ? BY.relation : 0) | (classHidden(edge) ? BY.class : 0) | (communityHidden(edge) ? BY.community : 0);
    let open = 0; // facets that nothing but themselves keeps a statement of this fact from
    for (const row of statementsOfEdge[edge]) {
      if (!sureEnough(row) || !timePasses(row)) continue;
      const by = barred | (sourceHidden(row) ? BY.source : 0) | (state.hidden.modality.has(statements.mod[row]) ? BY.modality : 0);
      if (by & (by - 1)) continue; // two of them do
      const behind = by || BY.relation | BY.class | BY.community | BY.source | BY.modality;
      if (behind & BY.source && statements.article[row] >= 0) counts.source[sourceOfArticle[statements.article[row]]]++;
      if (behind & BY.modality) counts.modality[statements.mod[row]]++;
      open |= behind;
    }
    if (open & BY.relation) counts.relation[edges.rel[edge]]++;
    if (open & BY.class) linked.class[edges.from[edge]] = linked.class[edges.to[edge]] = 1;
    if (open & BY.community) linked.community[edges.from[edge]] = linked.community[edges.to[edge]] = 1;
  }
  for (let node = 0; node < nodeCount; node++) {
    if (linked.class[node] && !state.hidden.community.has(communityOf[node])) counts.class[nodes.cls[node]]++;
    if (linked.community[node] && !state.hidden.class.has(nodes.cls[node])) counts.community[communityOf[node]]++;
  }
  return counts;
}

function filterGraph() {
  const linked = new Uint8Array(nodeCount);
  shows.unsure = 0;
  for (let edge = 0; edge < edgeCount; edge++) {
    let firmest = MODALITIES.length;
    let unsure = false;
    const passes = edgePasses(edge);
    for (const row of statementsOfEdge[edge]) {
      const wanted = passes && statementPasses(row);
      const shown = wanted && sureEnough(row);
      shows.statement[row] = shown ? 1 : 0;
      unsure ||= wanted && !shown;
      if (shown) firmest = Math.min(firmest, statements.mod[row]);
    }
    shows.edge[edge] = firmest < MODALITIES.length ? 1 : 0;
    shows.modality[edge] = firmest;
    if (unsure && !shows.edge[edge] && nearby(edge)) shows.unsure++;
    if (shows.edge[edge]) linked[edges.from[edge]] = linked[edges.to[edge]] = 1;
  }
  for (let node = 0; node < nodeCount; node++) {
    const passes = !state.hidden.class.has(nodes.cls[node]) && !state.hidden.community.has(communityOf[node]) && (linked[node] || state.isolated);
    shows.node[node] = passes || node === state.node || node === state.pathTo ? 1 : 0;
  }
  if (state.ego.length) keepNear();
  else keepMostConnected();
  collect();
  collectPicture();
}

/** For each node of the shown graph a node that stands for its component. */
function components() {
  const leader = Int32Array.from({ length: nodeCount }, (_, node) => node);
  const find = (node) => {
    while (leader[node] !== node) node = leader[node] = leader[leader[node]];
    return node;
  };
  for (const edge of shows.edges) leader[find(edges.from[edge])] = find(edges.to[edge]);
  return shows.nodes.map(find);
}

function collectPicture() {
  const of = components();
  const size = new Uint32Array(nodeCount); // of a component, at the node that stands for it
  for (const group of of) size[group]++;
  const main = size.reduce((a, b) => Math.max(a, b), 0);
  const small = new Set(of.filter((group) => size[group] > 1 && size[group] < SMALL && size[group] < main));
  const chosen = [state.node, state.pathTo, ...(state.edge < 0 ? [] : [edges.from[state.edge], edges.to[state.edge]])];
  shows.nodes.forEach((node, k) => { if (chosen.includes(node)) small.delete(of[k]); });
  const all = state.islands || state.ego.length || small.size <= FEW_GROUPS;
  const drawn = picture.drawn.fill(0);
  shows.nodes.forEach((node, k) => { if (all || !small.has(of[k])) drawn[node] = 1; });
  picture.nodes = shows.nodes.filter((node) => drawn[node]);
  picture.edges = shows.edges.filter((edge) => drawn[edges.from[edge]]);
  picture.byDegree = shows.byDegree.filter((node) => drawn[node]);
  picture.groups = all ? 0 : small.size;
  picture.left = shows.nodes.length - picture.nodes.length;
}

/** A fact at the centre of the neighbourhood that is looked at; any, where the whole graph is. */
const nearby = (edge) => !state.ego.length || state.ego.some((node) => node === edges.from[edge] || node === edges.to[edge]);

function keepNear() {
  const near = new Uint8Array(nodeCount);
  for (const center of state.ego) {
    near[center] = 1;
    for (const edge of edgesOfNode[center]) if (shows.edge[edge]) near[otherEnd(edge, center)] = 1;
  }
  for (let node = 0; node < nodeCount; node++) shows.node[node] = near[node];
  shows.cut = 0;
}

function keepMostConnected() {
  shows.cut = 0;
  if (state.everything || nodeCount <= SHOW_ALL_UP_TO) return;
  let kept = 0;
  for (const node of byDegree) {
    if (!shows.node[node] || node === state.node || node === state.pathTo) continue;
    if (++kept > SHOW_AT_FIRST) {
      shows.node[node] = 0;
      shows.cut++;
    }
  }
}

/** A conflict is shown, with all its sides, where one side is; figures pass every filter. */
const conflictShown = (number) => conflicts[number].measurements.length > 0
  || conflicts[number].statements.some((row) => shows.statement[row]);

function collect() {
  shows.nodes = [];
  shows.edges = [];
  shows.byDegree = [];
  shows.statements = [];
  for (let edge = 0; edge < edgeCount; edge++) {
    if (!shows.edge[edge]) continue;
    if (!shows.node[edges.from[edge]] || !shows.node[edges.to[edge]]) shows.edge[edge] = 0;
    else {
      shows.edges.push(edge);
      for (const row of statementsOfEdge[edge]) if (shows.statement[row]) shows.statements.push(row);
    }
  }
  for (let node = 0; node < nodeCount; node++) if (shows.node[node]) shows.nodes.push(node);
  for (const node of byDegree) if (shows.node[node]) shows.byDegree.push(node);
}
