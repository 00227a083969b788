"use strict";
// The query page: runs what is in the editor and shows the answer. Text of the graph is only ever set as text.
const form = document.getElementById("form");
const editor = document.getElementById("text");
const saved = document.getElementById("saved");
const state = document.getElementById("state");
const answer = document.getElementById("answer");
const resources = document.body.dataset.base + "resource/";
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

function cell(term) {
  const td = document.createElement("td");
  if (!term) return td;
  if (term.type === "uri" && term.value.startsWith(resources)) {
    const link = document.createElement("a");
    link.href = "/resource/" + term.value.slice(resources.length);
    link.textContent = decodeURIComponent(term.value.slice(resources.length));
    td.append(link);
  } else {
    td.textContent = term.value;
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
  state.textContent = response.ok ? Math.round(performance.now() - started) + " ms" : "Lỗi " + response.status;
  return { ok: response.ok, type: response.headers.get("Content-Type") || "", text };
}

async function run() {
  const { ok, type, text } = await ask("application/sparql-results+json, text/turtle;q=0.9");
  answer.replaceChildren();
  if (ok && type.startsWith("application/sparql-results+json")) {
    const data = JSON.parse(text);
    if ("boolean" in data) {
      answer.textContent = data.boolean ? "true" : "false";
    } else {
      answer.append(table(data.head.vars, data.results.bindings));
      state.textContent += " · " + data.results.bindings.length;
    }
  } else {
    const pre = document.createElement("pre");
    pre.textContent = text;
    answer.append(pre);
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
