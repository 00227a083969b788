// What is shown, as files: picture, table, triples; and as a link.

function download(blob, extension) {
  const stem = fold(DATA.title).replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "") || "graph";
  const name = `${stem.slice(0, 60)}.${extension}`;
  const address = URL.createObjectURL(blob);
  const link = el("a", { href: address, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 10000);
  say(t("export.done", { name }));
}

function exportPng() {
  const ratio = 2;
  const picture = el("canvas", { width: canvas.clientWidth * ratio, height: canvas.clientHeight * ratio });
  const context = picture.getContext("2d");
  const scale = network.getScale();
  const at = network.getViewPosition();
  const camera = { a: scale * ratio, d: scale * ratio, e: picture.width / 2 - at.x * scale * ratio, f: picture.height / 2 - at.y * scale * ratio };
  context.fillStyle = color.page;
  context.fillRect(0, 0, picture.width, picture.height);
  context.setTransform(camera.a, 0, 0, camera.d, camera.e, camera.f);
  const view = viewOf(camera, picture.width, picture.height);
  context.globalAlpha = 1;
  if (focus) {
    const faint = el("canvas", { width: picture.width, height: picture.height });
    const faintContext = faint.getContext("2d");
    faintContext.setTransform(camera.a, 0, 0, camera.d, camera.e, camera.f);
    drawPicture(faintContext, view, scale);
    context.save();
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.globalAlpha = 0.18;
    context.drawImage(faint, 0, 0);
    context.restore();
    drawFocus(context, view, scale);
  } else drawWords(context, view, scale, drawPicture(context, view, scale));
  picture.toBlob((blob) => download(blob, "png"));
}

function svgEdge(edge, width = 1.3) {
  const [ax, ay, cx, cy, bx, by] = curve(edge).map((value) => value.toFixed(1));
  const modality = shows.modality[edge];
  const path = svg("path", { d: `M${ax} ${ay}Q${cx} ${cy} ${bx} ${by}`, fill: "none", "stroke-width": width.toFixed(2),
    stroke: MODALITIES[modality] === "negated" ? color.negated : color.edge, "stroke-dasharray": DASHES[modality].map((dash) => (dash * width) / 1.3).join(" ") });
  path.append(svg("title", {}, edgeWords(edge)));
  return path;
}

function svgNode(node) {
  const shape = svgShape(nodes.cls[node], x[node], y[node], radius[node], classColor(nodes.cls[node]));
  shape.append(svg("title", {}, `${plain(nodes.label[node])} (${classLabel(nodes.cls[node])})`));
  return shape;
}

function exportSvg() {
  const shownNodes = focus ? focus.nodes : picture.nodes;
  const shownEdges = focus ? focus.edges.filter((edge) => shows.edge[edge]) : picture.edges;
  const [left, top, right, bottom] = boxOf(shownNodes.length ? shownNodes : picture.nodes).map(Math.round);
  const labelled = [...shownNodes].sort((a, b) => degree[b] - degree[a]).slice(0, 300);
  const root = svg("svg", { viewBox: `${left - 20} ${top - 20} ${right - left + 40} ${bottom - top + 40}`, "font-family": "sans-serif", "font-size": 12 },
    svg("title", {}, plain(DATA.title)),
    svg("rect", { x: left - 20, y: top - 20, width: right - left + 40, height: bottom - top + 40, fill: color.page }),
    svg("g", {}, ...shownEdges.map(svgEdge)), svg("g", {}, ...shownNodes.map(svgNode)),
    svg("g", { fill: color.text, "text-anchor": "middle", stroke: color.page, "stroke-width": 3, "paint-order": "stroke" },
      ...labelled.map((node) => svg("text", { x: x[node], y: (y[node] + radius[node] + 14).toFixed(1) }, short(nodes.label[node])))));
  download(new Blob([new XMLSerializer().serializeToString(root)], { type: "image/svg+xml" }), "svg");
}

/** A cell that a spreadsheet takes for text, whatever it begins with. */
function csvCell(value) {
  const text = String(value);
  const guarded = /^[\s\u0000]*[=+\-@\t\r|%＝＋－＠]/.test(text) ? "'" + text : text;
  return '"' + guarded.replaceAll('"', '""') + '"';
}

function exportCsv() {
  const heads = ["subject", "relation", "object", "time", "modality", "confidence", "source", "sentence"].map((name) => t("table." + name));
  const rows = rowsSorted(rowsMatching(rowsShown())).map((row) => [subjectOf(row), relationOf(row), objectOf(row), textAt(statements.time[row]),
    modalityLabel(statements.mod[row]), statements.conf[row], statements.article[row] < 0 ? "" : articles.url[statements.article[row]] || articles.source[statements.article[row]],
    textAt(statements.text[row])]);
  const text = [heads, ...rows].map((cells) => cells.map(csvCell).join(",")).join("\r\n");
  download(new Blob(["\ufeff" + text + "\r\n"], { type: "text/csv" }), "csv");
}

/** The nodes whose claims and measurements are taken along: the selected one, or all shown; none where facts are chosen. */
function speakersShown(rows) {
  if (state.pathTo >= 0 || state.edge >= 0 || state.query.trim()) return [];
  if (state.node >= 0) return [state.node];
  return [...new Set([...shows.nodes, ...rows.map((row) => statements.by[row]).filter((node) => node >= 0)])];
}

function exportTurtle() {
  const rows = rowsMatching(rowsShown());
  download(new Blob([turtleOf(rows, speakersShown(rows))], { type: "text/turtle" }), "ttl");
}

async function copyLink() {
  const before = state.camera;
  state.camera = cameraText();
  const address = location.href.split("#")[0] + "#" + encodeState();
  state.camera = before;
  const copied = navigator.clipboard ? await navigator.clipboard.writeText(address).then(() => true, () => false) : false;
  if (copied) say(t("export.copied"));
  else showLink(address);
}

function showLink(address) {
  const box = el("input", { type: "text", readOnly: true, value: address, ariaLabel: t("export.copy") });
  showDialog(t("export.copy"), box);
  box.select();
}

const EXPORTS = { picture: askForPicture, decisions: showDecisions, png: exportPng, svg: exportSvg, csv: exportCsv, ttl: exportTurtle, link: copyLink };

/** A menu closes when something in it was chosen, beside it, and by Escape. */
function listenToMenu(menu, act) {
  for (const button of menu.querySelectorAll("button")) {
    button.addEventListener("click", () => { menu.open = false; act(button.dataset); });
  }
  document.addEventListener("pointerdown", (event) => { if (!menu.contains(event.target)) menu.open = false; });
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    event.stopPropagation();
    menu.open = false;
    menu.querySelector("summary").focus();
  });
}

const listenToExports = () => listenToMenu($("exports"), (data) => EXPORTS[data.export]());

/** What has no room of its own in the bar of a phone. */
const listenToMore = () => listenToMenu($("more"), (data) => ({ language: switchLanguage, theme: switchTheme, help: showHelp })[data.more]());
