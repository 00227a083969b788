/** What was compressed, then written in letters. */
function unpack(letters) {
  // Older browsers lack the first way, which is the quicker one.
  const bytes = Uint8Array.fromBase64?.(letters) ?? Uint8Array.from(atob(letters), (letter) => letter.charCodeAt(0));
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).text();
}
