// Where an article was opened from, and the way back to it: a fact, the graph, a list, another article, a search.

let cameFrom = null; // { fragment, words, typed, scrolled }

/** What is chosen, in words. */
function chosenWords() {
  if (state.edge >= 0) return edgeWords(state.edge);
  return state.node < 0 ? "" : plain(nodes.label[state.node]);
}

/** Where the reader is now; null in the list of articles, which has a button of its own. */
function placeNow(typed) {
  const reads = state.view === "articles";
  if (reads && state.article < 0 && !typed) return null;
  const words = typed ? t("article.search", { words: typed })
    : reads ? short(articleLabel(state.article), 60) : [t("view." + state.view), chosenWords()].filter(Boolean).join(" · ");
  return { fragment: encodeState(), words, typed, scrolled: [state.view, "panel"].map((id) => [id, $(id).scrollTop]) };
}

/** A step like any other: the browser's "back" leads to the article again. */
function goBack() {
  const { fragment, typed, scrolled } = cameFrom;
  cameFrom = null;
  addEventListener("hashchange", () => {
    for (const [id, top] of scrolled) $(id).scrollTop = top;
    if (!typed) { ($("panel").hidden ? $(state.view === "graph" ? "net" : state.view) : $("panel")).focus({ preventScroll: true }); return; }
    $("search").value = typed;
    $("search").focus();
    look();
  }, { once: true });
  location.hash = fragment;
}
