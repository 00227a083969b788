// What a reader decides about facts and entities: kept in the browser, undone, listed, exported for `kg build --decisions`.

const DRAWER = "kg decisions " + location.pathname; // files share what a browser keeps
const WRITER = "kg decides";

/** What the browser keeps; nothing where it may not (a page in a frame). */
function kept(key, usual) {
  try {
    return JSON.parse(localStorage.getItem(key)) ?? usual;
  } catch {
    return usual;
  }
}

function keep(key, value) {
  try {
    localStorage.setItem(key, JSON.stringify(value));
  } catch { /* it is kept until the page is closed */ }
}

const ACTIONS = ["wrong", "time", "modality", "class", "label", "same", "different"];
const isDecision = (one) => one && ACTIONS.includes(one.action) && ["a", "b", "why", "words"].every((key) => typeof one[key] === "string");
let decisions = [kept(DRAWER, [])].flat().filter(isDecision); // { action, a, b, why, words }

function setDecisions(list) {
  takeDecisions(list);
  writeDesk(list);
}

function takeDecisions(list) {
  decisions = list;
  if (!TOKEN) keep(DRAWER, list); // else the server's file has them
  renderPanel();
  RENDER_VIEW[state.view]();
  showDecisionCount();
}

const decisionsAbout = (...terms) => decisions.filter((one) => terms.includes(one.a) || (["same", "different"].includes(one.action) && terms.includes(one.b)));

/** One more; a decision of the same kind about the same thing gives way to it. */
function decide(decision) {
  const same = (one) => one.a === decision.a && one.action === decision.action && (!["same", "different"].includes(one.action) || one.b === decision.b);
  setDecisions([...decisions.filter((one) => !same(one)), decision]);
  say(t("decision.made", { words: decision.words }));
}

const undo = (decision) => setDecisions(decisions.filter((one) => one !== decision));

