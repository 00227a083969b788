"use strict";
// The query page: runs what is in the editor and shows the answer. Text of the graph is only ever set as text.
const form = document.getElementById("form");
const editor = document.getElementById("text");
const saved = document.getElementById("saved");
const state = document.getElementById("state");
const answer = document.getElementById("answer");
const resources = document.body.dataset.base + "resource/";
const views = document.getElementById("views");
const KEY = "kg.queries";

function own() {
  try { return JSON.parse(localStorage.getItem(KEY)) || {}; } catch { return {}; }
}

function listOwn() {
  for (const old of saved.querySelectorAll(".own")) old.remove();
  for (const [name, text] of Object.entries(own())) {
    const option = document.createElement("option");
    option.className = "own";
    option.textContent = name;
    option.dataset.text = text;
    saved.append(option);
  }
}

/** The page of a thing of this graph; null for anything else. */
const addressOf = (iri) => (iri.startsWith(resources) ? "/resource/" + iri.slice(resources.length) : null);

/** What a term is called: of an IRI its last part, as people read it. */
function nameOf(term) {
  if (term.type !== "uri") return term.value;
  const last = term.value.slice(Math.max(term.value.lastIndexOf("/"), term.value.lastIndexOf("#")) + 1) || term.value;
  try {
    return decodeURIComponent(last).replaceAll("_", " ");
  } catch {
    return last;
  }
}

function cell(term) {
  const td = document.createElement("td");
  if (!term) return td;
  const address = term.type === "uri" ? addressOf(term.value) : null;
  if (address) {
    const link = document.createElement("a");
    link.href = address;
    link.textContent = nameOf(term);
    td.append(link);
  } else {
    td.textContent = term.value;
    if (isNumber(term)) td.className = "number";
  }
  return td;
}

function table(columns, rows) {
  const table = document.createElement("table");
  const head = table.createTHead().insertRow();
  for (const name of columns) {
    const th = document.createElement("th");
    th.scope = "col";
    th.textContent = name;
    head.append(th);
  }
  const body = table.createTBody();
  for (const row of rows) body.insertRow().append(...columns.map((name) => cell(row[name])));
  return table;
}

async function ask(accept) {
  const started = performance.now();
  state.textContent = "…";
  const response = await fetch("/sparql", {
    method: "POST",
    headers: { "Content-Type": "application/sparql-query", "Accept": accept },
    body: editor.value,
  });
  const text = await response.text();
  state.textContent = response.ok ? Math.round(performance.now() - started) + " ms" : document.body.dataset.error + " " + response.status;
  return { ok: response.ok, type: response.headers.get("Content-Type") || "", text };
}

/** Offers what an answer can be shown as, by name, and shows the first. */
function offer(ways) {
  const names = Object.keys(ways);
  views.hidden = names.length < 2;
  for (const button of views.children) {
    button.hidden = !(button.dataset.view in ways);
    button.onclick = () => show(button.dataset.view);
  }
  function show(name) {
    for (const button of views.children) button.setAttribute("aria-pressed", String(button.dataset.view === name));
    answer.replaceChildren(ways[name]());
  }
  show(names[0]);
}

function plainText(text) {
  const pre = document.createElement("pre");
  pre.textContent = text;
  return pre;
}

async function run() {
  const { ok, type, text } = await ask("application/sparql-results+json, application/n-triples;q=0.9");
  if (ok && type.startsWith("application/sparql-results+json")) {
    const data = JSON.parse(text);
    if ("boolean" in data) {
      offer({ table: () => plainText(data.boolean ? "true" : "false") });
      return;
    }
    const [columns, rows] = [data.head.vars, data.results.bindings];
    const ways = { table: () => table(columns, rows) };
    const charted = chartColumns(columns, rows);
    if (charted) ways.chart = () => chart(rows, charted, nameOf);
    const edges = edgesOf(columns, rows);
    if (edges.length) ways.graph = () => graph(edges, nameOf, addressOf);
    offer(ways);
    state.textContent += " · " + rows.length;
  } else if (ok) {
    const edges = edgesOfTriples(text);
    offer({ ...(edges.length ? { graph: () => graph(edges, nameOf, addressOf) } : {}), table: () => plainText(text) });
    state.textContent += " · " + edges.length;
  } else {
    offer({ table: () => plainText(text) });
  }
}

form.addEventListener("submit", (event) => { event.preventDefault(); run(); });
editor.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); run(); }
});
saved.addEventListener("change", () => {
  const text = saved.selectedOptions[0].dataset.text;
  if (text) { editor.value = text; run(); }
});
for (const button of document.querySelectorAll(".example")) {
  button.addEventListener("click", () => { editor.value = button.dataset.text; run(); });
}
document.getElementById("keep").addEventListener("click", () => {
  const name = (editor.value.match(/^#\s*(.+)$/m) || [, new Date().toISOString()])[1];
  localStorage.setItem(KEY, JSON.stringify({ ...own(), [name]: editor.value }));
  listOwn();
});
document.getElementById("csv").addEventListener("click", async () => {
  const { ok, text } = await ask("text/csv");
  if (!ok) { answer.textContent = text; return; }
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob(["\ufeff", text], { type: "text/csv" }));
  link.download = "answer.csv";
  link.click();
  URL.revokeObjectURL(link.href);
});
listOwn();
