// A picture to be published: the whole filtered graph, or what is chosen, in a frame with title, legend and sources.

const PICTURE_SIZES = [[1200, 800], [1600, 1000], [2400, 1500], [3840, 2160], [1080, 1350]];
const EDGE_OF_PAGE = 40; // px, as are all sizes here
const LINE_OF_LEGEND = 26;
const SOURCES_NAMED = 6;

const measure = document.createElement("canvas").getContext("2d");

function widthOf(text, font) {
  measure.font = `${font} ${FONT}`;
  return measure.measureText(text).width;
}

const svgText = (x0, y0, size, text, attributes = {}) => svg("text", { x: x0.toFixed(1), y: y0.toFixed(1), "font-size": size, fill: color.text, ...attributes }, text);

/** What the picture shows: the chosen part, or all of the filtered graph that is drawn. */
function partOf(chosen) {
  if (!chosen || !focus) return { nodes: picture.nodes, edges: picture.edges };
  return { nodes: focus.nodes, edges: focus.edges.filter((edge) => shows.edge[edge]) };
}

/** "354 thực thể · 210 dữ kiện · 192 bài, 3/1/2012 – 5/3/2026 · vneconomy.vn, …" */
function sourceLine(part) {
  const told = new Set(part.edges.flatMap((edge) => statementsOfEdge[edge].filter((row) => shows.statement[row]).map((row) => statements.article[row])));
  told.delete(-1);
  const dates = [...told].map((article) => articles.date[article]).filter(Boolean).sort();
  const span = dates.length ? [...new Set([dates[0], dates.at(-1)])].map(timeWords).join(" – ") : "";
  const names = [...new Set([...told].map((article) => plain(articles.outlet[article])).filter(Boolean))].sort();
  const named = names.slice(0, SOURCES_NAMED).join(", ") + (names.length > SOURCES_NAMED ? ", …" : "");
  return [countWords("entities", part.nodes.length), countWords("facts", part.edges.length),
    countWords("articles", told.size) + (span ? `, ${span}` : ""), named].filter(Boolean).join(" · ");
}

/** The legend's items in lines that fit `width`: classes and modalities that the part has. */
function legendLines(part, width) {
  const kinds = [...new Set(part.nodes.map((node) => nodes.cls[node]))].sort((a, b) => a - b);
  const ways = [...new Set(part.edges.map((edge) => shows.modality[edge]))].sort((a, b) => a - b);
  const items = [...kinds.map((cls) => ({ label: classLabel(cls), draw: (px, py) => svgShape(cls, px + 8, py, 6, classColor(cls)), lead: 22 })),
    ...ways.map((modality) => ({ label: modalityLabel(modality), lead: 44, draw: (px, py) => svg("line", { x1: px, y1: py, x2: px + 34, y2: py,
      stroke: MODALITIES[modality] === "negated" ? color.negated : color.edge, "stroke-width": 2, "stroke-dasharray": DASHES[modality].join(" ") }) }))];
  const lines = [[]];
  let at = 0;
  for (const item of items) {
    const wide = item.lead + widthOf(item.label, "14px") + 24;
    if (at + wide > width && lines.at(-1).length) {
      lines.push([]);
      at = 0;
    }
    lines.at(-1).push({ ...item, at });
    at += wide;
  }
  return lines;
}

/** Labels of nodes where there is room, most connected first; `place` puts a point of the plane into the frame. */
function pictureLabels(part, place, scale, room) {
  const list = [...part.nodes].sort((a, b) => degree[b] - degree[a] || a - b);
  const loud = loudOf(list);
  if (list.length < KEEP_FREE) room.spare(list, part.edges, scale);
  const labels = svg("g", { fill: color.text, "text-anchor": "middle", stroke: color.page, "stroke-width": 3.5, "paint-order": "stroke", "stroke-linejoin": "round" });
  for (const [rank, node] of list.entries()) {
    if (rank === loud) room.keepFree(list, scale);
    const size = Math.min(20, 12 + degree[node] * 0.2);
    const text = short(nodes.label[node]);
    const half = widthOf(text, `${size}px`) / 2;
    const spot = room.settle(spotsFor(node, half, size, scale, room), half, size);
    if (!spot) continue;
    const [px, py] = place(spot[0] / scale, spot[1] / scale);
    labels.append(svg("text", { x: px.toFixed(1), y: (py + size * 0.85).toFixed(1), "font-size": size.toFixed(1) }, text));
  }
  return labels;
}

