// EDTF dates as the graph has them: as ranges of months, and as words.

const SEASON_START = { 21: 3, 22: 6, 23: 9, 24: 12, 33: 1, 34: 4, 35: 7, 36: 10 };

function parsePart(text) {
  const match = /^(\d{4}|XXXX)(?:-(\d\d)(?:-(\d\d))?)?$/.exec(text);
  if (!match) return null;
  return { year: match[1] === "XXXX" ? null : +match[1], month: match[2] ? +match[2] : null, day: match[3] ? +match[3] : null };
}

function partMonths(part) {
  if (part.year === null) return null;
  const january = part.year * 12;
  if (part.month === null) return [january, january + 11];
  if (part.month <= 12) return [january + part.month - 1, january + part.month - 1];
  const first = january + (SEASON_START[part.month] ?? 1) - 1;
  return [first, first + 2];
}

/** First and last month of an EDTF text (year × 12 + month from 0); null where the year is open. */
function months(edtf) {
  const parts = edtf.split("/").map(parsePart);
  const ranges = parts.map((part) => part && partMonths(part)).filter(Boolean);
  return ranges.length ? [ranges[0][0], ranges[ranges.length - 1][1]] : null;
}

function partWords(part) {
  const suffix = part.year === null ? ".noyear" : "";
  const list = (key, index) => t(key).split(" ")[index];
  if (part.month === null) return String(part.year ?? t("timeline.noyear"));
  const values = { y: part.year, m: part.month, d: part.day };
  if (part.month > 32) return t("time.quarter" + suffix, { ...values, q: list("time.quarters", part.month - 33) });
  if (part.month > 12) return t("time.season" + suffix, { ...values, s: list("time.seasons", part.month - 21) });
  values.M = list("time.months", part.month - 1);
  return t((part.day === null ? "time.month" : "time.day") + suffix, values);
}

/** An EDTF text in the reader's language; as it stands where it is none. */
function timeWords(edtf) {
  const parts = edtf.split("/").map(parsePart);
  if (parts.some((part) => !part)) return edtf;
  const words = parts.map(partWords);
  const [a, b] = parts;
  if (b && a.year !== null && a.year === b.year && [a, b].every((part) => part.month && part.month <= 12 && part.day === null)) {
    const names = t("time.months").split(" ");
    return t("time.months.range", { a: names[a.month - 1], b: names[b.month - 1], y: a.year });
  }
  return words.length === 2 ? t("time.range", { a: words[0], b: words[1] }) : words[0];
}

const monthWords = (month) => partWords({ year: Math.floor(month / 12), month: (month % 12) + 1, day: null });

// When a statement was: by the article's date, or by its own (in which it is said to hold, where that is known).
const CLOCKS = ["article", "fact"];

/** The months of each statement (NaN where none are known), and the first and last of all. */
function clockBy(edtfOf) {
  const known = new Map(); // many have the same
  const clock = { first: new Float64Array(statementCount).fill(NaN), last: new Float64Array(statementCount).fill(NaN), min: Infinity, max: -Infinity };
  for (let row = 0; row < statementCount; row++) {
    const edtf = edtfOf(row);
    if (!known.has(edtf)) known.set(edtf, months(edtf));
    const range = known.get(edtf);
    if (!range) continue;
    [clock.first[row], clock.last[row]] = range;
    clock.min = Math.min(clock.min, range[0]);
    clock.max = Math.max(clock.max, range[1]);
  }
  return clock;
}

const publishedOf = (row) => articles.date[statements.article[row]] ?? "";
const clocks = { article: clockBy(publishedOf), fact: clockBy((row) => textAt(statements.held[row]) || textAt(statements.time[row])) };
const USUAL_CLOCK = clocks.article.min <= clocks.article.max ? "article" : "fact";
const clockNow = () => clocks[state.clock];
const anyDated = () => clockNow().min <= clockNow().max;
/** What the timeline puts a statement under. */
const timeOf = (row) => (state.clock === "article" ? publishedOf(row) : textAt(statements.time[row]));
