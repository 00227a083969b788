// The filters, which are the legend too.

const ROWS_AT_FIRST = 10;
const unfolded = new Set(); // facets whose whole list is shown

function countBy(size, keys) {
  const counts = new Uint32Array(size);
  for (const key of keys) counts[key]++;
  return counts;
}

// What there is at all; beside the rows stands what there is behind the other filters.
const facetTotals = {
  class: countBy(classes.length, nodes.cls),
  community: countBy(communities.length, communityOf),
  relation: countBy(relations.length, edges.rel),
  source: countBy(sources.length, statements.article.filter((article) => article >= 0).map((article) => sourceOfArticle[article])),
  modality: countBy(MODALITIES.length, statements.mod),
};
let facetCounts = facetTotals;

const facetLabel = {
  class: classLabel, community: communityLabel, relation: relationLabel, source: (index) => sources[index].label, modality: modalityLabel,
};

function facetRow(facet, index) {
  const { hidden } = state;
  const label = facetLabel[facet](index);
  const box = el("input", { type: "checkbox", checked: !hidden[facet].has(index), onchange: () => {
    const set = new Set(state.hidden[facet]);
    if (box.checked) set.delete(index);
    else set.add(index);
    update({ hidden: { ...state.hidden, [facet]: set } });
  } });
  box.dataset.facet = facet;
  box.dataset.index = index;
  const mark = facet === "class" ? classMark(index) : facet === "modality" ? modalityMark(index) : null;
  return el("li", {}, el("label", { title: facet === "modality" ? t(`modality.${MODALITIES[index]}.help`) : label }, box, mark,
    el("bdi", { className: "name" }, label), el("span", { className: "n" }, number(facetCounts[facet][index]))),
  el("button", { type: "button", className: "only", ariaLabel: t("filters.only.label", { name: label }), onclick: () => showOnly(facet, index) }, t("filters.only")));
}

function showOnly(facet, index) {
  const others = FACETS[facet].list.map((_, k) => k).filter((k) => k !== index);
  update({ hidden: { ...state.hidden, [facet]: new Set(others) } });
  refreshFacet(facet);
}

function facetSection(facet) {
  const order = FACETS[facet].list.map((_, index) => index).filter((index) => facetTotals[facet][index] || facet === "modality");
  if (facet !== "modality") order.sort((a, b) => facetCounts[facet][b] - facetCounts[facet][a] || facetTotals[facet][b] - facetTotals[facet][a] || a - b);
  if (facet === "community") order.sort((a, b) => (a === communityCount) - (b === communityCount)); // what is in none comes last
  const all = unfolded.has(facet) || order.length <= ROWS_AT_FIRST + 2;
  const title = t("filters." + facet);
  const showAll = el("button", { type: "button", className: "only all", hidden: !state.hidden[facet].size, ariaLabel: t("filters.all.label", { name: title }), onclick: () => {
    update({ hidden: { ...state.hidden, [facet]: new Set() } });
    refreshFacet(facet);
  } }, t("filters.all"));
  return el("section", { id: "facet-" + facet }, el("h2", {}, el("span", {}, title, ["class", "community"].includes(facet) ? null : el("span", { className: "unit" }, t("filters.unit." + facet))), showAll),
    el("ul", {}, (all ? order : order.slice(0, ROWS_AT_FIRST)).map((index) => facetRow(facet, index))),
    order.length > ROWS_AT_FIRST + 2 ? el("button", { type: "button", className: "more", onclick: () => {
      if (!unfolded.delete(facet)) unfolded.add(facet);
      refreshFacet(facet);
    } }, all ? t("filters.less") : t("filters.more", { n: number(order.length - ROWS_AT_FIRST) })) : null);
}

function refreshFacet(facet) {
  $("facet-" + facet).replaceWith(facetSection(facet));
}

/** One community is no choice. */
const facetsShown = () => Object.keys(FACETS).filter((facet) => facet !== "community" || communityCount > 1);

/** Counts follow the other filters, and "all" stands only where something is hidden. */
function refreshFilters() {
  facetCounts = countFacets();
  for (const box of $("filters").querySelectorAll("input[data-facet]")) {
    const count = facetCounts[box.dataset.facet][box.dataset.index];
    const shown = box.parentElement.querySelector(".n");
    shown.textContent = number(count);
    box.closest("li").classList.toggle("nothing", !count);
  }
  for (const facet of facetsShown()) $("facet-" + facet).querySelector(".all").hidden = !state.hidden[facet].size;
}

function slider(name, labelKey, low, high, step, words) {
  const output = el("output", {}, words(state[name]));
  const input = el("input", { type: "range", min: low, max: high, step, value: state[name], oninput: () => {
    output.textContent = words(Number(input.value));
    updateSoon({ [name]: Number(input.value) });
  } });
  input.dataset.name = name;
  return el("section", {}, el("label", { className: "slider" }, el("span", {}, t(labelKey), output), input));
}

function toggle(name, labelKey) {
  const input = el("input", { type: "checkbox", checked: state[name], onchange: () => update({ [name]: input.checked }) });
  input.dataset.name = name;
  return el("label", { className: "toggle" }, input, el("span", {}, t(labelKey)));
}