function svgArrow(edge, scale) {
  const [, , cx, cy, bx, by] = curve(edge);
  const angle = Math.atan2(by - cy, bx - cx);
  const reach = radius[edges.to[edge]] + 1.5 / scale;
  const [px, py, length] = [bx - Math.cos(angle) * reach, by - Math.sin(angle) * reach, 9 / scale];
  const corner = (turn) => `${(px - Math.cos(angle + turn) * length).toFixed(1)},${(py - Math.sin(angle + turn) * length).toFixed(1)}`;
  const fill = MODALITIES[shows.modality[edge]] === "negated" ? color.negated : color.edge;
  return svg("polygon", { points: `${px.toFixed(1)},${py.toFixed(1)} ${corner(-0.4)} ${corner(0.4)}`, fill });
}

/** The picture as an SVG element. */
function publishable({ width, height, title, chosen }) {
  const part = partOf(chosen);
  const legend = legendLines(part, width - 2 * EDGE_OF_PAGE);
  const head = title ? EDGE_OF_PAGE + 40 : EDGE_OF_PAGE;
  const foot = EDGE_OF_PAGE + 26 + legend.length * LINE_OF_LEGEND;
  const free = { width: width - 2 * EDGE_OF_PAGE, height: height - head - foot };
  const { scale, box: [left, top, right, bottom] } = part.nodes.length ? fitting(part.nodes, free.width, free.height, 2.5) : { scale: 1, box: [0, 0, 1, 1] };
  const [dx, dy] = [width / 2 - ((left + right) / 2) * scale, head + free.height / 2 - ((top + bottom) / 2) * scale];
  const drawing = svg("g", { transform: `translate(${dx.toFixed(2)} ${dy.toFixed(2)}) scale(${scale.toFixed(4)})` },
    ...part.edges.map((edge) => svgEdge(edge, 1.4 / scale)), ...(part.edges.length < 3000 ? part.edges.map((edge) => svgArrow(edge, scale)) : []),
    ...part.nodes.map(svgNode));
  const legendAt = height - foot + 20;
  return svg("svg", { width, height, viewBox: `0 0 ${width} ${height}`, "font-family": FONT },
    svg("title", {}, plain(title || DATA.title)), svg("rect", { width, height, fill: color.page }), drawing,
    pictureLabels(part, (px, py) => [px * scale + dx, py * scale + dy], scale, new Room(-dx, width - dx)),
    ...(title ? [svgText(EDGE_OF_PAGE, EDGE_OF_PAGE + 18, 28, plain(title), { "font-weight": 700, class: "headline" })] : []),
    ...legend.flatMap((line, row) => line.flatMap((item) => [item.draw(EDGE_OF_PAGE + item.at, legendAt + row * LINE_OF_LEGEND),
      svgText(EDGE_OF_PAGE + item.at + item.lead, legendAt + row * LINE_OF_LEGEND + 5, 14, item.label, { class: "legend" })])),
    svgText(EDGE_OF_PAGE, height - EDGE_OF_PAGE + 12, 14, sourceLine(part), { fill: color.muted, class: "sources" }));
}

const svgFile = (root) => new Blob([new XMLSerializer().serializeToString(root)], { type: "image/svg+xml" });

async function savePng(options) {
  const address = URL.createObjectURL(svgFile(publishable(options)));
  const image = new Image();
  image.src = address;
  await image.decode();
  const sheet = el("canvas", { width: options.width, height: options.height });
  sheet.getContext("2d").drawImage(image, 0, 0);
  URL.revokeObjectURL(address);
  sheet.toBlob((blob) => download(blob, "png"));
}

/** Asks for size, part and title. */
function askForPicture() {
  const title = el("input", { type: "text", value: document.querySelector("h1").textContent });
  const size = el("select", {}, PICTURE_SIZES.map(([width, height], k) => el("option", { value: k, selected: k === 1 }, `${width} × ${height}`)));
  const part = el("select", {}, [["all", "picture.all"], ["chosen", "picture.chosen"]].map(([value, key]) =>
    el("option", { value, disabled: value === "chosen" && !focus, selected: value === "chosen" && Boolean(focus) }, t(key))));
  const options = () => ({ width: PICTURE_SIZES[size.value][0], height: PICTURE_SIZES[size.value][1], title: title.value.trim(), chosen: part.value === "chosen" });
  showDialog(t("export.picture"), field("picture.title", title), field("picture.part", part), field("picture.size", size),
    el("p", { className: "actions" }, el("button", { type: "button", onclick: () => savePng(options()) }, "PNG"),
      el("button", { type: "button", onclick: () => download(svgFile(publishable(options())), "svg") }, "SVG")));
}
