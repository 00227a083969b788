// Drawing. The whole picture is drawn once into a layer larger than the frame; while the camera moves the layer is
// moved along; what stands out (selection, path, pointer) is drawn over it in every frame.

const [layer, wordLayer] = [document.createElement("canvas"), document.createElement("canvas")];
const [layerContext, wordContext] = [layer.getContext("2d"), wordLayer.getContext("2d")];
const MARGIN = 0.25; // of the frame, on each side of the layer
const FONT = "system-ui, 'Segoe UI', Roboto, 'Noto Sans', sans-serif";
const FOCUS_LABELS = 60;
const KEEP_FREE = 400; // so many nodes in view: no label is written over one

let pictureStale = true;
let cameraKnown = false;
let layerCamera = null;
let focus = null; // { nodes, edges, main }: what stands out
const stats = { pictures: 0, frames: 0 };

/** Start, control point and end of an edge. */
function curve(edge) {
  const [a, b] = [edges.from[edge], edges.to[edge]];
  const [ax, ay, bx, by] = [x[a], y[a], x[b], y[b]];
  if (a === b) {
    const reach = radius[a] * 2 + 26;
    return [ax - radius[a] * 0.7, ay - radius[a] * 0.7, ax, ay - reach * 2, ax + radius[a] * 0.7, ay - radius[a] * 0.7];
  }
  const length = Math.hypot(bx - ax, by - ay) || 1;
  const side = bend[edge] * (a < b ? 1 : -1) * Math.min(46, 14 + length * 0.16);
  return [ax, ay, (ax + bx) / 2 - ((by - ay) / length) * side, (ay + by) / 2 + ((bx - ax) / length) * side, bx, by];
}

function traceEdge(context, edge) {
  const [ax, ay, cx, cy, bx, by] = curve(edge);
  context.moveTo(ax, ay);
  if (bend[edge] === 0 && edges.from[edge] !== edges.to[edge]) context.lineTo(bx, by);
  else context.quadraticCurveTo(cx, cy, bx, by);
}

function edgeInView(edge, view) {
  const [a, b] = [edges.from[edge], edges.to[edge]];
  return !((x[a] < view.left && x[b] < view.left) || (x[a] > view.right && x[b] > view.right)
    || (y[a] < view.top && y[b] < view.top) || (y[a] > view.bottom && y[b] > view.bottom));
}

const nodeInView = (node, view) => x[node] + radius[node] > view.left && x[node] - radius[node] < view.right
  && y[node] + radius[node] > view.top && y[node] - radius[node] < view.bottom;

/** Lines in portions: one path of everything is slow, one path an edge too. */
function strokeEdges(context, list) {
  let traced = 0;
  context.beginPath();
  for (const edge of list) {
    traceEdge(context, edge);
    if (++traced % 128 === 0) {
      context.stroke();
      context.beginPath();
    }
  }
  context.stroke();
}

function arrow(context, edge, scale, size = 8) {
  const [, , cx, cy, bx, by] = curve(edge);
  const angle = Math.atan2(by - cy, bx - cx);
  const reach = radius[edges.to[edge]] + 1.5 / scale;
  const [px, py] = [bx - Math.cos(angle) * reach, by - Math.sin(angle) * reach];
  const length = size / scale;
  context.beginPath();
  context.moveTo(px, py);
  context.lineTo(px - Math.cos(angle - 0.4) * length, py - Math.sin(angle - 0.4) * length);
  context.lineTo(px - Math.cos(angle + 0.4) * length, py - Math.sin(angle + 0.4) * length);
  context.fill();
}

function negationCross(context, edge, scale) {
  const [ax, ay, cx, cy, bx, by] = curve(edge);
  const [mx, my, arm] = [(ax + 2 * cx + bx) / 4, (ay + 2 * cy + by) / 4, 5 / scale];
  context.beginPath();
  context.moveTo(mx - arm, my - arm);
  context.lineTo(mx + arm, my + arm);
  context.moveTo(mx + arm, my - arm);
  context.lineTo(mx - arm, my + arm);
  context.stroke();
}