/** An entity as a decision names it: by its name, which outlives a build, or by its id where the name is another's too. */
function termOf(node) {
  const label = nodes.label[node];
  const folded = fold(label);
  const others = nodes.label.some((name, other) => other !== node && [name, ...nodes.alias[other]].some((one) => fold(one) === folded));
  return others || /[\[@"]/.test(label) ? nodes.id[node] : label;
}

// ---- asking

const field = (key, input) => el("label", { className: "field" }, el("span", {}, t(key)), input);
const option = (value, label) => el("option", { value }, label);

/** A dialog with what can be decided; `kinds`: action -> { input, take } where `take` gives b and words, or null. */
function askToDecide(title, kinds, a) {
  const action = el("select", { onchange: () => show() }, Object.keys(kinds).map((name) => option(name, t("decision." + name))));
  const why = el("input", { type: "text" });
  const value = el("div");
  const show = () => value.replaceChildren(...(kinds[action.value].input ? [field("decision.value", kinds[action.value].input)] : []));
  show();
  showDialog(t("decision.title"), el("p", {}, el("bdi", {}, title)), field("decision.what", action), value, field("decision.why", why),
    el("p", { className: "actions" }, el("button", { type: "button", className: "save", onclick: () => {
      const taken = kinds[action.value].take();
      if (!taken) { say(t("decision.unclear")); return; }
      $("help").close();
      decide({ action: action.value, a, b: taken.b, why: why.value.trim(), words: taken.words });
    } }, t("decision.save"))));
}

function judgeStatement(row) {
  const words = edgeWords(statements.edge[row]);
  const time = el("input", { type: "text", value: textAt(statements.time[row]), placeholder: "2025-03" });
  const modality = el("select", {}, MODALITIES.map((name, k) => option(name, modalityLabel(k))));
  modality.value = MODALITIES[statements.mod[row]];
  askToDecide(words, {
    wrong: { take: () => ({ b: "", words }) },
    time: { input: time, take: () => {
      const wanted = time.value.trim();
      return wanted && !months(wanted) ? null : { b: wanted, words: `${words}: ${wanted ? timeWords(wanted) : t("decision.notime")}` };
    } },
    modality: { input: modality, take: () => ({ b: modality.value, words: `${words}: ${modalityLabel(MODALITIES.indexOf(modality.value))}` }) },
  }, statements.id[row]);
}

/** A box in which another entity is named; `node()` is the one that is meant, -1 for none. */
function entityBox(except) {
  const list = el("datalist", { id: "entities-named" });
  const box = el("input", { type: "text", "list": null, oninput: () => {
    openShelves();
    list.replaceChildren(...findEntities(asked(box.value)).slice(0, 12).map((node) => option(nodes.label[node], classLabel(nodes.cls[node]))));
  } });
  box.setAttribute("list", "entities-named");
  const node = () => {
    openShelves();
    return box.value.trim() ? findEntities(asked(box.value)).find((one) => one !== except) ?? -1 : -1;
  };
  return { input: el("span", {}, box, list), node };
}

function judgeEntity(node) {
  const name = plain(nodes.label[node]);
  const cls = el("select", {}, classes.map((item, k) => option(item.id, classLabel(k))));
  cls.value = classes[nodes.cls[node]].id;
  const label = el("input", { type: "text", value: nodes.label[node] });
  const other = entityBox(node);
  const pair = (sign) => ({ input: other.input, take: () => (other.node() < 0 ? null : { b: termOf(other.node()), words: `${name} ${sign} ${plain(nodes.label[other.node()])}` }) });
  askToDecide(name, {
    same: pair("="),
    different: pair("≠"),
    class: { input: cls, take: () => ({ b: cls.value, words: `${name}: ${classLabel(classes.findIndex((item) => item.id === cls.value))}` }) },
    label: { input: label, take: () => (label.value.trim() ? { b: label.value.trim(), words: `${name}: ${label.value.trim()}` } : null) },
  }, termOf(node));
}

// ---- telling

/** What was decided about something, with a way to take it back; null where nothing was. */
function decisionLines(...terms) {
  const list = decisionsAbout(...terms);
  return list.length ? el("div", { className: "decided" }, list.map((one) => el("p", {}, el("span", {}, "✎ ", t("decision." + one.action),
    one.b ? [": ", el("bdi", {}, one.words)] : "", one.why ? [" (", el("bdi", {}, one.why), ")"] : ""),
  el("button", { type: "button", onclick: () => undo(one) }, t("decision.undo"))))) : null;
}

function showDecisionCount() {
  document.querySelector("[data-export=decisions]").textContent = t("export.decisions") + (decisions.length ? ` (${number(decisions.length)})` : "");
}

function decisionsFile(who) {
  const cell = (value) => (/[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value);
  const rows = decisions.map(({ action, a, b, why }) => [action, a, b, who, why].map((value) => cell(value.replace(/[\r\n]+/g, " "))).join(","));
  return ["action,a,b,who,why", ...rows].join("\n") + "\n";
}

/** All decisions, to be read over, taken back and exported. */
function showDecisions() {
  const who = el("input", { type: "text", value: kept(WRITER, ""), onchange: () => keep(WRITER, who.value.trim()) });
  const list = el("ul", { className: "decisions" }, decisions.map((one) => el("li", {}, el("span", {}, el("b", {}, t("decision." + one.action)), ": ",
    el("bdi", {}, one.words), one.why ? [" (", el("bdi", {}, one.why), ")"] : ""),
  el("button", { type: "button", onclick: () => { undo(one); showDecisions(); } }, t("decision.undo")))));
  showDialog(t("export.decisions"), decisions.length ? list : el("p", { className: "none" }, t("decision.none")), field("decision.who", who),
    el("p", { className: "none" }, t(TOKEN ? "decision.written" : "decision.how")),
    el("p", { className: "actions" }, el("button", { type: "button", disabled: !decisions.length, onclick: () => {
      keep(WRITER, who.value.trim());
      download(new Blob([decisionsFile(who.value.trim())], { type: "text/csv" }), "decisions.csv");
    } }, t("decision.export"))));
}
