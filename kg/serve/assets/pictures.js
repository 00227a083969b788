"use strict";
// An answer as a picture: bars for one number a row, a graph for things that are joined. Text is only ever set as text.
const SVG = "http://www.w3.org/2000/svg";
const BARS = 40; // more would be a table again
const NODES = 150;

function draw(name, attributes, ...children) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

const shorter = (text, length) => (text.length > length ? text.slice(0, length - 1) + "…" : text);
const isNumber = (term) => term && term.type === "literal" && term.value.trim() !== "" && Number.isFinite(Number(term.value));

/** The columns of a chart: the first whose cells are all numbers, and the first that is none; null where there is none. */
function chartColumns(columns, rows) {
  if (!rows.length) return null;
  const value = columns.find((name) => rows.every((row) => isNumber(row[name])));
  const label = columns.find((name) => name !== value && rows.some((row) => row[name] && !isNumber(row[name])));
  return value && label ? { value, label } : null;
}

/** Bars of the first rows, the longest as wide as the picture. */
function chart(rows, { value, label }, nameOf) {
  const shown = rows.slice(0, BARS);
  const most = Math.max(...shown.map((row) => Math.abs(Number(row[value].value))), 1e-9);
  const picture = draw("svg", { viewBox: `0 0 900 ${shown.length * 26 + 10}`, role: "img", "aria-label": `${value} / ${label}` });
  shown.forEach((row, k) => {
    const number = Number(row[value].value);
    const y = k * 26 + 8;
    const name = row[label] ? nameOf(row[label]) : "";
    picture.append(draw("g", {}, draw("title", {}, `${name}: ${row[value].value}`),
      draw("text", { x: 290, y: y + 14, "text-anchor": "end" }, shorter(name, 42)),
      draw("rect", { class: "value", x: 300, y, width: Math.max(1, (Math.abs(number) / most) * 520), height: 18, rx: 3 }),
      draw("text", { x: 306 + (Math.abs(number) / most) * 520, y: y + 14 }, number.toLocaleString("vi"))));
  });
  return picture;
}

/** Things and what joins them, of rows with two columns of things; none where there are not two. */
function edgesOf(columns, rows) {
  const things = columns.filter((name) => rows.length && rows.every((row) => row[name]?.type === "uri"));
  if (things.length < 2) return [];
  const [from, to] = [things[0], things[things.length - 1]];
  const way = things.length > 2 ? things[1] : null;
  return rows.map((row) => ({ from: row[from].value, to: row[to].value, way: way ? row[way].value : "" }));
}

/** The triples of N-Triples whose object is a thing. */
function edgesOfTriples(text) {
  const found = [];
  for (const line of text.split("\n")) {
    const match = /^<([^>]*)> <([^>]*)> <([^>]*)> \.$/.exec(line.trim());
    if (match) found.push({ from: match[1], way: match[2], to: match[3] });
  }
  return found;
}

/** A picture of the first things: pushed apart, drawn together by what joins them; the same for the same answer. */
function graph(edges, nameOf, addressOf) {
  const ids = [...new Set(edges.flatMap((edge) => [edge.from, edge.to]))].slice(0, NODES);
  const place = new Map(ids.map((id, k) => [id, { x: Math.cos(k * 2.4) * (30 + 9 * k), y: Math.sin(k * 2.4) * (30 + 9 * k) }]));
  const joined = edges.filter((edge) => place.has(edge.from) && place.has(edge.to) && edge.from !== edge.to);
  const spots = [...place.values()];
  for (let round = 0; round < 220; round++) {
    const heat = 14 * (1 - round / 220) + 0.5;
    const moves = new Map(spots.map((spot) => [spot, { x: -spot.x * 0.01, y: -spot.y * 0.01 }]));
    spots.forEach((one, k) => {
      for (const other of spots.slice(k + 1)) {
        const [dx, dy] = [one.x - other.x || 0.1, one.y - other.y || 0.1];
        const push = 9000 / (dx * dx + dy * dy + 60);
        const far = Math.hypot(dx, dy);
        moves.get(one).x += (dx / far) * push;
        moves.get(one).y += (dy / far) * push;
        moves.get(other).x -= (dx / far) * push;
        moves.get(other).y -= (dy / far) * push;
      }
    });
    for (const edge of joined) {
      const [one, other] = [place.get(edge.from), place.get(edge.to)];
      for (const [a, b] of [[one, other], [other, one]]) {
        moves.get(a).x += (b.x - a.x) * 0.05;
        moves.get(a).y += (b.y - a.y) * 0.05;
      }
    }
    for (const [spot, move] of moves) {
      const far = Math.hypot(move.x, move.y) || 1;
      spot.x += (move.x / far) * Math.min(far, heat);
      spot.y += (move.y / far) * Math.min(far, heat);
    }
  }
  const side = (pick, of) => of(...spots.map(pick));
  const [left, top] = [side((spot) => spot.x, Math.min) - 90, side((spot) => spot.y, Math.min) - 30];
  const wide = Math.max(900, side((spot) => spot.x, Math.max) + 170 - left); // a small graph is not blown up
  const high = Math.max(300, side((spot) => spot.y, Math.max) + 30 - top);
  const picture = draw("svg", { viewBox: `${left} ${top} ${wide} ${high}`, role: "group", "aria-label": document.body.dataset.graph });
  for (const edge of joined) {
    const [one, other] = [place.get(edge.from), place.get(edge.to)];
    picture.append(draw("path", { class: "edge", d: `M${one.x} ${one.y}L${other.x} ${other.y}` }));
    if (edge.way) picture.append(draw("text", { class: "way", x: (one.x + other.x) / 2, y: (one.y + other.y) / 2 }, nameOf({ type: "uri", value: edge.way })));
  }
  for (const [id, spot] of place) {
    const name = nameOf({ type: "uri", value: id });
    const address = addressOf(id);
    const mark = [draw("circle", { class: "node", cx: spot.x, cy: spot.y, r: 6 }), draw("text", { x: spot.x + 9, y: spot.y + 4 }, shorter(name, 30))];
    picture.append(address ? draw("a", { href: address }, ...mark) : draw("g", {}, ...mark));
  }
  return picture;
}
