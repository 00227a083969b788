// vis-network gives the canvas, the camera and the gestures; what is drawn and what is hit is ours (draw.js).

const network = new vis.Network($("net"), { nodes: new vis.DataSet([]), edges: new vis.DataSet([]) }, {
  autoResize: false, physics: false, layout: { improvedLayout: false },
  interaction: { hover: false, keyboard: false, zoomSpeed: 0.8, tooltipDelay: 1e8, selectConnectedEdges: false },
});
const canvas = $("net").querySelector("canvas");
canvas.parentElement.tabIndex = -1; // the frame around it takes the focus, and has a name

let movingTimer = 0; // while the camera moves, the last picture is moved along; then a new one is drawn
let movedByHand = false; // after that, a resize no longer fits the picture to the frame
let before = null; // where the camera was when the page moved it to what was chosen: it goes back there
let drawRequest = 0;

function redraw() {
  pictureStale = true;
  if (!drawRequest) drawRequest = requestAnimationFrame(() => { drawRequest = 0; network.redraw(); });
}

function cameraMovedByHand() {
  movedByHand = true;
  before = null;
  clearTimeout(movingTimer);
  movingTimer = setTimeout(redraw, 120);
}

const ALL_NAMED = 400; // so many nodes: each may have its name
const UNDER = 23; // pixels below a node, for its name

/** The box of nodes with their names under them, as large as they are at a scale: [left, top, right, bottom]. At most
 *  `most` pixels at either side are left to names. */
function boxOf(list, scale = 1, most = Infinity) {
  const box = [Infinity, Infinity, -Infinity, -Infinity];
  const named = list.length < ALL_NAMED;
  for (const node of list) {
    const half = named ? Math.max(radius[node], Math.min(most, labelOf(node).width / 2 + 4) / scale) : radius[node];
    box[0] = Math.min(box[0], x[node] - half);
    box[1] = Math.min(box[1], y[node] - radius[node]);
    box[2] = Math.max(box[2], x[node] + half);
    box[3] = Math.max(box[3], y[node] + radius[node] + (named ? UNDER / scale : 0));
  }
  return box;
}

/** The scale, at most `closest`, at which nodes and their names fill so much room, and their box. */
function fitting(list, width, height, closest) {
  let scale = closest;
  let box = null;
  for (let round = 0; round < 8; round++) { // the less of the room is names, the sooner it stays what it is
    box = boxOf(list, scale, width / 6);
    scale = Math.max(0.004, Math.min(width / (box[2] - box[0] + 1), height / (box[3] - box[1] + 1), closest));
  }
  return { scale, box };
}

/** The part of the frame that the panel leaves free, in CSS pixels from its upper left corner. */
function freeFrame() {
  const [width, height] = [canvas.clientWidth, canvas.clientHeight];
  if ($("panel").hidden) return { width, height };
  const [over, frame] = [$("panel").getBoundingClientRect(), canvas.getBoundingClientRect()];
  if (over.left > frame.left + 40) return { width: Math.max(60, over.left - frame.left), height };
  return { width, height: Math.max(60, over.top - frame.top) };
}

/** The camera so that a point of the plane is in the middle of the free part of the frame, `down` pixels lower. */
function lookAt(px, py, scale, down = 0) {
  const free = freeFrame();
  const position = { x: px + (canvas.clientWidth - free.width) / 2 / scale, y: py + ((canvas.clientHeight - free.height) / 2 - down) / scale };
  network.moveTo({ position, scale, animation: false });
  redraw();
}

function fit(list = picture.nodes, closest = 1.5) {
  if (!list.length || !canvas.clientWidth) return;
  const { width, height } = freeFrame();
  const above = $("notice").offsetHeight; // what fits lies below the strip
  const { scale, box: [left, top, right, bottom] } = fitting(list, width - 24, height - 72 - above, closest);
  lookAt((left + right) / 2, (top + bottom) / 2, scale, 6 + above / 2);
}

function fitByHand() {
  movedByHand = false;
  before = null;
  fit();
}

const NEAREST = 1.2;
const FARTHEST = 0.45; // where so little can be read, the chosen one in the middle is worth more than all around it; a way is seen whole

/** What was chosen fills the free part of the frame; closing it brings the camera back. */
function fitFocus() {
  if (!focus || state.view !== "graph") return;
  before ??= { ...network.getViewPosition(), scale: network.getScale(), movedByHand };
  movedByHand = true;
  fit(focus.nodes, NEAREST);
  if (state.pathTo < 0 && network.getScale() < FARTHEST) lookAt(x[focus.main], y[focus.main], FARTHEST);
}