function drawEdges(context, view, scale, list) {
  const seen = list.filter((edge) => edgeInView(edge, view));
  const fine = seen.length < 1500;
  const arrows = seen.length < 700 && scale > 0.3;
  const groups = [[], [], [], []];
  for (const edge of seen) groups[shows.modality[edge]].push(edge);
  groups.forEach((some, modality) => {
    const negated = MODALITIES[modality] === "negated";
    context.strokeStyle = context.fillStyle = negated && fine ? color.negated : color.edge;
    context.globalAlpha = seen.length > 8000 ? 0.2 : fine ? 0.85 : 0.35;
    context.lineWidth = (fine ? 1.3 : 1) / scale;
    context.setLineDash(fine ? DASHES[modality].map((dash) => dash / scale) : []);
    strokeEdges(context, some);
    context.setLineDash([]);
    if (arrows) for (const edge of some) arrow(context, edge, scale);
    if (negated && fine) for (const edge of some) negationCross(context, edge, scale);
  });
  context.globalAlpha = 1;
  return seen;
}

function drawNodes(context, view, scale, list) {
  const seen = list.filter((node) => nodeInView(node, view));
  const tiny = scale < 0.12;
  const outlined = seen.length < 3000;
  const groups = classes.map(() => []);
  for (const node of seen) groups[nodes.cls[node]].push(node);
  context.lineJoin = "round";
  groups.forEach((some, cls) => {
    context.fillStyle = classColor(cls);
    context.strokeStyle = color.page;
    context.lineWidth = 1.6 / scale;
    for (let start = 0; start < some.length; start += 256) {
      context.beginPath();
      for (const node of some.slice(start, start + 256)) {
        const size = Math.max(radius[node], 2 / scale);
        if (tiny) context.rect(x[node] - size, y[node] - size, 2 * size, 2 * size);
        else addShape(context, cls, x[node], y[node], size);
      }
      context.fill();
      if (outlined && !tiny) context.stroke();
    }
  });
  if (!tiny) for (const node of seen) if (conflictsOfNode[node].some((number) => !conflicts[number].update && conflictShown(number))) conflictBadge(context, node, scale);
}

function conflictBadge(context, node, scale) {
  const size = 5.5 / Math.max(scale, 0.6);
  const [cx, cy] = [x[node] + radius[node] * 0.75, y[node] - radius[node] * 0.75];
  context.beginPath();
  context.arc(cx, cy, size, 0, 2 * Math.PI);
  context.fillStyle = color.warn;
  context.fill();
  context.lineWidth = 1.2 / scale;
  context.strokeStyle = color.page;
  context.stroke();
  context.fillStyle = color.page;
  context.font = `700 ${size * 1.6}px ${FONT}`;
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.fillText("!", cx, cy + size * 0.1);
}

// ---- the picture, and what stands out from it

const viewOf = (camera, width, height) => ({
  left: -camera.e / camera.a, top: -camera.f / camera.d,
  right: (width - camera.e) / camera.a, bottom: (height - camera.f) / camera.d,
});

function drawPicture(context, view, scale) {
  const seen = drawEdges(context, view, scale, picture.edges);
  drawNodes(context, view, scale, picture.nodes);
  return seen;
}

/** So many of the most connected nodes are named whatever is under their names. */
const loudOf = (list) => Math.min(24, Math.ceil(list.length / 8));

/** Its words, apart: where something stands out they are left away, so that none is seen twice. */
function drawWords(context, view, scale, seen, frame = view) {
  const room = new Room(frame.left * scale, frame.right * scale);
  const inView = picture.byDegree.length < 3000 ? picture.byDegree.filter((node) => nodeInView(node, view)) : picture.byDegree;
  const loud = loudOf(inView);
  drawCaptions(context, view, scale, room);
  if (inView.length < KEEP_FREE) room.spare(inView, seen, scale);
  drawLabels(context, view, scale, inView.slice(0, loud), loud, room);
  if (inView.length < KEEP_FREE) room.keepFree(inView, scale);
  drawLabels(context, view, scale, inView.slice(loud), inView.length < KEEP_FREE ? KEEP_FREE : 120, room);
  if (scale > 0.8 && seen.length < 90) {
    room.keepFree(picture.nodes, scale);
    drawEdgeLabels(context, scale, seen, room);
  }
}

