// Where `kg serve --edit` serves the page, the decisions are those of its file, and each change is written there.

const DESK = document.querySelector("meta[name=kg-desk]")?.content; // the server's address for decisions
const TOKEN = DESK ? tokenOfTab() : "";
let deskTag = ""; // which state of the file the page has seen

/** The token of the address that the server printed; out of the address at once, kept for this tab and server alone. */
function tokenOfTab() {
  const given = new URLSearchParams(location.search).get("edit");
  if (given) history.replaceState(null, "", location.pathname + location.hash);
  try {
    if (given) sessionStorage.setItem("kg token", given);
    return sessionStorage.getItem("kg token") ?? "";
  } catch {
    return given ?? "";
  }
}

async function askDesk(method, body) {
  const headers = { Authorization: `Bearer ${TOKEN}`, "Accept-Language": language };
  if (body) Object.assign(headers, { "Content-Type": "application/json", "If-Match": deskTag });
  const answer = await fetch(DESK, { method, headers, body });
  if (answer.ok) {
    deskTag = answer.headers.get("ETag");
    takeDecisions((await answer.json()).filter(isDecision));
  } else if (answer.status === 412) {
    await askDesk("GET");
    say(t("decision.elsewhere"));
  } else {
    say(t("decision.refused", { reason: await answer.text() }));
  }
}

let writing = Promise.resolve(); // one after another: each change builds on the last
/** Reads the file's decisions into the page, and puts those into it that were made here without a server that edits. */
async function readDesk() {
  if (!TOKEN) return;
  const made = decisions;
  try {
    await askDesk("GET");
  } catch {
    say(t("decision.offline"));
    return;
  }
  if (!deskTag) return;
  const same = (one, other) => ["action", "a", "b"].every((key) => one[key] === other[key]);
  const more = made.filter((one) => !decisions.some((other) => same(one, other)));
  keep(DRAWER, []);
  if (more.length) setDecisions([...decisions, ...more]);
}

function writeDesk(list) {
  if (!TOKEN) return;
  const rows = JSON.stringify(list.map(({ action, a, b, who, why }) => ({ action, a, b, who: who ?? kept(WRITER, ""), why })));
  writing = writing.then(() => askDesk("PUT", rows)).catch(() => say(t("decision.offline")));
}
