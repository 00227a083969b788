// Labels of nodes and edges: by importance, where there is room.

const labelKnown = new Map();
const ruler = document.createElement("canvas").getContext("2d");

/** A node's name as it is written: { text, size, weight, width }, in pixels. */
function labelOf(node, strong = false) {
  const key = node * 2 + (strong ? 1 : 0);
  if (!labelKnown.has(key)) {
    const size = strong ? 13 : Math.min(16, 11.5 + degree[node] * 0.12);
    const weight = strong || degree[node] > 12 ? "600 " : "";
    const text = short(nodes.label[node]);
    ruler.font = `${weight}${size}px ${FONT}`;
    labelKnown.set(key, { text, size, weight, width: ruler.measureText(text).width });
  }
  return labelKnown.get(key);
}

const [COLUMN, ROW] = [8, 4]; // pixels; coarser, a node would stand in the way of its own name

const cellAt = (column, row) => column * 100003 + row;

function cellsOf(left, top, right, bottom) {
  const cells = [];
  for (let column = Math.floor(left / COLUMN); column <= Math.floor(right / COLUMN); column++) {
    for (let row = Math.floor(top / ROW); row <= Math.floor(bottom / ROW); row++) cells.push(cellAt(column, row));
  }
  return cells;
}

function cellsUnder(node, scale) {
  const reach = radius[node] * 0.8;
  return cellsOf((x[node] - reach) * scale, (y[node] - reach) * scale, (x[node] + reach) * scale, (y[node] + reach) * scale);
}

/** What of the frame is free, between its edges in pixels. */
class Room {
  constructor(left, right) {
    this.taken = new Set();
    [this.nodes, this.lines] = [new Set(), new Set()]; // what is left free where words have a choice
    [this.left, this.right] = [left, right];
  }

  /** Whether all of some words stands between the edges. */
  holds(middle, half) {
    return middle - half >= this.left && middle + half <= this.right;
  }

  /** The middle of words that belong at `middle`: moved so far that no edge cuts them, if they belong into the frame. */
  within(middle, half) {
    if (middle < this.left || middle > this.right) return middle;
    return Math.max(this.left + half + 3, Math.min(this.right - half - 3, middle));
  }

  /** Takes a rectangle in pixels when all of it is free. */
  take(left, top, right, bottom) {
    return this.takeCells(cellsOf(left, top, right, bottom), []);
  }

  takeCells(cells, spared) {
    if (cells.some((cell) => this.taken.has(cell) || spared.some((set) => set.has(cell)))) return false;
    for (const cell of cells) this.taken.add(cell);
    return true;
  }

  /** Takes the first of a node's spots that hides nothing, else that hides no node, else that is free; undefined where
   *  none is. */
  settle(spots, half, size) {
    const cells = spots.map(([middle, top]) => cellsOf(middle - half, top, middle + half, top + size));
    for (const spared of this.nodes.size ? [[this.nodes, this.lines], [this.nodes], []] : [[]]) {
      const found = spots.find((_, k) => this.takeCells(cells[k], spared));
      if (found) return found;
    }
    return undefined;
  }

  /** Nothing may be written over these nodes. */
  keepFree(list, scale) {
    for (const cell of list.flatMap((node) => cellsUnder(node, scale))) this.taken.add(cell);
  }

  /** Nothing is written over these nodes and lines where there is another place for it. */
  spare(list, lines, scale) {
    for (const cell of list.flatMap((node) => cellsUnder(node, scale))) this.nodes.add(cell);
    for (const edge of lines) {
      const [ax, ay, cx, cy, bx, by] = curve(edge).map((along) => along * scale);
      const steps = Math.min(200, Math.ceil(Math.hypot(bx - ax, by - ay) / ROW));
      for (let k = 1; k < steps; k++) {
        const [to, from] = [k / steps, 1 - k / steps];
        const at = (a, c, b) => from * from * a + 2 * from * to * c + to * to * b;
        this.lines.add(cellAt(Math.floor(at(ax, cx, bx) / COLUMN), Math.floor(at(ay, cy, by) / ROW)));
      }
    }
  }
}

/** Where a node's name may stand, the best first: middle and upper edge in pixels under it, over it, to the right, to the
 *  left, and at its four corners; beside its middle only where no edge cuts the name. */
function spotsFor(node, half, size, scale, room, ringed = false) {
  const reach = ringed ? radius[node] * 1.25 * scale + 6 : radius[node] * 1.1 * scale;
  const [middle, height] = [x[node] * scale, y[node] * scale];
  const inside = room.within(middle, half);
  const [under, over, level] = [height + reach + 2, height - reach - 3 - size, height - size / 2];
  const [away, askew] = [reach + half + 4, Math.max(0, half - reach)];
  const beside = [[middle + away, level], [middle - away, level], [middle + askew, over], [middle - askew, over],
    [middle + askew, under], [middle - askew, under]];
  return [[inside, under], [inside, over], ...beside.filter(([spot]) => room.holds(spot, half))];
}

function drawLabels(context, view, scale, list, most, room, strong = false) {
  let drawn = 0;
  context.textAlign = "center";
  context.textBaseline = "top";
  context.lineJoin = "round";
  for (const node of list) {
    if (drawn >= most) break;
    if (!strong && radius[node] * scale < 2.5 && drawn > 24) break;
    if (!nodeInView(node, view)) continue;
    const { text, size, weight, width } = labelOf(node, strong);
    const half = width / 2;
    context.font = `${weight}${(size / scale).toFixed(3)}px ${FONT}`;
    const spot = room.settle(spotsFor(node, half, size, scale, room, strong && node === focus.main), half, size);
    if (!spot) continue;
    const [middle, top] = spot;
    context.strokeStyle = color.page;
    context.lineWidth = 3.5 / scale;
    context.strokeText(text, middle / scale, top / scale);
    context.fillStyle = color.text;
    context.fillText(text, middle / scale, top / scale);
    drawn++;
  }
}

function drawEdgeLabels(context, scale, list, room) {
  context.font = `${11 / scale}px ${FONT}`;
  context.textAlign = "center";
  context.textBaseline = "middle";
  for (const edge of list) {
    const [ax, ay, cx, cy, bx, by] = curve(edge);
    if (Math.hypot(bx - ax, by - ay) * scale < 70) continue;
    const text = relationLabel(edges.rel[edge]);
    const [px, py] = [((ax + 2 * cx + bx) / 4) * scale, ((ay + 2 * cy + by) / 4) * scale];
    const half = (context.measureText(text).width * scale) / 2;
    if (!room.holds(px, half) || !room.take(px - half, py - 6, px + half, py + 6)) continue;
    context.strokeStyle = color.page;
    context.lineWidth = 6.5 / scale; // no line between the words
    context.strokeText(text, px / scale, py / scale);
    context.fillStyle = color.muted;
    context.fillText(text, px / scale, py / scale);
  }
}
