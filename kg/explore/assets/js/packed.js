// What travels compressed in the page: vis-network, the graph, the articles.

/** An element with data, out of the document. */
function takeOut(id) {
  const element = $(id);
  element.remove();
  return element;
}

// The one way from text to what runs. Of scripts the page's policy lets only those run whose hashes it names, and
// workers only from what this page has made.
const trusted = ((rules) => window.trustedTypes?.createPolicy("kg", rules) ?? rules)({
  createScript: (text) => text,
  createScriptURL: (address) => address,
});

const visScript = el("script");
visScript.textContent = trusted.createScript(await unpack(takeOut("vis").textContent));
document.body.append(visScript);

/** A worker that runs a script of the page's own. */
async function workerOf(packed) {
  const address = URL.createObjectURL(new Blob([await unpack(packed)], { type: "text/javascript" }));
  return new Worker(trusted.createScriptURL(address));
}

