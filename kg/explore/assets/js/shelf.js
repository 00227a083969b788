// Texts in which words are looked for, whatever their case and marks. They are folded letter by letter, so that a place
// in the folded text is the same place in the text, and stand one after the other in one string, which is searched from
// end to end: an index of 5,000 articles would take ten seconds to make.

/** Without diacritics and case: "Đà Nẵng" and "da nang" are one. */
const fold = (text) => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/[đĐ]/g, "d").toLowerCase();

const IN_WORD = /[\p{L}\p{N}]/u;
const FOLDED_UP_TO = 0x2000; // of the letters above none has case or marks that Vietnamese or its neighbours write
const letterOf = Uint16Array.from({ length: FOLDED_UP_TO }, (_, code) => {
  const folded = fold(String.fromCharCode(code));
  return folded.length === 1 ? folded.charCodeAt(0) : code;
});
const lowerOf = Uint16Array.from({ length: FOLDED_UP_TO }, (_, code) => String.fromCharCode(code).toLowerCase().charCodeAt(0));
const fromUnits = new TextDecoder("utf-16le", { ignoreBOM: true });

/** Writes `text` without diacritics and case into `units`, from `at` on. */
function foldInto(units, at, text) {
  for (let k = 0; k < text.length; k++) {
    const code = text.charCodeAt(k);
    units[at + k] = code < FOLDED_UP_TO ? letterOf[code] : code;
  }
}

/** `text` without diacritics and case, as long as it was. */
function foldInPlace(text) {
  const units = new Uint16Array(text.length);
  foldInto(units, 0, text);
  return fromUnits.decode(units);
}

/** What was typed, `folded` and, where that is another, `exact`, and so each of its words. */
function asked(typed) {
  const exact = typed.trim().normalize("NFC").toLowerCase().replace(/\s+/g, " ");
  return { ...spellingsOf(exact), words: exact.split(" ").filter(Boolean).map(spellingsOf) };
}

function spellingsOf(typed) {
  const folded = foldInPlace(typed);
  return { typed, folded, exact: typed === folded ? null : typed };
}

const isLetter = (code) => (code >= 97 && code <= 122) || (code >= 48 && code <= 57) || (code > 127 && IN_WORD.test(String.fromCharCode(code)));

/** The first place from `from` on where a word begins with `wanted`; -1 for none. */
function wordAt(folded, wanted, from = 0) {
  let at = folded.indexOf(wanted, from);
  while (at > 0 && isLetter(folded.charCodeAt(at - 1))) at = folded.indexOf(wanted, at + 1);
  return at;
}

/** What two lists of rising numbers share. */
function inBoth(some, others) {
  let at = 0;
  return some.filter((one) => {
    while (others[at] < one) at += 1;
    return others[at] === one;
  });
}

/** Rows that have something, and where. The arrays are kept from letter to letter: new ones for every letter would keep
 *  the browser busy with throwing them away. */
class Found {
  constructor(most) {
    this.all = { rows: new Uint32Array(most), places: new Uint32Array(most) };
    this.end(0);
  }

  end(count) {
    this.rows = this.all.rows.subarray(0, count);
    this.places = this.all.places.subarray(0, count);
  }
}

const IN_A_ROW = 60; // so many that have the words in a row come first

/** Some texts, a row each, folded. */
class Shelf {
  constructor(texts) {
    this.texts = texts;
    this.starts = new Uint32Array(texts.length + 1); // of the rows in what is folded; a line break stands between
    texts.forEach((text, row) => { this.starts[row + 1] = this.starts[row] + text.length + 1; });
    this.rows = Uint32Array.from(texts, (_, row) => row);
    const units = new Uint16Array(this.starts[texts.length]).fill(10);
    texts.forEach((text, row) => foldInto(units, this.starts[row], text));
    this.folded = fromUnits.decode(units);
    this.steps = []; // of what was asked last
    this.others = new Found(texts.length); // of what nothing goes on from
  }

  /** Whether the text has what was typed at a place, and not only the same letters with other marks. */
  isSpelt(row, place, exact) {
    const text = this.texts[row];
    const at = place - this.starts[row];
    for (let k = 0; k < exact.length; k++) {
      const code = text.charCodeAt(at + k);
      if ((code < FOLDED_UP_TO ? lowerOf[code] : code) !== exact.charCodeAt(k)) return false;
    }
    return true;
  }

  /** Those of `rows` in which a word begins as asked, at most `most`, and where it does so first, from `places` on;
   *  `spelt` as it was typed, or `anywhere` in a word. They are written into `found`, which may be where `rows` are. */
  having({ folded: wanted, exact }, rows = this.rows, places = null, { spelt = false, anywhere = false, most = Infinity, found = this.others } = {}) {
    const next = (from) => (anywhere ? this.folded.indexOf(wanted, from) : wordAt(this.folded, wanted, from));
    const { all } = found;
    let [at, count] = [-1, 0];
    for (let k = 0; k < rows.length && count < most; k++) {
      const row = rows[k];
      const start = places ? places[k] : this.starts[row];
      const end = this.starts[row + 1];
      if (at < start) at = next(start);
      if (spelt && exact) while (at >= 0 && at < end && !this.isSpelt(row, at, exact)) at = next(at + 1);
      if (at < 0) break;
      if (at >= end) continue;
      all.rows[count] = row;
      all.places[count++] = at;
    }
    found.end(count);
    return found;
  }

  /** Steps, one for each word: in `found` rows that have it and the words before it, and where; in `spelt` those of
   *  them that spell it as it was typed, null where it has no marks. Another letter at the end of a word looks on from where the word stood without it. */
  follow(words) {
    const { steps } = this;
    let rows = this.rows;
    let kept = true; // whether the words before are what they were
    words.forEach((word, k) => {
      const old = kept ? steps[k] : null;
      const goesOn = old && word.folded.startsWith(old.folded);
      const spelt = goesOn && old.spelt && word.typed.startsWith(old.typed);
      kept = old?.folded === word.folded;
      const step = (steps[k] ??= { found: new Found(this.rows.length), spelt: null, other: null });
      const { found } = step;
      if (goesOn && !kept) this.having(word, found.rows, found.places, { found });
      else if (!kept) this.having(word, rows, null, { found });
      const from = spelt ? step.spelt : found;
      step.other ??= word.exact && new Found(this.rows.length);
      step.spelt = word.exact && this.having(word, from.rows, from.places, { spelt: true, found: step.other });
      [step.folded, step.typed] = [word.folded, word.typed];
      ({ rows } = found);
    });
    steps.length = words.length;
    return steps;
  }

  /** Rows with every word in a Uint32Array, those that have them in a row first. Of words with diacritics only rows that spell them so,
   *  unless there are none. */
  find(question) {
    const steps = this.follow(question.words);
    let rows = steps.at(-1).found.rows.slice(); // for the list; the next letter writes over what is kept
    for (const { spelt } of steps) if (spelt) rows = inBoth(rows, spelt.rows);
    const spelt = question.exact && rows.length > 0;
    if (!rows.length) rows = steps.at(-1).found.rows.slice();
    if (question.words.length < 2) return rows;
    const first = new Set(this.having(question, rows, null, { spelt, most: IN_A_ROW }).rows);
    const rest = rows.filter((row) => !first.has(row));
    rows.set([...first]);
    rows.set(rest, first.size);
    return rows;
  }
}
