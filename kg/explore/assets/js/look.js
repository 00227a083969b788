// Colours and shapes: of classes (the ontology's colours, and look.json), of modalities, of the theme.

let theme = "light";
const color = {};

function lookOf(item, index) {
  const named = [item.id, ...item.parents].find((name) => DATA.look.classes[name]);
  const look = named ? DATA.look.classes[named] : DATA.look.others[index % DATA.look.others.length];
  return { ...look, light: item.color || look.light };
}
const looks = classes.map(lookOf);
const classColor = (cls) => looks[cls][theme];

function applyTheme() {
  theme = state.theme || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
  document.documentElement.dataset.theme = theme;
  const style = getComputedStyle(document.documentElement);
  for (const name of ["page", "text", "muted", "edge", "negated", "accent", "line", "warn"]) {
    color[name] = style.getPropertyValue("--" + name).trim();
  }
}

// Dashes in CSS pixels: one for each of MODALITIES.
const DASHES = [[], [9, 3], [4, 4], [1.5, 4]];

const CORNERS = {
  square: [4, Math.PI / 4, 1.22], diamond: [4, 0, 1.25], triangle: [3, -Math.PI / 2, 1.32], down: [3, Math.PI / 2, 1.32],
  pentagon: [5, -Math.PI / 2, 1.15], hexagon: [6, 0, 1.12], octagon: [8, Math.PI / 8, 1.08],
};

/** The corners of a class's shape around (0, 0); null for a circle. */
function corners(shape, size) {
  const form = CORNERS[shape];
  if (!form) return null;
  const [count, turn, scale] = form;
  return Array.from({ length: count }, (_, k) => {
    const angle = turn + (k * 2 * Math.PI) / count;
    return [Math.cos(angle) * size * scale, Math.sin(angle) * size * scale];
  });
}

const UNIT_CORNERS = looks.map((look) => corners(look.shape, 1));

/** Adds the shape of a class to the path of a canvas. */
function addShape(context, cls, cx, cy, size) {
  const points = UNIT_CORNERS[cls];
  if (!points) {
    context.moveTo(cx + size, cy);
    context.arc(cx, cy, size, 0, 2 * Math.PI);
    return;
  }
  context.moveTo(cx + points[0][0] * size, cy + points[0][1] * size);
  for (let k = 1; k < points.length; k++) context.lineTo(cx + points[k][0] * size, cy + points[k][1] * size);
  context.closePath();
}

/** An SVG node of a class's shape. */
function svgShape(cls, cx, cy, size, fill) {
  const points = corners(looks[cls].shape, size);
  if (!points) return svg("circle", { cx, cy, r: size, fill });
  return svg("polygon", { points: points.map(([a, b]) => `${(cx + a).toFixed(1)},${(cy + b).toFixed(1)}`).join(" "), fill });
}

/** A small picture of a class, for lists and the legend. */
function classMark(cls) {
  const mark = svg("svg", { class: "mark", viewBox: "-10 -10 20 20", "aria-hidden": "true" }, svgShape(cls, 0, 0, 7, classColor(cls)));
  return mark;
}

/** A small picture of a modality's line. */
function modalityMark(modality) {
  const mark = svg("svg", { class: "mark wide", viewBox: "0 0 34 12", "aria-hidden": "true" },
    svg("line", { x1: 1, y1: 6, x2: 33, y2: 6, class: "stroke-" + MODALITIES[modality], "stroke-width": 2,
      "stroke-dasharray": DASHES[modality].join(" ") }));
  if (MODALITIES[modality] === "negated") {
    mark.append(svg("path", { d: "M13 2l8 8M21 2l-8 8", class: "stroke-negated", "stroke-width": 2, fill: "none" }));
  }
  return mark;
}
