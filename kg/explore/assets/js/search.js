// Search by label and alias, with or without diacritics.

const HITS = 12;
let names = null; // for each node its folded names, made at the first search
let hits = [];
let active = -1;

function foldNames() {
  names ??= nodes.label.map((label, node) => [label, ...nodes.alias[node]].map(fold));
  return names;
}

function score(node, folded, exact) {
  let best = 0;
  for (const name of names[node]) {
    if (name === folded) best = Math.max(best, 400);
    else if (name.startsWith(folded)) best = Math.max(best, 200);
    else if ((" " + name).includes(" " + folded)) best = Math.max(best, 100);
    else if (folded.split(" ").every((word) => name.includes(word))) best = Math.max(best, 50);
  }
  if (!best) return 0;
  const literal = [nodes.label[node], ...nodes.alias[node]].some((name) => name.toLowerCase().includes(exact));
  return best + (literal ? 150 : 0) + Math.min(40, degree[node]) + (shows.node[node] ? 20 : 0);
}

/** The best nodes for what was typed; what is spelt with diacritics prefers names that have the same. */
function find(typed) {
  const exact = typed.trim().normalize("NFC").toLowerCase();
  const folded = fold(exact).replace(/\s+/g, " ");
  if (!folded) return [];
  foldNames();
  const scored = [];
  for (let node = 0; node < nodeCount; node++) {
    const points = score(node, folded, exact);
    if (points) scored.push([points, node]);
  }
  return scored.sort((a, b) => b[0] - a[0] || a[1] - b[1]).slice(0, HITS).map(([, node]) => node);
}

function hitRow(node, index) {
  const typed = $("search").value;
  const label = nodes.label[node];
  const alias = fold(label).includes(fold(typed.trim())) ? null
    : nodes.alias[node].find((name) => fold(name).includes(fold(typed.trim())));
  return el("li", { role: "option", id: "hit-" + index, ariaSelected: String(index === active),
    onpointerdown: (event) => event.preventDefault(), onclick: () => pick(node) },
  classMark(nodes.cls[node]), el("span", { className: "name" }, el("bdi", {}, markMatch(label, typed.trim())),
    alias ? el("small", {}, t("search.also", { name: alias })) : null),
  el("small", {}, classLabel(nodes.cls[node])));
}

function renderHits() {
  const typed = $("search").value.trim();
  const list = $("hits");
  list.replaceChildren(...hits.map(hitRow));
  if (typed && !hits.length) list.append(el("li", { role: "option", className: "none", ariaDisabled: "true", ariaSelected: "false" }, t("search.none")));
  list.hidden = !typed;
  $("search").setAttribute("aria-expanded", String(Boolean(typed)));
  if (active >= 0) $("search").setAttribute("aria-activedescendant", "hit-" + active);
  else $("search").removeAttribute("aria-activedescendant");
  list.children[active]?.scrollIntoView({ block: "nearest" });
}

function closeHits() {
  $("hits").hidden = true;
  $("search").setAttribute("aria-expanded", "false");
  $("search").removeAttribute("aria-activedescendant");
}

function pick(node) {
  $("search").value = "";
  hits = [];
  closeHits();
  $("search").blur();
  choose(node, true);
  if (!onPhone()) $("panel").focus({ preventScroll: true });
}

function listenToSearch() {
  const box = $("search");
  box.addEventListener("input", () => {
    hits = find(box.value);
    active = hits.length ? 0 : -1;
    renderHits();
  });
  box.addEventListener("blur", closeHits);
  box.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (!hits.length) return;
      active = (active + (event.key === "ArrowDown" ? 1 : -1) + hits.length) % hits.length;
      renderHits();
    } else if (event.key === "Enter" && hits[active] !== undefined) {
      event.preventDefault();
      pick(hits[active]);
    } else if (event.key === "Escape") {
      event.stopPropagation();
      box.value = "";
      hits = [];
      closeHits();
      box.blur();
    }
  });
}