/** Back to where the camera was before the page moved it, unless it has been moved by hand since. */
function cameraBack() {
  if (!before) return;
  const { x: cx, y: cy, scale } = before;
  movedByHand = before.movedByHand;
  before = null;
  network.moveTo({ position: { x: cx, y: cy }, scale, animation: false });
  redraw();
}

function zoom(factor) {
  network.moveTo({ scale: Math.min(20, Math.max(0.004, network.getScale() * factor)), animation: false });
  cameraMovedByHand();
}

function pan(dx, dy) {
  const at = network.getViewPosition();
  const scale = network.getScale();
  network.moveTo({ position: { x: at.x + dx / scale, y: at.y + dy / scale }, animation: false });
  cameraMovedByHand();
}

function cameraText() {
  const at = network.getViewPosition();
  return [at.x.toFixed(1), at.y.toFixed(1), network.getScale().toFixed(4)].join(",");
}

function setCamera(text) {
  const [cx, cy, scale] = text.split(",").map(Number);
  network.moveTo({ position: { x: cx, y: cy }, scale: Math.min(20, Math.max(0.004, scale)), animation: false });
  movedByHand = true;
  redraw();
}

// ---- what is under the pointer

const pointOf = (event) => {
  const frame = canvas.getBoundingClientRect();
  return network.DOMtoCanvas({ x: event.clientX - frame.left, y: event.clientY - frame.top });
};

/** The node at a point of the plane, -1 for none; `slack` in CSS pixels. */
function nodeAt(point, slack = 4) {
  const scale = network.getScale();
  let best = -1;
  let nearest = Infinity;
  for (const node of picture.nodes) {
    const distance = Math.hypot(x[node] - point.x, y[node] - point.y) - Math.max(radius[node], 1.6 / scale);
    if (distance < slack / scale && distance < nearest) [best, nearest] = [node, distance];
  }
  return best;
}

function distanceToSegment(point, ax, ay, bx, by) {
  const [dx, dy] = [bx - ax, by - ay];
  const along = Math.min(1, Math.max(0, ((point.x - ax) * dx + (point.y - ay) * dy) / (dx * dx + dy * dy || 1)));
  return Math.hypot(ax + along * dx - point.x, ay + along * dy - point.y);
}

/** The edge at a point of the plane, -1 for none. */
function edgeAt(point, slack = 6) {
  let best = -1;
  let nearest = slack / network.getScale();
  for (const edge of focus ? focus.edges : picture.edges) {
    const [ax, ay, cx, cy, bx, by] = curve(edge);
    const [mx, my] = [(ax + 2 * cx + bx) / 4, (ay + 2 * cy + by) / 4];
    const distance = Math.min(distanceToSegment(point, ax, ay, mx, my), distanceToSegment(point, mx, my, bx, by));
    if (distance < nearest) [best, nearest] = [edge, distance];
  }
  return best;
}

// ---- pointer and touch

let hovered = -1;
let dragged = null; // { node, fromX, fromY, moved }
let pressed = { node: -1, x: 0, y: 0, at: -Infinity }; // the last node clicked

function tip(event, text) {
  const frame = $("graph").getBoundingClientRect();
  $("tip").hidden = !text;
  if (!text) return;
  $("tip").textContent = text;
  $("tip").style.left = Math.min(frame.width - $("tip").offsetWidth - 8, event.clientX - frame.left + 14) + "px";
  $("tip").style.top = Math.min(frame.height - $("tip").offsetHeight - 8, event.clientY - frame.top + 16) + "px";
}

/** "Huế · thành phố · 2 dữ kiện · 3 bài, mới nhất 5/5/2025". */
function nodeTip(node) {
  const list = articlesOfNode[node];
  const latest = list.map((article) => articles.date[article]).reduce((a, b) => (a > b ? a : b), "");
  const told = list.length ? t(latest ? "tip.articles" : "fact.sources", { n: number(list.length), date: timeWords(latest) }) : "";
  return [plain(nodes.label[node]), classLabel(nodes.cls[node]), countWords("facts", factsShown(node)), told].filter(Boolean).join(" · ");
}

function edgeTip(edge) {
  const told = [...new Set(statementsOfEdge[edge].filter((row) => shows.statement[row]).map((row) => sourceWords(statements.article[row])))];
  return [edgeWords(edge), told[0], told.length > 1 ? t("tip.more", { n: number(told.length - 1) }) : ""].filter(Boolean).join(" · ");
}

