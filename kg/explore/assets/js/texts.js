// The articles' texts: packed apart from the rest, and given to the library when somebody first reads or searches.
// Offsets in the data count code points; strings count UTF-16 units. Only here the one becomes the other.

// They stand behind this script, so that the graph is seen before the browser has read them.
const packedTexts = new Promise((done) => {
  const take = () => done(takeOut("texts"));
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", take);
  else take();
});
const libraryScript = takeOut("library-script").textContent;
let librarian = null; // asks the library: (what, given) => a promise of the answer

/** What asks the library, which has the texts: in a worker, or in the page where none is allowed or it fails. */
async function openLibrary() {
  const here = (what, given) => library[what](...given);
  let ask = here;
  try {
    ask = askIn(await workerOf(libraryScript));
  } catch {
    // No worker is allowed.
  }
  const element = await packedTexts;
  const packed = element.textContent;
  element.replaceChildren(); // it need not keep them too
  try {
    await ask("read", [[], packed]);
  } catch {
    ask = here;
    await ask("read", [[], packed]);
  }
  return ask;
}

function askIn(worker) {
  const waiting = []; // it answers in the order in which it is asked
  worker.onmessage = ({ data: { answer, failed } }) => {
    const [done, fail] = waiting.shift();
    if (failed === undefined) done(answer);
    else fail(new Error(failed));
  };
  worker.onerror = () => { for (const [, fail] of waiting.splice(0)) fail(new Error("The worker has failed.")); };
  return (what, given) => new Promise((done, fail) => { waiting.push([done, fail]); worker.postMessage({ what, given }); });
}

async function askLibrary(what, ...given) {
  librarian ??= openLibrary();
  return (await librarian)(what, given);
}

/** The texts of some articles; undefined where the page does not carry them. */
const textsOf = (list) => (DATA.texts === "all" ? askLibrary("read", list) : Promise.resolve(list.map(() => undefined)));

/** Where the code points of `text` begin in it: a function from one count to the other. */
function unitsIn(text) {
  if (!/[\ud800-\udbff]/.test(text)) return (point) => point;
  const at = [];
  let unit = 0;
  for (const character of text) {
    at.push(unit);
    unit += character.length;
  }
  return (point) => at[point] ?? unit;
}

/** An article as it is read: `text`, and `place(start, end)`, where code points of the article stand in it or null. */
async function readArticle(article) {
  const [whole] = await textsOf([article]);
  if (whole === undefined) return sentencesAlone(article);
  const unit = unitsIn(whole);
  return { text: whole, place: (start, end) => [unit(start), unit(end)] };
}

/** The sentences that the page knows of an article, in their order, where it does not carry the whole. */
function sentencesAlone(article) {
  const known = new Map();
  const add = (start, text) => { if (text && text.length > (known.get(start) ?? "").length) known.set(start, text); };
  for (const row of statementsOfArticle[article]) add(statements.start[row], textAt(statements.text[row]));
  for (const row of measurementsOfArticle[article]) add(measurements.start[row], textAt(measurements.text[row]));
  for (const row of claimsOfArticle[article]) add(claims.start[row], textAt(claims.text[row]));
  const pieces = [];
  let text = "";
  let reached = -1; // code points
  for (const [start, sentence] of [...known].sort((a, b) => a[0] - b[0])) {
    const end = start + lengthOf(sentence);
    if (end <= reached) continue; // it stands in the one before
    pieces.push({ start, end, at: text.length, unit: unitsIn(sentence) });
    text += sentence + "\n";
    reached = end;
  }
  const place = (start, end) => {
    const piece = pieces.find((one) => one.start <= start && start < one.end);
    return piece ? [piece.at + piece.unit(start - piece.start), piece.at + piece.unit(Math.min(end, piece.end) - piece.start)] : null;
  };
  return { text, place };
}

const lengthOf = (text) => (/[\ud800-\udbff]/.test(text) ? [...text].length : text.length);
