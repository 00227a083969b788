// What travels compressed in the page: vis-network, the graph, the articles.

/** An element with data, out of the document. */
function takeOut(id) {
  const element = $(id);
  element.remove();
  return element;
}

/** What was compressed, then written in letters. */
function unpack(letters) {
  const binary = atob(letters);
  const bytes = new Uint8Array(binary.length);
  for (let k = 0; k < binary.length; k++) bytes[k] = binary.charCodeAt(k);
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).text();
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