function hover(event) {
  const point = pointOf(event);
  const node = nodeAt(point);
  const edge = node < 0 && picture.edges.length < 3000 ? edgeAt(point, 4) : -1;
  if (node !== hovered) {
    hovered = node;
    network.redraw();
  }
  $("net").classList.toggle("pointing", node >= 0 || edge >= 0);
  if (node >= 0) tip(event, nodeTip(node));
  else if (edge >= 0) tip(event, edgeTip(edge));
  else tip(event, "");
}

function listenToPointer() {
  const net = $("net");
  // A mouse on a node drags the node, not the view; a finger always moves the view.
  net.addEventListener("pointerdown", (event) => {
    if (event.pointerType === "touch" || event.button !== 0) return;
    const node = nodeAt(pointOf(event));
    if (node < 0) return;
    event.stopPropagation();
    net.setPointerCapture(event.pointerId);
    dragged = { node, fromX: event.clientX, fromY: event.clientY, moved: false };
  }, true);
  net.addEventListener("pointermove", (event) => {
    if (!dragged) {
      if (!event.buttons && event.pointerType !== "touch") hover(event);
      return;
    }
    dragged.moved ||= Math.hypot(event.clientX - dragged.fromX, event.clientY - dragged.fromY) > 4;
    if (!dragged.moved) return;
    tip(event, "");
    const point = pointOf(event);
    movedByHand = true;
    place(dragged.node, point.x, point.y);
    redraw();
  });
  const release = (event) => {
    if (!dragged) return;
    const { node, moved } = dragged;
    dragged = null;
    if (moved || event.type !== "pointerup") return;
    if (event.timeStamp - pressed.at > 800 || pressed.node !== node) {
      pressed = { node, x: event.clientX, y: event.clientY, at: event.timeStamp };
    }
    choose(node);
  };
  net.addEventListener("pointerup", release);
  net.addEventListener("pointercancel", release);
  net.addEventListener("pointerleave", (event) => {
    tip(event, "");
    if (hovered < 0) return;
    hovered = -1;
    network.redraw();
  });
  // On the document: the panel may have opened over the node at the first of the two clicks.
  document.addEventListener("dblclick", (event) => {
    const again = Math.hypot(event.clientX - pressed.x, event.clientY - pressed.y) < 6 && event.timeStamp - pressed.at < 800;
    if (!again) return;
    getSelection().empty();
    expand(pressed.node);
  });
  network.on("zoom", cameraMovedByHand);
  network.on("dragStart", cameraMovedByHand);
  network.on("dragging", cameraMovedByHand);
  network.on("doubleClick", ({ pointer, event }) => {
    const node = event.pointerType === "touch" ? nodeAt(pointer.canvas, 14) : -1;
    if (node >= 0) expand(node);
  });
  network.on("click", ({ pointer, event }) => {
    const touch = event.pointerType === "touch";
    const node = nodeAt(pointer.canvas, touch ? 14 : 4);
    if (node >= 0) { choose(node); return; }
    const edge = edgeAt(pointer.canvas, touch ? 12 : 6);
    if (edge >= 0) chooseEdge(edge);
    else if (!choosingPath) clearSelection();
  });
  new ResizeObserver(resize).observe(net);
}

let sized = ""; // the frame's size, "" while it is not seen

/** The canvas takes the size of its frame; the picture fits anew, or stays where it is. */
function resize() {
  const { clientWidth, clientHeight } = $("net");
  const size = clientWidth ? `${clientWidth} ${clientHeight}` : "";
  if (size === sized) return;
  sized = size;
  if (!size) return;
  const [position, scale] = [network.getViewPosition(), network.getScale()];
  cameraKnown = false; // the canvas draws itself when it gets its size: not before the camera is where it belongs
  network.setSize("100%", "100%");
  cameraKnown = true;
  if (!movedByHand) fit();
  else network.moveTo({ position, scale, animation: false });
  pictureStale = true;
  network.redraw();
}

/** After the panel opened over a chosen node: the picture is moved aside, once a double click is over; never scaled. */
function keepInSight(node) {
  setTimeout(() => {
    const at = network.canvasToDOM({ x: x[node], y: y[node] });
    const free = freeFrame();
    const inside = at.x > 0 && at.x < free.width - 20 && at.y > 0 && at.y < free.height - 20;
    if (state.node !== node || state.view !== "graph" || inside) return;
    before ??= { ...network.getViewPosition(), scale: network.getScale(), movedByHand };
    movedByHand = true;
    lookAt(x[node], y[node], network.getScale());
  }, 500);
}
