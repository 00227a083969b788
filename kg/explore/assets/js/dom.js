// Small functions for the document. Text from data only ever becomes a text node.

const $ = (id) => document.getElementById(id);

/** An element with properties, attributes (`aria-…`, `role`, `data-…`), listeners (`onclick`) and children. */
function el(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === null) continue;
    if (name in element && name !== "role") element[name] = value;
    else element.setAttribute(name, value);
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined));
  return element;
}

function svg(tag, attributes = {}, ...children) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

/** A list that shows `step` rows at first and a button for the next ones. */
function paged(rows, make, step, labelOf, host = el("div")) {
  let shown = 0;
  const more = el("button", { type: "button", className: "more", onclick: () => add(true) });
  function add(byHand) {
    const fresh = rows.slice(shown, shown + step).map(make);
    more.before(...fresh);
    shown += fresh.length;
    more.hidden = shown >= rows.length;
    more.textContent = labelOf(Math.min(step, rows.length - shown));
    if (byHand) fresh[0]?.querySelector("button, a")?.focus();
  }
  host.append(more);
  add(false);
  return host;
}

let toastTimer = 0;

/** A short message: seen for a while, and read out. */
function say(text) {
  $("toast").textContent = text;
  $("toast").hidden = false;
  $("live").textContent = text;
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => { $("toast").hidden = true; }, 4000);
}

const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
const onPhone = () => matchMedia("(max-width: 760px)").matches;
