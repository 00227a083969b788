// vis-network gives the canvas, the camera and the gestures; what is drawn and what is hit is ours (draw.js).

const network = new vis.Network($("net"), { nodes: new vis.DataSet([]), edges: new vis.DataSet([]) }, {
  autoResize: false, physics: false, layout: { improvedLayout: false },
  interaction: { hover: false, keyboard: false, zoomSpeed: 0.8, tooltipDelay: 1e8, selectConnectedEdges: false },
});
const canvas = $("net").querySelector("canvas");
canvas.parentElement.tabIndex = -1; // the frame around it takes the focus, and has a name

let moving = false; // the camera moves: the last picture is moved along instead of drawing a new one
let movingTimer = 0;
let movedByHand = false; // after that, a resize no longer fits the picture to the frame
let panelMoved = false; // the frame changes because the panel came or went: nothing else may move
let drawRequest = 0;

function redraw() {
  pictureStale = true;
  if (!drawRequest) drawRequest = requestAnimationFrame(() => { drawRequest = 0; network.redraw(); });
}

function cameraMoves() {
  moving = true;
  clearTimeout(movingTimer);
  movingTimer = setTimeout(() => { moving = false; redraw(); }, 120);
}

function cameraMovedByHand() {
  movedByHand = true;
  cameraMoves();
}

/** The box of nodes with room for their labels: [left, top, right, bottom]. */
function boxOf(list) {
  const box = [Infinity, Infinity, -Infinity, -Infinity];
  const room = list.length < 400 ? 46 : 0;
  for (const node of list) {
    box[0] = Math.min(box[0], x[node] - radius[node] - room);
    box[1] = Math.min(box[1], y[node] - radius[node]);
    box[2] = Math.max(box[2], x[node] + radius[node] + room);
    box[3] = Math.max(box[3], y[node] + radius[node] + room / 2);
  }
  return box;
}

function fit(list = shows.nodes, closest = 1.5) {
  if (!list.length || !canvas.clientWidth) return;
  const [left, top, right, bottom] = boxOf(list);
  const [width, height] = [canvas.clientWidth, canvas.clientHeight];
  const above = $("notice").offsetHeight; // what fits lies below the strip
  const scale = Math.min((width - 24) / (right - left + 1), (height - 72 - above) / (bottom - top + 1), closest);
  network.moveTo({ position: { x: (left + right) / 2, y: (top + bottom) / 2 - (6 + above / 2) / scale }, scale: Math.max(scale, 0.004), animation: false });
  redraw();
}

function fitByHand() {
  movedByHand = false;
  fit();
}

/** Brings a node into the middle, and near enough to be read. */
function goTo(node) {
  const options = { position: { x: x[node], y: y[node] }, scale: Math.max(network.getScale(), 0.9) };
  const still = calm() || nodeCount > 3000 || state.view !== "graph";
  network.moveTo({ ...options, animation: still ? false : { duration: 300, easingFunction: "easeInOutQuad" } });
  movedByHand = true;
  cameraMoves();
  if (!still) setTimeout(cameraMoves, 200);
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
  for (const node of shows.nodes) {
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
  for (const edge of focus ? focus.edges : shows.edges) {
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

function hover(event) {
  const point = pointOf(event);
  const node = nodeAt(point);
  const edge = node < 0 && shows.edges.length < 3000 ? edgeAt(point, 4) : -1;
  if (node !== hovered) {
    hovered = node;
    network.redraw();
  }
  $("net").classList.toggle("pointing", node >= 0 || edge >= 0);
  if (node >= 0) tip(event, `${plain(nodes.label[node])} · ${classLabel(nodes.cls[node])} · ${countWords("facts", degree[node])}`);
  else if (edge >= 0) tip(event, edgeWords(edge));
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
  net.addEventListener("pointerleave", (event) => { tip(event, ""); });
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

/** The canvas takes the size of its frame; the picture fits anew, or stays where it is under the pointer. */
function resize() {
  if (!$("net").clientWidth) return;
  const [at, scale] = [network.getViewPosition(), network.getScale()];
  const [width, height] = [canvas.clientWidth, canvas.clientHeight];
  network.setSize("100%", "100%");
  if (!movedByHand && !panelMoved) {
    fit();
    return;
  }
  panelMoved = false;
  const position = { x: at.x + (canvas.clientWidth - width) / 2 / scale, y: at.y + (canvas.clientHeight - height) / 2 / scale };
  network.moveTo({ position, scale, animation: false });
  network.redraw(); // the layer is larger than the frame and still right
}

/** After the panel opened over a selected node: brings the node back, once it cannot be double-clicked any more. */
function keepInSight(node) {
  setTimeout(() => {
    const at = network.canvasToDOM({ x: x[node], y: y[node] });
    const inside = at.x > 0 && at.x < canvas.clientWidth - 20 && at.y > 0 && at.y < canvas.clientHeight - 20;
    if (state.node === node && state.view === "graph" && !inside) goTo(node);
  }, 500);
}