function drawLayer(camera, width, height) {
  const [dx, dy] = [Math.round(width * MARGIN), Math.round(height * MARGIN)];
  const shifted = { a: camera.a, d: camera.d, e: camera.e + dx, f: camera.f + dy };
  for (const context of [layerContext, wordContext]) {
    const { canvas: sheet } = context;
    if (sheet.width !== width + 2 * dx || sheet.height !== height + 2 * dy) [sheet.width, sheet.height] = [width + 2 * dx, height + 2 * dy];
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, sheet.width, sheet.height);
    context.setTransform(shifted.a, 0, 0, shifted.d, shifted.e, shifted.f);
  }
  const [view, scale] = [viewOf(shifted, layer.width, layer.height), camera.a / (devicePixelRatio || 1)];
  drawWords(wordContext, view, scale, drawPicture(layerContext, view, scale), viewOf(camera, width, height));
  layerCamera = shifted;
  pictureStale = false;
  stats.pictures++;
}

function ring(context, node, scale, stroke) {
  context.beginPath();
  context.arc(x[node], y[node], radius[node] * 1.25 + 4 / scale, 0, 2 * Math.PI);
  context.lineWidth = 2.5 / scale;
  context.strokeStyle = stroke;
  context.stroke();
}

function drawFocus(context, view, scale) {
  const shown = focus.edges.filter((edge) => shows.edge[edge]);
  context.lineWidth = 1.8 / scale;
  for (const edge of shown) {
    const negated = MODALITIES[shows.modality[edge]] === "negated";
    context.strokeStyle = context.fillStyle = negated ? color.negated : color.accent;
    context.setLineDash(DASHES[shows.modality[edge]].map((dash) => dash / scale));
    context.beginPath();
    traceEdge(context, edge);
    context.stroke();
    context.setLineDash([]);
    arrow(context, edge, scale, 10);
    if (negated) negationCross(context, edge, scale);
  }
  drawNodes(context, view, scale, focus.nodes);
  ring(context, focus.main, scale, color.text);
  const room = new Room(view.left * scale, view.right * scale);
  const rest = focus.nodes.filter((node) => node !== focus.main).sort((a, b) => degree[b] - degree[a]);
  if (shown.length <= FOCUS_LABELS) room.spare(focus.nodes, shown, scale);
  if (state.pathTo >= 0) room.keepFree(focus.nodes, scale); // every step of a way is seen, named or not
  drawLabels(context, view, scale, [focus.main, ...rest], FOCUS_LABELS, room, true);
  if (shown.length > FOCUS_LABELS) return;
  room.keepFree(focus.nodes, scale);
  drawEdgeLabels(context, scale, shown, room);
}

function drawHovered(context, scale) {
  const list = edgesOfNode[hovered].filter((edge) => shows.edge[edge]).slice(0, 400);
  context.strokeStyle = color.accent;
  context.globalAlpha = 0.7;
  context.lineWidth = 1.6 / scale;
  if (!focus) strokeEdges(context, list);
  context.globalAlpha = 1;
  ring(context, hovered, scale, color.accent);
}

network.on("beforeDrawing", (context) => {
  if (!cameraKnown) return;
  stats.frames++;
  const camera = context.getTransform();
  const { width, height } = context.canvas;
  if (pictureStale || !layerCamera) drawLayer(camera, width, height);
  const ratio = camera.a / layerCamera.a;
  context.save();
  context.setTransform(1, 0, 0, 1, 0, 0);
  for (const sheet of focus ? [layer] : [layer, wordLayer]) {
    context.globalAlpha = focus ? 0.18 : 1;
    context.drawImage(sheet, camera.e - ratio * layerCamera.e, camera.f - ratio * layerCamera.f, sheet.width * ratio, sheet.height * ratio);
  }
  context.restore();
});

network.on("afterDrawing", (context) => {
  if (!cameraKnown) return;
  const camera = context.getTransform();
  const scale = camera.a / (devicePixelRatio || 1);
  if (focus) drawFocus(context, viewOf(camera, context.canvas.width, context.canvas.height), scale);
  if (hovered >= 0 && shows.node[hovered]) drawHovered(context, scale);
});