/** How many facts only the least confidence hides, and the way to them; null where it hides none. */
function unsureLine() {
  if (!shows.unsure) return null;
  const words = t("unsure", { facts: countWords("unsure", shows.unsure), least: number(state.confidence) });
  return el("p", { className: "unsure" }, el("span", {}, words), el("button", { type: "button", onclick: showUnsure }, t("unsure.show")));
}

function showUnsure() {
  update({ confidence: 0 });
  renderFilters();
  if (!movedByHand) fit();
  $("live").textContent = $("count").textContent;
  $(state.view === "graph" ? "net" : state.view).focus({ preventScroll: true }); // the button that had it is gone
}

// ---- time

/** The switch between the article's date and the fact's own. */
function clockSwitch() {
  return el("div", { className: "clocks", role: "group", ariaLabel: t("clock") }, CLOCKS.map((name) =>
    el("button", { type: "button", ariaPressed: String(state.clock === name), onclick: (event) => {
      const where = event.currentTarget.closest("section, .column");
      update({ clock: name, from: clocks[name].min, to: clocks[name].max });
      renderFilters();
      (where.isConnected ? where : where.id ? $(where.id) : $("timeline")).querySelector(".clocks [aria-pressed=true]")?.focus();
    } }, t("clock." + name))));
}

const clockSuffix = () => (state.clock === "article" ? ".article" : "");

/** Bars of a histogram: years, or months where there are few years. */
function timeBins() {
  const { first, min, max } = clockNow();
  const step = max - min > 60 ? 12 : 1;
  const start = Math.floor(min / step);
  const bins = new Uint32Array(Math.floor(max / step) - start + 1);
  for (const month of first) if (!Number.isNaN(month)) bins[Math.floor(month / step) - start]++;
  return [...bins].map((count, k) => ({ count, from: (start + k) * step, to: (start + k + 1) * step - 1 }));
}

function histogram() {
  const bins = timeBins();
  const most = Math.max(...bins.map((bin) => bin.count));
  const width = 200 / bins.length;
  return svg("svg", { class: "histogram", viewBox: "0 0 200 44", preserveAspectRatio: "none", "aria-hidden": "true" },
    ...bins.map((bin, k) => svg("rect", { x: (k * width + width * 0.08).toFixed(2), width: (width * 0.84).toFixed(2),
      y: (44 - (bin.count / most) * 42).toFixed(2), height: ((bin.count / most) * 42).toFixed(2),
      class: bin.from <= state.to && bin.to >= state.from ? "in" : "out" })));
}

function timeSection() {
  const head = [el("h2", {}, t("filters.time")), clockSwitch()];
  if (!anyDated()) return el("section", { id: "facet-time" }, head, el("p", { className: "none" }, t("filters.nodates" + clockSuffix())));
  const words = el("output", {});
  const section = el("section", { id: "facet-time" }, head, el("div", { className: "bars" }));
  const show = () => {
    words.textContent = t("time.range", { a: monthWords(state.from), b: monthWords(state.to) });
    section.querySelector(".bars").replaceChildren(histogram());
  };
  const ends = ["from", "to"].map((name) => {
    const input = el("input", { type: "range", min: clockNow().min, max: clockNow().max, step: 1, value: state[name],
      ariaLabel: t("filters." + name), ariaValueText: monthWords(state[name]), oninput: () => {
        const value = Number(input.value);
        const patch = name === "from" ? { from: Math.min(value, state.to) } : { to: Math.max(value, state.from) };
        input.value = patch[name];
        input.ariaValueText = monthWords(patch[name]);
        Object.assign(state, patch);
        show();
        updateSoon(patch);
      } });
    input.dataset.name = name;
    return input;
  });
  show();
  section.append(el("div", { className: "range" }, ends), words, toggle("undated", "filters.undated" + clockSuffix()));
  return section;
}

function renderFilters() {
  facetCounts = countFacets();
  const scrolled = $("filters").scrollTop;
  $("filters").replaceChildren(
    el("header", {}, el("h2", {}, t("filters.title")),
      el("button", { type: "button", className: "close", ariaLabel: t("close"), onclick: toggleFilters }, "×")),
    facetSection("class"), facetSection("modality"), timeSection(), ...(communityCount > 1 ? [facetSection("community")] : []),
    facetSection("relation"), facetSection("source"),
    slider("confidence", "filters.confidence", 0, 1, 0.01, (value) => number(value)),
    slider("sources", "filters.sources", 1, Math.max(2, Math.min(20, articlesOfEdge.reduce((a, b) => Math.max(a, b), 1))), 1, (value) => number(value)),
    el("section", {}, toggle("isolated", "filters.isolated")),
    el("button", { type: "button", id: "reset", onclick: () => { update(noFilters()); renderFilters(); $("reset").focus(); } }, t("filters.reset")));
  $("filters").scrollTop = scrolled;
}

/** On a phone the filters are a sheet over the page, elsewhere a column that can be put away. */
function toggleFilters() {
  const name = onPhone() ? "filters-open" : "filters-away";
  document.body.classList.toggle(name);
  $("show-filters").setAttribute("aria-expanded", String(filtersShown()));
  if (onPhone()) (document.body.classList.contains(name) ? $("filters").querySelector(".close") : $("show-filters")).focus();
}

const filtersShown = () => document.body.classList.contains(onPhone() ? "filters-open" : "filters-away") === onPhone();
