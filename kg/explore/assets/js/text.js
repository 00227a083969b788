// Interface strings, names in the reader's language, folding for search, safe links, marked sentences.

let language = DATA.language;

/** The interface string `key`, with `{name}` replaced. */
function t(key, values = {}) {
  const pattern = DATA.strings[language][key] ?? key;
  return pattern.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
}

const figures = {}; // a formatter for each language: to make one takes long
const number = (value) => (figures[language] ??= new Intl.NumberFormat(language)).format(Number(value));
const classLabel = (cls) => classes[cls][language];
const relationLabel = (relation) => relations[relation][language];
const modalityLabel = (modality) => t("modality." + MODALITIES[modality]);
const capitalized = (text) => text[0].toUpperCase() + text.slice(1);
const metricLabel = (name) => DATA.metrics[name]?.[language] ?? name;
const conflictLabel = (conflict) => conflict.kind[language];

/** Puts the interface strings of the language into every element that names one. */
function translatePage() {
  document.documentElement.lang = language;
  if (!DATA.titled) document.title = document.querySelector("h1").textContent = t("title");
  for (const element of document.querySelectorAll("[data-text]")) element.textContent = t(element.dataset.text);
  for (const element of document.querySelectorAll("[data-label]")) {
    element.setAttribute("aria-label", t(element.dataset.label));
  }
  for (const element of document.querySelectorAll("[data-tip]")) element.title = t(element.dataset.tip);
  for (const element of document.querySelectorAll("[data-placeholder]")) {
    element.placeholder = t(element.dataset.placeholder);
  }
}

/** `text` with the first place that matches `query` marked, diacritics or not. */
function markMatch(text, query) {
  const characters = [...text.normalize("NFC")];
  const folded = characters.map(fold);
  const wanted = fold(query);
  const at = wanted ? folded.join("").indexOf(wanted) : -1;
  if (at < 0) return [text];
  let start = 0;
  for (let passed = 0; passed < at; start++) passed += folded[start].length;
  let end = start;
  for (let passed = 0; passed < wanted.length; end++) passed += folded[end].length;
  const part = (from, to) => characters.slice(from, to).join("");
  return [part(0, start), el("mark", {}, part(start, end)), part(end)];
}

/** The address when it is one of the web; null for anything else ("javascript:", files, nonsense). */
function safeUrl(address) {
  if (!/^https?:\/\/[^\s]+$/i.test(address) || !URL.canParse(address)) return null;
  return new URL(address).href;
}

/** For the canvas, where direction and control characters cannot be isolated. */
const plain = (text) => text.replace(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g, "");
const short = (text, length = 34) => {
  const characters = [...plain(text)];
  return characters.length > length ? characters.slice(0, length - 1).join("") + "…" : characters.join("");
};

/** The sentence with subject, relation words and object marked; spans count code points. */
function markedSentence(text, spans) {
  const characters = [...text];
  const marks = ["subject", "trigger", "object"]
    .map((role, k) => ({ role, start: spans[2 * k], end: spans[2 * k + 1] }))
    .filter((mark) => mark.start >= 0)
    .sort((a, b) => a.start - b.start || b.end - a.end);
  const quote = el("blockquote", { lang: "vi", dir: "auto" });
  let at = 0;
  for (const { role, start, end } of marks) {
    if (end <= at) continue;
    const from = Math.max(start, at);
    quote.append(characters.slice(at, from).join(""),
      el("mark", { className: role, title: t("fact." + role) }, characters.slice(from, end).join("")));
    at = end;
  }
  quote.append(characters.slice(at).join(""));
  return quote;
}
